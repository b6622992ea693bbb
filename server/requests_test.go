package server

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.lsp.dev/protocol"

	"github.com/slipway-dev/slipway/analysis/fixture"
	"github.com/slipway-dev/slipway/analysis/text"
)

// question is a request about a document. params are those for a place: a position
// and a range that starts there; nil where only the document counts.
type question struct {
	method string
	params func(at protocol.Position, where protocol.Range) object
}

// about is the parameters for a place in a document.
func (q question) about(uri any, at protocol.Position, where protocol.Range) object {
	params := object{}
	switch {
	case q.params != nil:
		params = q.params(at, where)
	case q.method == "textDocument/formatting":
		params["options"] = formatOptions
	case strings.HasSuffix(q.method, "/delta"):
		params["previousResultId"] = "1"
	}
	params["textDocument"] = object{"uri": uri}
	return params
}

func position(at protocol.Position, _ protocol.Range) object { return object{"position": at} }
func rangeOnly(_ protocol.Position, r protocol.Range) object { return object{"range": r} }

// formatOptions are those of an editor.
var formatOptions = object{"tabSize": 4, "insertSpaces": true}

// questions are all requests about a document, with all that they need.
var questions = []question{
	{"textDocument/declaration", position},
	{"textDocument/definition", position},
	{"textDocument/references", func(at protocol.Position, _ protocol.Range) object {
		return object{"position": at, "context": object{"includeDeclaration": true}}
	}},
	{"textDocument/documentHighlight", position},
	{"textDocument/documentLink", nil},
	{"textDocument/hover", position},
	{"textDocument/codeLens", nil},
	{"textDocument/foldingRange", nil},
	{"textDocument/selectionRange", func(at protocol.Position, _ protocol.Range) object {
		return object{"positions": []any{at, at}}
	}},
	{"textDocument/documentSymbol", nil},
	{"textDocument/inlayHint", rangeOnly},
	{"textDocument/completion", position},
	{"textDocument/diagnostic", nil},
	{"textDocument/signatureHelp", position},
	{"textDocument/codeAction", func(_ protocol.Position, r protocol.Range) object {
		return object{"range": r, "context": object{"diagnostics": []any{}}}
	}},
	{"textDocument/formatting", nil},
	{"textDocument/rangeFormatting", func(_ protocol.Position, r protocol.Range) object {
		return object{"range": r, "options": formatOptions}
	}},
	{"textDocument/rangesFormatting", func(_ protocol.Position, r protocol.Range) object {
		return object{"ranges": []any{r}, "options": formatOptions}
	}},
	{"textDocument/onTypeFormatting", func(at protocol.Position, _ protocol.Range) object {
		return object{"position": at, "ch": "\n", "options": formatOptions}
	}},
	{"textDocument/rename", func(at protocol.Position, _ protocol.Range) object {
		return object{"position": at, "newName": "other"}
	}},
	{"textDocument/prepareRename", position},
	{"textDocument/linkedEditingRange", position},
	{"textDocument/semanticTokens/full", nil},
	{"textDocument/semanticTokens/full/delta", nil},
	{"textDocument/semanticTokens/range", rangeOnly},
}

// All methods that are handled and ask about a document are among the questions.
func TestQuestions(t *testing.T) {
	for method, h := range methods {
		known := slices.ContainsFunc(questions, func(q question) bool { return q.method == method })
		if strings.HasPrefix(method, "textDocument/") && h.answer != nil && !known {
			t.Errorf("nobody asks %s", method)
		}
	}
}

// may tells whether a question may be refused: there need be no name to change.
func (q question) may(code int) bool {
	return code == 0 || code == requestFailed && strings.Contains(q.method, "ename")
}

// everySources are the fixtures and one in n of the files of the corpus; all of it
// if the environment asks so, as «make corpus» does.
func everySources(t *testing.T, n int) []string {
	t.Helper()
	sources, err := fixture.Sources("../testdata")
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, file := range fixture.Corpus(t) {
		files = append(files, file.Source)
	}
	return slices.Concat(everyNth(sources, 8*n), everyNth(files, n))
}

func everyNth(list []string, n int) []string {
	slices.Sort(list)
	list = slices.Compact(list)
	var some []string
	for i := 0; i < len(list); i += n {
		some = append(some, list[i])
	}
	return some
}

