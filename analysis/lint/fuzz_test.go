package lint

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/fixture"
	"github.com/slipway-dev/slipway/analysis/text"
)

// FuzzEdits makes edits one after the other: the findings of what was kept must
// equal those of what is read from scratch.
func FuzzEdits(f *testing.F) {
	sources, err := fixture.Sources("../../testdata")
	if err != nil {
		f.Fatal(err)
	}
	for i, s := range sources {
		if len(s) > 2000 {
			continue // long lines make each round slow
		}
		f.Add(s, uint16(7*i%(len(s)+1)), uint16(i%9), "ARG X\nFROM x AS y\n", uint16(3*i), uint16(2), "$")
	}
	f.Fuzz(func(t *testing.T, src string, at1, n1 uint16, new1 string, at2, n2 uint16, new2 string) {
		file := analysis.New(text.New(src))
		for _, e := range []text.Edit{edit(at1, n1, new1), edit(at2, n2, new2), edit(at1, uint16(len(new1)), ""), edit(at2, 1, " ")} {
			before := file.Text.String()
			Run(file, Config{})
			file = file.Edit(e)
			want := Run(analysis.New(text.New(file.Text.String())), Config{})
			if diff := cmp.Diff(want, Run(file, Config{})); diff != "" {
				t.Fatalf("%q after %+v: findings of what was kept (+) differ from those from scratch (-)\n%s", before, e, diff)
			}
		}
	})
}

func edit(at, n uint16, new string) text.Edit {
	return text.Edit{Span: text.Span{Start: int(at), End: int(at) + int(n)}, New: new}
}
