package refactor

import (
	"slices"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// mergePairs offers to make one ENV or LABEL of neighbours: of the selected ones,
// or of the one at the cursor and the next. It does not where one names a variable
// that another sets, because within one ENV that would be the value from before.
func mergePairs(p place) []offer {
	last, ok := p.neighbours(p.merges)
	if !ok || !p.independent(last) {
		return nil
	}
	var edits []text.Edit
	var want []syntax.Pair
	for i := p.item; i <= last; i++ {
		want = append(want, p.Items.At(i).Pairs...)
		if i < last {
			edits = append(edits, p.other(i).joint(" "))
		}
	}
	items := p.after(p.item, last, edits)
	if len(items) != 1 || items[0].Command == nil || !slices.EqualFunc(items[0].Pairs, want, samePairText) {
		return nil
	}
	return []offer{{title: p.joinTitle("Merge", p.it().Keyword.Value, last), edits: edits}}
}

func samePairText(a, b syntax.Pair) bool {
	return a.Key.Value == b.Key.Value && a.Value.Value == b.Value.Value && a.Legacy == b.Legacy
}

// merges tells whether item i and the one behind it are of one kind and can stand
// in one instruction.
func (p place) merges(i int) bool {
	a, b := p.Items.At(i), p.Items.At(i+1)
	if a.Kind() != b.Kind() || a.Kind() != command.Env && a.Kind() != command.Label || checks(b) {
		return false
	}
	return !slices.ContainsFunc([]int{i, i + 1}, func(i int) bool {
		s := p.other(i).step()
		return s == nil || len(s.In.Flags) > 0 || len(s.In.Pairs) == 0 || s.In.Pairs[0].Legacy
	})
}

// independent tells whether no pair of the items up to last depends on another or
// replaces it.
func (p place) independent(last int) bool {
	set := map[string]bool{}
	for i := p.item; i <= last; i++ {
		it := p.Items.At(i)
		for _, e := range it.Expansions {
			if set[e.Name.Value] && it.Kind() == command.Env {
				return false
			}
		}
		for _, pair := range it.Pairs {
			if set[pair.Key.Value] || !plainKey(pair.Key.Value) {
				return false
			}
			set[pair.Key.Value] = true
		}
	}
	return true
}

// plainKey tells whether a key is what is written there.
func plainKey(key string) bool { return plainPath().MatchString(key) }
