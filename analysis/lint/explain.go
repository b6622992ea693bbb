package lint

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/text"
)

// Explain is the page of the rule that a comment names at an offset: one that
// silences rules.
func Explain(f *analysis.File, at int) (analysis.Answer, bool) {
	for _, p := range pragmas(f) {
		for _, n := range p.names {
			rules := Lookup(n.name)
			if !n.Touches(at) || len(rules) == 0 {
				continue
			}
			rule := rules[0]
			for _, r := range rules {
				if strings.EqualFold(r.Code, n.name) {
					rule = r
				}
			}
			return analysis.Answer{Span: n.Span, Markdown: rule.Markdown()}, true
		}
	}
	return analysis.Answer{}, false
}

var namesBefore = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^[ \t]*#[ \t]*(?:hadolint[ \t]+(?:\w+[ \t]+)?ignore|slipway[ \t]+ignore(?:-file)?|check[ \t]*=[ \t]*(?:[^;]*;[ \t]*)?skip)[ \t]*=` +
		`[ \t]*((?:[\w-]+[ \t]*,[ \t]*)*)([\w-]*)$`)
})

// NamesAt are the rules that a comment which silences rules may name at an offset,
// without those that it names before, and the span that the name would replace.
func NamesAt(f *analysis.File, at int) (rules []*Rule, replaced text.Span) {
	if i, ok := f.ItemAt(at); ok && at > f.Items[i].At && at < f.Items[i].Span().End {
		return nil, replaced
	}
	src := f.Text.String()
	m := namesBefore().FindStringSubmatch(src[strings.LastIndexByte(src[:at], '\n')+1 : at])
	if m == nil {
		return nil, replaced
	}
	used := strings.FieldsFunc(m[1], func(r rune) bool { return strings.ContainsRune(", \t", r) })
	for r := range Rules() {
		if !r.refusal() && !slices.ContainsFunc(used, r.answersTo) {
			rules = append(rules, r)
		}
	}
	end := at
	for end < len(src) && isNameByte(src[end]) {
		end++
	}
	return rules, text.Span{Start: at - len(m[2]), End: end}
}

func isNameByte(c byte) bool {
	return c == '-' || c == '_' || '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
}
