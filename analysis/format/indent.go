package format

import (
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/analysis/text"
)

// jitter is the difference in columns that authors do not mean.
const jitter = 1

// level is a depth of nesting and the column where the author put it.
type level struct{ column, depth int }

// indentCode gives each line of code its depth: the least indented ones get one,
// and a line that its author put further to the right than the one above gets
// more, as deep as the nesting that the author saw.
func (l *layout) indentCode() {
	width := l.o.columns(l.o.Indent)
	slack := min(jitter, width-1)
	base := level{l.base(), 1}
	if base.column >= 2*width && l.argumentsOnly(base.column+slack) {
		// Arguments are two levels deep to those who put commands on the first.
		base.depth = 2
	}
	unit, starts := base.column/base.depth, l.starts()
	if slack == 0 {
		unit = 0
	}
	stack := []level{base}
	for i := range l.lines {
		ln := &l.lines[i]
		if i == 0 || ln.role != code || !ln.front {
			continue
		}
		column := max(l.columnOf(*ln), base.column)
		for len(stack) > 1 && stack[len(stack)-1].column > column+slack {
			stack = stack[:len(stack)-1]
		}
		if top := stack[len(stack)-1]; column > top.column+slack {
			stack = append(stack, level{column, top.depth + steps(top.column, column, unit, starts)})
		}
		ln.indent = strings.Repeat(l.o.Indent, stack[len(stack)-1].depth)
	}
	l.indentArray()
}

// steps is how many levels lie between two columns: two where they are two units
// apart and other lines start half way, as in front of a body. Other steps align
// with something above, and that is one level.
func steps(from, to, unit int, starts []int) int {
	if unit > jitter && to-from == 2*unit && among(starts, from+unit) {
		return 2
	}
	return 1
}

// starts are the columns in which lines start, sorted.
func (l *layout) starts() []int {
	var columns []int
	for i, ln := range l.lines {
		if i > 0 && ln.role == code && ln.front {
			columns = append(columns, l.columnOf(ln))
		}
	}
	slices.Sort(columns)
	return slices.Compact(columns)
}

// argumentsOnly tells whether all lines up to a column are arguments of commands
// that start above them.
func (l *layout) argumentsOnly(column int) bool {
	for i, ln := range l.lines {
		if i > 0 && ln.role == code && ln.front && l.columnOf(ln) <= column && !among(l.args, ln.body.Start) {
			return false
		}
	}
	return true
}

// indentArray indents the elements of a JSON array by one level more than the
// line that the array starts on, and a closing bracket as that line.
func (l *layout) indentArray() {
	outer := ""
	for i := range l.lines {
		ln := &l.lines[i]
		if ln.role != code {
			continue
		}
		if i == 0 || !l.array.Contains(text.Span{Start: ln.body.Start, End: ln.body.Start}) || ln.body.Start == l.array.Start {
			outer = ln.indent
			continue
		}
		ln.indent = outer + l.o.Indent
		if l.in.Raw[ln.body.Start] == ']' {
			ln.indent = outer
		}
	}
}

// columnOf is the column that a line starts in, counted from the keyword.
func (l *layout) columnOf(ln line) int {
	return max(l.o.columns(l.in.Raw[ln.Start:ln.body.Start])-l.o.columns(l.in.Raw[:l.lines[0].body.Start]), 0)
}

// base is the column of the first level: the least one. Lines without indentation
// among a majority that has some are slips.
func (l *layout) base() int {
	least, flush, all := -1, 0, 0
	for i, ln := range l.lines {
		if i == 0 || ln.role != code || !ln.front {
			continue
		}
		all++
		switch column := l.columnOf(ln); {
		case column == 0:
			flush++
		case least < 0 || column < least:
			least = column
		}
	}
	if 2*flush >= all || least < 0 {
		return 0
	}
	return least
}

// indentOthers gives comments and lone continuation characters the indentation of
// the code below them, or above where they are the last.
func (l *layout) indentOthers() {
	below := -1
	for i := len(l.lines) - 1; i > 0; i-- {
		ln := &l.lines[i]
		switch {
		case ln.role == code:
			below = i
		case ln.role == empty:
		case below >= 0:
			l.follow(ln, below)
		default:
			for above := i - 1; above > 0; above-- {
				if l.lines[above].role == code {
					l.follow(ln, above)
					break
				}
			}
			if ln.indent == "" && l.lines[0].back {
				ln.indent, ln.front = l.o.Indent, true
			}
		}
	}
}

// follow indents a line as the code on line i, where that is ours to indent.
func (l *layout) follow(ln *line, i int) {
	if ln.role == comment {
		ln.front = l.lines[i].front
	}
	ln.indent = l.lines[i].indent
}

// moveAnds puts && and || to the side of the break that the options ask for.
func (l *layout) moveAnds() {
	if l.o.And == AndAsIs {
		return
	}
	above := 0
	for i := range l.lines {
		if i == 0 || l.lines[i].role != code {
			continue
		}
		if l.lines[i].front {
			if l.o.And == AndFirst {
				l.moveDown(&l.lines[above], &l.lines[i])
			} else {
				l.moveUp(&l.lines[above], &l.lines[i])
			}
		}
		above = i
	}
}

// moveDown moves an operator from the end of a line to the start of the next.
func (l *layout) moveDown(from, to *line) {
	at := from.body.End - 2
	before := strings.TrimRight(l.in.Raw[from.body.Start:max(at, from.body.Start)], blanks)
	if before == "" || !l.isAnd(at) {
		return
	}
	to.prefix = l.in.Raw[at:from.body.End] + " "
	from.body.End = from.body.Start + len(before)
}

// moveUp moves an operator from the start of a line to the end of the one before.
func (l *layout) moveUp(to, from *line) {
	at := from.body.Start
	if !l.isAnd(at) {
		return
	}
	behind := strings.TrimLeft(l.in.Raw[at+2:from.body.End], blanks)
	if behind == "" {
		return
	}
	to.suffix = " " + l.in.Raw[at:at+2]
	from.body = text.Span{Start: from.body.End - len(behind), End: from.body.End}
}

// among tells whether a sorted list has n.
func among(sorted []int, n int) bool {
	_, ok := slices.BinarySearch(sorted, n)
	return ok
}

func (l *layout) isAnd(at int) bool {
	return among(l.ands, at)
}
