package refactor

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/buildcontext"
	"github.com/slipway-dev/slipway/analysis/fixture"
	"github.com/slipway-dev/slipway/analysis/lint"
	"github.com/slipway-dev/slipway/analysis/text"
)

// «want actions» lists what is offered, «want actions WORD» what has that word in
// its title, «want action TITLE» is the file after the one offer whose title starts
// so: of the Dockerfile, or of the other one that is changed.
func TestFixtures(t *testing.T) {
	fixture.Run(t, "../../testdata/refactor", answer)
}

// Where a heredoc comes or goes a file with CRLF has no such offer: the shell would
// read the carriage returns.
func TestHeredocFixtures(t *testing.T) {
	fixture.RunVariants(t, "../../testdata/refactor/heredoc", []fixture.Variant{fixture.Variants[0], fixture.Variants[2]}, answer)
}

func answer(t *testing.T, c fixture.Case, name string) (string, bool) {
	actions := Actions(analysis.New(c.Source), buildcontext.New(c.Files, c.Name), c.Selection)
	if word, ok := strings.CutPrefix(name, "actions"); ok {
		return list(actions, strings.TrimSpace(word)), true
	}
	title, ok := strings.CutPrefix(name, "action ")
	var result string
	found := 0
	for _, a := range actions {
		if ok && a.Disabled == "" && strings.HasPrefix(a.Title, title) {
			src := c.Source.String()
			if a.File != "" {
				src = string(file(c, a.File))
			}
			result = text.Apply(src, a.Edits)
			found++
		}
	}
	if found != 1 {
		t.Errorf("%d actions are called %q:\n%s", found, title, list(actions, ""))
	}
	return result, ok
}

// file is what another file of the case holds; nothing where it is not there.
func file(c fixture.Case, name string) []byte {
	if f := c.Files[name]; f != nil {
		return f.Data
	}
	return nil
}

// list shows the actions, one a line: the kind, * for the preferred one, the title
// and the rules.
func list(actions []Action, word string) string {
	var b strings.Builder
	for _, a := range actions {
		if !strings.Contains(a.Title, word) {
			continue
		}
		b.WriteString(a.Kind)
		if a.Preferred {
			b.WriteByte('*')
		}
		fmt.Fprintf(&b, "  %s", a.Title)
		if len(a.Codes) > 0 {
			fmt.Fprintf(&b, "  [%s]", strings.Join(a.Codes, ", "))
		}
		if a.Disabled != "" {
			fmt.Fprintf(&b, "  (not here: %s)", a.Disabled)
		}
		b.WriteByte('\n')
	}
	if b.Len() == 0 {
		return "none\n"
	}
	return b.String()
}

// Each refactoring of the table has a fixture in which it offers something, and
// each rule that one resolves is a rule.
func TestEveryRefactoring(t *testing.T) {
	sources, err := fixture.Sources("../../testdata/refactor")
	if err != nil {
		t.Fatal(err)
	}
	offered := make([]bool, len(refactorings))
	dir := buildcontext.New(fstest.MapFS{"Dockerfile": {}, "main.go": {}}, "Dockerfile")
	for _, src := range sources {
		f := analysis.New(text.New(src))
		for i, it := range f.Items.All() {
			cursor := text.Span{Start: it.At, End: it.At}
			word := lastWord(it)
			for n, r := range refactorings {
				offered[n] = offered[n] || len(r.find(place{f, dir, i, it.Span()})) > 0 || len(r.find(place{f, dir, i, cursor})) > 0 || len(r.find(place{f, dir, i, word})) > 0
			}
		}
	}
	for n, r := range refactorings {
		if _, ok := lint.Find(r.code); !offered[n] || !ok && r.code != "" {
			t.Errorf("refactoring %d, for %q: offered %v, a rule %v", n, r.code, offered[n], ok)
		}
	}
}
