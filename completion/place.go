package completion

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

const blanks = " \t\v\f\r"

// place is the cursor and what it stands in, and collects the candidates.
//
// line is the text in which the cursor is looked at and cur its offset there: the
// logical line of an instruction, the source of the instruction where the cursor
// is in a heredoc, or the line of the file where it is in none. The other offsets
// are those of line, too.
type place struct {
	file *analysis.File
	at   int // the cursor in the file
	crlf bool

	// index is the item that holds the cursor, or that follows it. in is that
	// item's instruction, nil where the cursor stands between two. document is the
	// heredoc whose lines the cursor is in.
	index    int
	in       *syntax.Instruction
	document *syntax.Heredoc

	line    string
	cur     int
	logical syntax.Logical // from line to the source
	origin  int            // where that source starts in the file

	// The instruction that is being written, or the one behind ONBUILD.
	trigger bool
	keyword text.Span
	kind    string // keyword in lower case
	flags   []text.Span
	rest    int // where the arguments start

	around Around
	items  []Item
	more   bool // not all candidates are among the items
}

// newPlace finds out where the offset at is; ok is false where nothing can be
// written.
func newPlace(f *analysis.File, at int) (p *place, ok bool) {
	src := f.Text.String()
	if at < 0 || at > len(src) || at < len(src) && !utf8.RuneStart(src[at]) {
		return nil, false
	}
	if at == 0 && strings.HasPrefix(src, "\uFEFF") || at > 0 && strings.HasPrefix(src[at-1:], "\r\n") {
		return nil, false // a byte-order mark must stay in front, and no cursor is in a line's end
	}
	end := strings.IndexByte(src, '\n')
	p = &place{file: f, at: at, crlf: end > 0 && src[end-1] == '\r'}
	i, inside := itemAt(f, at)
	if !inside {
		p.index = i + 1
		p.outside(src)
		return p, true
	}
	it := f.Items.At(i)
	p.index, p.in, p.origin = i, it.Instruction, it.At
	return p, p.inside(at - it.At)
}

// itemAt is the item that the cursor is in. An item whose last line is continued
// goes on behind its end. Where there is none, i is the item before the cursor.
func itemAt(f *analysis.File, at int) (i int, ok bool) {
	i, ok = f.ItemAt(at)
	if !ok && i >= 0 {
		last := i == f.Items.Len()-1
		ok = last && f.Items.At(i).Open
	}
	return i, ok
}

func (p *place) outside(src string) {
	start := strings.LastIndexByte(src[:p.at], '\n') + 1
	if start == 0 && strings.HasPrefix(src, "\uFEFF") {
		start = len("\uFEFF")
	}
	end := len(src)
	if n := strings.IndexByte(src[p.at:], '\n'); n >= 0 {
		end = p.at + n
	}
	p.line, p.origin, p.cur = strings.TrimRight(src[start:max(start, end)], "\r"), start, p.at-start
	p.cur = min(p.cur, len(p.line))
}

// inside places the cursor at the offset at of the instruction, which may be
// behind its end.
func (p *place) inside(at int) bool {
	in := p.in
	for i := range in.Heredocs {
		switch d := &in.Heredocs[i]; {
		case d.Body.Start <= at && (at < d.Body.End || !d.Closed):
			p.document = d
			p.line, p.cur = in.Raw[:max(min(d.Body.End, len(in.Raw)), d.Body.Start)], at
			return at <= len(p.line)
		case d.Body.Start <= at && at <= d.End.End:
			return false // in the closing name
		}
	}
	p.line, p.logical, p.cur = in.Line.Text, in.Line, in.Line.Offset(at)
	return at > len(in.Raw) || writable(in.Raw, at, in.Escape)
}

// writable tells whether words can be written at the offset at of a logical line:
// not in a comment between its lines, and not behind the character that continues
// it.
func writable(raw string, at int, escape byte) bool {
	start := strings.LastIndexByte(raw[:at], '\n') + 1
	line, _, _ := strings.Cut(raw[start:], "\n")
	line = strings.TrimRight(line, blanks)
	if start > 0 && strings.HasPrefix(strings.TrimLeftFunc(line, unicode.IsSpace), "#") {
		return false
	}
	n := len(line)
	continued := n > 0 && line[n-1] == escape && (n < 2 || line[n-2] != escape)
	return !continued || at-start < n
}

