package lint

import (
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/syntax"
)

// template tells that a program makes Dockerfiles out of the file: an instruction
// that BuildKit cannot read begins as the templates of Go, Jinja, Mustache and ERB do.
func template(f *analysis.File) bool {
	return slices.ContainsFunc(f.Items, func(it syntax.Item) bool {
		return it.Err != nil && slices.ContainsFunc(templateMarks, func(mark string) bool { return strings.HasPrefix(it.Keyword.Value, mark) })
	})
}

var templateMarks = []string{"{{", "{%", "{#", "<%"}

// ofTemplate leaves of the findings in a template the first error, at which BuildKit
// stops, and what is found in instructions without marks: no more is known of it.
func ofTemplate(f *analysis.File, findings []Finding) []Finding {
	refused := false
	return slices.DeleteFunc(findings, func(found Finding) bool {
		if found.refusal() {
			again := refused
			refused = true
			return again
		}
		i, ok := f.ItemAt(found.Start)
		return ok && slices.ContainsFunc(templateMarks, func(mark string) bool { return strings.Contains(f.Items[i].Raw, mark) })
	})
}
