package syntax

import (
	"strings"
	"unicode"
)

// head is how BuildKit's splitCommand divides a logical line: a keyword, flags,
// and the rest. Offsets are those of the joined line.
type head struct {
	start, end int // the keyword
	flags      []flagAt
	rest       int // where the arguments start
	stop       int // the end of the line without blanks
}

type flagAt struct {
	start, end int
	value      string // without quotes and escapes
}

// splitHead divides line[from:].
func splitHead(line string, from int, escape byte) head {
	var h head
	h.start = len(line) - len(strings.TrimLeftFunc(line[from:], unicode.IsSpace))
	h.stop = max(h.start, from+len(strings.TrimRightFunc(line[from:], unicode.IsSpace)))
	h.end, h.rest = h.stop, h.stop
	if i := strings.IndexFunc(line[h.start:h.stop], isWhitespace); i >= 0 {
		h.end = h.start + i
		args := h.end + len(line[h.end:h.stop]) - len(strings.TrimLeftFunc(line[h.end:h.stop], isWhitespace))
		h.flags, h.rest = splitFlags(line[:h.stop], args, escape)
		h.rest = h.stop - len(strings.TrimLeftFunc(line[h.rest:h.stop], unicode.IsSpace))
	}
	return h
}

// isWhitespace is BuildKit's reWhitespace.
func isWhitespace(r rune) bool {
	return r == ' ' || r == '\t' || r == '\v' || r == '\f' || r == '\r'
}

// splitFlags reads the words in front of the arguments that start with "--", as
// extractBuilderFlags in BuildKit's parser/split_command.go does: quotes group,
// the escape character takes the next byte as it is, a lone "--" ends the flags.
// It reads bytes, not characters, as BuildKit does.
func splitFlags(line string, at int, escape byte) (flags []flagAt, rest int) {
	for {
		for at < len(line) && isByteSpace(line[at]) {
			at++
		}
		if !strings.HasPrefix(line[at:], "--") {
			return flags, at
		}
		f := readFlag(line, at, escape)
		at = f.end
		if f.value == "--" {
			return flags, at
		}
		flags = append(flags, f)
	}
}

// readFlag reads the word at at, up to a blank that is not quoted.
func readFlag(line string, at int, escape byte) (f flagAt) {
	var value strings.Builder
	var quote byte
	f.start = at
	for ; at < len(line); at++ {
		c := line[at]
		switch {
		case c == escape:
			if at++; at < len(line) {
				value.WriteByte(line[at])
			}
		case quote != 0 && c == quote:
			quote = 0
		case quote != 0:
			value.WriteByte(c)
		case c == '\'' || c == '"':
			quote = c
		case isByteSpace(c):
			f.end, f.value = at, value.String()
			return f
		default:
			value.WriteByte(c)
		}
	}
	f.end, f.value = min(at, len(line)), value.String()
	return f
}

// isByteSpace is unicode.IsSpace of a single byte: BuildKit takes each byte of a
// flag for a character of Latin-1, in which 0x85 and 0xA0 are blanks.
func isByteSpace(c byte) bool { return unicode.IsSpace(rune(c)) }
