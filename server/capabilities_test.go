package server

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/analysis/text"
)

// A client that knows less gets less.
func TestSimpleClient(t *testing.T) {
	e := start(t, object{})
	e.open(dockerfile, 1, "FROM alpine AS base\nCOPY --from=base a b\n")
	ask := func(method string, params object, result any) {
		t.Helper()
		if m := e.call(method, params); m.Error != nil || json.Unmarshal(m.Result, result) != nil {
			t.Fatalf("%s: %s %v", method, m.Result, m.Error)
		}
	}
	var symbols []struct {
		Name, ContainerName string
		Location            *struct{ URI string }
	}
	ask("textDocument/documentSymbol", at(dockerfile, 0, 0), &symbols)
	if len(symbols) != 2 || symbols[0].Name != "base" || symbols[1].Name != "COPY" || symbols[1].ContainerName != "base" ||
		symbols[1].Location == nil || symbols[1].Location.URI != dockerfile {
		t.Errorf("symbols %+v", symbols)
	}
	var help struct {
		Signatures []struct {
			Parameters []struct{ Label string }
		}
		ActiveParameter *int
	}
	ask("textDocument/signatureHelp", at(dockerfile, 0, 5), &help)
	if len(help.Signatures) == 0 || help.Signatures[0].Parameters[0].Label == "" || help.ActiveParameter == nil {
		t.Errorf("signatures %+v", help)
	}
	var links []struct{ Target, Tooltip string }
	ask("textDocument/documentLink", at(dockerfile, 0, 0), &links)
	if len(links) != 1 || links[0].Target == "" || links[0].Tooltip != "" {
		t.Errorf("links %+v", links)
	}
	var lenses []struct {
		Command struct{ Command, Title string }
	}
	ask("textDocument/codeLens", at(dockerfile, 0, 0), &lenses)
	for _, l := range lenses {
		if l.Command.Command != "" {
			t.Errorf("a command that the client does not know: %+v", l)
		}
	}
	var tokens struct{ Data []int }
	ask("textDocument/semanticTokens/full", at(dockerfile, 0, 0), &tokens)
	if len(tokens.Data) != 0 {
		t.Errorf("tokens without a legend: %v", tokens.Data)
	}
	var changes struct{ Changes map[string][]json.RawMessage }
	renaming := at(dockerfile, 0, 16)
	renaming["newName"] = "other"
	ask("textDocument/rename", renaming, &changes)
	if len(changes.Changes[dockerfile]) != 2 {
		t.Errorf("rename %+v", changes)
	}
}

// A name of a heredoc is shown as a string to a client that does not know "label".
func TestLegendLabel(t *testing.T) {
	for types, want := range map[string]int{"string": 0, "label": 0, "comment": 1} {
		e := start(t, object{"textDocument": object{"semanticTokens": object{
			"requests": object{}, "formats": []string{"relative"}, "tokenTypes": []string{types},
		}}})
		e.open(dockerfile, 1, "FROM a\nRUN <<E\nls\nE\n")
		var got struct{ Data []int }
		m := e.call("textDocument/semanticTokens/full", at(dockerfile, 0, 0))
		if err := json.Unmarshal(m.Result, &got); err != nil || (len(got.Data) > 0) != (want == 0) {
			t.Errorf("%s: %s %v", types, m.Result, err)
		}
	}
}

// A client gets the types of tokens that it knows, numbered as its legend is.
func TestLegend(t *testing.T) {
	tokens := func(types, modifiers []string) object {
		return object{"textDocument": object{"semanticTokens": object{
			"requests": object{}, "formats": []string{"relative"}, "tokenTypes": types, "tokenModifiers": modifiers,
		}}}
	}
	for _, test := range []struct {
		types, modifiers []string
		want             string
	}{
		{[]string{"variable", "comment", "keyword"}, []string{"readonly"}, `{"resultId":"1","data":[0,0,3,0,0,0,4,1,1,1]}`},
		{[]string{"variable"}, []string{"readonly", "declaration"}, `{"resultId":"1","data":[0,4,1,0,3]}`},
		{[]string{"class"}, nil, `{"resultId":"1","data":[]}`},
		{[]string{}, nil, `{"resultId":"1","data":[0,0,3,0,0,0,4,1,7,0]}`},
	} {
		e := start(t, tokens(test.types, test.modifiers))
		e.open(dockerfile, 1, "ARG A\n")
		if m := e.call("textDocument/semanticTokens/full", at(dockerfile, 0, 0)); string(m.Result) != test.want {
			t.Errorf("%v %v: %s %v, want %s", test.types, test.modifiers, m.Result, m.Error, test.want)
		}
	}
}

