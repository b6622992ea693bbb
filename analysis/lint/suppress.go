package lint

import (
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/slipway-dev/slipway/analysis"
)

// checks are the «# check=…» options of a file.
type checks struct{ linter.Config }

// newChecks reads the directive at the top of the file. Where BuildKit refuses
// it, checkOption says so and nothing is skipped.
func newChecks(f *analysis.File) checks {
	value, _ := f.Directive("check")
	config, err := linter.ParseLintOptions(value)
	if err != nil {
		return checks{}
	}
	return checks{*config}
}

// apply is the severity of a finding under the options at the top and those in
// the comments above its instruction.
func (c checks) apply(rule *Rule, severity Severity, lead []string) Severity {
	above := checksAbove(lead)
	if rule.Experimental {
		if severity == Off && (c.asks(rule) || above.asks(rule)) {
			severity = Warning
		}
	} else if c.skips(rule) || above.skips(rule) {
		return Off
	}
	if c.ReturnAsError && severity != Off && severity > Error {
		return Error
	}
	return severity
}

func (c checks) skips(r *Rule) bool { return c.SkipAll || slices.Contains(c.SkipRules, r.Code) }

func (c checks) asks(r *Rule) bool {
	return c.ExperimentalAll || slices.Contains(c.ExperimentalRules, r.Code)
}

// checksAbove reads the first check directive among the comments above an
// instruction, as WithMergedConfigFromComments of BuildKit's linter does.
func checksAbove(lead []string) checks {
	for _, comment := range lead {
		if !strings.HasPrefix(strings.ToLower(comment), "check") {
			continue
		}
		var p parser.DirectiveParser
		p.SetComment("")
		d, _ := p.ParseLine([]byte(comment))
		if d == nil || d.Name != "check" {
			continue
		}
		value, _, _ := strings.Cut(d.Value, " ")
		config, err := linter.ParseLintOptions(value)
		if err != nil {
			return checks{}
		}
		return checks{*config}
	}
	return checks{}
}
