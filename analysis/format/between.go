package format

import (
	"regexp"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// bound is a line between instructions: blank or a comment.
type bound struct {
	text.Span     // without its terminator
	next      int // offset of the line behind it
	blank     bool
}

// blankLines is the edits between the instructions: at most one empty line, two
// where a FROM follows, none at the end.
func blankLines(f *syntax.File, s text.Span, off []text.Span, o Options) []text.Edit {
	var edits []text.Edit
	src := f.Text.String()
	at := 0
	if strings.HasPrefix(src, "\uFEFF") {
		at = len("\uFEFF")
	}
	for i := range f.Items.Len() + 1 {
		end, most, tail := len(src), 1, i == f.Items.Len()
		if !tail {
			end = f.Items.At(i).At
			if f.Items.At(i).Kind() == command.From {
				most = 2
			}
		}
		b := between{lines: boundsOf(src, at, end), most: most, first: i == 0, tail: tail, o: o}
		edits = append(edits, b.edits(src)...)
		if !tail {
			at = lineBehind(src, f.Items.At(i).Span().End)
		}
	}
	kept := edits[:0]
	for _, e := range edits {
		if e.Overlaps(s) && !overlapsAny(off, e.Span) {
			kept = append(kept, e)
		}
	}
	return kept
}

// lineBehind is the offset of the line behind the one that at stands on.
func lineBehind(src string, at int) int {
	if i := strings.IndexByte(src[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(src)
}

// boundsOf reads the lines from at to end.
func boundsOf(src string, at, end int) []bound {
	var lines []bound
	for at < end {
		next := min(lineBehind(src, at), end)
		content, terminated := strings.CutSuffix(src[at:next], "\n")
		if terminated {
			content = strings.TrimSuffix(content, "\r")
		}
		lines = append(lines, bound{
			Span: text.Span{Start: at, End: at + len(content)}, next: next,
			blank: strings.Trim(content, blanks) == "",
		})
		at = next
	}
	return lines
}

// between is the lines between two instructions.
type between struct {
	lines       []bound
	most        int // empty lines allowed in one place
	first, tail bool
	o           Options
}

func (b between) edits(src string) []text.Edit {
	var edits []text.Edit
	for i := 0; i < len(b.lines); i++ {
		if !b.lines[i].blank {
			edits = append(edits, b.trim(src, b.lines[i])...)
			continue
		}
		run := i
		for i+1 < len(b.lines) && b.lines[i+1].blank {
			i++
		}
		edits = append(edits, b.run(src, b.lines[run:i+1], run == 0, i+1 == len(b.lines))...)
	}
	return edits
}

// run is the edits of a run of empty lines.
func (b between) run(src string, lines []bound, first, last bool) []text.Edit {
	keep := min(len(lines), b.most)
	switch {
	case last && b.tail && b.o.TrimFinalNewlines:
		keep = 0
	case last && b.tail:
		keep = len(lines)
	case b.first && first && last:
		keep = 0
	case b.first && first:
		// An empty line above a comment keeps it from being a parser directive.
		keep = 1
	}
	var edits []text.Edit
	for _, l := range lines[:keep] {
		edits = append(edits, b.trim(src, l)...)
	}
	if keep < len(lines) {
		edits = append(edits, text.Edit{Span: text.Span{Start: lines[keep].Start, End: lines[len(lines)-1].next}})
	}
	return edits
}

// trim takes the blanks off the end of a line, but where a carriage return in
// front of them would come to end it.
func (b between) trim(src string, l bound) []text.Edit {
	end := l.Start + len(strings.TrimRight(src[l.Start:l.End], blanks))
	if end == l.End || !b.o.TrimTrailing || strings.HasSuffix(src[:end], "\r") {
		return nil
	}
	return []text.Edit{{Span: text.Span{Start: end, End: l.End}}}
}

// lastNewline is what ends the last line of a formatted file. A carriage return at
// its end stays a part of the line; a newline would make it another thing.
func lastNewline(formatted string, o Options) string {
	last := formatted[strings.LastIndexByte(formatted, '\n')+1:]
	if !o.FinalNewline || strings.Trim(last, blanks+"\uFEFF") == "" || strings.HasSuffix(last, "\r") {
		return ""
	}
	return o.newline
}

var fmtComment = regexp.MustCompile(`^#[ \t]*slipway[ \t]+fmt[ \t]+(on|off)(?:[ \t].*)?$`)

// offRegions are the places between "# slipway fmt off" and "# slipway fmt on",
// those lines included. The comments may stand within an instruction, which is
// left as it is then.
func offRegions(f *syntax.File) []text.Span {
	src := f.Text.String()
	if !strings.Contains(src, "slipway") {
		return nil
	}
	var regions []text.Span
	from := -1
	for _, s := range commentLines(f) {
		m := fmtComment.FindStringSubmatch(strings.TrimSpace(f.Text.Slice(s)))
		switch {
		case m == nil:
		case m[1] == "off" && from < 0:
			from = s.Start
		case m[1] == "on" && from >= 0:
			regions, from = append(regions, text.Span{Start: from, End: s.End}), -1
		}
	}
	if from >= 0 {
		regions = append(regions, text.Span{Start: from, End: f.Text.Len()})
	}
	return regions
}

// commentLines are the comments of a file in order.
func commentLines(f *syntax.File) []text.Span {
	var lines []text.Span
	at := 0
	between := func(end int) {
		for _, l := range boundsOf(f.Text.String(), at, end) {
			if !l.blank {
				lines = append(lines, l.Span)
			}
		}
	}
	for _, it := range f.Items.All() {
		between(it.At)
		for _, c := range it.Comments {
			lines = append(lines, it.In(c))
		}
		at = lineBehind(f.Text.String(), it.Span().End)
	}
	between(f.Text.Len())
	return lines
}
