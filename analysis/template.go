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
	return f.Items.Slice(0, f.first).Any(func(it syntax.Item) bool { return isMarked(it.Instruction) }) ||
		len(PerStage(f, templateKey{}, marked)) > 0
}

type templateKey struct{}

// marked tells of a stage that it holds an instruction of a template.
func marked(st *Facts) (_ struct{}, ok bool) {
	return struct{}{}, slices.ContainsFunc(st.Steps, func(s Step) bool { return isMarked(s.In) })
}

func isMarked(in *syntax.Instruction) bool {
	return in.Err != nil && slices.ContainsFunc(templateMarks, func(mark string) bool { return strings.HasPrefix(in.Keyword.Value, mark) })
}

// Templated tells of the item i that a mark of a template stands in it.
func (f *File) Templated(i int) bool {
	return slices.ContainsFunc(templateMarks, func(mark string) bool { return strings.Contains(f.Items.At(i).Raw, mark) })
}
