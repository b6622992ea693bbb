package lint

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/shell"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/fixture"
	"github.com/slipway-dev/slipway/analysis/refactor"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// TestFixesEverywhere: after each fix that any rule offers in any file, there is
// one finding of the rule less, BuildKit refuses nothing more, and reads the values
// of ENV, ARG, LABEL, CMD and ENTRYPOINT as before.
func TestFixesEverywhere(t *testing.T) {
	c := allWithRefactorings()
	tried := map[string]int{}
	for _, src := range everySource(t) {
		f := analysis.New(text.New(src))
		findings := fixable(f, c)
		for _, found := range findings {
			if found.Fix == nil || tried[found.Code] > 300 {
				continue
			}
			tried[found.Code]++
			after := text.Apply(src, found.Fix.Edits)
			left, g := check(after, c)
			if of(left, found.Code) >= of(findings, found.Code) {
				t.Errorf("%s, %q: still found in\n%s", found.Code, found.Fix.Title, after)
			}
			if refusals(left) > refusals(findings) {
				t.Errorf("%s, %q: BuildKit refuses\n%s", found.Code, found.Fix.Title, after)
			}
			if lost, ok := kept(f, g, found.Fix.Edits); !ok {
				t.Errorf("%s, %q: changes also %q in\n%s", found.Code, found.Fix.Title, lost, after)
			}
			if was, is := values(f, found.Code), values(g, found.Code); !found.Fix.Unsafe && !slices.Equal(was, is) {
				t.Errorf("%s, %q: values %q, were %q", found.Code, found.Fix.Title, is, was)
			}
		}
	}
	t.Log("fixes tried:", tried)
	for r := range Rules() {
		if src := r.Page().Bad; src != "" && tried[r.Code] == 0 {
			if found, _ := check(src, c); slices.ContainsFunc(found, func(f Finding) bool { return f.Code == r.Code && f.Fix != nil }) {
				t.Errorf("no fixture has a fix of %s", r.Code)
			}
		}
	}
}

func of(findings []Finding, code string) (n int) {
	for _, f := range findings {
		if f.Code == code {
			n++
		}
	}
	return n
}

// kept tells whether the instructions that no edit touches are there as they were, in
// their order; lost is the first that is not.
func kept(f, g *analysis.File, edits []text.Edit) (lost string, ok bool) {
	left := g.Items.List()
	for _, it := range f.Items.All() {
		touched := func(e text.Edit) bool { return e.Start <= it.Span().End && it.At <= e.End }
		if slices.ContainsFunc(edits, touched) {
			continue
		}
		i := slices.IndexFunc(left, func(after syntax.Item) bool { return after.Raw == it.Raw })
		if i < 0 {
			return it.Raw, false
		}
		left = left[i+1:]
	}
	return "", true
}

// allWithRefactorings is every rule, with the fixes that package refactor has.
func allWithRefactorings() Config {
	c := Settings{Profile: "all"}.Config()
	c.Resolve = refactor.Resolve
	return c
}

// sayOtherwise are the rules whose fixes are there to write a value in another way,
// or to make one, and say so; package refactor holds what they mean against BuildKit.
var sayOtherwise = map[string]string{"JSONArgsRecommended": "CMD", "MaintainerDeprecated": "LABEL"}

// values are what BuildKit reads in the instructions whose values must not change
// by a fix of a rule.
func values(f *analysis.File, code string) []string {
	list := allValues(f)
	if kind, ok := sayOtherwise[code]; ok {
		list = slices.DeleteFunc(list, func(v string) bool { return strings.HasPrefix(v, kind) })
	}
	return list
}

