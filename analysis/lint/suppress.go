package lint

import (
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/slipway-dev/slipway/analysis"
)

// suppressionRules find comments that silence nothing. Run looks after them when
// all others are done.
var suppressionRules = []*Rule{unusedSuppression}

var unusedSuppression = &Rule{
	Code: "UnusedSuppression", Title: "A comment silences a rule that has nothing to say", Category: Maintainability,
	Severity: Hint, Unnecessary: true,
	Why: "A comment such as `# slipway ignore=DL3020` outlives what it was written for, and then hides the next mistake of the same kind. " +
		"The rule finds names in `slipway ignore`, `hadolint ignore` and `check=skip` that silence nothing in their place, and names that no rule has. " +
		"It says nothing of rules that are off, nor of ShellCheck's codes that only other programs know.",
	Bad:  "FROM alpine:3.22\n# slipway ignore=WorkdirRelativePath: the base image sets it\nWORKDIR /app\n",
	Good: "FROM alpine:3.22\n# slipway ignore=WorkdirRelativePath: the base image sets it\nWORKDIR app\n",
}

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
// the comments above its instruction. «error=true» makes only BuildKit's own
// checks fail a build.
func (c checks) apply(rule *Rule, severity Severity, lead []string) Severity {
	above := checksAbove(lead)
	if rule.Experimental {
		if severity == Off && (c.asks(rule) || above.asks(rule)) {
			severity = Warning
		}
	} else if c.skips(rule) || above.skips(rule) {
		return Off
	}
	if c.ReturnAsError && severity > Error && rule.buildkit() {
		return Error
	}
	return severity
}

func (c checks) skips(r *Rule) bool {
	return c.SkipAll || slices.ContainsFunc(c.SkipRules, func(name string) bool { return skipMeans(name, r) })
}

// skipMeans tells whether a name in «check=skip=…» means a rule. BuildKit takes
// its own names as they are written; other names of a rule may have any case.
func skipMeans(name string, r *Rule) bool {
	return name == r.Code || !strings.EqualFold(name, r.Code) && r.answersTo(name)
}

func (c checks) asks(r *Rule) bool {
	return c.ExperimentalAll || slices.Contains(c.ExperimentalRules, r.Code)
}

// checksAbove reads the first check directive among the comments above an
// instruction, as WithMergedConfigFromComments of BuildKit's linter does.
func checksAbove(lead []string) checks {
	for _, comment := range lead {
		if value, ok := checkComment(comment); ok {
			config, err := linter.ParseLintOptions(value)
			if err != nil {
				return checks{}
			}
			return checks{*config}
		}
	}
	return checks{}
}

// checkComment is the value of a comment, without its "#", that BuildKit reads as
// a check directive.
func checkComment(comment string) (value string, ok bool) {
	if !strings.HasPrefix(strings.ToLower(comment), "check") {
		return "", false
	}
	var p parser.DirectiveParser
	p.SetComment("")
	d, _ := p.ParseLine([]byte(comment))
	if d == nil || d.Name != "check" {
		return "", false
	}
	value, _, _ = strings.Cut(d.Value, " ")
	return value, true
}

// silence tells whether a pragma silences a rule at an item; lead is the item
// whose comments count for BuildKit. Every name that does is marked as used.
func (r *run) silence(rule *Rule, item, lead int) bool {
	silent := false
	for i := range r.pragmas {
		p := &r.pragmas[i]
		if !p.covers(rule, item, lead) {
			continue
		}
		for j := range p.names {
			n := &p.names[j]
			if p.means(*n, rule) {
				n.used = true
				silent = silent || p.tool != byCheck // those BuildKit itself reads apply has seen to
			}
		}
	}
	return silent
}

// means tells whether a name in the pragma is that of a rule.
func (p *pragma) means(n mention, rule *Rule) bool {
	if p.tool == byCheck {
		return skipMeans(n.name, rule)
	}
	return rule.answersTo(n.name)
}

// covers tells whether the pragma counts where a rule found something.
func (p *pragma) covers(rule *Rule, item, lead int) bool {
	switch {
	case p.void:
		return false
	case p.tool == byCheck && rule.Experimental:
		return false
	case p.whole:
		return true
	case p.stage > 0:
		return p.item <= item && item < p.stage
	case p.tool == byCheck:
		return p.item == lead && !rule.WholeFile
	}
	return p.item == item || p.item == lead
}

// addUnused reports the names that silenced nothing. Those of this very rule come
// last, because they may silence the others.
func (r *run) addUnused() {
	severity := r.config.severity(unusedSuppression)
	if severity == Off || len(r.pragmas) == 0 || r.checks.skips(unusedSuppression) {
		return
	}
	for _, own := range []bool{false, true} {
		for i := range r.pragmas {
			p := &r.pragmas[i]
			for j := range p.names {
				n := &p.names[j]
				if n.used || own != unusedSuppression.answersTo(n.name) || !r.idle(n.name) || r.silence(unusedSuppression, p.item, p.item) {
					continue
				}
				r.findings = append(r.findings, Finding{
					Span: n.Span, Code: unusedSuppression.Code, Severity: severity, Message: p.complaint(n.name),
					Unnecessary: true, Fix: r.without(p, j),
				})
			}
		}
	}
}

// idle tells of a name that silenced nothing whether that is known for sure: its
// rules are on, and can find what there is.
func (r *run) idle(name string) bool {
	if shellCheckCode(name) {
		return false // ShellCheck itself may find what we do not
	}
	rules := Lookup(name)
	return len(rules) == 0 || slices.ContainsFunc(rules, func(rule *Rule) bool {
		switch rule.Code {
		case linter.RuleInvalidBaseImagePlatform.Name:
			return false
		case linter.RuleCopyIgnoredFile.Name, "MissingDockerignore", "UnwantedFileCopied", "DevDependenciesInFinalStage":
			return r.config.Context != nil
		case "BaseImageEndOfLife":
			return r.config.Today != ""
		}
		return r.config.severity(rule) != Off
	})
}

// complaint is what is wrong with a name that silences nothing.
func (p *pragma) complaint(name string) string {
	rules := Lookup(name)
	switch {
	case len(rules) == 0:
		return UnknownRule(name)
	case slices.ContainsFunc(rules, (*Rule).refusal):
		return name + " is an error of BuildKit, which no comment silences"
	case p.void:
		return p.why
	case p.tool == byCheck && !slices.ContainsFunc(rules, func(r *Rule) bool { return skipMeans(name, r) }):
		return "the check is called " + rules[0].Code + "; BuildKit takes its names as they are written"
	case p.whole:
		return name + " finds nothing in this file"
	case p.stage > 0:
		return name + " finds nothing in the stage below"
	}
	return name + " finds nothing in the instruction below"
}
