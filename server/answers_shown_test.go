package server

import (
	"encoding/json"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/fixture"
	"github.com/slipway-dev/slipway/analysis/text"
)

func (p *paper) folding(string) string {
	var got []struct {
		StartLine, EndLine int
		Kind               string
	}
	p.ask("textDocument/foldingRange", nil, &got)
	var b strings.Builder
	for _, f := range got {
		if f.Kind == "" {
			f.Kind = "code"
		}
		lines := fixture.LineRange(p.text, text.Span{Start: p.text.LineSpan(f.StartLine).Start, End: p.text.LineSpan(f.EndLine).End})
		fmt.Fprintf(&b, "%s %s %s\n", lines, f.Kind, fixture.OneLine(p.text, p.text.LineSpan(f.StartLine)))
	}
	return b.String()
}

func (p *paper) selection(string) string {
	type selected struct {
		Range  protocol.Range
		Parent *selected
	}
	var got []*selected
	p.ask("textDocument/selectionRange", object{"positions": []any{p.here()["position"]}}, &got)
	var b strings.Builder
	for s := got[0]; s != nil; s = s.Parent {
		b.WriteString(fixture.OneLine(p.text, p.view().span(s.Range)) + "\n")
	}
	return b.String()
}

func (p *paper) linked(string) string {
	var got *struct{ Ranges []protocol.Range }
	p.ask("textDocument/linkedEditingRange", p.here(), &got)
	if got == nil {
		return "nothing"
	}
	return p.locate(got.Ranges...)
}

func (p *paper) links(string) string {
	var got []struct {
		Range  protocol.Range
		Target string
	}
	p.ask("textDocument/documentLink", nil, &got)
	folder := filepath.Dir(uri.URI(p.uri).FsPath())
	var b strings.Builder
	for _, l := range got {
		target, err := url.PathUnescape(l.Target)
		if err != nil {
			p.t.Error(err)
		}
		if u := uri.URI(l.Target); u.IsFile() {
			path, err := filepath.Rel(folder, u.FsPath())
			if err != nil {
				p.t.Error(err)
			}
			target = "file " + filepath.ToSlash(path)
		}
		b.WriteString(p.locate(l.Range) + "   → " + target + "\n")
	}
	return b.String()
}

func (p *paper) showTokens(rest string) string {
	data := []uint32(nil)
	if rest == "in range" {
		var got struct{ Data []uint32 }
		p.ask("textDocument/semanticTokens/range", object{"range": p.view().rangeOf(p.c.Selection)}, &got)
		data = got.Data
	} else {
		data = p.semanticTokens()
	}
	var b strings.Builder
	var at protocol.Position
	for token := range slices.Chunk(data, perToken) {
		if at.Line += token[0]; token[0] > 0 {
			at.Character = 0
		}
		at.Character += token[1]
		end := protocol.Position{Line: at.Line, Character: at.Character + token[2]}
		span := p.view().span(protocol.Range{Start: at, End: end})
		fmt.Fprintf(&b, "%d %s %s", at.Line+1, fixture.OneLine(p.text, span), analysis.TokenTypes[token[3]])
		for bit, name := range analysis.TokenModifiers {
			if token[4]&(1<<bit) != 0 {
				b.WriteString(" " + name)
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func (p *paper) hints(kind string) string {
	kinds := object{}
	for _, name := range []string{"values", "stages", "workdirs", "inherited", "platforms"} {
		kinds[name] = kind == "" || kind == name
	}
	p.set(object{"inlayHints": kinds})
	where := p.all()
	if !p.c.Selection.Empty() {
		where = p.view().rangeOf(p.c.Selection)
	}
	var got []struct {
		Position protocol.Position
		Label    string
	}
	p.ask("textDocument/inlayHint", object{"range": where}, &got)
	var list []edit
	for _, h := range got {
		list = append(list, edit{protocol.Range{Start: h.Position, End: h.Position}, "⟨" + h.Label + "⟩"})
	}
	return p.apply(list)
}

func (p *paper) signature(string) string {
	var got *struct {
		Signatures []struct {
			Label      string
			Parameters []struct{ Label [2]uint32 }
		}
		ActiveSignature int
		ActiveParameter *int
	}
	p.ask("textDocument/signatureHelp", p.here(), &got)
	if got == nil {
		return "nothing"
	}
	var b strings.Builder
	for i, s := range got.Signatures {
		mark := "  "
		if i == got.ActiveSignature {
			mark = "* "
			if n := got.ActiveParameter; n != nil {
				label := view{text.New(s.Label), text.UTF16}
				start := label.offset(protocol.Position{Character: s.Parameters[*n].Label[0]})
				end := label.offset(protocol.Position{Character: s.Parameters[*n].Label[1]})
				s.Label = s.Label[:start] + "«" + s.Label[start:end] + "»" + s.Label[end:]
			}
		}
		b.WriteString(mark + s.Label + "\n")
	}
	return b.String()
}

func (p *paper) lens(string) string {
	var got []struct {
		Range   protocol.Range
		Command struct {
			Title, Command string
			Arguments      []json.RawMessage
		}
	}
	p.ask("textDocument/codeLens", nil, &got)
	var b strings.Builder
	for _, l := range got {
		b.WriteString(fixture.LineRange(p.text, p.view().span(l.Range)) + "  " + l.Command.Title + "\n")
		if l.Command.Command == "" {
			continue
		}
		var at protocol.Position
		var places []struct {
			URI   string
			Range protocol.Range
		}
		if l.Command.Command != showReferences || len(l.Command.Arguments) != 3 || string(l.Command.Arguments[0]) != strconv.Quote(p.uri) ||
			json.Unmarshal(l.Command.Arguments[1], &at) != nil || at != l.Range.Start || json.Unmarshal(l.Command.Arguments[2], &places) != nil {
			p.t.Fatalf("%+v", l.Command)
		}
		for _, place := range places {
			b.WriteString("   → " + p.locate(place.Range))
		}
	}
	return b.String()
}

func (p *paper) graph(format string) string {
	m := p.call("workspace/executeCommand", object{
		"command": "slipway.graph", "arguments": []any{object{"uri": p.uri, "format": format}},
	})
	var text string
	if m.Error != nil || json.Unmarshal(m.Result, &text) != nil {
		p.t.Fatalf("%s %v", m.Result, m.Error)
	}
	return text
}
