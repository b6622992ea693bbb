package server

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.lsp.dev/protocol"
)

func TestPlain(t *testing.T) {
	for _, test := range []struct{ md, want string }{
		{"a **bold** `word`", "a bold word"},
		{"## Title\n\ntext", "Title\n\ntext"},
		{"see [the docs](https://x.y/z)", "see the docs (https://x.y/z)"},
		{"```dockerfile\nRUN `x` **y**\n```\nend", "RUN `x` **y**\nend"},
		{"**`A`** is ``` [x](y) `**b**`` ```, [`see`](z)", "A is [x](y) `**b**``, see (z)"},
		{"a `b", "a `b"},
		{"", ""},
	} {
		if got := plain(test.md); got != test.want {
			t.Errorf("%q: %q, want %q", test.md, got, test.want)
		}
	}
}

func TestWanted(t *testing.T) {
	for _, test := range []struct {
		kind string
		only []protocol.CodeActionKind
		want bool
	}{
		{"quickfix", nil, true},
		{"quickfix", []protocol.CodeActionKind{""}, true},
		{"quickfix", []protocol.CodeActionKind{"quickfix"}, true},
		{"quickfix", []protocol.CodeActionKind{"refactor", "quickfix"}, true},
		{"refactor.rewrite", []protocol.CodeActionKind{"refactor"}, true},
		{"refactor.rewrite", []protocol.CodeActionKind{"refactor.rewrite.x"}, false},
		{"refactoring", []protocol.CodeActionKind{"refactor"}, false},
		{"quickfix", []protocol.CodeActionKind{"source"}, false},
	} {
		if got := wanted(test.kind, test.only); got != test.want {
			t.Errorf("%s of %q: %v", test.kind, test.only, got)
		}
	}
}

func TestHover(t *testing.T) {
	for _, test := range []struct {
		formats []string
		want    string
	}{
		{nil, "plaintext"},
		{[]string{"markdown", "plaintext"}, "markdown"},
		{[]string{"plaintext", "markdown"}, "plaintext"},
	} {
		e := start(t, object{"textDocument": object{"hover": object{"contentFormat": test.formats}}})
		e.open(dockerfile, 1, "FROM a\nRUN b\n")
		m := e.call("textDocument/hover", at(dockerfile, 1, 1))
		var got struct {
			Contents struct{ Kind, Value string }
			Range    struct{ Start, End struct{ Line, Character int } }
		}
		if err := json.Unmarshal(m.Result, &got); err != nil || got.Contents.Kind != test.want ||
			got.Contents.Value == "" || got.Range.Start.Line != 1 {
			t.Errorf("%q: %s %v", test.formats, m.Result, err)
		}
	}
}

// The variables in force are folded away only for a client that renders that.
func TestHoverDetails(t *testing.T) {
	for _, test := range []struct {
		format string
		tags   []string
		folded bool
	}{
		{"markdown", []string{"br", "details", "summary"}, true},
		{"markdown", []string{"br", "details"}, false},
		{"markdown", nil, false},
		{"plaintext", []string{"details", "summary"}, false},
	} {
		e := start(t, object{
			"general":      object{"markdown": object{"parser": "marked", "allowedTags": test.tags}},
			"textDocument": object{"hover": object{"contentFormat": []string{test.format}}},
		})
		e.open(dockerfile, 1, "FROM a\nENV A=<b>\nRUN b\n")
		m := e.call("textDocument/hover", at(dockerfile, 2, 1))
		var got struct{ Contents struct{ Value string } }
		if err := json.Unmarshal(m.Result, &got); err != nil {
			t.Fatalf("%s %v", m.Result, err)
		}
		value := "- `A` = `<b>`"
		if test.format == "plaintext" {
			value = "- A = <b>"
		}
		if folded := strings.Contains(got.Contents.Value, "<details>"); folded != test.folded || !strings.Contains(got.Contents.Value, value) {
			t.Errorf("%+v: %s", test, got.Contents.Value)
		}
	}
}

func TestCompletion(t *testing.T) {
	for _, snippets := range []bool{false, true} {
		e := start(t, object{"textDocument": object{"completion": object{"completionItem": object{"snippetSupport": snippets}}}})
		e.open(dockerfile, 1, "FROM a\nRU\n")
		m := e.call("textDocument/completion", at(dockerfile, 1, 2))
		var got struct {
			IsIncomplete *bool
			Items        []struct {
				Label            string
				InsertTextFormat int
				TextEdit         struct {
					Range   struct{ Start, End struct{ Line, Character int } }
					NewText string
				}
			}
		}
		if err := json.Unmarshal(m.Result, &got); err != nil || got.IsIncomplete == nil || *got.IsIncomplete || len(got.Items) == 0 {
			t.Fatalf("%s %v", m.Result, err)
		}
		found := false
		for _, item := range got.Items {
			r := item.TextEdit.Range
			if r.Start.Line != 1 || r.End.Line != 1 || r.Start.Character > 2 || r.End.Character < 2 {
				t.Errorf("%s: range %+v does not hold the cursor", item.Label, r)
			}
			found = found || item.InsertTextFormat == 2
		}
		if found && !snippets {
			t.Error("snippets for a client that does not know them")
		}
	}
}

