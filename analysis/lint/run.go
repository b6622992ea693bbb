package lint

import (
	"cmp"
	"iter"
	"slices"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// raw is what a check found, before settings and suppressions.
type raw struct {
	rule *Rule
	Note
	level Severity // that of another program, for a rule that is in no table
}

type memoKey struct{}

// Run is all findings in a file, in the order of their places.
func Run(f *analysis.File, c Config) []Finding {
	r := run{file: f, config: c, checks: newChecks(f), pragmas: pragmas(f)}
	if c.NoIgnores {
		r.pragmas = slices.DeleteFunc(r.pragmas, func(p pragma) bool { return p.tool != byCheck })
	}
	for i, it := range f.Items[:f.First()] {
		for _, found := range instructionFindings(it.Instruction) {
			r.add(i, i, it.At, found)
		}
	}
	for i, findings := range analysis.PerStage(f, memoKey{}, stageFindings) {
		if len(findings) > 0 && c.Stop != nil && c.Stop() {
			return nil
		}
		for _, found := range findings {
			r.addInStage(f.Stages[i], found)
		}
	}
	r.addShell()
	local := r.findings // nearly in order as they are
	r.findings = nil
	var asked *Rule
	report := func(n Note) { r.add(n.Step, n.Step, 0, raw{rule: asked, Note: n}) }
	for asked = range Rules() {
		if c.Stop != nil && c.Stop() {
			return nil
		}
		if asked.File != nil && r.wants(asked) {
			asked.File(f, c, report)
		}
	}
	r.addUnused()
	all := merge(inOrder(local), inOrder(r.findings))
	if f.Template() {
		all = ofTemplate(f, all)
	}
	return all
}

// inOrder sorts findings by their places. Those of one place keep their order.
func inOrder(list []Finding) []Finding {
	if !slices.IsSortedFunc(list, byPlace) {
		slices.SortStableFunc(list, byPlace)
	}
	return list
}

func byPlace(a, b Finding) int {
	return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
}

// merge is two sorted lists in one, in one place those of a first.
func merge(a, b []Finding) []Finding {
	if len(b) == 0 {
		return a
	}
	list := make([]Finding, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if byPlace(a[0], b[0]) <= 0 {
			list, a = append(list, a[0]), a[1:]
		} else {
			list, b = append(list, b[0]), b[1:]
		}
	}
	return append(append(list, a...), b...)
}

// wants tells whether it is worth asking a rule of files: one that is off finds
// nothing, but it uses comments up and «# check=experimental» may turn it on.
func (r *run) wants(rule *Rule) bool {
	return rule.Experimental || len(r.pragmas) > 0 || r.config.severity(rule) != Off
}

// run collects the findings that settings and suppressions leave over.
type run struct {
	file     *analysis.File
	config   Config
	checks   checks
	pragmas  []pragma
	findings []Finding

	// Made when asked for; of stages, by index.
	reachable, shipped []bool
	frontend           *frontend
}

// add takes a note about an item whose span starts at base. BuildKit reads the
// comments above the item lead for it; -1 stands for none.
func (r *run) add(item, lead, base int, found raw) {
	if found.rule.refusal() {
		found = r.reader().judge(found)
	}
	rule := found.rule
	severity := r.config.severity(rule)
	if _, set := r.config.Severities[rule.Code]; !set && rule.foreign() {
		severity = r.config.ShellLevels[found.level]
	}
	if rule.refusal() {
		severity = Error
	} else {
		var comments []string
		if lead >= 0 && !rule.WholeFile {
			comments = r.file.Items[lead].Lead
		}
		severity = r.checks.apply(rule, severity, comments)
		if len(r.pragmas) > 0 && r.silence(rule, item, lead) {
			return
		}
	}
	if severity == Off {
		return
	}
	severity = r.softer(severity, found)
	r.findings = append(r.findings, Finding{
		Span: found.Shift(base), Code: rule.Code, Severity: severity, Message: found.Message, URL: rule.URL,
		Unnecessary: rule.Unnecessary, Deprecated: rule.Deprecated, Fix: found.Fix.shift(base),
	})
}

// softer is the severity of a finding, a level below its rule's where the note is soft,
// and where another frontend than Docker's makes of the file what it likes.
func (r *run) softer(severity Severity, found raw) Severity {
	foreign := severity == Warning && (found.rule == otherFrontend || found.rule.buildkit()) && r.reader().foreign
	switch {
	case foreign && found.rule == otherFrontend, found.Soft && severity == Info:
		return Hint
	case foreign, found.Soft && severity == Warning:
		return Info
	}
	return severity
}

// shift is the fix with its edits moved by n bytes, where they are the Dockerfile's.
func (x *Fix) shift(n int) *Fix {
	if x == nil || n == 0 || x.File != "" {
		return x
	}
	moved := *x
	moved.Edits = make([]text.Edit, len(x.Edits))
	for i, e := range x.Edits {
		moved.Edits[i] = text.Edit{Span: e.Shift(n), New: e.New}
	}
	return &moved
}

// addInStage adds what was found in a stage. Triggers run only in stages that the
// last one depends on, and no comment skips what is found in them.
func (r *run) addInStage(st analysis.Stage, found raw) {
	if found.Step < 0 && !r.reached(st.Index) {
		return
	}
	found.Soft = found.Soft || found.Layer && !r.ships(st.Index)
	from := r.file.Items[st.First]
	at := r.file.Items[st.First+max(found.Step, 0)].At
	if found.Step < 0 {
		found.Span, found.Fix = from.Head(), nil
	}
	commented := -1
	if n := max(found.Step, found.Lead); found.Step >= 0 || n > 0 {
		commented = st.First + n
	}
	r.add(st.First+max(found.Step, 0), commented, at, found)
}

// locate is the item and the place in the file of a span in the nth step of a
// stage: the head of the FROM where that is a trigger.
func locate(f *analysis.File, st analysis.Stage, n int, s text.Span) (item int, place text.Span) {
	from := f.Items[st.First]
	if n < 0 {
		return st.First, from.In(from.Head())
	}
	return st.First + n, f.Items[st.First+n].In(s)
}

// reader is the frontend that reads the file.
func (r *run) reader() frontend {
	if r.frontend == nil {
		fe := frontendOf(r.file)
		r.frontend = &fe
	}
	return *r.frontend
}

// reached tells whether the last stage depends on a stage.
func (r *run) reached(stage int) bool {
	if r.reachable == nil {
		r.reachable = r.file.Reached(len(r.file.Stages) - 1)
	}
	return r.reachable[stage]
}

// ships tells whether the layers of a stage become part of an image.
func (r *run) ships(stage int) bool {
	if r.shipped == nil {
		r.shipped = shippedStages(r.file)
	}
	return r.shipped[stage]
}

// refusal tells that findings of the rule are errors of BuildKit, which no
// suppression silences.
func (r *Rule) refusal() bool { return slices.Contains(errorRules, r) }

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
	place := func(r raw) (int, text.Span) { // as addInStage puts it
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

// stagesWhere yields the stages for which something holds that hangs on nothing but
// their facts. It is kept under key, a type of its own: rules of files that look into
// these stages alone cost a keystroke next to nothing.
func stagesWhere(f *analysis.File, key any, holds func(*analysis.Facts) bool) iter.Seq2[int, *analysis.Stage] {
	return func(yield func(int, *analysis.Stage) bool) {
		for i, ok := range analysis.PerStage(f, key, holds) {
			if ok && !yield(i, &f.Stages[i]) {
				return
			}
		}
	}
}
