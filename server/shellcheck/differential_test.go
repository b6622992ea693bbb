package shellcheck

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/fixture"
	"github.com/slipway-dev/slipway/analysis/lint"
	"github.com/slipway-dev/slipway/analysis/text"
)

// checker is for the program on the PATH, which «make shellcheck» installs. Without
// it the tests that need it say so and fail only where SLIPWAY_SHELLCHECK asks for it.
func checker(t *testing.T) *Checker {
	t.Helper()
	if _, err := Look(t.Context(), ""); err != nil {
		if os.Getenv("SLIPWAY_SHELLCHECK") != "" {
			t.Fatal(err)
		}
		t.Skip("make shellcheck installs the program and runs this test: ", err)
	}
	return &Checker{Failed: func(err error) { t.Error(err) }}
}

// TestOursAreTheirs: what our own rules find in the text of a shell, ShellCheck finds
// too when it is told the same shell and the same variables, in the same place. SC3040
// is ours alone: ShellCheck takes pipefail for known to every dash.
func TestOursAreTheirs(t *testing.T) {
	c := checker(t)
	sources, err := fixture.Sources("../../testdata")
	if err != nil {
		t.Fatal(err)
	}
	for r := range lint.Rules() {
		sources = append(sources, r.Bad, r.Good)
	}
	for _, f := range fixture.Corpus(t) {
		sources = append(sources, f.Source)
	}
	config := lint.Settings{Profile: "all"}.Config()
	config.NoIgnores = true
	seen := map[string]int{}
	for _, src := range sources {
		f := analysis.New(text.New(src))
		ours := shellFindings(f, config)
		if len(ours) == 0 {
			continue
		}
		config := config
		config.Shell = func(s lint.ShellScript) ([]lint.ShellNote, bool) { return c.Now(context.Background(), s) }
		theirs := shellFindings(f, config)
		for _, o := range ours {
			if seen[o.Code]++; o.Code != "SC3040" && !confirmed(o, theirs) {
				t.Errorf("%s at %q is not found by ShellCheck: %s\n%s", o.Code, f.Text.Slice(o.Span), o.Message, around(f.Text, o.Span))
			}
		}
	}
	for r := range lint.Rules() {
		if strings.HasPrefix(r.Code, "SC") && seen[r.Code] == 0 {
			t.Errorf("nothing was found by %s", r.Code)
		}
	}
	t.Log("compared:", seen)
}

func shellFindings(f *analysis.File, c lint.Config) (list []lint.Finding) {
	for _, found := range lint.Run(f, c) {
		if strings.HasPrefix(found.Code, "SC") {
			list = append(list, found)
		}
	}
	return list
}

// confirmed tells whether a finding is among others: the same code, in a place that it
// shares a byte with.
func confirmed(o lint.Finding, theirs []lint.Finding) bool {
	for _, found := range theirs {
		if found.Code == o.Code && (found.Overlaps(o.Span) || found.Touches(o.Start)) {
			return true
		}
	}
	return false
}

// around is the lines of a place.
func around(t text.Text, s text.Span) string {
	return t.Slice(text.Span{Start: t.LineSpan(t.Line(s.Start)).Start, End: t.LineSpan(t.Line(s.End)).End})
}
