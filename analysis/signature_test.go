package analysis_test

import (
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/fixture"
	"github.com/slipway-dev/slipway/analysis/reference"
)

func TestSignatures(t *testing.T) {
	fixture.Run(t, "../testdata/signature", func(t *testing.T, c fixture.Case, name string) (string, bool) {
		help, ok := analysis.Signatures(analysis.New(c.Source), c.Cursor)
		if !ok {
			return "nothing", name == "signature"
		}
		var b strings.Builder
		for i, s := range help.Signatures {
			label := s.Label
			if i == help.Active {
				b.WriteString("* ")
				if help.Param >= 0 {
					p := s.Params[help.Param]
					label = label[:p.Start] + "«" + label[p.Start:p.End] + "»" + label[p.End:]
				}
			} else {
				b.WriteString("  ")
			}
			b.WriteString(label + "\n")
		}
		return b.String(), name == "signature"
	})
}

// Each form that the reference tells is divided into parameters that stand apart
// and in order.
func TestSignaturesOfAllInstructions(t *testing.T) {
	for in := range reference.Instructions() {
		lines := []string{in.Name + " "}
		for _, flag := range in.Flags {
			lines = append(lines, in.Name+" --"+flag.Name+"=")
		}
		for _, line := range lines {
			src := "FROM scratch\n" + line
			help, ok := analysis.Signatures(analysis.New(newText(src)), len(src))
			if !ok || len(help.Signatures) == 0 {
				t.Errorf("%q: no help", line)
				continue
			}
			for _, s := range help.Signatures {
				at := 0
				for _, p := range s.Params {
					if p.Start < at || p.End <= p.Start || p.End > len(s.Label) {
						t.Errorf("%s: parameter %v behind %d", s.Label, p.Span, at)
					}
					at = p.End
				}
				if at == 0 && !strings.Contains(s.Label, "NONE") && strings.ContainsAny(s.Label, "<\"") {
					t.Errorf("%s has no parameters", s.Label)
				}
			}
		}
	}
}
