package lint

import (
	"cmp"
	"slices"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

type memoKey struct{}

// instructionFindings are those that depend on nothing but the instruction.
func instructionFindings(in *syntax.Instruction) []raw {
	return in.Memo(memoKey{}, func() any {
		var found []raw
		var rule *Rule
		report := func(n Note) { found = append(found, raw{rule: rule, Note: n}) }
		for rule = range Rules() {
			if rule.Instruction != nil {
				rule.Instruction(in, report)
			}
		}
		return found
	}).([]raw)
}

// stageFindings are those that depend on nothing but the facts of a stage, those
// in its instructions included.
func stageFindings(st *analysis.Facts) []raw {
	return st.Memo(memoKey{}, func() any { return findInStage(st) }).([]raw)
}

func findInStage(st *analysis.Facts) []raw {
	var found []raw
	for n, s := range st.Steps {
		for _, r := range instructionFindings(s.In) {
			r.Step = n
			found = append(found, r)
		}
	}
	var rule *Rule
	report := func(n Note) { found = append(found, raw{rule: rule, Note: n}) }
	for rule = range Rules() {
		if rule.Stage != nil {
			rule.Stage(st, report)
		}
	}
	place := func(r raw) (int, text.Span) { // as inStep puts it
		if r.Step < 0 {
			return 0, st.Steps[0].In.Head()
		}
		return r.Step, r.Span
	}
	slices.SortStableFunc(found, func(a, b raw) int {
		stepA, a1 := place(a)
		stepB, b1 := place(b)
		return cmp.Or(cmp.Compare(stepA, stepB), cmp.Compare(a1.Start, b1.Start), cmp.Compare(a1.End, b1.End))
	})
	return found
}

// shown is a finding in a stage that the settings leave over. It counts from the start of
// its step.
type shown struct {
	Finding
	step  int  // -1 for a trigger that the base stage left behind
	layer bool // softer where the stage becomes part of no image
}

type shownKey struct{}

// leaves is all that decides which findings in stages are shown and how, but for comments.
type leaves struct{ severities, checks, frontend string }

// addStages adds what is found in stages. It is kept from version to version for stages
// in which no comment silences a rule. It is false where the findings are not wanted any
// more.
func (r *run) addStages() bool {
	var cause leaves
	cause.checks, _ = r.file.Directive("check")
	cause.severities, cause.frontend = r.severities, r.reader().image
	commented := r.commented()
	answers, most := analysis.PerStageUnder(r.file, shownKey{}, cause, r.shownIn), 0
	for _, a := range answers {
		most += len(a.Value)
	}
	r.findings = slices.Grow(r.findings, most)
	for i, st := range r.file.Stages {
		var list []shown
		if len(answers) > 0 && answers[0].Stage == i {
			list, answers = answers[0].Value, answers[1:]
		}
		if commented != nil && commented[i] {
			for _, found := range stageFindings(st.Facts) {
				r.addInStage(st, found)
			}
			continue
		}
		if len(list) > 0 && r.config.Stop != nil && r.config.Stop() {
			return false
		}
		for _, s := range list {
			if s.layer && !r.ships(i) {
				s.Severity = s.Severity.softer()
			}
			if s.step >= 0 || r.reached(i) {
				r.findings = append(r.findings, s.shift(r.file.Items.At(st.First+max(s.step, 0)).At))
			}
		}
	}
	return true
}

// severities are those of all rules, to be compared.
func (c Config) severities() string {
	var b []byte
	for r := range Rules() {
		b = append(b, byte(c.severity(r)))
	}
	return string(b)
}

// commented tells of each stage whether a comment in it, or one for the file, may silence
// what is found in it; nil for none.
func (r *run) commented() []bool {
	if len(r.pragmas) == 0 {
		return nil
	}
	list := make([]bool, len(r.file.Stages))
	named := namesRule{frontend: r.reader().image}
	for _, p := range r.pragmas {
		if p.whole {
			for _, n := range p.names {
				named.names += string(p.tool) + " " + n.name + "\n"
			}
		} else if st := r.file.StageOf(p.item); st != nil {
			list[st.Index] = true
		}
	}
	if named.names != "" {
		for _, a := range analysis.PerStageUnder(r.file, namesRule{}, named, func(st *analysis.Facts) (_ struct{}, ok bool) {
			return struct{}{}, slices.ContainsFunc(stageFindings(st), func(found raw) bool { return r.named(r.judged(found).rule) })
		}) {
			list[a.Stage] = true
		}
	}
	return list
}

// namesRule is all that decides whether a comment for the file names the rule of a finding.
type namesRule struct{ names, frontend string }

// named tells whether a comment for the whole file names a rule.
func (r *run) named(rule *Rule) bool {
	return slices.ContainsFunc(r.pragmas, func(p pragma) bool {
		return p.whole && slices.ContainsFunc(p.names, func(n mention) bool { return p.means(n, rule) })
	})
}

// shownIn is what is shown of the findings in a stage.
func (r *run) shownIn(st *analysis.Facts) (list []shown, ok bool) {
	for _, found := range stageFindings(st) {
		found = r.judged(found)
		var comments []string
		if n := commentedStep(found); n >= 0 {
			comments = st.Lead(n)
		}
		if severity := r.severity(found, comments); severity != Off {
			list = append(list, shown{inStep(st, found).finding(severity), found.Step, found.Layer && !found.Soft})
		}
	}
	return list, len(list) > 0
}

// inStep is a note with its place in its step. What is found in a trigger of the base
// stage is shown at the FROM.
func inStep(st *analysis.Facts, found raw) raw {
	if found.Step < 0 {
		found.Span, found.Fix = st.Steps[0].In.Head(), nil
	}
	return found
}

// commentedStep is the step whose comments may skip a note, -1 for none: no comment skips
// what is found in a trigger.
func commentedStep(found raw) int {
	n := max(found.Step, found.Lead)
	if found.Step < 0 && n <= 0 {
		return -1
	}
	return n
}

// addInStage adds what was found in a stage. Triggers run only in stages that the
// last one depends on.
func (r *run) addInStage(st analysis.Stage, found raw) {
	if found.Step < 0 && !r.reached(st.Index) {
		return
	}
	found.Soft = found.Soft || found.Layer && !r.ships(st.Index)
	item, lead := st.First+max(found.Step, 0), -1
	if n := commentedStep(found); n >= 0 {
		lead = st.First + n
	}
	r.add(item, lead, r.file.Items.At(item).At, inStep(st.Facts, found))
}