// TestEverywhere asks all questions at places all over: none has an error for an
// answer. There is a server for each processor.
func TestEverywhere(t *testing.T) {
	oneIn, places := 20, 12
	if os.Getenv("SLIPWAY_CORPUS") != "" {
		oneIn, places = 1, 1<<30
	}
	servers := runtime.GOMAXPROCS(0)
	sources := everySources(t, oneIn)
	for n := range servers {
		t.Run(strconv.Itoa(n), func(t *testing.T) {
			t.Parallel()
			w := newWire(t, text.UTF16, true)
			for i := n; i < len(sources); i += servers {
				w.open(t, fixture.Case{Name: "Dockerfile"}, sources[i]).askEverywhere(places)
			}
		})
	}
}

// askEverywhere asks all questions at some places of a document and closes it. A
// person who asks for code actions is offered all fixes of the file together, too,
// which is the same everywhere and takes its time: that is asked for once a line.
func (p *paper) askEverywhere(places int) {
	src := p.text.String()
	p.askAll(0, questions)
	placed := slices.DeleteFunc(slices.Clone(questions), func(q question) bool { return q.params == nil })
	unasked := slices.Clone(placed)
	for i, q := range unasked {
		if q.method == "textDocument/codeAction" {
			unasked[i].params = func(_ protocol.Position, r protocol.Range) object {
				return object{"range": r, "context": object{"diagnostics": []any{}, "triggerKind": protocol.CodeActionTriggerKindAutomatic}}
			}
		}
	}
	for at := 0; at <= len(src); at += 1 + len(src)/places {
		if at == 0 || src[at-1] == '\n' {
			p.askAll(at, placed)
		} else {
			p.askAll(at, unasked)
		}
	}
	p.close()
}

// askAll asks questions about a place at once and then looks at the answers.
func (p *paper) askAll(at int, all []question) {
	p.t.Helper()
	where := p.view().rangeOf(text.Span{Start: at, End: min(at+80, p.text.Len())})
	ids := make([]string, len(all))
	for i, q := range all {
		ids[i] = p.editor.ask(q.method, q.about(p.uri, where.Start, where))
	}
	for i, q := range all {
		if m := p.answer(ids[i]); !q.may(m.code()) {
			p.t.Errorf("%s at %d of %.200q: %v", q.method, at, p.text, m.Error)
		}
	}
}

