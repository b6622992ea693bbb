package analysis

import (
	"regexp"
	"strings"

	"github.com/slipway-dev/slipway/analysis/text"
)

// looseLimit is how long a script may be that is searched by looseMentions.
const looseLimit = 1 << 16

// looseMentions are the variables that a script reads behind its last statement
// that could be parsed: what somebody is typing. Single quotes and backslashes keep
// a dollar; a name that stands in the text without one may be assigned there, so
// nothing is said of it. after is the end of what was parsed.
func looseMentions(s Script, after int, group int) []mention {
	rest := s.Src[min(after, len(s.Src)):]
	if s.Complete || len(s.Src) > looseLimit || strings.Contains(rest, "<<") {
		return nil
	}
	var list []mention
	single, double := false, false
	for i := 0; i < len(rest); i++ {
		switch c := rest[i]; {
		case c == '\'' && !double:
			single = !single
		case single:
		case c == '"':
			double = !double
		case c == '\\':
			i++
		case c == '$':
			m := looseVariable.FindStringSubmatchIndex(rest[i:])
			if m == nil {
				continue
			}
			name := text.Span{Start: after + i + m[2], End: after + i + m[3]}
			if word := s.Src[name.Start:name.End]; readOnly(s.Src, word) {
				whole := text.Span{Start: after + i, End: name.End}
				list = append(list, mention{Span: s.place.span(name), whole: s.place.span(whole), name: word, role: reads, group: group})
			}
			i += m[1] - 1
		}
	}
	return list
}

var looseVariable = regexp.MustCompile(`^\$\{?([A-Za-z_][A-Za-z0-9_]*)`)

// readOnly tells whether each word equal to name follows a "$" or "${".
func readOnly(src, name string) bool {
	for _, at := range regexp.MustCompile(`\b`+name+`\b`).FindAllStringIndex(src, -1) {
		if before := src[:at[0]]; !strings.HasSuffix(before, "$") && !strings.HasSuffix(before, "${") {
			return false
		}
	}
	return true
}
