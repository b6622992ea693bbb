package analysis_test

import (
	"testing"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/fixture"
	"github.com/slipway-dev/slipway/analysis/text"
)

func TestHints(t *testing.T) {
	wants := map[string]analysis.HintKinds{
		"hints":           analysis.AllHints,
		"hints values":    {Values: true},
		"hints stages":    {Stages: true},
		"hints workdirs":  {Workdirs: true},
		"hints inherited": {Inherited: true},
		"hints platforms": {Platforms: true},
		"hints none":      {},
	}
	fixture.Run(t, "../testdata/hints", func(t *testing.T, c fixture.Case, name string) (string, bool) {
		part := text.Span{Start: 0, End: c.Source.Len()}
		if !c.Selection.Empty() {
			part = c.Selection
		}
		kinds, ok := wants[name]
		var edits []text.Edit
		for _, h := range analysis.Hints(analysis.New(c.Source), part, kinds) {
			edits = append(edits, text.Edit{Span: text.Span{Start: h.At, End: h.At}, New: "⟨" + h.Label + "⟩"})
		}
		return text.Apply(c.Source.String(), edits), ok
	})
}
