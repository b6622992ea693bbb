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
	return regexp.MustCompile(`(?i)^[ \t]*#[ \t]*(?:(hadolint)[ \t]+(?:\w+[ \t]+)?ignore|slipway[ \t]+ignore(?:-file)?|check[ \t]*=[ \t]*(?:[^;]*;[ \t]*)?skip)[ \t]*=` +
		`[ \t]*((?:[\w-]+[ \t]*,[ \t]*)*)([\w-]*)$`)
})

// RuleName is a rule under one of its names.
type RuleName struct {
	*Rule
	Name string
}

// NamesAt are the rules that a comment which silences rules may name at an offset,
// without those that it names before, and the span that the name would replace. In
// comments of hadolint they have the names that hadolint knows.
func NamesAt(f *analysis.File, at int) (rules []RuleName, replaced text.Span) {
	if i, ok := f.ItemAt(at); ok && at > f.Items.At(i).At && at < f.Items.At(i).Span().End {
		return nil, replaced
	}
	src := f.Text.String()
	m := namesBefore().FindStringSubmatch(src[strings.LastIndexByte(src[:at], '\n')+1 : at])
	if m == nil {
		return nil, replaced
	}
	used := strings.FieldsFunc(m[2], func(r rune) bool { return strings.ContainsRune(", \t", r) })
	for r := range Rules() {
		name, ok := r.Code, true
		if m[1] != "" {
			name, ok = r.hadolintName()
		}
		if ok && !r.refusal() && !slices.ContainsFunc(used, r.answersTo) {
			rules = append(rules, RuleName{r, name})
		}
	}
	end := at
	for end < len(src) && isNameByte(src[end]) {
		end++
	}
	return rules, text.Span{Start: at - len(m[3]), End: end}
}

// hadolintName is the number under which hadolint has the rule.
func (r *Rule) hadolintName() (string, bool) {
	names := append([]string{r.Code}, r.Names()...)
	i := slices.IndexFunc(names, func(s string) bool { return strings.HasPrefix(s, "DL") || strings.HasPrefix(s, "SC") })
	if i < 0 {
		return "", false
	}
	return names[i], true
}

func isNameByte(c byte) bool {
	return c == '-' || c == '_' || '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
}