// actions asks for the code actions on a line, with the diagnostics on it.
func (e *editor) actions(line int, only ...string) (got []struct {
	Title, Kind string
	IsPreferred bool
	Diagnostics []json.RawMessage
	Edit        struct {
		Changes         map[string][]json.RawMessage
		DocumentChanges []struct {
			TextDocument struct {
				URI     string
				Version *int
			}
			Edits []json.RawMessage
		}
	}
},
) {
	e.t.Helper()
	context := object{"diagnostics": e.pull(dockerfile, "").Items}
	if only != nil {
		context["only"] = only
	}
	m := e.call("textDocument/codeAction", object{
		"textDocument": object{"uri": dockerfile},
		"range":        replace(line, 0, line, 8, "")["range"], "context": context,
	})
	if err := json.Unmarshal(m.Result, &got); err != nil || m.Error != nil {
		e.t.Fatalf("%s %v %v", m.Result, m.Error, err)
	}
	return got
}

// Fixes of findings are offered with the finding that they resolve; only safe ones
// are preferred.
func TestFixes(t *testing.T) {
	e := start(t, everything("utf-8", true))
	e.open(dockerfile, 1, "FROM debian:13\nADD a /b\n")
	preferred := map[string]bool{}
	for _, a := range e.actions(1) {
		if strings.Contains(a.Kind, "fixAll") {
			continue
		}
		if a.Kind == "quickfix" && len(a.Diagnostics) != 1 {
			t.Errorf("%s resolves %s", a.Title, a.Diagnostics)
		}
		preferred[a.Title] = a.IsPreferred
	}
	want := map[string]bool{
		"Use COPY": true, "Ignore DL3020 for this instruction": false, "Ignore DL3020 in this file": false,
		"Turn off DL3020 in .slipway.yaml": false,
	}
	if diff := cmp.Diff(want, preferred); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if got := e.actions(1, "source"); len(got) != 1 || got[0].Kind != "source.fixAll.slipway" {
		t.Errorf("of kind source: %+v", got)
	}
	if got := e.actions(1, "source.organizeImports"); len(got) != 0 {
		t.Errorf("of another kind: %+v", got)
	}
}

// Kate asks for the quick fix of a finding with the whole document for its range, and
// makes whatever comes back.
func TestOneFix(t *testing.T) {
	capabilities := everything("utf-8", true)
	capabilities["textDocument"].(object)["codeAction"].(object)["codeActionLiteralSupport"] = object{
		"codeActionKind": object{"valueSet": kateKinds},
	}
	e := start(t, capabilities)
	e.open(dockerfile, 1, "FROM alpine as base\nCMD echo hello\n")
	got := map[string][]string{}
	for _, found := range e.pull(dockerfile, "").Items {
		var finding struct{ Code string }
		var actions []struct{ Title string }
		m := e.call("textDocument/codeAction", object{
			"textDocument": object{"uri": dockerfile}, "range": replace(0, 0, 2, 0, "")["range"],
			"context": object{"diagnostics": []any{found}},
		})
		if err := errors.Join(json.Unmarshal(m.Result, &actions), json.Unmarshal(found, &finding)); err != nil || m.Error != nil {
			t.Fatalf("%s %v %v", m.Result, m.Error, err)
		}
		titles := []string{}
		for _, a := range actions {
			titles = append(titles, a.Title)
		}
		got[finding.Code] = titles
	}
	want := map[string][]string{
		"FromAsCasing": {"Write AS as FROM is written"}, "JSONArgsRecommended": {`Use exec form: ["echo", "hello"]`}, "DL3006": {},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestCodeAction(t *testing.T) {
	const src = "FROM alpine\nCMD echo hello\n"
	literals := object{"codeActionLiteralSupport": object{"codeActionKind": object{"valueSet": []string{"quickfix"}}}}
	for _, versioned := range []bool{false, true} {
		e := start(t, object{
			"textDocument": object{"codeAction": literals},
			"workspace":    object{"workspaceEdit": object{"documentChanges": versioned}},
		})
		e.open(dockerfile, 3, src)
		got := e.actions(1)
		if len(got) == 0 {
			t.Fatal("no actions")
		}
		for _, a := range got {
			changes := a.Edit.DocumentChanges
			switch {
			case versioned && (len(changes) != 1 || changes[0].TextDocument.URI != dockerfile ||
				changes[0].TextDocument.Version == nil || *changes[0].TextDocument.Version != 3 || len(changes[0].Edits) == 0):
				t.Errorf("%s: %+v", a.Title, a.Edit)
			case !versioned && len(a.Edit.Changes[dockerfile]) == 0:
				t.Errorf("%s: %+v", a.Title, a.Edit)
			}
		}
		if none := e.actions(1, "source.organizeImports"); len(none) != 0 {
			t.Errorf("of another kind: %+v", none)
		}
	}
}
