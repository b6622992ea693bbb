package server

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"unicode/utf8"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/fixture"
	"github.com/slipway-dev/slipway/analysis/text"
)

// wire is a server with a client that knows all of LSP, for many documents.
type wire struct {
	*editor
	encoding text.Encoding
	root     string // folder that the documents are in
	papers   int
}

// everything is the capabilities of a client that can do what a server can make
// use of.
func everything(encoding string, snippets bool) object {
	markdown := []string{"markdown", "plaintext"}
	return object{
		"general": object{
			"positionEncodings": []string{encoding},
			"markdown":          object{"parser": "marked", "allowedTags": []string{"details", "summary"}},
		},
		"textDocument": object{
			"hover": object{"contentFormat": markdown},
			"completion": object{"completionItem": object{
				"snippetSupport": snippets, "documentationFormat": markdown, "tagSupport": object{"valueSet": []int{1}},
			}},
			"signatureHelp": object{"signatureInformation": object{
				"documentationFormat": markdown, "noActiveParameterSupport": true,
				"parameterInformation": object{"labelOffsetSupport": true},
			}},
			"documentSymbol": object{"hierarchicalDocumentSymbolSupport": true},
			"codeAction": object{
				"codeActionLiteralSupport": object{"codeActionKind": object{"valueSet": []string{""}}},
				"isPreferredSupport":       true, "disabledSupport": true,
				"dataSupport": true, "resolveSupport": object{"properties": []string{"edit"}},
			},
			"codeLens":        object{},
			"documentLink":    object{"tooltipSupport": true},
			"rename":          object{"prepareSupport": true},
			"rangeFormatting": object{"rangesSupport": true},
			"diagnostic":      object{"tagSupport": object{"valueSet": []int{1, 2}}, "codeDescriptionSupport": true},
			"semanticTokens": object{
				"requests": object{"full": object{"delta": true}, "range": true}, "formats": []string{"relative"},
				"tokenTypes": analysis.TokenTypes, "tokenModifiers": analysis.TokenModifiers,
			},
		},
		"experimental": object{"commands": object{"commands": []string{showReferences}}},
		"workspace": object{
			"workspaceEdit": object{"documentChanges": true, "resourceOperations": []string{"create"}}, "diagnostics": object{"refreshSupport": true},
		},
	}
}

func newWire(t testing.TB, encoding text.Encoding, snippets bool) *wire {
	t.Helper()
	name := (&client{encoding: encoding}).encodingName()
	return &wire{editor: start(t, everything(string(name), snippets)), encoding: encoding, root: t.TempDir()}
}

// paper is one document on a wire, as its client has it.
type paper struct {
	*wire
	t       testing.TB
	c       fixture.Case
	uri     string
	text    text.Text
	version int
	pending []object // changes not sent yet

	tokensID string // of the tokens last received
	tokens   []uint32
}

