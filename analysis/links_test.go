package analysis_test

import (
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/buildcontext"
	"github.com/slipway-dev/slipway/analysis/fixture"
)

func TestLinks(t *testing.T) {
	fixture.Run(t, "../testdata/links", func(t *testing.T, c fixture.Case, name string) (string, bool) {
		var b strings.Builder
		for _, l := range analysis.Links(analysis.New(c.Source), buildcontext.New(c.Files, c.Name)) {
			b.WriteString(fixture.Locations(c.Source, l.Span))
			switch {
			case l.URL != "":
				b.WriteString("   → " + l.URL + "\n")
			default:
				b.WriteString("   → file " + l.Path + "\n")
			}
		}
		return b.String(), name == "links"
	})
}

func TestLinksWithoutContext(t *testing.T) {
	f := analysis.New(newText("FROM scratch\nCOPY a /\n"))
	if got := analysis.Links(f, nil); len(got) != 0 {
		t.Errorf("links without a build context: %v", got)
	}
}
