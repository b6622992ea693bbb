package syntax

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/slipway-dev/slipway/analysis/text"
)

// Logical is a logical line: physical lines joined as BuildKit joins them, with
// continuation characters, comments and empty lines taken out. It remembers
// where each byte came from.
type Logical struct {
	Text   string
	pieces []piece
}

// piece is a run of bytes that stands unbroken in both texts.
type piece struct{ line, raw int }

// At is the place in the instruction of the byte at in the joined line. The end
// of the line is the end of its last byte.
func (l Logical) At(at int) int {
	if len(l.pieces) == 0 {
		return at
	}
	i := sort.Search(len(l.pieces), func(i int) bool { return l.pieces[i].line > at }) - 1
	p := l.pieces[max(i, 0)]
	return p.raw + at - p.line
}

// Span is the place in the instruction of the bytes from start to end of the
// joined line, which may cover continuations in between.
func (l Logical) Span(start, end int) text.Span {
	if start >= end {
		at := l.At(start)
		return text.Span{Start: at, End: at}
	}
	return text.Span{Start: l.At(start), End: l.At(end-1) + 1}
}

// Offset is the place in the joined line of an offset of the instruction, the
// next one where the offset lies in what was taken out.
func (l Logical) Offset(raw int) int {
	i := sort.Search(len(l.pieces), func(i int) bool { return l.pieces[i].raw > raw }) - 1
	if i < 0 {
		return 0
	}
	end := len(l.Text)
	if i+1 < len(l.pieces) {
		end = l.pieces[i+1].line
	}
	return min(l.pieces[i].line+raw-l.pieces[i].raw, end)
}

// word is the word at start to end of the joined line.
func (l Logical) word(start, end int) Word {
	return Word{l.Span(start, end), l.Text[start:end]}
}

// reading is a logical line as read from the start of a source.
type reading struct {
	Logical
	comments, empty []text.Span
	next            int  // offset behind the last line's terminator
	open            bool // the last line is continued, or there is no line behind it
}

// readLine reads the logical line at the start of src, which is neither blank nor
// a comment. It mirrors the inner loop of Parse in BuildKit's parser/parser.go.
func readLine(src string, escape byte) reading {
	var r reading
	var joined strings.Builder
	first := true
	for {
		start := r.next
		line, next := physicalLine(src, start)
		r.next = next
		switch {
		case !first && isComment(line):
			r.comments = append(r.comments, trimmed(line, start))
		case !first && isBlank(line):
			r.empty = append(r.empty, text.Span{Start: start, End: start + len(line)})
		default:
			indent := 0
			if first {
				indent = len(line) - len(strings.TrimLeftFunc(line, unicode.IsSpace))
			}
			body, continued := cutContinuation(line[indent:], escape)
			r.pieces = append(r.pieces, piece{joined.Len(), start + indent})
			if first && !continued {
				r.Text = body
				return r
			}
			joined.WriteString(body)
			first = false
			if !continued {
				r.Text = joined.String()
				return r
			}
		}
		if r.next >= len(src) {
			r.Text, r.open = joined.String(), true
			return r
		}
	}
}

// physicalLine is the line of src at start, without the "\r" and "\n" that end
// it, and the offset of the next one. BuildKit's lines end with "\n" only.
func physicalLine(src string, start int) (line string, next int) {
	end := strings.IndexByte(src[start:], '\n')
	if end < 0 {
		return strings.TrimRight(src[start:], "\r\n"), len(src)
	}
	return strings.TrimRight(src[start:start+end], "\r\n"), start + end + 1
}

// cutContinuation takes the continuation character off a line, as BuildKit's
// lineContinuationRegex does: the escape character may have blanks and tabs
// behind it, but not itself in front.
func cutContinuation(line string, escape byte) (string, bool) {
	body := strings.TrimRight(line, " \t")
	n := len(body)
	if n == 0 || body[n-1] != escape || n > 1 && body[n-2] == escape {
		return line, false
	}
	return body[:n-1], true
}

// isComment and isBlank go by Unicode's blanks, as BuildKit does.
func isComment(line string) bool {
	return strings.HasPrefix(trimLeft(line), "#")
}

func isBlank(line string) bool {
	return trimLeft(line) == ""
}

func trimLeft(line string) string {
	for i := range len(line) {
		switch c := line[i]; {
		case c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' || c == '\f':
		case c < utf8.RuneSelf:
			return line[i:]
		default:
			return strings.TrimLeftFunc(line[i:], unicode.IsSpace)
		}
	}
	return ""
}

// trimmed is the span of a line at start without the blanks around it.
func trimmed(line string, start int) text.Span {
	lead := len(line) - len(trimLeft(line))
	return text.Span{Start: start + lead, End: start + len(strings.TrimRightFunc(line, unicode.IsSpace))}
}
