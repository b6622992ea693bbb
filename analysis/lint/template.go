package lint

import (
	"slices"

	"github.com/slipway-dev/slipway/analysis"
)

// ofTemplate leaves of the findings in a template the first error, at which BuildKit
// stops, and what is found in instructions without marks: no more is known of it.
func ofTemplate(f *analysis.File, findings []Finding) []Finding {
	refused := false
	return slices.DeleteFunc(findings, func(found Finding) bool {
		if Refusal(found.Code) {
			again := refused
			refused = true
			return again
		}
		i, ok := f.ItemAt(found.Start)
		return ok && f.Templated(i)
	})
}
