package format

import (
	"strings"
	"unicode"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

const blanks = " \t"

type role int

const (
	code    role = iota
	lone         // code that is a continuation character alone
	comment      // BuildKit takes it out
	empty        // BuildKit takes it out and warns
)

// line is a physical line of an instruction, without its terminator.
type line struct {
	text.Span
	role role
	body text.Span // without blanks around and without the continuation character
	cont int       // the continuation character, or -1
	at   int       // of code: where it starts in the logical line

	// front and back tell that the blanks in front of the body, and those behind
	// it, are mere separators.
	front, back bool
	// What shall stand around the body.
	indent, prefix, suffix string
}

// readLines reads the physical lines of an instruction down to its heredocs.
func readLines(in *syntax.Instruction) []line {
	var lines []line
	raw := header(in)
	for start := 0; start <= len(raw); {
		end := strings.IndexByte(raw[start:], '\n')
		next := start + end + 1
		if end < 0 {
			end, next = len(raw)-start, len(raw)+1
		}
		content := strings.TrimRight(raw[start:start+end], "\r")
		lines = append(lines, newLine(in, start, content, len(lines) == 0))
		start = next
	}
	return lines
}

// header is the instruction without its heredocs and without the last terminator.
func header(in *syntax.Instruction) string {
	if len(in.Heredocs) == 0 {
		return in.Raw
	}
	return strings.TrimRight(in.Raw[:in.Heredocs[0].Body.Start], "\r\n")
}

func newLine(in *syntax.Instruction, start int, content string, first bool) line {
	l := line{Span: text.Span{Start: start, End: start + len(content)}, cont: -1}
	trim := strings.TrimLeftFunc(content, unicode.IsSpace)
	switch {
	case !first && trim == "":
		l.role = empty
	case !first && trim[0] == '#':
		l.role = comment
	default:
		l.at = in.Line.Offset(start)
		if body, ok := cutContinuation(content, in.Escape); ok {
			l.cont = start + len(body)
			content = body
		}
	}
	body := strings.TrimLeft(content, blanks)
	if first {
		body = strings.TrimLeftFunc(content, unicode.IsSpace)
	}
	l.body.Start = start + len(content) - len(body)
	l.body.End = l.body.Start + len(strings.TrimRight(body, blanks))
	if l.role == code && l.body.Empty() {
		l.role = lone
	}
	return l
}

// cutContinuation takes the continuation character and what is behind it off a
// line, as BuildKit's lineContinuationRegex does.
func cutContinuation(s string, escape byte) (string, bool) {
	body := strings.TrimRight(s, blanks)
	n := len(body)
	if n == 0 || body[n-1] != escape || n > 1 && body[n-2] == escape {
		return s, false
	}
	return body[:n-1], true
}

// untouchable tells of an instruction that is left as it is: one that BuildKit
// refuses, or that stands in the file in a way that asks for a person.
func untouchable(in *syntax.Instruction, lines []line) bool {
	if refused(in) || in.Node == nil || in.Trigger != nil && refused(in.Trigger) {
		return true
	}
	if lines[0].role == lone || in.Raw[in.Keyword.Start:in.Keyword.End] != in.Keyword.Value {
		return true
	}
	if strings.Contains(strings.ReplaceAll(header(in), "\r\n", "\n"), "\r") {
		return true // a blank to BuildKit, the end of a line to editors
	}
	for _, l := range lines[1:] {
		if l.role == code && l.body.Start == l.Start && startsInstruction(in.Raw[l.Start:l.body.End]) {
			return true // most likely a continuation character was forgotten above
		}
	}
	return false
}

// refused tells of an instruction that BuildKit refuses for more than flags that a
// newer frontend may know.
func refused(in *syntax.Instruction) bool { return in.Err != nil && !in.Err.Newer }

// startsInstruction tells whether a line starts with a keyword in capitals.
func startsInstruction(s string) bool {
	word, _, _ := strings.Cut(s, " ")
	_, ok := command.Commands[strings.ToLower(word)]
	return ok && word == strings.ToUpper(word)
}
