package lint

import (
	"fmt"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/buildcontext"
	"github.com/slipway-dev/slipway/analysis/fixture"
)

func TestFixtures(t *testing.T) {
	for _, dir := range []string{"lint", "errors"} {
		t.Run(dir, func(t *testing.T) {
			fixture.Run(t, "../../testdata/"+dir, func(t *testing.T, c fixture.Case, name string) (string, bool) {
				if name != "findings" {
					return "", false
				}
				f := analysis.New(c.Source)
				return show(f, Run(f, Config{Ignored: buildcontext.New(c.Files, c.Name).CopyIgnored})), true
			})
		})
	}
}

// show prints findings, each under the line it is on.
func show(f *analysis.File, findings []Finding) string {
	var b strings.Builder
	for _, found := range findings {
		b.WriteString(fixture.Locations(f.Text, found.Span))
		fmt.Fprintf(&b, "   %s %s: %s\n", severityNames[found.Severity], found.Code, found.Message)
	}
	return b.String()
}

var severityNames = map[Severity]string{Error: "error", Warning: "warning", Info: "info", Hint: "hint"}
