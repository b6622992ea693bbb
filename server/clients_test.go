package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// clientText has what clients differ in: non-ASCII text before a name, something to
// complete by a snippet, a finding with a fix, one that is a hint, and a deprecated
// instruction.
const clientText = "FROM scratch AS base\nARG name=x\nLABEL a=\"ä𝒳\" b=$name\nMAINTAINER me\n" +
	"FROM base as final\nCOPY --from=base a b\nCMD run it\n"

// taken is what a client says that it can take, as LSP names it.
type taken struct {
	General struct {
		PositionEncodings []string
	}
	Workspace struct {
		Configuration bool
		WorkspaceEdit struct {
			DocumentChanges    bool
			ResourceOperations []string
		}
		DidChangeWatchedFiles, DidChangeConfiguration struct{ DynamicRegistration bool }
		Diagnostics                                   struct{ RefreshSupport bool }
	}
	TextDocument struct {
		Hover      struct{ ContentFormat []string }
		Completion struct {
			CompletionItem struct {
				SnippetSupport      bool
				DocumentationFormat []string
				TagSupport          struct{ ValueSet []int }
			}
		}
		DocumentSymbol     struct{ HierarchicalDocumentSymbolSupport bool }
		PublishDiagnostics struct {
			TagSupport             struct{ ValueSet []int }
			CodeDescriptionSupport bool
		}
		Diagnostic *struct{}
		CodeAction struct {
			CodeActionLiteralSupport *struct{}
			IsPreferredSupport       bool
			DisabledSupport          bool
		}
		SemanticTokens *struct{ TokenTypes []string }
	}
}

// talk is a session with an editor that is written down in testdata/clients.
type talk struct {
	*editor
	can      taken
	server   map[string]json.RawMessage // its capabilities
	encoding string
}

// Each editor gets what it said that it can take, and nothing else. The files are
// what these editors themselves sent as initialize.
func TestClients(t *testing.T) {
	files, err := filepath.Glob("../testdata/clients/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no clients", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".json"), func(t *testing.T) {
			c := newTalk(t, file)
			c.open(dockerfile, 1, clientText)
			c.diagnosticsFit()
			c.markupFits()
			c.completionFits()
			c.actionsFit()
			c.renameFits()
			c.symbolsFit()
			c.tokensFit()
			c.registrationsFit()
		})
	}
}

func newTalk(t *testing.T, file string) *talk {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	params := object{}
	var known struct{ Capabilities taken }
	if json.Unmarshal(raw, &params) != nil || json.Unmarshal(raw, &known) != nil {
		t.Fatal("not JSON")
	}
	c := &talk{editor: launch(t, Options{}), can: known.Capabilities}
	m := c.initialize(params)
	var result struct {
		Capabilities map[string]json.RawMessage
	}
	if err := json.Unmarshal(m.Result, &result); err != nil {
		t.Fatal(err)
	}
	c.server, c.encoding = result.Capabilities, "utf-16"
	if named := result.Capabilities["positionEncoding"]; named != nil {
		if err := json.Unmarshal(named, &c.encoding); err != nil {
			t.Fatal(err)
		}
	}
	if offered := c.can.General.PositionEncodings; len(offered) > 0 && !slices.Contains(offered, c.encoding) {
		t.Errorf("columns are counted in %s, of %v", c.encoding, offered)
	}
	return c
}

// answerOf asks and reads the answer.
func (c *talk) answerOf(method string, params object, into any) json.RawMessage {
	c.t.Helper()
	m := c.call(method, params)
	if m.Error != nil {
		c.t.Fatalf("%s: %v", method, m.Error)
	}
	if err := json.Unmarshal(m.Result, into); err != nil {
		c.t.Fatalf("%s: %s: %v", method, m.Result, err)
	}
	return m.Result
}

// column is that of the first text in a line of clientText, in the units of the
// session.
func (c *talk) column(line int, text string) int {
	before, _, ok := strings.Cut(strings.Split(clientText, "\n")[line], text)
	if !ok {
		c.t.Fatalf("no %q in line %d", text, line)
	}
	switch c.encoding {
	case "utf-8":
		return len(before)
	case "utf-32":
		return len([]rune(before))
	}
	n := 0
	for _, r := range before {
		n++
		if r > 0xffff {
			n++
		}
	}
	return n
}

