package reference

import "strings"

// Snippet is a ready-made use of an instruction. No snippet contains a line
// continuation, so each is right under any "# escape=" directive.
type Snippet struct {
	// Label is what a list shows; it is unique.
	Label string
	// Doc is one line without a final period.
	Doc string
	// Body is LSP snippet syntax: ${1:text}, ${1|a,b|}, $0; a literal $, }
	// or \ is written with a \ before it. Placeholders do not nest.
	Body string
}

// Plain returns the body for clients without snippets: every placeholder is
// replaced by its text or its first choice, tab stops vanish.
func (s Snippet) Plain() string {
	var b strings.Builder
	for i := 0; i < len(s.Body); i++ {
		switch c := s.Body[i]; {
		case c == '\\' && i+1 < len(s.Body):
			i++
			b.WriteByte(s.Body[i])
		case c == '$' && strings.HasPrefix(s.Body[i:], "${"):
			text, n := placeholder(s.Body[i:])
			b.WriteString(text)
			i += n - 1
		case c == '$':
			i += digits(s.Body[i+1:])
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// placeholder returns the text of the ${…} that s begins with and its length
// in bytes.
func placeholder(s string) (string, int) {
	end := 2
	for end < len(s) && s[end] != '}' {
		if s[end] == '\\' {
			end++
		}
		end++
	}
	inner := s[2+digits(s[2:]) : min(end, len(s))]
	switch {
	case strings.HasPrefix(inner, ":"):
		inner = inner[1:]
	case strings.HasPrefix(inner, "|"):
		inner, _, _ = strings.Cut(strings.Trim(inner, "|"), ",")
	}
	return unescape(inner), min(end+1, len(s))
}

// unescape takes away each \ and keeps the character after it.
func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// digits returns how many digits s begins with.
func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}
