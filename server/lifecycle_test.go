package server

import (
	"encoding/json"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.lsp.dev/protocol"
)

const (
	parseError       = -32700
	invalidRequest   = -32600
	methodNotFound   = -32601
	invalidParams    = -32602
	internalError    = -32603
	notInitialized   = -32002
	requestCancelled = -32800
	requestFailed    = -32803
)

func TestLifecycle(t *testing.T) {
	e := launch(t, Options{})
	e.open(dockerfile, 1, "FROM too-early")
	for _, method := range []string{"textDocument/hover", "shutdown", "no/such"} {
		if m := e.call(method, object{}); m.code() != notInitialized {
			t.Errorf("%s before initialize: %v, want %d", method, m.Error, notInitialized)
		}
	}
	e.initialize(object{})
	if m := e.call("test/text", at(dockerfile, 0, 0)); string(m.Result) != "null" {
		t.Errorf("a document opened before initialize is known: %s", m.Result)
	}
	if m := e.call("initialize", object{"capabilities": object{}, "processId": nil, "rootUri": nil}); m.code() != invalidRequest {
		t.Errorf("initialize again: %v, want %d", m.Error, invalidRequest)
	}
	if m := e.call("shutdown", nil); m.Error != nil || string(m.Result) != "null" {
		t.Errorf("shutdown: %s %v", m.Result, m.Error)
	}
	for _, method := range []string{"textDocument/hover", "shutdown", "initialize"} {
		if m := e.call(method, object{}); m.code() != invalidRequest {
			t.Errorf("%s after shutdown: %v, want %d", method, m.Error, invalidRequest)
		}
	}
	e.notify("exit", nil)
	if code := e.exitCode(); code != 0 {
		t.Errorf("exit code %d, want 0", code)
	}
}

func TestExitCode(t *testing.T) {
	for _, test := range []struct {
		name string
		end  func(*editor)
		want int
	}{
		{"exit without shutdown", func(e *editor) { e.notify("exit", nil) }, 1},
		{"pipe closed", func(e *editor) { e.in.Close() }, 1},
		{"pipe closed after shutdown", func(e *editor) { e.call("shutdown", nil); e.in.Close() }, 0},
		{"pipe closed in a message", func(e *editor) { e.raw("Content-Length: 50\r\n\r\n{"); e.in.Close() }, 1},
		{"pipe closed while a request runs", func(e *editor) { e.ask("test/block", object{}); e.in.Close() }, 1},
		{"pipe closed while a request of ours waits", func(e *editor) {
			e.initialize(object{"capabilities": object{"workspace": object{"configuration": true}}})
			e.notice("workspace/configuration", nil)
			e.in.Close()
		}, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			e := launch(t, Options{})
			if !strings.Contains(test.name, "ours") {
				e.initialize(object{})
			}
			test.end(e)
			if code := e.exitCode(); code != test.want {
				t.Errorf("exit code %d, want %d", code, test.want)
			}
		})
	}
}

func TestExitBeforeInitialize(t *testing.T) {
	e := launch(t, Options{})
	e.notify("exit", nil)
	if code := e.exitCode(); code != 1 {
		t.Errorf("exit code %d, want 1", code)
	}
}

func TestParentGone(t *testing.T) {
	for _, test := range []struct {
		name    string
		byParam bool
	}{{"processId of initialize", true}, {"clientProcessId of the command line", false}} {
		t.Run(test.name, func(t *testing.T) {
			parent := exec.CommandContext(t.Context(), "sleep", "60")
			if err := parent.Start(); err != nil {
				t.Skip("no sleep to start:", err)
			}
			var e *editor
			if test.byParam {
				e = launch(t, Options{})
				e.initialize(object{"processId": parent.Process.Pid})
			} else {
				e = launch(t, Options{ClientProcessID: parent.Process.Pid})
				e.initialize(object{})
			}
			parent.Process.Kill()
			parent.Wait()
			if code := e.exitCode(); code != 1 {
				t.Errorf("exit code %d, want 1", code)
			}
		})
	}
}

// A client in another container names a process that does not exist here.
func TestParentUnseen(t *testing.T) {
	gone := exec.CommandContext(t.Context(), "true")
	if err := gone.Run(); err != nil {
		t.Skip("no true to start:", err)
	}
	e := launch(t, Options{})
	e.initialize(object{"processId": gone.Process.Pid})
	if m := e.call("test/null", object{}); m.Error != nil {
		t.Error(m.Error)
	}
}

