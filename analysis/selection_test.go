package analysis_test

import (
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/fixture"
)

func TestSelection(t *testing.T) {
	fixture.Run(t, "../testdata/selection", func(t *testing.T, c fixture.Case, name string) (string, bool) {
		var b strings.Builder
		for _, span := range analysis.Selection(analysis.New(c.Source), c.Cursor) {
			b.WriteString(fixture.OneLine(c.Source, span) + "\n")
		}
		return b.String(), name == "selection"
	})
}