// diagnosticsFit waits for findings, by whichever way the client gets them.
func (c *talk) diagnosticsFit() {
	c.t.Helper()
	var raw json.RawMessage
	if c.server["diagnosticProvider"] != nil {
		if c.can.TextDocument.Diagnostic == nil || !c.can.Workspace.Diagnostics.RefreshSupport {
			c.t.Error("diagnostics are offered to a client that cannot follow them")
		}
		var p struct{ Items json.RawMessage }
		c.answerOf("textDocument/diagnostic", at(dockerfile, 0, 0), &p)
		raw = p.Items
	} else {
		var p struct{ Diagnostics json.RawMessage }
		m := c.notice("textDocument/publishDiagnostics", nil)
		if err := json.Unmarshal(m.Params, &p); err != nil {
			c.t.Fatal(err)
		}
		raw = p.Diagnostics
	}
	type finding struct {
		shown
		Tags            []int
		CodeDescription json.RawMessage
	}
	var found []finding
	if err := json.Unmarshal(raw, &found); err != nil {
		c.t.Fatalf("%s: %v", raw, err)
	}
	can := c.can.TextDocument.PublishDiagnostics
	for _, d := range found {
		if d.Code == "MaintainerDeprecated" && (len(d.Tags) > 0) != slices.Contains(can.TagSupport.ValueSet, 2) {
			c.t.Errorf("tags %v, of %v", d.Tags, can.TagSupport.ValueSet)
		}
		if d.CodeDescription != nil && !can.CodeDescriptionSupport {
			c.t.Errorf("a description of the code: %s", d.CodeDescription)
		}
		if d.Code == "FromAsCasing" && d.Range.Start.Character != c.column(4, "as final") {
			c.t.Errorf("FromAsCasing at %d, want %d", d.Range.Start.Character, c.column(4, "as final"))
		}
	}
	if !slices.ContainsFunc(found, func(d finding) bool { return d.Code == "FromAsCasing" }) {
		c.t.Errorf("no FromAsCasing in %s", raw)
	}
}

// markupFits looks at what hover answers: Markdown for those that list it first.
func (c *talk) markupFits() {
	c.t.Helper()
	var h struct{ Contents struct{ Kind, Value string } }
	c.answerOf("textDocument/hover", at(dockerfile, 6, 1), &h)
	want := "plaintext"
	if f := c.can.TextDocument.Hover.ContentFormat; len(f) > 0 {
		want = f[0]
	}
	if h.Contents.Kind != want || want == "plaintext" && strings.Contains(h.Contents.Value, "**") {
		c.t.Errorf("hover is %s, want %s: %s", h.Contents.Kind, want, h.Contents.Value)
	}
}

func (c *talk) completionFits() {
	c.t.Helper()
	can := c.can.TextDocument.Completion.CompletionItem
	for _, place := range []object{at(dockerfile, 6, 0), at(dockerfile, 5, 7), at(dockerfile, 2, c.column(2, "name"))} {
		var list struct {
			Items []struct {
				Label            string
				InsertTextFormat int
				Tags             []int
				TextEdit         struct{ NewText string }
				Documentation    json.RawMessage
			}
		}
		c.answerOf("textDocument/completion", place, &list)
		if len(list.Items) == 0 {
			c.t.Errorf("nothing to complete at %v", place)
		}
		for _, it := range list.Items {
			if it.InsertTextFormat == 2 && !can.SnippetSupport || !can.SnippetSupport && strings.Contains(it.TextEdit.NewText, "${1") {
				c.t.Errorf("%s is a snippet", it.Label)
			}
			if bytes.Contains(it.Documentation, []byte(`"markdown"`)) && !slices.Contains(can.DocumentationFormat, "markdown") {
				c.t.Errorf("%s is documented in Markdown", it.Label)
			}
			if len(it.Tags) > 0 && !slices.Contains(can.TagSupport.ValueSet, it.Tags[0]) {
				c.t.Errorf("%s has tags", it.Label)
			}
		}
	}
}