func TestTokensDelta(t *testing.T) {
	e := start(t, everything("utf-8", true))
	e.open(dockerfile, 1, "ARG A\nARG B\nARG C\n")
	ask := func(previous, want string) {
		t.Helper()
		m := e.call("textDocument/semanticTokens/full/delta", object{"textDocument": object{"uri": dockerfile}, "previousResultId": previous})
		if string(m.Result) != want || m.Error != nil {
			t.Errorf("delta to %q: %s %v, want %s", previous, m.Result, m.Error, want)
		}
	}
	const full = `[0,0,3,0,0,0,4,1,7,3,1,0,3,0,0,0,4,1,7,3,1,0,3,0,0,0,4,1,7,3]`
	ask("from another life", `{"resultId":"1","data":`+full+`}`)
	ask("1", `{"resultId":"2","edits":[]}`)
	e.change(dockerfile, 2, replace(1, 4, 1, 5, "BB"))
	ask("2", `{"resultId":"3","edits":[{"start":15,"deleteCount":5,"data":[0,4,2,7,3]}]}`)
	e.change(dockerfile, 3, replace(1, 0, 2, 0, ""))
	ask("3", `{"resultId":"4","edits":[{"start":10,"deleteCount":10,"data":[]}]}`)
	ask("3", `{"resultId":"5","data":[0,0,3,0,0,0,4,1,7,3,1,0,3,0,0,0,4,1,7,3]}`)
	e.close(dockerfile)
	e.open(dockerfile, 1, "ARG A\n")
	ask("5", `{"resultId":"6","data":[0,0,3,0,0,0,4,1,7,3]}`)
}

