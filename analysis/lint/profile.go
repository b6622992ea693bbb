package lint

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/moby/buildkit/util/suggest"
)

// Profile is a choice of rules: a starting point for a person's own settings.
type Profile struct {
	Name string
	// Doc says in one line what it is for.
	Doc      string
	severity func(*Rule) Severity
}

// Profiles are all profiles; the first is the one in force where none is named.
var Profiles = []Profile{
	{"recommended", "what is wrong or wasteful beyond doubt; matters of opinion are off", ownSeverity},
	{"buildkit", "BuildKit's errors and its build checks, as docker build --check has them", buildkitSeverity},
	{"hadolint", "the rules that hadolint reports by default, at its levels", hadolintSeverity},
	{"all", "every rule there is, opinions as hints", anySeverity},
}

// FindProfile is the profile of that name.
func FindProfile(name string) (Profile, bool) {
	i := slices.IndexFunc(Profiles, func(p Profile) bool { return strings.EqualFold(p.Name, name) })
	if i < 0 {
		return Profile{}, false
	}
	return Profiles[i], true
}

// Severity is that of a rule in the profile. What BuildKit refuses is told in each.
func (p Profile) Severity(r *Rule) Severity {
	if r.refusal() || r == otherFrontend {
		return r.Severity
	}
	return p.severity(r)
}

func ownSeverity(r *Rule) Severity { return r.Severity }

func buildkitSeverity(r *Rule) Severity {
	if !r.buildkit() {
		return Off
	}
	return r.Severity
}

// hadolintSeverity is the gravest of hadolint's levels where one of our rules
// stands for several of hadolint's.
func hadolintSeverity(r *Rule) Severity {
	gravest := Off
	for _, name := range append([]string{r.Code}, r.Names()...) {
		level := cmp.Or(hadolintLevels[name], hadolintShellLevels[name], shellCheckLevels[name])
		if level != Off && (gravest == Off || level < gravest) {
			gravest = level
		}
	}
	return gravest
}

func anySeverity(r *Rule) Severity { return cmp.Or(r.Severity, hadolintSeverity(r), Hint) }

// buildkit tells that the rule is one of BuildKit's build checks.
func (r *Rule) buildkit() bool { return slices.Contains(buildkitRules, r) }

// names are the rules by each name they have, in lower case, and the other names
// of each rule.
type names struct {
	rules   map[string][]*Rule
	aliases map[*Rule][]string
	codes   map[string]*Rule
}

// known is made at the first question: all tables are joined by then.
var known = sync.OnceValue(func() names {
	n := names{map[string][]*Rule{}, map[*Rule][]string{}, map[string]*Rule{}}
	add := func(name string, r *Rule) {
		key := strings.ToLower(name)
		if !slices.Contains(n.rules[key], r) {
			n.rules[key] = append(n.rules[key], r)
		}
	}
	for r := range Rules() {
		n.codes[r.Code] = r
		add(r.Code, r)
		for _, alias := range r.Aliases {
			n.aliases[r] = append(n.aliases[r], alias)
			add(alias, r)
		}
	}
	for _, table := range []map[string]string{hadolintAliases, hadolintRefused} {
		for _, alias := range slices.Sorted(maps.Keys(table)) {
			r := n.codes[table[alias]]
			n.aliases[r] = append(n.aliases[r], alias)
			add(alias, r)
		}
	}
	return n
})

// Find is the rule of that code, which is written as the rule has it.
func Find(code string) (*Rule, bool) {
	r, ok := known().codes[code]
	if !ok && shellCheckCode(code) {
		return foreignRule(code), true
	}
	return r, ok
}

// Lookup is the rules that a name means, whatever its case: a code, or another
// name of a rule. A few names mean two rules, which share what people know under
// one number.
func Lookup(name string) []*Rule {
	rules := known().rules[strings.ToLower(name)]
	if rules == nil && shellCheckCode(name) {
		return []*Rule{foreignRule(name)}
	}
	return rules
}

// Names are the other names of the rule, which settings and suppressions
// understand besides its code.
func (r *Rule) Names() []string { return known().aliases[r] }

// answersTo tells whether a name means the rule.
func (r *Rule) answersTo(name string) bool { return slices.Contains(Lookup(name), r) }

// foreign tells that the rule stands for a code of ShellCheck's that is in no table.
func (r *Rule) foreign() bool { return known().codes[r.Code] == nil && shellCheckCode(r.Code) }

// UnknownRule is what to say of a name that no rule has.
func UnknownRule(name string) string {
	message := "there is no rule " + name
	if strings.ContainsAny(name, "0123456789") {
		return message // numbers are near to each other, which means nothing
	}
	return message + didYouMean(name, slices.Collect(maps.Keys(known().codes)))
}

// didYouMean names the nearest of some words, as the end of a message, or "".
func didYouMean(word string, words []string) string {
	slices.Sort(words)
	same := func(word string) int {
		return slices.IndexFunc(words, func(w string) bool { return strings.EqualFold(w, word) })
	}
	i := same(word)
	if near, ok := suggest.Search(word, words, false); i < 0 && ok {
		i = same(near)
	}
	if i < 0 {
		return ""
	}
	return "; did you mean " + words[i] + "?"
}
