package lint

import (
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/text"
)

// TestBadInput: what cannot stand in a fixture is found at its place, and the
// rest of the file is still looked at.
func TestBadInput(t *testing.T) {
	const rest = "\nFOO\n"
	for _, c := range []struct{ name, src, code, at string }{
		{"empty", "", "SyntaxError", ""},
		{"Latin-1", "FROM alpine\nLABEL a=\xe9t\xe9" + rest, "InvalidUTF8", "\xe9t\xe9"},
		{"UTF-16", "\xff\xfeF\x00R\x00O\x00M\x00", "InvalidUTF8", "\xff\xfe"},
		{"NUL", "FROM alpine\nRUN echo \x00 x" + rest, "NulByte", "\x00 x"},
		{"one line of 1 MB", "FROM alpine\nRUN " + strings.Repeat("x", 1<<20) + rest, "SyntaxError", "RUN"},
		{"10 MB", "FROM alpine\n" + strings.Repeat("RUN echo 12345678901234567890\n", 10<<20/30) + rest, "SyntaxError", "FOO"},
		{"unterminated quote", "FROM alpine\nCOPY \"a b" + rest, "BuildError", "COPY"},
		{"deep nesting", "FROM alpine\nENV A=" + strings.Repeat("${A:-", 1000) + rest, "BuildError", "ENV"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := analysis.New(text.New(c.src))
			found, more := false, !strings.HasSuffix(c.src, rest)
			for _, finding := range Run(f, Config{}) {
				found = found || finding.Code == c.code && strings.HasPrefix(c.src[finding.Start:], c.at)
				more = more || strings.HasPrefix(c.src[finding.Start:], "FOO")
			}
			if !found || !more {
				t.Errorf("want %s at %.10q and the rest of the file served; got %d findings, found %v, rest %v",
					c.code, c.at, len(Run(f, Config{})), found, more)
			}
		})
	}
}
