package server

import (
	"hash/fnv"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/analysis/fixture"
	"github.com/slipway-dev/slipway/analysis/text"
)

// ways are how fixtures come over the wire.
var ways = []struct {
	name     string
	variant  fixture.Variant
	encoding text.Encoding
	typed    bool
}{
	{"opened in UTF-16", fixture.Variants[0], text.UTF16, false},
	{"opened in UTF-8 with BOM", fixture.Variants[2], text.UTF8, false},
	{"typed in UTF-8", fixture.Variants[0], text.UTF8, true},
	{"typed in UTF-16 with CRLF", fixture.Variants[1], text.UTF16, true},
}

// wired are the folders of fixtures that have answers in LSP, with the settings
// that they are made for.
var wired = map[string]object{
	"completion": nil, "definition": nil, "errors": buildkitOnly, "fix": nil, "folding": nil, "format": nil, "highlight": nil,
	"graph": nil, "hints": nil, "hover": nil, "lens": nil, "linked": nil, "links": nil, "lint": buildkitOnly, "references": nil, "refactor": nil,
	"rename": nil, "selection": nil, "settings": nil, "signature": nil, "suppress": nil, "symbols": nil, "tokens": nil,
}

// buildkitOnly is BuildKit's own checks, and those for encodings.
var buildkitOnly = object{"lint": object{
	"profile": "buildkit",
	"rules":   object{"InvalidUTF8": "warning", "NulByte": "warning", "LoneCarriageReturn": "warning"},
}}

// Over the wire a fixture gets the answers that it gets from the functions
// themselves, whether it is opened or typed.
func TestFixtures(t *testing.T) {
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			t.Parallel()
			simple, snippets := newWire(t, way.encoding, false), newWire(t, way.encoding, true)
			for _, folder := range slices.Sorted(maps.Keys(wired)) {
				t.Run(folder, func(t *testing.T) {
					simple.set(wired[folder])
					fixture.Each(t, "../testdata/"+folder, way.variant, func(t *testing.T, c fixture.Case, wants []fixture.Want) {
						checkWants(t, simple, c, wants, way.typed, func(name string) bool { return !strings.HasPrefix(name, "snippet ") })
						checkWants(t, snippets, c, wants, way.typed, func(name string) bool { return strings.HasPrefix(name, "snippet ") })
					})
				})
			}
		})
	}
}

// checkWants holds the wants that are chosen against what comes over a wire.
func checkWants(t *testing.T, w *wire, c fixture.Case, wants []fixture.Want, typed bool, chosen func(string) bool) {
	var p *paper
	for _, want := range wants {
		if !chosen(want.Name) {
			continue
		}
		what, rest, _ := strings.Cut(want.Name, " ")
		a, ok := answers[want.Name]
		if !ok {
			a, ok = answers[what]
		}
		if !ok {
			t.Errorf("nobody answers «want %s»", want.Name)
		}
		if a.answer == nil {
			continue
		}
		if p == nil {
			p = w.show(t, c, typed)
		}
		expected := want.Text
		if a.less != nil {
			expected = a.less(expected)
		}
		if diff := cmp.Diff(expected, fixture.Plain(a.answer(p, rest))); diff != "" {
			t.Errorf("want %s (-want +got):\n%s", want.Name, diff)
		}
	}
	if p != nil {
		p.close()
	}
}

// show opens a fixture, or types it in.
func (w *wire) show(t *testing.T, c fixture.Case, typed bool) *paper {
	if !typed {
		return w.open(t, c, c.Source.String())
	}
	h := fnv.New64a()
	h.Write([]byte(t.Name()))
	p := w.open(t, c, "")
	p.typeIn(rand.New(rand.NewPCG(h.Sum64(), 0)), c.Source.String())
	return p
}
