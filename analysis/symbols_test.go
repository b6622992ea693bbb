package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/fixture"
	"github.com/slipway-dev/slipway/analysis/text"
)

var symbolKinds = [...]string{"stage", "instruction", "heredoc", "env", "arg", "label", "port"}

func TestSymbols(t *testing.T) {
	fixture.Run(t, "../testdata/symbols", func(t *testing.T, c fixture.Case, name string) (string, bool) {
		f := analysis.New(c.Source)
		switch name {
		case "symbols":
			return showSymbols(c.Source, analysis.Symbols(f), ""), true
		case "named":
			return showSymbols(c.Source, analysis.NamedSymbols(f), ""), true
		}
		return "", false
	})
}

func showSymbols(src text.Text, list []analysis.Symbol, indent string) string {
	var b strings.Builder
	for _, s := range list {
		fmt.Fprintf(&b, "%s%s %s", indent, symbolKinds[s.Kind], s.Name)
		if s.Detail != "" {
			fmt.Fprintf(&b, " (%s)", s.Detail)
		}
		if s.Container != "" {
			fmt.Fprintf(&b, " in %s", s.Container)
		}
		fmt.Fprintf(&b, " %s at %s\n", fixture.LineRange(src, s.Full), fixture.OneLine(src, s.Selection))
		b.WriteString(showSymbols(src, s.Children, indent+"  "))
	}
	return b.String()
}

func TestSymbolMatches(t *testing.T) {
	for _, test := range []struct {
		query, name string
		want        bool
	}{
		{"", "build", true},
		{"bld", "build", true},
		{"BUILD", "build", true},
		{"go ver", "GO_VERSION", true},
		{"dlb", "build", false},
		{"é", "CAFÉ", true},
		{"buildx", "build", false},
	} {
		if got := analysis.SymbolMatches(test.query, test.name); got != test.want {
			t.Errorf("SymbolMatches(%q, %q) = %v", test.query, test.name, got)
		}
	}
}