func TestEncodings(t *testing.T) {
	// "é" is 2 bytes, 1 unit of UTF-16, 1 of UTF-32; "😀" is 4, 2, 1.
	const src = "FROM a\n#é😀x\n"
	for _, test := range []struct {
		name    string
		offered any
		want    string
		column  int // of "x"
	}{
		{"none", nil, "utf-16", 4},
		{"empty", []string{}, "utf-16", 4},
		{"utf-16", []string{"utf-16"}, "utf-16", 4},
		{"all", []string{"utf-16", "utf-32", "utf-8"}, "utf-8", 7},
		{"utf-32 first", []string{"utf-32", "utf-16"}, "utf-16", 4},
		{"utf-32 only", []string{"utf-32"}, "utf-32", 3},
		{"unknown", []string{"utf-7"}, "utf-16", 4},
	} {
		t.Run(test.name, func(t *testing.T) {
			e := launch(t, Options{})
			general := object{}
			if test.offered != nil {
				general["positionEncodings"] = test.offered
			}
			m := e.initialize(object{"capabilities": object{"general": general}})
			var result struct {
				Capabilities struct{ PositionEncoding string }
			}
			if err := json.Unmarshal(m.Result, &result); err != nil || result.Capabilities.PositionEncoding != test.want {
				t.Errorf("encoding %q %v, want %q", result.Capabilities.PositionEncoding, err, test.want)
			}
			e.open(dockerfile, 1, src)
			e.change(dockerfile, 2, replace(1, test.column, 1, test.column+1, "y"))
			if got, _ := e.text(dockerfile); got != strings.Replace(src, "x", "y", 1) {
				t.Errorf("text %q", got)
			}
		})
	}
}

// Everything in the capabilities must have a handler, and depend on what the
// client can take.
func TestCapabilities(t *testing.T) {
	m := launch(t, Options{Version: "1.2.3"}).initialize(object{"capabilities": everything("utf-8", true)})
	const want = `{
	"capabilities": {
		"codeActionProvider": {"codeActionKinds": ["quickfix", "refactor.extract", "refactor.inline", "refactor.rewrite", "source.fixAll.slipway"], "resolveProvider": true},
		"codeLensProvider": {},
		"completionProvider": {"triggerCharacters": ["$", "{", "-", "=", ",", ":", "/", ";", "#"]},
		"declarationProvider": true,
		"definitionProvider": true,
		"diagnosticProvider": {"interFileDependencies": false, "workspaceDiagnostics": true},
		"documentFormattingProvider": true,
		"documentHighlightProvider": true,
		"documentLinkProvider": {},
		"documentOnTypeFormattingProvider": {"firstTriggerCharacter": "\n"},
		"documentRangeFormattingProvider": {"rangesSupport": true},
		"documentSymbolProvider": true,
		"executeCommandProvider": {"commands": ["slipway.context", "slipway.graph"]},
		"foldingRangeProvider": true,
		"hoverProvider": true,
		"inlayHintProvider": true,
		"linkedEditingRangeProvider": true,
		"positionEncoding": "utf-8",
		"referencesProvider": true,
		"renameProvider": {"prepareProvider": true},
		"selectionRangeProvider": true,
		"semanticTokensProvider": {
			"full": {"delta": true},
			"legend": {
				"tokenModifiers": ["declaration", "readonly", "defaultLibrary"],
				"tokenTypes": [
					"keyword", "class", "namespace", "type", "enumMember", "parameter", "property", "variable",
					"number", "string", "regexp", "operator", "function", "macro", "label", "comment"
				]
			},
			"range": true
		},
		"signatureHelpProvider": {"triggerCharacters": ["=", ","]},
		"textDocumentSync": {"change": 2, "openClose": true, "save": true},
		"workspace": {"workspaceFolders": {"changeNotifications": true, "supported": true}},
		"workspaceSymbolProvider": true
	},
	"serverInfo": {"name": "slipway", "version": "1.2.3"}
}`
	var got, expected any
	if err := json.Unmarshal([]byte(want), &expected); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(m.Result, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(expected, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}

	var plain struct{ Capabilities map[string]json.RawMessage }
	m = launch(t, Options{}).initialize(object{})
	if err := json.Unmarshal(m.Result, &plain); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"codeActionProvider", "codeLensProvider", "diagnosticProvider", "semanticTokensProvider"} {
		if c, ok := plain.Capabilities[name]; ok {
			t.Errorf("%s offered to a client that cannot use it: %s", name, c)
		}
	}
	for _, name := range []string{"renameProvider", "documentRangeFormattingProvider"} {
		if got := string(plain.Capabilities[name]); got != "true" {
			t.Errorf("%s offered with options to a client that does not know them: %s", name, got)
		}
	}
}