// Names are found in open documents as they are typed, and in files as they lie on
// disk, now and after they have changed.
func TestWorkspaceSymbols(t *testing.T) {
	root := tree(t, map[string]string{"Dockerfile": "FROM a AS first\n", "b/Dockerfile": "FROM a AS second\nENV FIRE=1\n", "c.txt": "FROM a AS third\n"})
	e := launch(t, Options{})
	e.initialize(object{"rootUri": "file://" + root})
	find := func(query string) string {
		t.Helper()
		var got []struct {
			Name, ContainerName string
			Location            struct {
				URI   string
				Range struct{ Start struct{ Line, Character int } }
			}
		}
		if m := e.call("workspace/symbol", object{"query": query}); m.Error != nil || json.Unmarshal(m.Result, &got) != nil {
			t.Fatalf("%s %v", m.Result, m.Error)
		}
		var lines []string
		for _, s := range got {
			at := s.Location.Range.Start
			lines = append(lines, fmt.Sprintf("%s%s:%d:%d", s.Name, strings.TrimPrefix(s.Location.URI, "file://"+root), at.Line, at.Character))
		}
		slices.Sort(lines)
		return strings.Join(lines, " ")
	}
	for range 2 {
		if got, want := find("fir"), "FIRE/b/Dockerfile:1:4 first/Dockerfile:0:10"; got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	e.open("file://"+root+"/Dockerfile", 1, "\nFROM a AS firm\n")
	if err := os.WriteFile(filepath.Join(root, "b/Dockerfile"), []byte("FROM a AS fir-tree\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if got, want := find("FIR"), "fir-tree/b/Dockerfile:0:10 firm/Dockerfile:1:10"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got := find("zzz"); got != "" {
		t.Errorf("found %s", got)
	}
}

// What editors cannot point into is replaced as a whole.
func TestTextEdit(t *testing.T) {
	const src = "a\r\nb\r\n"
	v := view{text.New(src), text.UTF16}
	for _, e := range []text.Edit{
		{Span: text.Span{Start: 2, End: 2}, New: "x"},
		{Span: text.Span{Start: 2, End: 5}, New: "x"},
		{Span: text.Span{Start: 1, End: 2}, New: ""},
		{Span: text.Span{Start: 0, End: 5}, New: "x\r"},
		{Span: text.Span{Start: 3, End: 4}, New: "x"},
	} {
		sent := v.textEdit(e)
		got := text.Apply(src, []text.Edit{{Span: v.span(sent.Range), New: sent.NewText}})
		if want := text.Apply(src, []text.Edit{e}); got != want {
			t.Errorf("%+v is sent as %+v and makes %q, want %q", e, sent, got, want)
		}
	}
}

// A settings file counts for the Dockerfiles below it, before what the client says.
func TestSettingsFile(t *testing.T) {
	root := tree(t, map[string]string{"a/Dockerfile": "FROM scratch\nMAINTAINER me\n"})
	uri := "file://" + root + "/a/Dockerfile"
	e := start(t, object{})
	e.notify("workspace/didChangeConfiguration", object{"settings": object{"slipway": object{"lint": object{"profile": "buildkit"}}}})
	e.open(uri, 1, "FROM scratch\nMAINTAINER me\n")
	if p := e.diagnostics(uri, 1); len(p.Diagnostics) != 1 {
		t.Fatalf("%+v", p)
	}
	file := filepath.Join(root, ".slipway.yaml")
	if err := os.WriteFile(file, []byte("lint:\n  rules:\n    MaintainerDeprecated: off\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	e.notify("workspace/didChangeWatchedFiles", object{"changes": []object{{"uri": "file://" + file, "type": 1}}})
	if p := e.diagnostics(uri, 1); len(p.Diagnostics) != 0 {
		t.Errorf("off: %+v", p)
	}
}

func TestWalker(t *testing.T) {
	for _, src := range []string{"", "a", "a\n", "é😀\r\n\r\nx\ry\n\n😀é", "\uFEFFa\xffb\n\r"} {
		for _, encoding := range []text.Encoding{text.UTF8, text.UTF16, text.UTF32} {
			v := view{text.New(src), encoding}
			w := walker{view: v}
			for at := range len(src) + 1 {
				if at < len(src) && !utf8.RuneStart(src[at]) || v.inCRLF(at) {
					continue
				}
				if got, want := w.to(at), v.position(at); got != want {
					t.Errorf("%q at %d: %v, want %v", src, at, got, want)
				}
			}
		}
	}
}

// Where the client can ask for it, documentation comes when it is asked for.
func TestCompletionResolve(t *testing.T) {
	e := start(t, object{"textDocument": object{"completion": object{"completionItem": object{
		"documentationFormat": []string{"markdown"}, "resolveSupport": object{"properties": []string{"documentation"}},
	}}}})
	e.open(dockerfile, 1, "FROM a\nWORKD\n")
	complete := func() object {
		t.Helper()
		var list struct{ Items []object }
		m := e.call("textDocument/completion", at(dockerfile, 1, 5))
		if err := json.Unmarshal(m.Result, &list); err != nil || len(list.Items) == 0 || list.Items[0]["documentation"] != nil {
			t.Fatalf("%s %v", m.Result, m.Error)
		}
		i := slices.IndexFunc(list.Items, func(item object) bool { return item["label"] == "WORKDIR" })
		list.Items[i]["some"] = "thing" // of the client's own
		return list.Items[i]
	}
	resolve := func(item object) (doc any) {
		t.Helper()
		var got object
		m := e.call("completionItem/resolve", item)
		if err := json.Unmarshal(m.Result, &got); err != nil {
			t.Fatalf("%s %v", m.Result, m.Error)
		}
		doc = got["documentation"]
		delete(got, "documentation")
		if diff := cmp.Diff(item, got); diff != "" {
			t.Errorf("resolving changes more (-before +after):\n%s", diff)
		}
		return doc
	}
	item := complete()
	doc, _ := resolve(item).(object)
	if text, _ := doc["value"].(string); doc["kind"] != "markdown" || !strings.Contains(text, "WORKDIR") {
		t.Errorf("documentation %v", doc)
	}
	e.change(dockerfile, 2, replace(1, 0, 1, 5, "ENV"))
	for _, item := range []object{item, {"label": "WORKDIR"}, {"label": 7.0, "data": "x"}} {
		if doc := resolve(item); doc != nil {
			t.Errorf("documentation of %v: %v", item, doc)
		}
	}
	e.close(dockerfile)
	if doc := resolve(item); doc != nil {
		t.Errorf("documentation in a closed document: %v", doc)
	}
	for _, params := range []any{nil, 7, []any{}} {
		if m := e.call("completionItem/resolve", params); m.code() != invalidParams {
			t.Errorf("resolve of %v: %s %v", params, m.Result, m.Error)
		}
	}
}
