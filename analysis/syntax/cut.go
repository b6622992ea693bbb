package syntax

import (
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis/text"
)

// chunk is one instruction as it was cut out of a source.
type chunk struct {
	span text.Span
	next int // offset of the line behind it
	lead []string
	key  bool    // a comment somewhere above holds a "="
	line reading // its spans start at span.Start
	docs []Heredoc
	open bool // text put behind it would become a part of it
}

// cutter reads one instruction after the other. It mirrors the outer loop of
// Parse in BuildKit's parser/parser.go.
type cutter struct {
	src        string
	at         int // start of a line
	escape     byte
	directives []Directive
}

// next is the next instruction, or false at the end of the source.
func (c *cutter) next() (chunk, bool) {
	var lead []string
	key := false
	for c.at < len(c.src) {
		line, next := physicalLine(c.src, c.at)
		switch {
		case isBlank(line):
		case isComment(line):
			key = key || strings.Contains(line, "=")
			if !c.isDirective(c.at) {
				lead = appendComment(lead, c.src[c.at:next])
			}
		default:
			ch := c.instruction()
			ch.lead, ch.key = lead, key
			return ch, true
		}
		c.at = next
	}
	return chunk{}, false
}

// recutter cuts somewhere in a text, of which it looks at no more than it must.
type recutter struct {
	text       text.Text
	at         int // start of a line
	escape     byte
	directives []Directive
}

// recutRoom is how much is looked at first, in bytes. Tests make it small.
var recutRoom = 4 << 10

// next is the next instruction, or false at the end of the text.
func (r *recutter) next() (chunk, bool) {
	for room := recutRoom; ; room *= 4 {
		whole := r.at+room >= r.text.Len()
		src := r.text.Slice(text.Span{Start: r.at, End: r.at + room})
		if !whole {
			src = src[:strings.LastIndexByte(src, '\n')+1]
		}
		c := cutter{src: src, escape: r.escape}
		if r.at == 0 {
			c.at, c.directives = bomLen(src), r.directives
		}
		ch, ok := c.next()
		if !whole && (!ok || ch.open || ch.next == len(src)) {
			continue // there may be more of it
		}
		ch.span, ch.next = ch.span.Shift(r.at), ch.next+r.at
		r.at += c.at
		return ch, ok
	}
}

// appendComment adds a comment line to those that belong to the next
// instruction. BuildKit cuts one byte off the line, not the "#": an indented
// comment keeps its "#".
func appendComment(lead []string, line string) []string {
	comment := strings.TrimSpace(line[1:])
	if comment == "" {
		return nil
	}
	// A copy, so that the comment does not keep the whole source alive.
	return append(lead, strings.Clone(comment))
}

func (c *cutter) isDirective(at int) bool {
	for _, d := range c.directives {
		if d.Start >= at {
			next := strings.IndexByte(c.src[at:], '\n')
			return d.Err == nil && (next < 0 || d.Start < at+next)
		}
	}
	return false
}

// instruction cuts the instruction that starts on the line at c.at.
func (c *cutter) instruction() chunk {
	start := c.at
	line := readLine(c.src[start:], c.escape)
	ch := chunk{line: line, open: line.open}
	end := line.next
	if ops := heredocsOf(line.Logical, c.escape); len(ops) > 0 {
		var closed bool
		ch.docs, end, closed = readHeredocs(c.src[start:], end, ops)
		ch.open = ch.open || !closed
	}
	c.at = start + end
	ch.next = c.at
	ch.span = text.Span{Start: start, End: start + len(trimTerminator(c.src[start:c.at]))}
	return ch
}

// trimTerminator takes the terminator of the last line off.
func trimTerminator(s string) string {
	if t, ok := strings.CutSuffix(s, "\n"); ok {
		return strings.TrimSuffix(t, "\r")
	}
	return s
}

// readHeredocs reads the documents of ops from the lines at at. Where one is not
// closed, BuildKit refuses the file. Here the document then ends in front of the
// next line that is an instruction beyond doubt, so that the rest of the file is
// still served while somebody types.
func readHeredocs(src string, at int, ops []Heredoc) (docs []Heredoc, next int, closed bool) {
	for i := range ops {
		d := ops[i]
		d.Body = text.Span{Start: at, End: at}
		for at < len(src) {
			line, after := physicalLine(src, at)
			if d.Chomp {
				line = strings.TrimLeft(line, "\t")
			}
			if line == d.Name.Value {
				end := at + len(trimTerminator(src[at:after]))
				d.End = text.Span{Start: end - len(src[at:end]) + indentOf(src[at:end], d.Chomp), End: end}
				d.Body.End, d.Closed = at, true
				at = after
				break
			}
			at = after
		}
		if !d.Closed {
			return recoverHeredoc(src, append(docs, ops[i:]...), d.Body.Start)
		}
		docs = append(docs, d)
	}
	return docs, at, true
}

func indentOf(line string, chomp bool) int {
	if !chomp {
		return 0
	}
	return len(line) - len(strings.TrimLeft(line, "\t"))
}

// recoverHeredoc ends the unclosed documents of docs, the first of which starts
// at from.
func recoverHeredoc(src string, docs []Heredoc, from int) ([]Heredoc, int, bool) {
	at := from
	for at < len(src) {
		line, next := physicalLine(src, at)
		if startsInstruction(line) {
			break
		}
		at = next
	}
	for i := range docs {
		if !docs[i].Closed {
			docs[i].Body = text.Span{Start: from, End: at}
			docs[i].End = text.Span{Start: at, End: at}
			from = at
		}
	}
	return docs, at, false
}

// startsInstruction tells whether a line starts, without indentation, with a
// keyword in capitals and a blank.
func startsInstruction(line string) bool {
	word, _, ok := strings.Cut(line, " ")
	if !ok || word == "" || word != strings.ToUpper(word) {
		return false
	}
	_, ok = command.Commands[strings.ToLower(word)]
	return ok
}
