package lint

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/analysis/text"
)

// read reads a tree of settings whose keys are those of the table behind prefix.
func (l *Layer) read(prefix string, root node) {
	r := reader{layer: l}
	r.section(prefix, root)
	slices.SortStableFunc(l.apply, func(a, b change) int { return cmp.Compare(a.order, b.order) })
	slices.SortStableFunc(l.Mistakes, func(a, b Finding) int { return cmp.Compare(a.Start, b.Start) })
}

// reader turns a tree into the changes of a layer.
type reader struct{ layer *Layer }

func (r *reader) mistake(at text.Span, message string) {
	r.layer.Mistakes = append(r.layer.Mistakes, mistake(at, message))
}

// section reads a mapping whose keys are settings or sections. One that is empty
// sets nothing.
func (r *reader) section(prefix string, n node) {
	if n.kind == nullNode {
		return
	}
	if n.kind != mapNode {
		r.wrongType(strings.TrimSuffix(prefix, "."), "a mapping", n)
		return
	}
	for _, p := range n.pairs {
		key := prefix + p.key.value
		i := slices.IndexFunc(settingsTable, func(s setting) bool { return s.Key == key })
		switch {
		case i >= 0:
			r.setting(i, p.value)
		case slices.ContainsFunc(settingsTable, func(s setting) bool { return strings.HasPrefix(s.Key, key+".") }):
			r.section(key+".", p.value)
		default:
			r.mistake(p.key.Span, "unknown key "+p.key.value+didYouMean(p.key.value, keysBehind(prefix)))
		}
	}
}

// keysBehind are the keys that a section can have.
func keysBehind(prefix string) []string {
	var keys []string
	for _, s := range settingsTable {
		if rest, ok := strings.CutPrefix(s.Key, prefix); ok {
			key, _, _ := strings.Cut(rest, ".")
			keys = append(keys, key)
		}
	}
	return slices.Compact(keys)
}

// setting reads the value of the ith setting of the table.
func (r *reader) setting(i int, n node) {
	s := &settingsTable[i]
	if n.kind == nullNode {
		return
	}
	var apply func(*Settings)
	switch s.Type {
	case typeText:
		values := s.Values
		if s.EditorPath && r.layer.Path == "" && filepath.IsAbs(n.value) {
			values = nil
		}
		if value, ok := r.word(s.Key, n, values); ok {
			apply = s.apply(value, nil)
		}
	case typeSwitch:
		if n.kind != boolNode {
			r.wrongType(s.Key, "true or false", n)
			return
		}
		apply = s.apply(n.value, nil)
	case typeList:
		apply = s.apply("", r.list(s, n))
	case typeMap:
		apply = s.apply("", r.mapping(s, n))
	}
	if apply != nil {
		r.layer.apply = append(r.layer.apply, change{i, apply})
	}
}

// word is a string out of a set, or any where the set is empty. The case makes no
// difference; the word is given as the set has it.
func (r *reader) word(what string, n node, set []string) (string, bool) {
	if n.kind != stringNode {
		want := "a string"
		if len(set) > 0 {
			want = "one of " + strings.Join(set, ", ")
		}
		r.wrongType(what, want, n)
		return "", false
	}
	if len(set) == 0 {
		return n.value, true
	}
	if i := slices.IndexFunc(set, func(s string) bool { return strings.EqualFold(s, n.value) }); i >= 0 {
		return set[i], true
	}
	hint := didYouMean(n.value, slices.Clone(set))
	if hint == "" {
		hint = "; there are " + strings.Join(set, ", ")
	}
	r.mistake(n.Span, what+" cannot be "+quoted(n.value)+hint)
	return "", false
}

// list is the strings of a list; a single string is a list of one.
func (r *reader) list(s *setting, n node) (values []entry) {
	items := n.items
	switch n.kind {
	case stringNode:
		items = []node{n}
	case listNode:
	default:
		r.wrongType(s.Key, "a list of strings", n)
	}
	for _, item := range items {
		if value, ok := r.word("an element of "+s.Key, item, s.Values); ok && r.rule(s, item) {
			values = append(values, entry{value, ""})
		}
	}
	return values
}

// mapping is the pairs of a mapping to strings.
func (r *reader) mapping(s *setting, n node) (values []entry) {
	if n.kind != mapNode {
		r.wrongType(s.Key, "a mapping", n)
		return nil
	}
	var names []string
	for _, p := range n.pairs {
		known := r.rule(s, p.key)
		if known && s.OfRules {
			r.otherName(names, p.key)
			names = append(names, p.key.value)
		}
		if value, ok := r.word(p.key.value, p.value, s.Values); ok && known {
			values = append(values, entry{p.key.value, value})
		}
	}
	return values
}

// otherName tells of rules that seen has under another of their names.
func (r *reader) otherName(seen []string, name node) {
	same := func(s string) bool { return slices.Equal(Lookup(s), Lookup(name.value)) }
	if i := slices.IndexFunc(seen, same); i >= 0 && seen[i] != name.value {
		r.mistake(name.Span, name.value+" is the rule that is called "+seen[i]+" above; the last one counts")
	}
}

// rule tells whether a word may stand where the setting wants the name of a rule.
func (r *reader) rule(s *setting, n node) bool {
	if !s.OfRules {
		return true
	}
	name := n.value
	rules := Lookup(name)
	_, refused := hadolintRefused[strings.ToUpper(name)]
	switch {
	case refused:
		return true
	case len(rules) == 0:
		r.mistake(n.Span, UnknownRule(name))
		return false
	case rules[0].refusal():
		r.mistake(n.Span, name+" is an error of BuildKit, which no setting changes")
		return false
	}
	return true
}

func (r *reader) wrongType(what, want string, n node) {
	if what == "" {
		what = "the file"
	}
	r.mistake(n.Span, what+" must be "+want+", not "+n.kind.String())
}

func quoted(s string) string { return `"` + s + `"` }
