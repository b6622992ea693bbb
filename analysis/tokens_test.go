package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/fixture"
	"github.com/slipway-dev/slipway/analysis/text"
)

func TestTokens(t *testing.T) {
	fixture.Run(t, "../testdata/tokens", func(t *testing.T, c fixture.Case, name string) (string, bool) {
		f := analysis.New(c.Source)
		switch name {
		case "tokens":
			return showTokens(c.Source, analysis.Tokens(f)), true
		case "tokens in range":
			return showTokens(c.Source, analysis.TokensIn(f, c.Selection)), true
		}
		return "", false
	})
}

// showTokens shows on a line each the number of the line, the token and its type.
func showTokens(src text.Text, tokens []analysis.Token) string {
	var b strings.Builder
	for _, token := range tokens {
		fmt.Fprintf(&b, "%d %s %s", src.Line(token.Start)+1, fixture.OneLine(src, token.Span), analysis.TokenTypes[token.Type])
		for bit, name := range analysis.TokenModifiers {
			if token.Mods&(1<<bit) != 0 {
				b.WriteString(" " + name)
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}
