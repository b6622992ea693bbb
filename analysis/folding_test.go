package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/fixture"
)

func TestFolds(t *testing.T) {
	kinds := [...]string{"code", "comment", "region"}
	fixture.Run(t, "../testdata/folding", func(t *testing.T, c fixture.Case, name string) (string, bool) {
		var b strings.Builder
		for _, fold := range analysis.Folds(analysis.New(c.Source)) {
			first := c.Source.LineSpan(c.Source.Line(fold.Start))
			fmt.Fprintf(&b, "%s %s %s\n", fixture.LineRange(c.Source, fold.Span), kinds[fold.Kind], fixture.OneLine(c.Source, first))
		}
		return b.String(), name == "folding"
	})
}