func allValues(f *analysis.File) []string {
	var list []string
	for _, it := range f.Items.All() {
		switch c := it.Command.(type) {
		case *instructions.EnvCommand:
			list = append(list, pairs(f, "ENV", c.Env))
		case *instructions.ArgCommand:
			for _, a := range c.Args {
				list = append(list, fmt.Sprint("ARG", a.Key, a.ValueString()))
			}
		case *instructions.LabelCommand:
			list = append(list, pairs(f, "LABEL", c.Labels))
		case *instructions.CmdCommand:
			list = append(list, fmt.Sprintf("CMD%q%v", c.CmdLine, c.PrependShell))
		case *instructions.EntrypointCommand:
			list = append(list, fmt.Sprintf("ENTRYPOINT%q%v", c.CmdLine, c.PrependShell))
		}
	}
	return list
}

// pairs are those of an instruction without their quotes and escapes. Variables
// stand for their names.
func pairs(f *analysis.File, kind string, list instructions.KeyValuePairs) string {
	lex := shell.NewLex(rune(f.Escape))
	for _, p := range list {
		value, _, err := lex.ProcessWord(p.Value, everyName{})
		kind += fmt.Sprintf(" %s=%q %v", p.Key, value, err)
	}
	return kind
}

// everyName is an environment in which each variable holds its name and what shells take
// for more than letters.
type everyName struct{}

func (everyName) Get(name string) (string, bool) { return name + ` "'\$`, true }
func (everyName) Keys() []string                 { return nil }

// TestFixAllEverywhere: all safe fixes together leave none, and do so in the line
// ends of the file.
func TestFixAllEverywhere(t *testing.T) {
	c := allWithRefactorings()
	total := 0
	for _, src := range everySource(t) {
		total += checkFixAll(t, src, c)
	}
	if total == 0 {
		t.Error("nothing was fixed")
	}
}

// checkFixAll is how many fixes were made.
func checkFixAll(t *testing.T, src string, c Config) int {
	t.Helper()
	before, _ := check(src, c)
	fixed, n := FixAll(src, c, false)
	left, f := check(fixed, c)
	if refusals(left) > refusals(before) {
		t.Errorf("BuildKit refuses\n%s", fixed)
	}
	for _, found := range Fixes(f, fixable(f, c)) {
		t.Errorf("%s, %q is left in\n%s", found.Code, found.Fix.Title, fixed)
	}
	if again, m := FixAll(fixed, c, false); again != fixed || m != 0 {
		t.Errorf("fixed twice differs from once in\n%s", fixed)
	}
	if lf := strings.Count(src, "\n"); lf > 0 && lf == strings.Count(src, "\r\n") && strings.Count(fixed, "\n") != strings.Count(fixed, "\r\n") {
		t.Errorf("a line ends in another way in\n%q", fixed)
	}
	return n
}

// FuzzFixAll does the same with any text.
func FuzzFixAll(f *testing.F) {
	sources, err := fixture.Sources("../../testdata/lint")
	if err != nil {
		f.Fatal(err)
	}
	for _, src := range sources {
		f.Add(src)
	}
	c := allWithRefactorings()
	f.Fuzz(func(t *testing.T, src string) { checkFixAll(t, src, c) })
}

// TestFixesMeet: of two that share text the later one waits, and unsafe ones and
// those that leave the text are left out.
func TestFixesMeet(t *testing.T) {
	f := analysis.New(text.New("FROM a\nRUN b c\n"))
	finding := func(start, end int, unsafe bool) Finding {
		return Finding{Span: text.Span{Start: start, End: end}, Fix: &Fix{Edits: []text.Edit{{Span: text.Span{Start: start, End: end}}}, Unsafe: unsafe}}
	}
	list := []Finding{finding(11, 13, false), finding(12, 14, false), finding(0, 4, true), {}, finding(99, 100, false), finding(13, 14, false)}
	if got := Fixes(f, list); len(got) != 2 || got[0].Start != 11 || got[1].Start != 13 {
		t.Errorf("%+v", got)
	}
	if got := fixesOf(f, list, true); len(got) != 3 {
		t.Errorf("with unsafe ones: %+v", got)
	}
}

func check(src string, c Config) ([]Finding, *analysis.File) {
	f := analysis.New(text.New(src))
	return Run(f, c), f
}
