package analysis

import (
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/analysis/syntax"
)

var templateMarks = []string{"{{", "{%", "{#", "<%"}

// Template tells that a program makes Dockerfiles out of the file: an instruction
// that BuildKit cannot read begins as the templates of Go, Jinja, Mustache and ERB do.
func (f *File) Template() bool {
	return slices.ContainsFunc(f.Items, func(it syntax.Item) bool {
		return it.Err != nil && slices.ContainsFunc(templateMarks, func(mark string) bool { return strings.HasPrefix(it.Keyword.Value, mark) })
	})
}

// Templated tells of the item i that a mark of a template stands in it.
func (f *File) Templated(i int) bool {
	return slices.ContainsFunc(templateMarks, func(mark string) bool { return strings.Contains(f.Items[i].Raw, mark) })
}
