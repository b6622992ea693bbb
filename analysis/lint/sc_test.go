package lint

import (
	"slices"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/fixture"
	"github.com/slipway-dev/slipway/analysis/text"
)

// everyTextRule turns all rules about the text of shells on, as warnings.
func everyTextRule() Config {
	c := Config{Severities: map[string]Severity{}}
	for _, r := range shellTextRules {
		c.Severities[r.Code] = Warning
	}
	return c
}

func textFindings(f *analysis.File, c Config) []Finding {
	return slices.DeleteFunc(Run(f, c), func(found Finding) bool { return shellCheckLevels[found.Code] == Off })
}

// TestShellTextExamples: each rule finds something in its bad example and nothing in
// its good one.
func TestShellTextExamples(t *testing.T) {
	for _, r := range shellTextRules {
		if r.Title == "" || r.Why == "" || r.Category == "" || shellCheckLevels[r.Code] == Off {
			t.Errorf("%s lacks a title, a reason, a category or ShellCheck's level", r.Code)
		}
		for src, want := range map[string]bool{r.Bad: true, r.Good: false} {
			f := analysis.New(text.New(src))
			found := textFindings(f, everyTextRule())
			got := slices.ContainsFunc(found, func(found Finding) bool { return found.Code == r.Code })
			if got != want {
				t.Errorf("%s finds something: %v, want %v in\n%s", r.Code, got, want, src)
			}
			for _, found := range Run(f, Config{}) {
				if found.Severity == Error && found.Code != shellSyntax {
					t.Errorf("an example of %s has an error: %s\n%s", r.Code, found.Message, src)
				}
			}
		}
	}
	if len(shellCheckLevels) != len(shellTextRules) {
		t.Errorf("%d levels for %d rules", len(shellCheckLevels), len(shellTextRules))
	}
}

// TestShellTextFixtures: «want shell» is what all of these rules find, with their fixes;
// «want shell fixed» the file after all of the fixes that can be made at once.
func TestShellTextFixtures(t *testing.T) {
	fixture.Run(t, "../../testdata/lint/shell", func(t *testing.T, c fixture.Case, name string) (string, bool) {
		f := analysis.New(c.Source)
		switch name {
		case "shell":
			var b strings.Builder
			for _, found := range textFindings(f, everyTextRule()) {
				b.WriteString(show(f.Text, []Finding{found}))
			}
			return b.String(), true
		case "shell fixed":
			var edits []text.Edit
			for _, found := range fixesOf(f, textFindings(f, everyTextRule()), true) {
				edits = append(edits, found.Fix.Edits...)
			}
			return text.Apply(c.Source.String(), edits), true
		}
		return "", false
	})
}

// TestShellTextFixes: after the fix of any finding in a fixture or in the corpus the
// finding is gone, and the file parses.
func TestShellTextFixes(t *testing.T) {
	sources, err := fixture.Sources("../../testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range shellTextRules {
		sources = append(sources, r.Bad)
	}
	seen := map[string]int{}
	for _, src := range append(sources, corpusSources(t)...) {
		f := analysis.New(text.New(src))
		before := textFindings(f, everyTextRule())
		for _, found := range before {
			if found.Fix == nil {
				continue
			}
			seen[found.Code]++
			g := analysis.New(text.New(text.Apply(src, found.Fix.Edits)))
			after := textFindings(g, everyTextRule())
			if howMany(after, found.Code) != howMany(before, found.Code)-1 || len(after) >= len(before) || refusals(Run(g, Config{})) > refusals(Run(f, Config{})) {
				t.Errorf("%s, %s: the finding is not gone, or there are others\n%s", found.Code, found.Fix.Title, g.Text.String())
			}
		}
	}
	t.Log("fixes tried:", seen)
	for _, code := range []string{"SC2006", "SC2035", "SC2061", "SC2062", "SC2086", "SC2088", "SC2162", "SC2164"} {
		if seen[code] == 0 {
			t.Errorf("no fix of %s was tried", code)
		}
	}
}

func howMany(list []Finding, code string) (n int) {
	for _, found := range list {
		if found.Code == code {
			n++
		}
	}
	return n
}

// TestHints: of a rule that is a hint only what our own finds is shown; where it is more,
// ShellCheck's word counts.
func TestHints(t *testing.T) {
	src := "FROM debian:12\nRUN pkgs='a b' && v=$(cat /v) && apt-get install $pkgs $v\n"
	script := strings.TrimPrefix(strings.TrimSpace(src[strings.Index(src, "RUN "):]), "RUN ")
	for profile, want := range map[string]string{"recommended": "$v", "hadolint": "$pkgs $v"} {
		config := Settings{Profile: profile}.Config()
		config.Shell = func(ShellScript) (notes []ShellNote, known bool) {
			for _, name := range []string{"$pkgs", "$v"} {
				at := strings.LastIndex(script, name)
				notes = append(notes, ShellNote{Span: text.Span{Start: at, End: at + len(name)}, Code: "SC2086", Level: Info, Message: "quote it"})
			}
			return notes, true
		}
		f := analysis.New(text.New(src))
		var got []string
		for _, found := range Run(f, config) {
			if found.Code == "SC2086" {
				got = append(got, f.Text.Slice(found.Span))
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", profile, got, want)
		}
	}
}

// TestOursDecides: what eval sets is not missed, whatever ShellCheck says.
func TestOursDecides(t *testing.T) {
	config := Settings{Profile: "hadolint"}.Config()
	config.Shell = func(ShellScript) ([]ShellNote, bool) {
		return []ShellNote{{Span: text.Span{Start: 24, End: 26}, Code: "SC2154", Level: Warning, Message: "not assigned"}}, true
	}
	for _, found := range Run(analysis.New(text.New("FROM debian:12\nRUN eval x=\\$y && echo \"a\" $x\n")), config) {
		if found.Code == "SC2154" {
			t.Errorf("%+v", found)
		}
	}
}

// TestForeign: a code of ShellCheck's that no rule stands for can be set, silenced and
// asked about, and its findings have the level that the profile gives them.
func TestForeign(t *testing.T) {
	src := "FROM debian:12\nRUN ls | grep x\n# hadolint ignore=SC2010\nRUN ls | grep x\n"
	note := ShellNote{Span: text.Span{Start: 0, End: 2}, Code: "SC2010", Level: Warning, Message: "use a pattern"}
	for _, c := range []struct {
		settings Settings
		level    Severity
		want     string
	}{
		{Settings{}, Error, "warning SC2010"},
		{Settings{}, Warning, "info SC2010"},
		{Settings{}, Info, "hint SC2010"},
		{Settings{}, Hint, ""},
		{Settings{Profile: "hadolint"}, Hint, "hint SC2010"},
		{Settings{Profile: "buildkit"}, Error, ""},
		{Merge(ReadYAML(".slipway.yaml", "lint:\n  rules:\n    sc2010: error\n")), Hint, "error SC2010"},
		{Merge(ReadYAML(".hadolint.yaml", "ignored: [SC2010]\n")), Error, ""},
	} {
		config := c.settings.Config()
		config.Shell = func(s ShellScript) ([]ShellNote, bool) {
			n := note
			n.Level = c.level
			return []ShellNote{n}, true
		}
		var got []string
		for _, found := range Run(analysis.New(text.New(src)), config) {
			if found.Code == "SC2010" {
				got = append(got, found.Severity.String()+" "+found.Code)
			}
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%+v at %v: %v, want %q", c.settings, c.level, got, c.want)
		}
	}
}
