package analysis

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/analysis/text"
)

// TestStageRefs lists the references of each last instruction behind three stages:
// the text under the span, the kind, the target.
func TestStageRefs(t *testing.T) {
	const stages = "FROM x AS One\nFROM one AS two\nFROM debian:13 AS three\n"
	for _, test := range []struct {
		line string
		want []string
	}{
		{"FROM two", []string{"two 0 1"}},
		{"FROM Two", []string{"Two 0 -1"}},
		{"FROM 'two'", []string{"two 0 1"}},
		{`FROM t\wo`, []string{`t\wo 0 1 not literal`}},
		{"FROM ${A:-two} AS four", []string{"${A:-two} 0 1 not literal"}},
		{"FROM two AS", nil},
		{"FROM", nil},
		{"COPY --from=TWO a b", []string{"TWO 1 1"}},
		{`COPY --from="two" a b`, []string{"two 1 1"}},
		{"COPY --from=2 a b", []string{"2 1 2 index"}},
		{"COPY --from=+1 a b", []string{"+1 1 1 index"}},
		{"COPY --from=-1 a b", []string{"-1 1 -1 index"}},
		{"COPY --from=99 a b", []string{"99 1 -1 index"}},
		{"COPY --from=alpine a b", []string{"alpine 1 -1"}},
		{"COPY --from= a b", nil},
		{"COPY --fr", nil},
		{"ADD --from=one a b", []string{"one 1 0"}},
		{"RUN --mount=from=Two,target=/x ls", []string{"Two 2 1"}},
		{"RUN --mount=target=/x,FROM=two ls", []string{"two 2 1"}},
		{`RUN --mount=target=/x,"from=two" --mount="type=bind,from=one,target=/y" ls`, []string{"two 2 1", "one 2 0"}},
		{`RUN --mount='"target=/a,b","from=two"' ls`, []string{"two 2 1"}},
		{`RUN --mount='"target=/a""b",from=two' ls`, []string{"two 2 1"}},
		{`RUN --mount='"target=/a' ls`, nil},
		{"RUN --mount=from=1,target=/x ls", []string{"1 2 -1"}},
		{"RUN --mount=from=,target=/x ls", nil},
		{"RUN --mount= ls", nil},
		{"RUN --device=from=two ls --mount=from=one", nil},
		{"ONBUILD COPY --from=one a b", []string{"one 1 -1"}},
	} {
		f := New(text.New(stages + test.line))
		var got []string
		for _, r := range f.StageRefs(f.Items.Len() - 1) {
			s := fmt.Sprint(f.Text.Slice(r.Span), " ", int(r.Kind), " ", r.Target)
			if r.Index {
				s += " index"
			}
			if !r.Literal {
				s += " not literal"
			}
			got = append(got, s)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.line, diff)
		}
	}
}

// TestReached tells which stages a build needs.
func TestReached(t *testing.T) {
	f := New(text.New(`FROM a AS tools
FROM a AS base
ONBUILD COPY --from=tools a b
FROM a AS unused
COPY --from=base a b
FROM a AS data
FROM base AS app
RUN --mount=from=data,target=/x ls
COPY --from=5 a b
FROM app
COPY --from=app a b
`))
	for _, test := range []struct {
		target int
		want   []bool
	}{
		{5, []bool{true, true, false, true, true, true}},
		{2, []bool{false, true, true, false, false, false}},
		{1, []bool{false, true, false, false, false, false}},
		{9, make([]bool, 6)},
	} {
		if got := f.Reached(test.target); !slices.Equal(got, test.want) {
			t.Errorf("target %d: %v, want %v", test.target, got, test.want)
		}
	}
}
