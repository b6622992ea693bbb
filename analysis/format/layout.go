package format

import (
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// layout is one instruction while it is formatted. Offsets are those of its Raw.
type layout struct {
	o      Options
	in     *syntax.Instruction
	lines  []line
	gaps   []gap
	joins  []int     // where lines of code start, in the logical line
	ands   []int     // && and ||
	args   []int     // arguments of commands
	array  text.Span // of a JSON array, brackets included, or empty and nowhere
	script text.Span // shell text, in the logical line
	edits  []text.Edit
}

// instruction is the edits of an instruction, in the order of their places.
func instruction(in *syntax.Instruction, kind shell.Kind, o Options) []text.Edit {
	l := &layout{o: o, in: in, lines: readLines(in)}
	if untouchable(in, l.lines) {
		return nil
	}
	l.read(kind)
	l.indentCode()
	l.moveAnds()
	l.indentOthers()
	l.keywords(in)
	l.writeGaps()
	l.writeLines()
	slices.SortStableFunc(l.edits, func(a, b text.Edit) int { return a.Start - b.Start })
	if o.Shell {
		return reprinted(l, kind)
	}
	return l.edits
}

// read finds the gaps and what else is to know about the words.
func (l *layout) read(kind shell.Kind) {
	in := l.in
	r := &reader{in: in, kind: kind}
	for _, ln := range l.lines[1:] {
		if ln.role <= lone {
			r.joins = append(r.joins, ln.at)
		}
	}
	r.read(in)
	l.gaps, l.joins = r.gaps, r.joins
	slices.SortFunc(l.gaps, func(a, b gap) int { return a.Start - b.Start })
	l.ands, l.args = r.raw(r.ands), r.raw(r.args)
	l.array = text.Span{Start: -1, End: -1}
	if !r.json.Empty() {
		l.array = in.Line.Span(r.json.Start, r.json.End)
	}
	l.script = r.script
	l.loosen()
}

// set replaces what stands at s, if that is something else.
func (l *layout) set(s text.Span, want string) {
	if l.in.Raw[s.Start:s.End] != want {
		l.edits = append(l.edits, text.Edit{Span: s, New: want})
	}
}

// loosen finds the lines whose blanks are separators.
func (l *layout) loosen() {
	last := 0
	for i := range l.lines {
		ln := &l.lines[i]
		if i == 0 || ln.role > lone {
			continue
		}
		ln.front = l.inGap(ln.at)
		l.lines[last].back = ln.front
		last = i
	}
	if ln := &l.lines[last]; ln.cont >= 0 {
		// Nothing follows: the end of the line is trimmed by BuildKit.
		ln.back = ln.body.End < ln.cont
	}
}

// inGap tells whether an offset of the logical line lies in a gap or at its ends.
func (l *layout) inGap(at int) bool {
	i := sort.Search(len(l.gaps), func(i int) bool { return l.gaps[i].End >= at })
	return i < len(l.gaps) && l.gaps[i].Start <= at
}

// keywords writes the keywords of in in capitals.
func (l *layout) keywords(in *syntax.Instruction) {
	if l.o.Keywords == AsIs {
		return
	}
	words := []syntax.Word{in.Keyword}
	switch in.Kind() {
	case command.From:
		if len(in.Args) == 3 && strings.EqualFold(in.Args[1].Value, "as") {
			words = append(words, in.Args[1])
		}
	case command.Healthcheck:
		words = append(words, in.Args[:min(1, len(in.Args))]...)
	}
	for _, w := range words {
		if l.in.Raw[w.Start:w.End] == w.Value {
			l.set(w.Span, strings.ToUpper(w.Value))
		}
	}
	if in.Trigger != nil {
		l.keywords(in.Trigger)
	}
}

// writeGaps writes the gaps in which no line ends.
func (l *layout) writeGaps() {
	for _, g := range l.gaps {
		i, _ := slices.BinarySearch(l.joins, g.Start)
		if broken := i < len(l.joins) && l.joins[i] <= g.End; !broken && !g.keep {
			l.set(l.in.Line.Span(g.Start, g.End), g.want)
		}
	}
}

// writeLines writes the blanks at the starts and ends of lines.
func (l *layout) writeLines() {
	widths, column := l.columns()
	for i, ln := range l.lines {
		switch ln.role {
		case empty:
			// With the terminator of the line above, so that the last line of the
			// instruction keeps its own.
			l.set(text.Span{Start: l.lines[i-1].End, End: ln.End}, "")
		case comment:
			if ln.front {
				l.set(text.Span{Start: ln.Start, End: ln.body.Start}, ln.indent)
			}
			if l.o.TrimTrailing {
				l.set(text.Span{Start: ln.body.End, End: ln.End}, "")
			}
		default:
			l.writeFront(i, ln, column)
			l.writeBack(ln, column-widths[i])
		}
	}
}

func (l *layout) writeFront(i int, ln line, column int) {
	switch {
	case i == 0:
		l.set(text.Span{Start: 0, End: ln.body.Start}, "")
	case !ln.front:
	case ln.role == lone && l.o.AlignContinuation:
		l.set(text.Span{Start: ln.Start, End: ln.cont}, ln.indent+pad(column-l.o.columns(ln.indent)))
	case ln.role == lone:
		l.set(text.Span{Start: ln.Start, End: ln.cont}, ln.indent)
	default:
		l.set(text.Span{Start: ln.Start, End: ln.body.Start}, ln.indent+ln.prefix)
	}
}

// writeBack writes the end of a line, with room blanks in front of an aligned
// continuation character.
func (l *layout) writeBack(ln line, room int) {
	if ln.cont < 0 {
		l.set(text.Span{Start: ln.body.End, End: ln.End}, ln.suffix)
		return
	}
	if ln.back && ln.role == code {
		blank := " "
		if l.o.AlignContinuation {
			blank = pad(max(room, 1))
		}
		l.set(text.Span{Start: ln.body.End, End: ln.cont}, ln.suffix+blank)
	}
	l.set(text.Span{Start: ln.cont + 1, End: ln.End}, "")
}

func pad(n int) string { return strings.Repeat(" ", max(n, 0)) }

// maxColumn is how far to the right continuation characters are aligned; longer
// lines stand out.
const maxColumn = 120

// columns is the width of each line, and where the continuation characters stand
// when they are aligned.
func (l *layout) columns() (widths []int, column int) {
	widths = make([]int, len(l.lines))
	if !l.o.AlignContinuation {
		return widths, 0
	}
	for _, e := range l.edits {
		i := sort.Search(len(l.lines), func(i int) bool { return l.lines[i].Start > e.Start }) - 1
		if l.lines[i].body.Contains(e.Span) {
			widths[i] += len(e.New) - e.Len()
		}
	}
	for i, ln := range l.lines {
		widths[i] += l.width(ln)
		if ln.role == code && ln.cont >= 0 && ln.back && widths[i] < maxColumn {
			column = max(column, widths[i]+1)
		}
	}
	return widths, column
}

// width is the number of columns in front of the blanks that the continuation
// character has, but for the edits within the line.
func (l *layout) width(ln line) int {
	w := utf8.RuneCountInString(l.in.Raw[ln.body.Start:ln.body.End]) + len(ln.prefix) + len(ln.suffix)
	switch {
	case ln.front:
		w += l.o.columns(ln.indent)
	case ln.Start > 0:
		w += l.o.columns(l.in.Raw[ln.Start:ln.body.Start])
	}
	return w
}