// open opens a fixture with the text src. If it has other files, all are on disk.
func (w *wire) open(t testing.TB, c fixture.Case, src string) *paper {
	t.Helper()
	w.papers++
	folder := filepath.Join(w.root, fmt.Sprint(w.papers))
	for name, file := range c.Files {
		if len(c.Files) == 1 {
			break
		}
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, file.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	u := string(uri.File(filepath.Join(folder, filepath.FromSlash(c.Name))))
	w.editor.open(u, 1, src)
	return &paper{wire: w, t: t, c: c, uri: u, text: text.New(src), version: 1}
}

func (p *paper) close() { p.editor.close(p.uri) }

func (p *paper) view() view { return view{p.text, p.encoding} }

// request asks about the document, with params added to its name.
func (p *paper) request(method string, params object) message {
	p.t.Helper()
	all := object{"textDocument": object{"uri": p.uri}}
	for name, value := range params {
		all[name] = value
	}
	return p.call(method, all)
}

// ask is the result of a request that must not fail, decoded into result.
func (p *paper) ask(method string, params object, result any) {
	p.t.Helper()
	m := p.request(method, params)
	if m.Error != nil {
		p.t.Fatalf("%s: %v", method, m.Error)
	}
	if err := json.Unmarshal(m.Result, result); err != nil {
		p.t.Fatalf("%s: %s %v", method, m.Result, err)
	}
}

// here is the fixture's cursor, as parameters.
func (p *paper) here() object { return object{"position": p.view().position(p.c.Cursor)} }

func (p *paper) all() protocol.Range {
	return p.view().rangeOf(text.Span{Start: 0, End: p.text.Len()})
}

// set makes settings those of the client.
func (w *wire) set(settings object) {
	w.notify("workspace/didChangeConfiguration", object{"settings": object{"slipway": settings}})
}

// edit makes one edit. Where the place cannot be told to the server, such as the
// middle of a CRLF, it gets the whole new text.
func (p *paper) edit(e text.Edit) {
	v := p.view()
	r := v.rangeOf(e.Span)
	p.text = text.New(text.Apply(p.text.String(), []text.Edit{e}))
	change := object{"range": r, "text": e.New}
	if v.span(r) != e.Span {
		change = whole(p.text.String())
	}
	p.pending = append(p.pending, change)
}

// flush sends the edits made.
func (p *paper) flush() {
	if len(p.pending) == 0 {
		return
	}
	p.version++
	p.change(p.uri, p.version, p.pending...)
	p.pending = nil
}

// typeIn writes the target into an empty document: piece by piece in any order,
// with mistakes that are undone and questions asked meanwhile.
func (p *paper) typeIn(random *rand.Rand, target string) {
	pieces := cutAnywhere(random, target)
	placed := make([]bool, len(pieces))
	for _, n := range random.Perm(len(pieces)) {
		at := 0
		for i := range n {
			if placed[i] {
				at += len(pieces[i])
			}
		}
		placed[n] = true
		p.edit(text.Edit{Span: text.Span{Start: at, End: at}, New: pieces[n]})
		if random.IntN(2) == 0 {
			p.detour(random)
		}
		switch random.IntN(4) {
		case 0:
			p.flush()
			p.semanticTokens()
		case 1:
			p.flush()
			p.ask("textDocument/diagnostic", nil, new(any))
		}
	}
	p.flush()
	if p.text.String() != target {
		p.t.Fatalf("typed %q, want %q", p.text, target)
	}
}

// detour makes some edits and undoes them.
func (p *paper) detour(random *rand.Rand) {
	var undo []text.Edit
	for range 1 + random.IntN(3) {
		e := randomEdit(random, p.text.String())
		undo = append(undo, text.Edit{Span: text.Span{Start: e.Start, End: e.Start + len(e.New)}, New: p.text.Slice(e.Span)})
		p.edit(e)
		if random.IntN(3) == 0 {
			p.flush()
		}
	}
	for _, e := range slices.Backward(undo) {
		p.edit(e)
	}
}

// cutAnywhere cuts s between characters into some pieces.
func cutAnywhere(random *rand.Rand, s string) []string {
	var cuts []int
	for range 1 + random.IntN(6) {
		cuts = append(cuts, characterAt(s, random.IntN(len(s)+1)))
	}
	slices.Sort(cuts)
	var pieces []string
	at := 0
	for _, cut := range append(cuts, len(s)) {
		pieces = append(pieces, s[at:cut])
		at = cut
	}
	return pieces
}

// characterAt is the start of the character that holds the byte at at.
func characterAt(s string, at int) int {
	for at > 0 && at < len(s) && !utf8.RuneStart(s[at]) {
		at--
	}
	return at
}

// scraps are what people and editors put into Dockerfiles by and by.
var scraps = []string{
	"", "", "\n", "\r\n", "\r", " ", "\t", "\\\n", "`\n", "#", "$", "${", "}", "\"", "'", "[", "<<EOF", "\nEOF\n", "é", "😀", "\uFEFF",
	"FROM a AS b\n", "ARG A=1\n", "ENV A=2 B=$A\n", "RUN ls && x\n", "COPY --from=b a b\n", "# escape=`\n", "ONBUILD ", "--mount=",
}

// randomEdit replaces some characters of src by something.
func randomEdit(random *rand.Rand, src string) text.Edit {
	start := characterAt(src, random.IntN(len(src)+1))
	end := characterAt(src, min(len(src), start+random.IntN(8)))
	return text.Edit{Span: text.Span{Start: start, End: max(start, end)}, New: scraps[random.IntN(len(scraps))]}
}

// semanticTokens are the tokens of the document: in full at first, and then as what
// has changed.
func (p *paper) semanticTokens() []uint32 {
	p.t.Helper()
	var got struct {
		ResultID string
		Data     []uint32
		Edits    *[]struct {
			Start, DeleteCount int
			Data               []uint32
		}
	}
	if p.tokensID == "" {
		p.ask("textDocument/semanticTokens/full", nil, &got)
	} else {
		p.ask("textDocument/semanticTokens/full/delta", object{"previousResultId": p.tokensID}, &got)
	}
	p.tokensID = got.ResultID
	if got.Edits == nil {
		p.tokens = got.Data
		return p.tokens
	}
	for _, e := range *got.Edits {
		p.tokens = slices.Replace(p.tokens, e.Start, e.Start+e.DeleteCount, e.Data...)
	}
	return p.tokens
}
