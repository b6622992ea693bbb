package analysis_test

import (
	"testing"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/fixture"
)

func TestLinked(t *testing.T) {
	fixture.Run(t, "../testdata/linked", func(t *testing.T, c fixture.Case, name string) (string, bool) {
		places, ok := analysis.Linked(analysis.New(c.Source), c.Cursor)
		if !ok {
			return "nothing", name == "linked"
		}
		return fixture.Locations(c.Source, places...), name == "linked"
	})
}
