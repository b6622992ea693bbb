package analysis_test

import (
	"math/rand/v2"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/fixture"
	"github.com/slipway-dev/slipway/analysis/text"
)

// pieces are what people and editors put into Dockerfiles.
var pieces = []string{
	"", "", "", "\n", "\r\n", " ", "\\\n", "`\n", "$", "${A}", "\"", "'", "#", "<<EOF", "\nEOF\n", "FROM a AS b\n",
	"SHELL [\"pwsh\"]\n", "ARG A=1\n", "ENV A=2\n", "RUN ls && x\n", "COPY --from=b a b\n", "--from=0 ", "é", "😀", "# region\n",
	"# escape=`\n", "ONBUILD ", "[", "&&", "|",
}

// What was kept from before an edit never changes an answer.
func TestAnswersAfterEdits(t *testing.T) {
	sources, err := fixture.Sources("../testdata")
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for n := 0; n < len(sources); n += 8 {
		f := analysis.New(text.New(sources[n]))
		for range 12 {
			before := f.Text.String()
			edit := randomEdit(random, before)
			f = f.Edit(edit)
			fresh := analysis.New(f.Text)
			for _, answer := range []struct {
				name  string
				found func(*analysis.File) any
			}{
				{"Tokens", func(f *analysis.File) any { return analysis.Tokens(f) }},
				{"Hints", func(f *analysis.File) any {
					return analysis.Hints(f, text.Span{Start: 0, End: f.Text.Len()}, analysis.AllHints)
				}},
				{"Symbols", func(f *analysis.File) any { return analysis.Symbols(f) }},
				{"Folds", func(f *analysis.File) any { return analysis.Folds(f) }},
				{"Links", func(f *analysis.File) any { return analysis.Links(f, nil) }},
				{"Lenses", func(f *analysis.File) any { return analysis.Lenses(f) }},
			} {
				if diff := cmp.Diff(answer.found(fresh), answer.found(f)); diff != "" {
					t.Fatalf("%s of %q after %+v (-fresh +edited):\n%s", answer.name, before, edit, diff)
				}
			}
		}
	}
}

// randomEdit replaces some characters of src.
func randomEdit(random *rand.Rand, src string) text.Edit {
	start := random.IntN(len(src) + 1)
	end := min(len(src), start+random.IntN(6))
	for start > 0 && start < len(src) && !utf8.RuneStart(src[start]) {
		start--
	}
	for end < len(src) && !utf8.RuneStart(src[end]) {
		end++
	}
	return text.Edit{Span: text.Span{Start: start, End: end}, New: pieces[random.IntN(len(pieces))]}
}