func (c *talk) actionsFit() {
	c.t.Helper()
	can := c.can.TextDocument.CodeAction
	if can.CodeActionLiteralSupport == nil {
		if c.server["codeActionProvider"] != nil {
			c.t.Error("code actions are offered as literals")
		}
		return
	}
	type action struct {
		Title          string
		IsPreferred    *bool
		Disabled, Edit json.RawMessage
	}
	var actions []action
	c.answerOf("textDocument/codeAction", object{
		"textDocument": object{"uri": dockerfile}, "context": object{"diagnostics": []object{}},
		"range": replace(6, 0, 6, 0, "")["range"],
	}, &actions)
	if !slices.ContainsFunc(actions, func(a action) bool { return strings.HasPrefix(a.Title, "Use exec form") }) {
		c.t.Errorf("no exec form: %+v", actions)
	}
	for _, a := range actions {
		if strings.HasSuffix(a.Title, ".slipway.yaml") && !slices.Contains(c.can.Workspace.WorkspaceEdit.ResourceOperations, "create") {
			c.t.Errorf("%s, for a client that makes no files", a.Title)
		}
		if a.IsPreferred != nil && !can.IsPreferredSupport || a.Disabled != nil && !can.DisabledSupport {
			c.t.Errorf("%s: preferred %v, disabled %s", a.Title, a.IsPreferred, a.Disabled)
		}
		c.editFits(a.Edit)
	}
}

// editFits tells of an edit of the workspace that it has the form that the client
// knows, and is of the document as the client spells it, or makes a file.
func (c *talk) editFits(raw json.RawMessage) {
	c.t.Helper()
	if raw == nil {
		return
	}
	form := `"changes"`
	if c.can.Workspace.WorkspaceEdit.DocumentChanges {
		form = `"documentChanges"`
	}
	other := bytes.Contains(raw, []byte(`"kind":"create"`))
	if !bytes.Contains(raw, []byte(form)) || !other && !bytes.Contains(raw, []byte(`"`+dockerfile+`"`)) {
		c.t.Errorf("want %s of %s: %s", form, dockerfile, raw)
	}
}

func (c *talk) renameFits() {
	c.t.Helper()
	params := at(dockerfile, 1, 4)
	params["newName"] = "other"
	var edit json.RawMessage
	raw := c.answerOf("textDocument/rename", params, &edit)
	c.editFits(raw)
	column := c.column(2, "name")
	want := fmt.Sprintf(`{"range":{"start":{"line":2,"character":%d},"end":{"line":2,"character":%d}},"newText":"other"}`, column, column+4)
	if !bytes.Contains(raw, []byte(want)) {
		c.t.Errorf("no %s in %s", want, raw)
	}
}

func (c *talk) symbolsFit() {
	c.t.Helper()
	var symbols []struct {
		Location, SelectionRange *struct{}
	}
	c.answerOf("textDocument/documentSymbol", at(dockerfile, 0, 0), &symbols)
	if tree := c.can.TextDocument.DocumentSymbol.HierarchicalDocumentSymbolSupport; len(symbols) == 0 ||
		(symbols[0].SelectionRange != nil) != tree || (symbols[0].Location != nil) == tree {
		c.t.Errorf("a tree: %v, %+v", tree, symbols)
	}
}

func (c *talk) tokensFit() {
	c.t.Helper()
	can := c.can.TextDocument.SemanticTokens
	offered := c.server["semanticTokensProvider"]
	if can == nil {
		if offered != nil {
			c.t.Error("tokens are offered")
		}
		return
	}
	var legend struct{ Legend struct{ TokenTypes []string } }
	if err := json.Unmarshal(offered, &legend); err != nil {
		c.t.Fatal(err)
	}
	for _, name := range legend.Legend.TokenTypes {
		if !slices.Contains(can.TokenTypes, name) {
			c.t.Errorf("tokens of type %s", name)
		}
	}
	var tokens struct{ Data []int }
	c.answerOf("textDocument/semanticTokens/full", at(dockerfile, 0, 0), &tokens)
	if len(tokens.Data) == 0 {
		c.t.Error("no tokens")
	}
}

// registrationsFit looks at what the server asked the client for. None of these is
// answered, and all that was asked before was answered all the same.
func (c *talk) registrationsFit() {
	c.t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, m := range c.notices {
		var p struct {
			Registrations []struct{ Method string }
		}
		switch m.Method {
		case "workspace/configuration":
			if !c.can.Workspace.Configuration {
				c.t.Error("asked for settings")
			}
		case "client/registerCapability":
			if err := json.Unmarshal(m.Params, &p); err != nil {
				c.t.Fatal(err)
			}
			for _, r := range p.Registrations {
				dynamic := map[string]bool{
					"workspace/didChangeWatchedFiles":  c.can.Workspace.DidChangeWatchedFiles.DynamicRegistration,
					"workspace/didChangeConfiguration": c.can.Workspace.DidChangeConfiguration.DynamicRegistration,
				}
				if !dynamic[r.Method] {
					c.t.Errorf("registered %s", r.Method)
				}
			}
		case "window/logMessage", "window/showMessage":
			c.t.Errorf("said %s", m.Params)
		}
	}
}
