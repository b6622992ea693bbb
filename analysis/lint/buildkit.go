package lint

import (
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// buildkitRules are BuildKit's build checks: frontend/dockerfile/linter/ruleset.go.
// Names, messages and documentation are BuildKit's. InvalidBaseImagePlatform is
// not among those that can find something, because it needs a registry.
var buildkitRules = []*Rule{
	warned(rule(&linter.RuleStageNameCasing, Rule{}), func(in *syntax.Instruction) text.Span { return arg(in, 2) }),
	warned(rule(&linter.RuleFromAsCasing, Rule{}), func(in *syntax.Instruction) text.Span { return arg(in, 1) }),
	rule(&linter.RuleNoEmptyContinuation, Rule{WholeFile: true, Instruction: noEmptyContinuation}),
	rule(&linter.RuleConsistentInstructionCasing, Rule{WholeFile: true, File: consistentCasing}),
	rule(&linter.RuleDuplicateStageName, Rule{WholeFile: true, File: duplicateStageName}),
	rule(&linter.RuleReservedStageName, Rule{WholeFile: true, Stage: reservedStageName}),
	rule(&linter.RuleJSONArgsRecommended, Rule{Stage: jsonArgsRecommended}),
	warned(rule(&linter.RuleMaintainerDeprecated, Rule{Deprecated: true}), func(in *syntax.Instruction) text.Span { return in.Keyword.Span }),
	rule(&linter.RuleUndefinedArgInFrom, Rule{Stage: undefinedArgInFrom}),
	rule(&linter.RuleWorkdirRelativePath, Rule{Stage: workdirRelativePath}),
	rule(&linter.RuleUndefinedVar, Rule{Stage: undefinedVar}),
	rule(&linter.RuleMultipleInstructionsDisallowed, Rule{Unnecessary: true, Stage: multipleInstructions}),
	rule(&linter.RuleLegacyKeyValueFormat, Rule{Stage: legacyKeyValue}),
	rule(&linter.RuleInvalidBaseImagePlatform, Rule{WholeFile: true}),
	rule(&linter.RuleRedundantTargetPlatform, Rule{Stage: redundantTargetPlatform}),
	rule(&linter.RuleSecretsUsedInArgOrEnv, Rule{Stage: secretsUsed}),
	rule(&linter.RuleInvalidDefaultArgInFrom, Rule{WholeFile: true, File: invalidDefaultArg}),
	rule(&linter.RuleFromPlatformFlagConstDisallowed, Rule{Stage: constPlatform}),
	rule(&linter.RuleCopyIgnoredFile, Rule{File: copyIgnoredFile}),
	rule(&linter.RuleInvalidDefinitionDescription, Rule{Severity: Off, File: definitionDescription}),
	rule(&linter.RuleExposeProtoCasing, Rule{Stage: exposeProtoCasing}),
	rule(&linter.RuleExposeInvalidFormat, Rule{Stage: exposeInvalidFormat}),
}

// rule completes r with what BuildKit's own table says of the check.
func rule[F any](b *linter.LinterRule[F], r Rule) *Rule {
	r.Code, r.Title, r.URL, r.Experimental = b.Name, b.Description, b.URL, b.Experimental
	if !b.Experimental {
		r.Severity = Warning
	}
	return &r
}

// warned completes a check that BuildKit's package instructions makes itself;
// place tells where to show what it found.
func warned(r *Rule, place func(in *syntax.Instruction) text.Span) *Rule {
	r.Instruction = func(in *syntax.Instruction, report Report) {
		for _, w := range in.Warnings {
			if w.Rule == r.Code {
				report(Note{Span: place(in), Message: w.Message})
			}
		}
	}
	return r
}

func noEmptyContinuation(in *syntax.Instruction, report Report) {
	if len(in.EmptyLines) > 0 && in.Node != nil {
		report(Note{Span: in.EmptyLines[0], Message: linter.RuleNoEmptyContinuation.Format()})
	}
}

// casing is how many instructions of a stage are written in which way. Those that
// mix cases have no vote.
type casing struct{ lower, upper, all int }

type casingKey struct{}

func casingOf(st *analysis.Facts) casing {
	return st.Memo(casingKey{}, func() any {
		var c casing
		for _, s := range st.Steps {
			if s.In.Command == nil {
				continue
			}
			c.all++
			if keywordLower(s.In) {
				c.lower++
			}
			if keywordUpper(s.In) {
				c.upper++
			}
		}
		return c
	}).(casing)
}

func keywordLower(in *syntax.Instruction) bool { return in.Keyword.Value == in.Kind() }
func keywordUpper(in *syntax.Instruction) bool {
	return in.Keyword.Value == strings.ToUpper(in.Keyword.Value)
}

type notUpperKey struct{}

func notUpper(st *analysis.Facts) bool { return casingOf(st).upper < casingOf(st).all }

// consistentCasing counts as BuildKit does: instructions before the first FROM
// are left out, and a draw is won by capitals.
func consistentCasing(f *analysis.File, _ Config, report Report) {
	for range stagesWhere(f, notUpperKey{}, notUpper) { // there is one: most files have none
		mixedCasing(f, report)
		return
	}
}

func mixedCasing(f *analysis.File, report Report) {
	var sum casing
	for _, st := range f.Stages {
		c := casingOf(st.Facts)
		sum.lower, sum.upper = sum.lower+c.lower, sum.upper+c.upper
	}
	right, want := keywordUpper, "uppercase"
	if sum.lower > sum.upper {
		right, want = keywordLower, "lowercase"
	}
	for _, st := range f.Stages {
		c := casingOf(st.Facts)
		if sum.lower > sum.upper && c.lower == c.all || sum.lower <= sum.upper && c.upper == c.all {
			continue
		}
		for n, it := range f.Items.Slice(st.First, st.End).All() {
			if it.Command != nil && !right(it.Instruction) {
				report(Note{Step: st.First + n, Span: it.In(it.Keyword.Span), Message: linter.RuleConsistentInstructionCasing.Format(it.Keyword.Value, want)})
			}
		}
	}
}

func duplicateStageName(f *analysis.File, _ Config, report Report) {
	if !f.Duplicates {
		return
	}
	seen := map[string]bool{}
	for _, st := range f.Stages {
		if st.Name != "" && seen[st.Name] {
			it := f.Items.At(st.First)
			report(Note{Step: st.First, Span: it.In(arg(it.Instruction, 2)), Message: linter.RuleDuplicateStageName.Format(st.Name)})
		}
		seen[st.Name] = true
	}
}

func reservedStageName(st *analysis.Facts, report Report) {
	if st.Name == "context" || st.Name == "scratch" {
		report(Note{Span: arg(st.Steps[0].In, 2), Message: linter.RuleReservedStageName.Format(st.Name)})
	}
}

// jsonArgsRecommended is quiet where a SHELL was chosen: then the shell form is
// meant.
func jsonArgsRecommended(st *analysis.Facts, report Report) {
	for n, s := range steps(st) {
		kind := s.In.Kind()
		if (kind == command.Cmd || kind == command.Entrypoint) && !s.In.JSON && len(s.Before.Shell) == 0 {
			report(Note{Step: n, Span: s.In.Head(), Message: linter.RuleJSONArgsRecommended.Format(s.In.Keyword.Value)})
		}
	}
}

// multipleInstructions reports the earlier one, which is the one without effect.
// The comments that may skip it are those of the later one.
func multipleInstructions(st *analysis.Facts, report Report) {
	last := map[string]int{}
	for n, s := range steps(st) {
		kind := s.In.Kind()
		if kind != command.Cmd && kind != command.Entrypoint && kind != command.Healthcheck {
			continue
		}
		if earlier, ok := last[kind]; ok {
			message := linter.RuleMultipleInstructionsDisallowed.Format(s.In.Keyword.Value)
			report(Note{Step: earlier, Span: st.Steps[max(earlier, 0)].In.Head(), Message: message, Lead: n})
		}
		last[kind] = n
	}
}

func legacyKeyValue(st *analysis.Facts, report Report) {
	for n, s := range steps(st) {
		kind := s.In.Kind()
		if (kind == command.Env || kind == command.Label) && len(s.In.Pairs) > 0 && s.In.Pairs[0].Legacy {
			report(Note{Step: n, Span: s.In.Pairs[0].Span, Message: linter.RuleLegacyKeyValueFormat.Format(s.In.Keyword.Value)})
		}
	}
}

// definitionDescription asks BuildKit, with the comments of each place.
func definitionDescription(f *analysis.File, _ Config, report Report) {
	look := func(first, end int) {
		for i, it := range f.Items.Slice(first, end).All() {
			if message := descriptionOf(it.Instruction, it.Lead); message != "" {
				report(Note{Step: first + i, Span: it.In(it.Head()), Message: message})
			}
		}
	}
	look(0, f.First())
	for _, st := range stagesWhere(f, describedKey{}, misdescribed) {
		look(st.First, st.End)
	}
}

type describedKey struct{}

func misdescribed(st *analysis.Facts) bool {
	for n, s := range st.Steps {
		if descriptionOf(s.In, st.Lead(n)) != "" {
			return true
		}
	}
	return false
}

type descriptionKey string

// descriptionOf is what BuildKit says of the comments above an instruction, or "".
func descriptionOf(in *syntax.Instruction, lead []string) string {
	if len(lead) == 0 || in.Command == nil || in.Kind() != command.From && in.Kind() != command.Arg {
		return ""
	}
	return in.Memo(descriptionKey(strings.Join(lead, "\n")), func() any {
		var found string
		node := *in.Node
		node.PrevComment = lead
		l := linter.New(&linter.Config{ExperimentalAll: true, SkipAll: true, Warn: func(rule, _, _, message string, _ []parser.Range) {
			if rule == linter.RuleInvalidDefinitionDescription.Name {
				found = message
			}
		}})
		_, _ = instructions.ParseInstructionWithLinter(&node, l)
		return found
	}).(string)
}