// readHead divides the line from the offset from on into keyword, flags and
// arguments, as far as the cursor allows: a "-" that is being written is a flag.
func (p *place) readHead(from int) {
	start := p.skip(from)
	if start == len(p.line) && p.cur > from {
		start = p.cur // the keyword is still to be written
	}
	end := start
	for end < len(p.line) && strings.IndexByte(blanks, p.line[end]) < 0 {
		end++
	}
	p.keyword = text.Span{Start: start, End: end}
	p.kind = strings.ToLower(p.line[start:end])
	p.flags = nil
	at := p.skip(end)
	for at < len(p.line) {
		w := text.Span{Start: at, End: wordEnd(p.line, at, p.in.Escape)}
		word, touched := p.line[w.Start:w.End], w.Touches(p.cur)
		if !strings.HasPrefix(word, "--") && (word != "-" || !touched) {
			break
		}
		at = p.skip(w.End)
		if word == "--" && !touched {
			break
		}
		p.flags = append(p.flags, w)
	}
	p.rest = at
}

func (p *place) skip(at int) int {
	return len(p.line) - len(strings.TrimLeft(p.line[at:], blanks))
}

// wordEnd is the end of a word in which quotes group and the escape character
// takes the next byte. An open quote is one that is being written: it groups
// nothing.
func wordEnd(line string, at int, escape byte) int {
	first := len(line)
	if i := strings.IndexAny(line[at:], blanks); i >= 0 {
		first = at + i
	}
	var quote byte
	for i := at; i < len(line); i++ {
		switch c := line[i]; {
		case c == escape && quote != '\'':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case strings.IndexByte(blanks, c) >= 0:
			return i
		}
	}
	if quote != 0 {
		return first
	}
	return len(line)
}

// flagAt is the flag that the cursor is in.
func (p *place) flagAt() (text.Span, bool) {
	for _, f := range p.flags {
		if f.Touches(p.cur) {
			return f, true
		}
	}
	return text.Span{}, false
}

// argument is the word at the cursor among the arguments, divided at blanks, and
// how many stand before it. It is empty where the cursor touches none.
func (p *place) argument() (word text.Span, before int) {
	for at := p.rest; at < p.cur; at = p.skip(at) {
		end := len(p.line)
		if i := strings.IndexAny(p.line[at:], blanks); i >= 0 {
			end = at + i
		}
		if end >= p.cur {
			return text.Span{Start: at, End: end}, before
		}
		at = end
		before++
	}
	end := p.cur
	if p.cur >= p.rest {
		for end < len(p.line) && strings.IndexByte(blanks, p.line[end]) < 0 {
			end++
		}
	}
	return text.Span{Start: p.cur, End: end}, before
}

// part is the part of a word that the cursor is in, where any of the bytes in
// cutset divides.
func (p *place) part(word text.Span, cutset string) text.Span {
	start := word.Start + strings.LastIndexAny(p.line[word.Start:p.cur], cutset) + 1
	end := word.End
	if i := strings.IndexAny(p.line[p.cur:word.End], cutset); i >= 0 {
		end = p.cur + i
	}
	return text.Span{Start: start, End: end}
}

// span is the place in the file of line[start:end]. ok is false where an edit may
// not be made there: it does not hold the cursor, or not on one line.
func (p *place) span(start, end int) (s text.Span, ok bool) {
	if start == end {
		return text.Span{Start: p.at, End: p.at}, start == p.cur
	}
	s = p.logical.Span(start, end).Shift(p.origin)
	return s, s.Touches(p.at) && !strings.ContainsAny(p.file.Text.Slice(s), "\r\n")
}

// add adds a candidate that replaces line[start:end]. What is not given is the
// label.
func (p *place) add(start, end int, it Item) {
	span, ok := p.span(start, end)
	if !ok {
		return
	}
	it.Edit.Span = span
	if it.Edit.New == "" {
		it.Edit.New = it.Label
	}
	if it.FilterText == "" {
		it.FilterText = it.Label
	}
	p.items = append(p.items, it)
}

// stage is the stage that the cursor is in, nil before the first FROM.
func (p *place) stage() *analysis.Stage {
	if p.in == nil {
		return p.file.StageOf(p.index - 1)
	}
	return p.file.StageOf(p.index)
}
