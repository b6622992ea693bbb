package analysis

import (
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/analysis/syntax"
)

// TemplateMarks begin what the templates of Go, Jinja, Mustache and ERB put in.
var TemplateMarks = []string{"{{", "{%", "{#", "<%"}

// Template tells that a program makes Dockerfiles out of the file: an instruction
// that BuildKit cannot read begins with a mark.
func (f *File) Template() bool {
	return slices.ContainsFunc(f.Items, func(it syntax.Item) bool {
		return it.Err != nil && slices.ContainsFunc(TemplateMarks, func(mark string) bool { return strings.HasPrefix(it.Keyword.Value, mark) })
	})
}
