package analysis

import (
	"unicode/utf8"

	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// painter makes the tokens of one instruction as one paints: what is painted later
// covers what was there, and so nothing overlaps in the end.
type painter struct {
	raw    string
	canvas []int32 // for each byte of raw the colour on it, 0 for none
	// colours are numbered from 1; each stroke has its own, so that two tokens of
	// one type side by side stay two.
	colours []colour
}

type colour struct {
	kind TokenType
	mods TokenMods
	mute bool // no token: the bytes are only known to be taken
}

func newPainter(raw string) *painter {
	return &painter{raw: raw, canvas: make([]int32, len(raw)), colours: make([]colour, 1, 16)}
}

func (p *painter) paint(s text.Span, kind TokenType, mods TokenMods) {
	p.stroke(s, colour{kind: kind, mods: mods})
}

func (p *painter) stroke(s text.Span, c colour) {
	s = s.Clamp(len(p.canvas))
	if s.Empty() {
		return
	}
	p.colours = append(p.colours, c)
	p.fill(s, int32(len(p.colours)-1))
}

// erase leaves the bytes under s bare.
func (p *painter) erase(s text.Span) { p.fill(s.Clamp(len(p.canvas)), 0) }

func (p *painter) fill(s text.Span, n int32) {
	for i := s.Start; i < s.End; i++ {
		p.canvas[i] = n
	}
}

// bare tells whether nothing was painted on the byte at.
func (p *painter) bare(at int) bool { return p.canvas[at] == 0 }

// tokens are what is to be seen in the end. A character has one colour, that of its
// first byte: BuildKit takes bytes in the midst of some for blanks.
func (p *painter) tokens() []Token {
	var list []Token
	for start := 0; start < len(p.canvas); {
		c := p.canvas[start]
		end := start + 1
		for end < len(p.canvas) && (p.canvas[end] == c && !isLineEnd(p.raw[end]) || !utf8.RuneStart(p.raw[end])) {
			end++
		}
		if c != 0 && !p.colours[c].mute && !isLineEnd(p.raw[start]) {
			list = append(list, Token{text.Span{Start: start, End: end}, p.colours[c].kind, p.colours[c].mods})
		}
		start = end
	}
	return list
}

func isLineEnd(c byte) bool { return c == '\n' || c == '\r' }

// continuations paints what the logical line leaves out: continuation characters,
// and the comments between continued lines.
func (p *painter) continuations(in *syntax.Instruction) {
	end := len(in.Raw)
	if len(in.Heredocs) > 0 {
		end = in.Heredocs[0].Body.Start
	}
	for at := 0; at < end; at++ {
		if in.Raw[at] != '\n' {
			continue
		}
		gap := lineGap(in.Line, at, end)
		p.erase(gap)
		if gap.Start < end && in.Raw[gap.Start] == in.Escape {
			p.paint(text.Span{Start: gap.Start, End: gap.Start + 1}, TokenOperator, 0)
		}
		at = max(at, gap.End-1)
	}
	for _, c := range in.Comments {
		p.paint(c, TokenComment, 0)
	}
}

// lineGap is what the logical line leaves out around the end of line at: from the
// continuation character to the line that goes on, or to end.
func lineGap(line syntax.Logical, at, end int) text.Span {
	next := line.Offset(at)
	gap := text.Span{Start: 0, End: end}
	if next > 0 {
		gap.Start = line.At(next-1) + 1
	}
	if next < len(line.Text) {
		gap.End = line.At(next)
	}
	return gap.Clamp(end)
}
