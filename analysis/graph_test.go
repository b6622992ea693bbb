package analysis_test

import (
	"testing"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/fixture"
)

func TestGraph(t *testing.T) {
	fixture.Run(t, "../testdata/graph", func(t *testing.T, c fixture.Case, name string) (string, bool) {
		g := analysis.NewGraph(analysis.New(c.Source))
		switch name {
		case "graph mermaid":
			return g.Mermaid(), true
		case "graph dot":
			return g.DOT(), true
		case "graph svg":
			return g.SVG(), true
		}
		return "", false
	})
}
