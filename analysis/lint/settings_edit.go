package lint

import (
	"maps"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/slipway-dev/slipway/analysis/text"
)

// OwnFile is the name of a new settings file.
const OwnFile = ".slipway.yaml"

// TurnOff are the edits of a settings file after which a rule is off, nil where
// they would not be sure to do that and nothing else. A file that does not exist
// yet is a Layer with a Path and no Text.
func (l *Layer) TurnOff(code string) []text.Edit {
	rule, ok := Find(code)
	root, mistakes := parseYAML(l.Text)
	if !ok || rule.refusal() || len(mistakes) > 0 {
		return nil
	}
	e, name := yamlEditor{l.Text, lineEnd(l.Text)}, code
	var edit text.Edit
	if slices.Contains(hadolintFiles, path.Base(l.Path)) {
		edit = e.put(root, []string{"ignored"}, "- "+code, code)
	} else {
		edit = e.put(root, []string{"lint", "rules"}, code+": off", code+": off")
		if p, ok := entryOf(root, rule); ok {
			edit, name = text.Edit{Span: p.value.Span, New: "off"}, p.key.value
		}
	}
	edits := []text.Edit{edit}
	after := ReadYAML(l.Path, text.Apply(l.Text.String(), edits))
	want := Merge(l)
	want.Rules = maps.Clone(want.Rules)
	if want.Rules == nil {
		want.Rules = map[string]Severity{}
	}
	for _, r := range Lookup(name) {
		want.Rules[r.Code] = Off
	}
	if len(after.Mistakes) > len(l.Mistakes) || !maps.Equal(Merge(after).Rules, want.Rules) || Merge(after).Profile != want.Profile {
		return nil
	}
	return edits
}

// entryOf is what lint.rules says of a rule.
func entryOf(root node, r *Rule) (pair, bool) {
	for _, key := range []string{"lint", "rules"} {
		root, _ = root.at(key)
	}
	for _, p := range slices.Backward(root.pairs) {
		if r.answersTo(p.key.value) && p.value.kind == stringNode {
			return p, true
		}
	}
	return pair{}, false
}

// at is the value of a key.
func (n node) at(key string) (node, bool) {
	for _, p := range slices.Backward(n.pairs) {
		if p.key.value == key {
			return p.value, true
		}
	}
	return node{}, false
}

// yamlEditor puts a line into a YAML file without touching what is there.
type yamlEditor struct {
	text text.Text
	eol  string
}

// put is the edit that puts an entry into the mapping or list at a path of keys,
// in front of what is there: as a line of its own, or inline between brackets.
func (e yamlEditor) put(n node, keys []string, line, inline string) text.Edit {
	if len(n.pairs)+len(n.items) == 0 {
		return e.append(keys, line)
	}
	if len(keys) > 0 {
		for _, p := range n.pairs {
			switch {
			case p.key.value != keys[0]:
			case len(p.value.pairs)+len(p.value.items) > 0:
				return e.put(p.value, keys[1:], line, inline)
			case p.value.kind == nullNode || p.value.kind == mapNode || p.value.kind == listNode:
				return e.below(p, keys[1:], line, inline)
			}
		}
		line = nested(keys, line, e.eol+strings.Repeat(" ", e.column(n.first())))
	}
	first := n.first()
	if len(n.items) > 0 { // the dash is in front of the item
		first = text.Span{Start: first.Start - len("- "), End: first.End}
	}
	at := e.text.LineSpan(e.text.Line(first.Start)).Start
	indent := e.text.Slice(text.Span{Start: at, End: first.Start})
	if strings.TrimLeft(indent, " \uFEFF") != "" {
		at = n.first().Start // between brackets
		return text.Edit{Span: text.Span{Start: at, End: at}, New: inline + ", "}
	}
	return text.Edit{Span: text.Span{Start: first.Start, End: first.Start}, New: line + e.eol + strings.TrimLeft(indent, "\uFEFF")}
}

// first is the place of the first entry.
func (n node) first() text.Span {
	if len(n.pairs) > 0 {
		return n.pairs[0].key.Span
	}
	return n.items[0].Span
}

func (e yamlEditor) column(s text.Span) int {
	line := e.text.LineSpan(e.text.Line(s.Start))
	return utf8.RuneCountInString(strings.TrimPrefix(e.text.Slice(text.Span{Start: line.Start, End: s.Start}), "\uFEFF"))
}

// below is the edit for a key that has nothing yet: a line behind the key's, or an
// entry between empty brackets.
func (e yamlEditor) below(p pair, keys []string, line, inline string) text.Edit {
	end := e.text.LineSpan(e.text.Line(p.key.Start)).End
	if rest := e.text.Slice(text.Span{Start: p.key.End, End: end}); p.value.kind != nullNode {
		i := strings.IndexAny(rest, "]}")
		if i < 0 || len(keys) > 0 {
			return text.Edit{}
		}
		return text.Edit{Span: text.Span{Start: p.key.End + i, End: p.key.End + i}, New: inline}
	}
	start := e.eol + strings.Repeat(" ", e.column(p.key.Span)+2)
	return text.Edit{Span: text.Span{Start: end, End: end}, New: start + nested(keys, line, start)}
}

// append is the edit for a file without entries.
func (e yamlEditor) append(keys []string, line string) text.Edit {
	end := e.text.Len()
	before := ""
	if src := e.text.String(); strings.TrimPrefix(src, "\uFEFF") != "" && !strings.HasSuffix(src, "\n") {
		before = e.eol
	}
	return text.Edit{Span: text.Span{Start: end, End: end}, New: before + nested(keys, line, e.eol) + e.eol}
}

// nested is an entry below keys, each on a line of its own; start is what lines
// after the first begin with.
func nested(keys []string, line, start string) string {
	for _, key := range slices.Backward(keys) {
		line = key + ":" + start + "  " + strings.ReplaceAll(line, start, start+"  ")
	}
	return line
}
