package lint

import (
	"slices"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/fixture"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// everySource is the Dockerfiles of all fixtures and of the corpus.
func everySource(t *testing.T) []string {
	sources, err := fixture.Sources("../../testdata")
	if err != nil || len(sources) == 0 {
		t.Fatal("no fixtures: ", err)
	}
	sources = append(sources, corpusSources(t)...)
	slices.Sort(sources)
	return slices.Compact(sources)
}

// TestIgnoreEverywhere: after "ignore here" the findings of the rule in that
// instruction are gone and no other is, after "ignore in this file" all of the
// rule; and BuildKit reads the instructions and directives as before.
func TestIgnoreEverywhere(t *testing.T) {
	c := Settings{Profile: "all"}.Config()
	tried, byCode := 0, map[string]int{}
	for _, src := range everySource(t) {
		findings, f := check(src, c)
		seen := map[string]bool{unusedSuppression.Code: true}
		for _, found := range findings {
			if seen[found.Code] || byCode[found.Code] > 12 {
				continue
			}
			seen[found.Code] = true
			byCode[found.Code]++
			if edits := IgnoreHere(f, found); edits != nil {
				tried++
				item, _ := f.ItemAt(found.Start)
				silenced(t, "here", f, findings, found, edits, c, func(i int) bool { return i == item })
			}
			if edits := IgnoreInFile(f, found); edits != nil {
				tried++
				silenced(t, "in the file", f, findings, found, edits, c, func(int) bool { return true })
			} else if r, _ := Find(found.Code); !r.refusal() {
				t.Errorf("%s cannot be ignored in:\n%s", found.Code, src)
			}
		}
	}
	if tried < 100 {
		t.Error("only", tried, "findings were silenced")
	}
}

func silenced(t *testing.T, where string, f *analysis.File, before []Finding, found Finding, edits []text.Edit, c Config, in func(item int) bool) {
	t.Helper()
	after := text.Apply(f.Text.String(), edits)
	left, g := check(after, c)
	fail := func(why string) { t.Errorf("%s ignored %s: %s in\n%s", found.Code, where, why, after) }
	if !slices.EqualFunc(f.Items.List(), g.Items.List(), func(a, b syntax.Item) bool { return a.Raw == b.Raw }) {
		fail("the instructions changed")
		return
	}
	if was, is := f.Text.String(), after; strings.Count(was, "\r\n") == strings.Count(was, "\n") && strings.Count(is, "\r\n") != strings.Count(is, "\n") && strings.Contains(was, "\n") {
		fail("a line ends in another way")
	}
	want, got := count(f, before, found.Code, in), count(g, left, found.Code, in)
	if got.gone != 0 || got.others != want.others {
		fail("findings of the rule or of others are not what they should be")
	}
}

type counted struct{ gone, others int }

// count counts the findings that should be gone, and all others. Comments come and
// go, so that what is found in them is not counted.
func count(f *analysis.File, findings []Finding, code string, in func(item int) bool) (n counted) {
	for _, found := range findings {
		item, ok := f.ItemAt(found.Start)
		switch {
		case found.Code == unusedSuppression.Code || found.Code == "DL1001" || found.Code == "InvalidDefinitionDescription" && code != found.Code:
		case slices.ContainsFunc(Lookup(code), func(r *Rule) bool { return r.Code == found.Code }):
			if ok && in(item) {
				n.gone++
			}
		default:
			n.others++
		}
	}
	return n
}
