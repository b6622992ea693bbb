package analysis_test

import (
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/fixture"
)

func TestLenses(t *testing.T) {
	fixture.Run(t, "../testdata/lens", func(t *testing.T, c fixture.Case, name string) (string, bool) {
		var b strings.Builder
		for _, l := range analysis.Lenses(analysis.New(c.Source)) {
			b.WriteString(fixture.LineRange(c.Source, l.Span) + "  " + l.Title + "\n")
			for _, p := range l.Places {
				b.WriteString("   → " + fixture.Locations(c.Source, p))
			}
		}
		return b.String(), name == "lens"
	})
}
