package refactor

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/fixture"
	"github.com/slipway-dev/slipway/analysis/lint"
	"github.com/slipway-dev/slipway/analysis/text"
)

// FuzzMixed does the same with instructions of all fixtures that are put together by
// chance: most are Dockerfiles that BuildKit takes, which the bytes of FuzzActions seldom
// are. Where it refuses one, nothing is applied.
func FuzzMixed(f *testing.F) {
	sources, err := fixture.Sources("../../testdata")
	if err != nil {
		f.Fatal(err)
	}
	p := newPool(sources)
	for seed := range uint64(20) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		src := p.mix(rand.New(rand.NewPCG(seed, 0)))
		found := lint.Run(analysis.New(text.New(src)), lint.Config{})
		refused := slices.ContainsFunc(found, func(x lint.Finding) bool { return lint.Refusal(x.Code) })
		checkAll(t, "mixed", src, func(Action) bool { return !refused && !unprintable(src) })
	})
}

// pool is instructions to choose from, those that start a stage and others.
type pool struct{ froms, others []string }

func newPool(sources []string) (p pool) {
	for _, src := range sources {
		file := analysis.New(text.New(src))
		for _, it := range file.Items.All() {
			switch {
			case it.Open || file.Escape != '\\':
			case it.Kind() == command.From:
				p.froms = append(p.froms, it.Raw)
			default:
				p.others = append(p.others, it.Raw)
			}
		}
	}
	return p
}

// mix is up to three stages of a few instructions.
func (p pool) mix(r *rand.Rand) string {
	var lines []string
	for range 1 + r.IntN(3) {
		lines = append(lines, p.froms[r.IntN(len(p.froms))])
		for range 1 + r.IntN(5) {
			lines = append(lines, p.others[r.IntN(len(p.others))])
		}
	}
	end := "\n"
	if r.IntN(6) == 0 {
		end = "\r\n"
	}
	return strings.Join(lines, end) + end
}