// A request on a document that is not open, or no Dockerfile, or at a place that is
// not there, has an answer; one with wrong parameters is refused as such.
func TestBadRequests(t *testing.T) {
	e := start(t, everything("utf-16", true))
	e.open(dockerfile, 1, "FROM a AS b\nCOPY --from=b . .\n")
	e.open("file:///ws/compose.yaml", 1, "FROM a\n")
	far := protocol.Position{Line: 1<<32 - 1, Character: 1<<32 - 1}
	ask := func(q question, uri any, at protocol.Position, where protocol.Range) message {
		return e.call(q.method, q.about(uri, at, where))
	}
	const pull = "textDocument/diagnostic"
	for _, q := range questions {
		for _, uri := range []string{"file:///ws/closed/Dockerfile", "file:///ws/compose.yaml", "untitled:none", "a b?c#d"} {
			if m := ask(q, uri, far, protocol.Range{Start: far, End: far}); m.Error != nil || string(m.Result) != "null" && q.method != pull {
				t.Errorf("%s in %s: %s %v", q.method, uri, m.Result, m.Error)
			}
		}
		for _, where := range []protocol.Range{{Start: far, End: far}, {End: far}, {Start: far}} {
			if m := ask(q, dockerfile, far, where); !q.may(m.code()) {
				t.Errorf("%s far away: %v", q.method, m.Error)
			}
		}
		for _, uri := range []any{nil, 7, object{}} {
			if m := ask(q, uri, far, protocol.Range{}); m.code() != invalidParams {
				t.Errorf("%s in %v: %s %v, want %d", q.method, uri, m.Result, m.Error, invalidParams)
			}
		}
		for _, params := range []any{nil, []any{}, 7, object{}, object{"textDocument": dockerfile}} {
			if m := e.call(q.method, params); m.code() != invalidParams {
				t.Errorf("%s of %v: %s %v, want %d", q.method, params, m.Result, m.Error, invalidParams)
			}
		}
		for _, name := range []string{"position", "range", "ranges", "positions", "options", "context", "newName"} {
			wrong := q.about(dockerfile, protocol.Position{}, protocol.Range{})
			if _, ok := wrong[name]; ok {
				wrong[name] = 7
				if m := e.call(q.method, wrong); m.code() != invalidParams {
					t.Errorf("%s with %s 7: %s %v, want %d", q.method, name, m.Result, m.Error, invalidParams)
				}
			}
		}
	}
	for _, query := range []any{7, nil, object{}} {
		if m := e.call("workspace/symbol", object{"query": query}); m.Error != nil && m.code() != invalidParams {
			t.Errorf("workspace/symbol of %v: %v", query, m.Error)
		}
	}
	for _, c := range []struct {
		command   string
		arguments []any
		want      string // in the words of the refusal
	}{
		{"slipway.nothing", nil, "slipway.graph"},
		{"slipway.graph", nil, "one argument"},
		{"slipway.graph", []any{7}, "one argument"},
		{"slipway.graph", []any{object{}}, "one argument"},
		{"slipway.graph", []any{object{"uri": dockerfile}, 7}, "one argument"},
		{"slipway.graph", []any{object{"uri": dockerfile}}, "dot, mermaid, svg"},
		{"slipway.graph", []any{object{"uri": dockerfile, "format": "png"}}, "dot, mermaid, svg"},
		{"slipway.graph", []any{object{"uri": "file:///ws/closed/Dockerfile", "format": "svg"}}, "no Dockerfile"},
		{"slipway.context", nil, "one argument"},
		{"slipway.context", []any{object{}}, "one argument"},
		{"slipway.context", []any{object{"uri": "file:///ws/closed/Dockerfile"}}, "no Dockerfile"},
	} {
		m := e.call("workspace/executeCommand", object{"command": c.command, "arguments": c.arguments})
		if m.code() != invalidParams || !strings.Contains(m.Error.Message, c.want) {
			t.Errorf("%s %v: %s %v", c.command, c.arguments, m.Result, m.Error)
		}
	}
	if text, _ := e.text(dockerfile); !strings.HasPrefix(text, "FROM a") {
		t.Errorf("the document became %q", text)
	}
}

// After thousands of changes and undos, with questions between, diagnostics and
// tokens are those of a server that was given the last text.
func TestLongSession(t *testing.T) {
	const changes = 10_000
	sources := everySources(t, 60)
	random := rand.New(rand.NewPCG(3, 4))
	for n, encoding := range []text.Encoding{text.UTF16, text.UTF8} {
		w := newWire(t, encoding, true)
		p := w.open(t, fixture.Case{Name: "Dockerfile"}, sources[0])
		for done := 0; done < changes/2; {
			switch random.IntN(40) {
			case 0: // another text
				src := strings.ToValidUTF8(sources[random.IntN(len(sources))], "?")
				p.edit(text.Edit{Span: text.Span{Start: 0, End: p.text.Len()}, New: src[:characterAt(src, min(len(src), 3000))]})
			case 1:
				p.flush()
				p.semanticTokens()
			case 2:
				p.flush()
				p.ask("textDocument/diagnostic", nil, new(any))
			case 3, 4, 5, 6:
				p.edit(randomEdit(random, p.text.String()))
			default:
				p.detour(random)
			}
			done += max(1, len(p.pending))
			if random.IntN(3) == 0 {
				p.flush()
			}
		}
		p.flush()
		fresh := newWire(t, encoding, true).open(t, fixture.Case{Name: "Dockerfile"}, p.text.String())
		if got, _ := p.editor.text(p.uri); got != p.text.String() {
			t.Fatalf("session %d: the server has %q, want %q", n, got, p.text)
		}
		if !slices.Equal(p.semanticTokens(), fresh.semanticTokens()) {
			t.Errorf("session %d: tokens of %q differ from fresh ones", n, p.text)
		}
		var got, want struct{ Items json.RawMessage }
		p.ask("textDocument/diagnostic", nil, &got)
		fresh.ask("textDocument/diagnostic", nil, &want)
		if string(got.Items) != string(want.Items) {
			t.Errorf("session %d: diagnostics of %q\n%s\nwant\n%s", n, p.text, got.Items, want.Items)
		}
	}
}
