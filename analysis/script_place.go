package analysis

import (
	"encoding/json"
	"sort"
	"strconv"
	"strings"

	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// scriptPlace knows for each byte of a script where it stands in its instruction.
type scriptPlace struct {
	in     *syntax.Instruction
	src    string // the script
	pieces []scriptPiece
}

// scriptPiece is a run of bytes that stands unbroken in both texts, from src on in
// the script and from from on in the logical line or in the instruction.
type scriptPiece struct {
	src, from int
	kind      pieceKind
}

type pieceKind int

const (
	pieceLine  pieceKind = iota // from is an offset of the logical line
	pieceRaw                    // from is an offset of the instruction
	pieceFixed                  // the whole piece is the one place from
)

// at is the place in the instruction of the byte at of the script.
func (p *scriptPlace) at(at int) int {
	i := sort.Search(len(p.pieces), func(i int) bool { return p.pieces[i].src > at }) - 1
	if i < 0 {
		return 0
	}
	piece := p.pieces[i]
	switch piece.kind {
	case pieceLine:
		return min(p.in.Line.At(piece.from+at-piece.src), len(p.in.Raw))
	case pieceRaw:
		return min(piece.from+at-piece.src, len(p.in.Raw))
	}
	return piece.from
}

// span is the place in the instruction of a span of the script. The parser counts
// the "\r" of a line's end to the word in front of it; here it is left out.
func (p *scriptPlace) span(s text.Span) text.Span {
	s = s.Clamp(len(p.src))
	for !s.Empty() && p.src[s.End-1] == '\r' {
		s.End--
	}
	start := p.at(s.Start)
	if s.Empty() {
		return text.Span{Start: start, End: start}
	}
	return text.Span{Start: start, End: max(start, min(p.at(s.End-1)+1, len(p.in.Raw)))}
}

// offset is the place in the script of an offset of the instruction.
func (p *scriptPlace) offset(raw int) (int, bool) {
	for i, piece := range p.pieces {
		end := len(p.src)
		if i+1 < len(p.pieces) {
			end = p.pieces[i+1].src
		}
		s := p.span(text.Span{Start: piece.src, End: end})
		if piece.kind == pieceFixed || !s.Touches(raw) || raw == s.End && end < len(p.src) {
			continue
		}
		if piece.kind == pieceLine {
			return min(piece.src+p.in.Line.Offset(raw)-piece.from, end), true
		}
		return min(piece.src+raw-piece.from, end), true
	}
	return 0, false
}

// scriptText puts a script together.
type scriptText struct {
	src   strings.Builder
	place *scriptPlace
}

func newScriptText(in *syntax.Instruction) *scriptText {
	return &scriptText{place: &scriptPlace{in: in}}
}

// script is the text read by a shell of kind.
func (t *scriptText) script(kind shell.Kind, form ScriptForm) Script {
	t.place.src = t.src.String()
	return Script{Script: shell.Parse(t.place.src, kind), Form: form, Heredoc: -1, place: t.place}
}

func (t *scriptText) add(s string, from int, kind pieceKind) {
	if s == "" {
		return
	}
	t.place.pieces = append(t.place.pieces, scriptPiece{t.src.Len(), from, kind})
	t.src.WriteString(s)
}

// line adds what stands under s in the logical line.
func (t *scriptText) line(s text.Span) {
	l := t.place.in.Line
	start, end := l.Offset(s.Start), l.Offset(s.End)
	t.add(l.Text[start:max(start, end)], start, pieceLine)
}

// raw adds what stands under s in the instruction.
func (t *scriptText) raw(s text.Span) { t.add(t.place.in.Raw[s.Start:s.End], s.Start, pieceRaw) }

// fixed adds text that stands nowhere, at the offset from.
func (t *scriptText) fixed(s string, from int) { t.add(s, from, pieceFixed) }

// document adds the lines of a heredoc, without leading tabs in "<<-EOF".
func (t *scriptText) document(h syntax.Heredoc) {
	if !h.Chomp {
		t.raw(h.Body)
		return
	}
	src := t.place.in.Raw
	for at := h.Body.Start; at < h.Body.End; {
		next := h.Body.End
		if n := strings.IndexByte(src[at:h.Body.End], '\n'); n >= 0 {
			next = at + n + 1
		}
		line := strings.TrimLeft(src[at:next], "\t")
		t.raw(text.Span{Start: next - len(line), End: next})
		at = next
	}
}

// json adds the string that the word w of a JSON array holds. It is false where
// the places of its bytes cannot be told.
func (t *scriptText) json(w syntax.Word) bool {
	l := t.place.in.Line
	start, end := l.Offset(w.Start)+1, l.Offset(w.End)-1
	for at := start; at < end; {
		if l.Text[at] != '\\' {
			next := end
			if n := strings.IndexByte(l.Text[at:end], '\\'); n >= 0 {
				next = at + n
			}
			t.add(l.Text[at:next], at, pieceLine)
			at = next
			continue
		}
		s, size := jsonEscape(l.Text[at:end])
		t.add(s, l.At(at), pieceFixed)
		at += size
	}
	return t.src.String() == w.Value
}

// jsonEscape decodes the escape that s begins with, two for a surrogate pair, and
// says how long it is.
func jsonEscape(s string) (value string, size int) {
	size = min(2, len(s))
	if strings.HasPrefix(s, `\u`) && len(s) >= 6 {
		size = 6
		n, _ := strconv.ParseUint(s[2:6], 16, 32)
		if 0xD800 <= n && n < 0xDC00 && len(s) >= 12 && s[6:8] == `\u` {
			size = 12
		}
	}
	_ = json.Unmarshal([]byte(`"`+s[:size]+`"`), &value) // what is no escape is left out, and noticed by the caller
	return value, size
}
