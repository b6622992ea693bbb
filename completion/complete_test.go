package completion

import (
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/buildcontext"
	"github.com/slipway-dev/slipway/analysis/fixture"
	"github.com/slipway-dev/slipway/analysis/text"
)

const fixtures = "../testdata/completion"

// A fixture wants «completion», the list with one candidate a line; «completion
// LABEL», the file after choosing that candidate where the client knows no
// snippets; or «snippet LABEL», the file with the candidate's snippet in its place.
func TestFixtures(t *testing.T) {
	fixture.Run(t, fixtures, func(_ *testing.T, c fixture.Case, name string) (string, bool) {
		items, _ := Complete(analysis.New(c.Source), c.Cursor, around(c))
		what, label, one := strings.Cut(name, " ")
		switch {
		case what == "completion" && !one:
			return list(items), true
		case what == "completion":
			return choose(c.Source, items, label, plain), true
		case what == "snippet" && one:
			return choose(c.Source, items, label, func(it Item) text.Edit { return it.Edit }), true
		}
		return "", false
	})
}

// around is what lies beside the Dockerfile of a fixture.
func around(c fixture.Case) Around {
	if len(c.Files) == 1 {
		return Around{} // over the wire it is not on disk
	}
	place := buildcontext.Find(c.Files, c.Name, ".")
	around := Around{Context: contextIn(c.Files, place.Dir, c.Name), Named: map[string]*buildcontext.Context{}}
	for name, dir := range place.Named {
		if around.Named[name] = nil; dir != "" {
			around.Named[name] = contextIn(c.Files, dir, "")
		}
	}
	return around
}

func contextIn(files fs.FS, dir, dockerfile string) *buildcontext.Context {
	sub, err := fs.Sub(files, dir)
	if err != nil {
		panic(err)
	}
	rel, err := filepath.Rel(dir, dockerfile)
	if err != nil {
		panic(err)
	}
	return buildcontext.New(sub, filepath.ToSlash(rel))
}

func list(items []Item) string {
	var b strings.Builder
	for _, it := range items {
		b.WriteString(it.Label)
		if it.Detail != "" {
			b.WriteString("\t" + it.Detail)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func choose(t text.Text, items []Item, label string, edit func(Item) text.Edit) string {
	i := slices.IndexFunc(items, func(it Item) bool { return it.Label == label })
	if i < 0 {
		return "no candidate " + label
	}
	return text.Apply(t.String(), []text.Edit{edit(items[i])})
}

// plain is the edit for clients without snippets.
func plain(it Item) text.Edit {
	if it.Snippet {
		return text.Edit{Span: it.Edit.Span, New: it.Plain}
	}
	return it.Edit
}
