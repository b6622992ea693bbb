package refactor

import (
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/shell"

	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// keyValue offers the form key=value for the old form of ENV and LABEL, in which
// all behind the name is the value. It quotes the value where it must.
func keyValue(p place) []offer {
	in := p.acting()
	if p.step() == nil || len(in.Pairs) != 1 || !in.Pairs[0].Legacy || !in.Pairs[0].HasValue {
		return nil
	}
	pair := in.Pairs[0]
	for _, write := range []func(p place, pair syntax.Pair) []text.Edit{asItIs, inQuotes, withoutQuotes, withEscapes} {
		if edits := write(p, pair); edits != nil && p.samePair(edits, pair) {
			title := "Use " + in.Keyword.Value + " " + clip(pair.Key.Value, 40) + "=…"
			return []offer{{title: title, edits: edits, fixes: !p.trigger(), preferred: true}}
		}
	}
	return nil
}

// The ways to write the value, the best first. Which of them means the same is
// found out by trying.

func asItIs(p place, pair syntax.Pair) []text.Edit { return p.around(pair, "") }

func inQuotes(p place, pair syntax.Pair) []text.Edit {
	if strings.Contains(pair.Value.Value, `"`) {
		return nil
	}
	return p.around(pair, `"`)
}

// around puts a quote on both sides of the value and leaves its lines alone. It is
// nil where a comment stands in front of the value.
func (p place) around(pair syntax.Pair, quote string) []text.Edit {
	edits := []text.Edit{p.edit(text.Span{Start: pair.Key.End, End: pair.Value.Start}, "="+quote)}
	if p.commented(edits) {
		return nil
	}
	if quote != "" {
		edits = append(edits, p.edit(text.Span{Start: pair.Value.End, End: pair.Value.End}, quote))
	}
	return edits
}

func withoutQuotes(p place, pair syntax.Pair) []text.Edit {
	value := strings.NewReplacer(`"`, "", `'`, "").Replace(pair.Value.Value)
	return p.swap(text.Span{Start: pair.Key.End, End: pair.Value.End}, `="`+value+`"`)
}

// withEscapes escapes the blanks that are not quoted.
func withEscapes(p place, pair syntax.Pair) []text.Edit {
	var value strings.Builder
	var quote byte
	src := pair.Value.Value
	for i := 0; i < len(src); i++ {
		switch c := src[i]; {
		case c == p.Escape && quote != '\'' && i+1 < len(src):
			value.WriteByte(c)
			i++
		case c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case quote == 0 && (c == ' ' || c == '\t'):
			value.WriteByte(p.Escape)
		}
		value.WriteByte(src[i])
	}
	return p.swap(text.Span{Start: pair.Key.End, End: pair.Value.End}, "="+value.String())
}

// samePair tells whether after edits BuildKit reads one pair of the same key and
// value, whatever the variables in them hold.
func (p place) samePair(edits []text.Edit, pair syntax.Pair) bool {
	in := p.becomes(edits)
	if in == nil || len(acting(in).Pairs) != 1 {
		return false
	}
	now := acting(in).Pairs[0]
	return !now.Legacy && now.HasValue && sameWord(pair.Key.Value, now.Key.Value, p.Escape) &&
		sameWord(pair.Value.Value, now.Value.Value, p.Escape)
}

// sameWord tells whether BuildKit makes the same of two words: without variables,
// and where each of them holds a text of its own full of blanks and quotes.
func sameWord(a, b string, escape byte) bool {
	for _, env := range []environment{nil, func(name string) string { return name + ` "'\$ ` + name }} {
		one, _, err := shell.NewLex(rune(escape)).ProcessWord(a, env)
		if err != nil {
			return false
		}
		two, _, err := shell.NewLex(rune(escape)).ProcessWord(b, env)
		if err != nil || one != two {
			return false
		}
	}
	return true
}

// environment gives a value to every variable, or to none where it is nil.
type environment func(name string) string

// Get and Keys make it a shell.EnvGetter.
func (e environment) Get(name string) (string, bool) {
	if e == nil {
		return "", false
	}
	return e(name), true
}

// Keys are not needed to put in values.
func (e environment) Keys() []string { return nil }
