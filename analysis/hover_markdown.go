package analysis

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// codeLimit is how many characters of a text from the file are shown.
const codeLimit = 200

// codeSpan quotes s as code in Markdown, whatever is in it, on one line. An empty
// text and one that is too long are said to be so.
func codeSpan(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7F {
			return ' '
		}
		return r
	}, s)
	if strings.TrimSpace(s) == "" {
		if s == "" {
			return "nothing"
		}
		return "only blanks"
	}
	rest := ""
	if utf8.RuneCountInString(s) > codeLimit {
		s, rest = string([]rune(s)[:codeLimit]), "…"
	}
	quote := strings.Repeat("`", longestRun(s, '`')+1)
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") || strings.HasPrefix(s, " ") && strings.HasSuffix(s, " ") {
		s = " " + s + " "
	}
	return quote + s + quote + rest
}

// longestRun is the length of the longest run of c in s.
func longestRun(s string, c byte) int {
	longest, run := 0, 0
	for i := range len(s) {
		if run++; s[i] != c {
			run = 0
		}
		longest = max(longest, run)
	}
	return longest
}

// paragraphs joins those parts that are not empty.
func paragraphs(parts ...string) string { return joinNonEmpty("\n\n", parts) }

// sentences joins those parts that are not empty, in one paragraph.
func sentences(parts ...string) string { return joinNonEmpty(" ", parts) }

func joinNonEmpty(sep string, parts []string) string {
	var b strings.Builder
	for _, p := range parts {
		if p != "" && b.Len() > 0 {
			b.WriteString(sep)
		}
		b.WriteString(p)
	}
	return b.String()
}

// bullets is items as a list.
func bullets(items []string) string { return "- " + strings.Join(items, "\n- ") }

// first is the first of some words, and how many more there are.
func first(words []string, most int) []string {
	if more := len(words) - most; more > 1 {
		return append(slices.Clone(words[:most]), strconv.Itoa(more)+" more")
	}
	return words
}

// listed is words as a list in a sentence: "a, b and c", or with "or".
func listed(words []string, and string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " " + and + " " + words[last]
}
