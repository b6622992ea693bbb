package analysis

import (
	"regexp"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/analysis/buildcontext"
	"github.com/slipway-dev/slipway/analysis/fixture"
	"github.com/slipway-dev/slipway/analysis/text"
)

// nameAnswers are the sections of fixtures about names, by what stands behind
// "want ".
var nameAnswers = map[string]func(f *File, c fixture.Case) string{
	"hover":       func(f *File, c fixture.Case) string { return hover(f, c, strings.Clone) },
	"hover facts": func(f *File, c fixture.Case) string { return hover(f, c, hoverFacts) },
	"definition":  func(f *File, c fixture.Case) string { return places(c, Definition(f, c.Cursor)) },
	"declaration": func(f *File, c fixture.Case) string { return places(c, Declaration(f, c.Cursor)) },
	"references":  func(f *File, c fixture.Case) string { return places(c, References(f, c.Cursor, true)) },
	"uses":        func(f *File, c fixture.Case) string { return places(c, References(f, c.Cursor, false)) },
	"highlight": func(f *File, c fixture.Case) string {
		var reads, writes []text.Span
		for _, h := range Highlights(f, c.Cursor) {
			if h.Writes {
				writes = append(writes, h.Span)
			} else {
				reads = append(reads, h.Span)
			}
		}
		return "writes:\n" + places(c, writes) + "reads:\n" + places(c, reads)
	},
	"prepare": func(f *File, c fixture.Case) string {
		r, refusal := PrepareRename(f, c.Cursor)
		if refusal != "" {
			return refusal
		}
		return fixture.Locations(c.Source, r.Span) + r.Placeholder
	},
}

// topicTitle begins a text of package reference.
var topicTitle = regexp.MustCompile(`(?m)^\*\*[^*]+\*\*: `)

// hoverFacts is what stands in front of a text of package reference, its first
// line, and what is in force.
func hoverFacts(markdown string) string {
	facts := markdown
	if at := topicTitle.FindStringIndex(markdown); at != nil {
		end := strings.IndexByte(markdown[at[0]:]+"\n", '\n')
		facts = markdown[:at[0]+end]
	}
	for _, force := range []string{"In force here: ", "<details>"} {
		if at := strings.Index(markdown, force); at >= 0 {
			return facts + "\n\n" + markdown[at:]
		}
	}
	return facts
}

// hover is what stands at the cursor, all of it or what choose leaves.
func hover(f *File, c fixture.Case, choose func(markdown string) string) string {
	a, ok := Hover(f, c.Cursor, buildcontext.New(c.Files, c.Name))
	if !ok {
		return "nothing"
	}
	return fixture.Locations(c.Source, a.Span) + choose(a.Text(true))
}

func places(c fixture.Case, spans []text.Span) string {
	if len(spans) == 0 {
		return "nowhere\n"
	}
	return fixture.Locations(c.Source, spans...)
}

func answerName(_ *testing.T, c fixture.Case, name string) (string, bool) {
	f := New(c.Source)
	if to, ok := strings.CutPrefix(name, "rename to "); ok {
		edits, refusal := Rename(f, c.Cursor, to)
		if refusal != "" {
			return refusal, true
		}
		return text.Apply(c.Source.String(), edits), true
	}
	answer, ok := nameAnswers[name]
	if !ok {
		return "", false
	}
	return answer(f, c), true
}

func TestHover(t *testing.T)      { fixture.Run(t, "../testdata/hover", answerName) }
func TestDefinition(t *testing.T) { fixture.Run(t, "../testdata/definition", answerName) }
func TestReferences(t *testing.T) { fixture.Run(t, "../testdata/references", answerName) }
func TestHighlight(t *testing.T)  { fixture.Run(t, "../testdata/highlight", answerName) }
func TestRename(t *testing.T)     { fixture.Run(t, "../testdata/rename", answerName) }