// One wrong value in the parameters must not leave the client without a server.
func TestMistypedInitialize(t *testing.T) {
	for _, test := range []struct{ params, warned string }{
		{`{"capabilities":{"general":{"positionEncodings":["utf-8"]},"textDocument":{"hover":"yes","codeLens":{}}}}`, "textDocument.hover"},
		{`{"capabilities":{"general":{"positionEncodings":["utf-8"]},"textDocument":{"codeLens":{},` +
			`"completion":{"completionItem":{"snippetSupport":{},"tagSupport":{"valueSet":7}}}}}}`, "snippetSupport"},
		{`{"capabilities":{"general":{"positionEncodings":["utf-8"]},"workspace":[1],"textDocument":{"codeLens":{}}}}`, "capabilities.workspace"},
		{`{"processId":"me","rootUri":7,"trace":[],"clientInfo":"vim","capabilities":` +
			`{"general":{"positionEncodings":["utf-8"]},"textDocument":{"codeLens":{}}}}`, "processId"},
	} {
		e := launch(t, Options{})
		e.raw(framed(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":` + test.params + `}`))
		m := e.answer("1")
		var got struct {
			Capabilities struct {
				PositionEncoding string
				CodeLensProvider *struct{}
			}
		}
		if err := json.Unmarshal(m.Result, &got); err != nil || got.Capabilities.PositionEncoding != "utf-8" ||
			got.Capabilities.CodeLensProvider == nil {
			t.Errorf("%s: %s %v", test.params, m.Result, m.Error)
		}
		e.notice("window/logMessage", func(p json.RawMessage) bool { return strings.Contains(string(p), test.warned) })
	}
	for _, params := range []string{`7`, `[]`, `"x"`} {
		e := launch(t, Options{})
		e.raw(framed(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":` + params + `}`))
		if m := e.answer("1"); m.code() == 0 {
			t.Errorf("initialize with %s is answered %s", params, m.Result)
		}
	}
}

// Methods are named as the specification names them.
func TestMethodNames(t *testing.T) {
	for name, h := range methods {
		if (h.answer == nil) == (h.observe == nil) {
			t.Errorf("%s: either answer or observe", name)
		}
	}
	if _, ok := methods[protocol.MethodTextDocumentHover]; !ok {
		t.Error("no hover")
	}
}

func TestNoGoroutineStays(t *testing.T) {
	before := runtime.NumGoroutine()
	for range 5 {
		e := start(t, object{"workspace": object{"configuration": true}})
		e.open(dockerfile, 1, "FROM a\nFOO\n")
		e.diagnostics(dockerfile, 1)
		e.ask("test/block", object{})
		e.in.Close()
		e.exitCode()
	}
	for deadline := time.Now().Add(patience); runtime.NumGoroutine() > before; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			stacks := make([]byte, 1<<20)
			t.Fatalf("%d goroutines, %d before\n%s", runtime.NumGoroutine(), before, stacks[:runtime.Stack(stacks, true)])
		}
	}
}

func TestRegistrations(t *testing.T) {
	e := launch(t, Options{})
	got := make(chan json.RawMessage, 1)
	e.answerTo["client/registerCapability"] = func(p json.RawMessage) any { got <- p; return nil }
	e.initialize(object{"capabilities": object{"workspace": object{
		"didChangeConfiguration": object{"dynamicRegistration": true},
		"didChangeWatchedFiles":  object{"dynamicRegistration": true},
	}}})
	type registration struct {
		ID, Method      string
		RegisterOptions struct {
			Section  string
			Watchers []struct{ GlobPattern string }
		}
	}
	var p struct{ Registrations []registration }
	if err := json.Unmarshal(<-got, &p); err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(p.Registrations, func(a, b registration) int { return strings.Compare(a.Method, b.Method) })
	if len(p.Registrations) != 2 ||
		p.Registrations[0].Method != "workspace/didChangeConfiguration" || p.Registrations[0].RegisterOptions.Section != "slipway" ||
		p.Registrations[1].Method != "workspace/didChangeWatchedFiles" || len(p.Registrations[1].RegisterOptions.Watchers) == 0 {
		t.Errorf("registered %+v", p.Registrations)
	}
}

func TestTrace(t *testing.T) {
	e := start(t, object{})
	e.notify("$/setTrace", object{"value": "verbose"})
	e.call("test/null", object{"some": "thing"})
	m := e.notice("$/logTrace", nil)
	if !strings.Contains(string(m.Params), "test/null: ok") || !strings.Contains(string(m.Params), `\"some\"`) {
		t.Errorf("trace %s", m.Params)
	}
}
