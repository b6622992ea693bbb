package lint

import (
	"cmp"
	"iter"
	"slices"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/text"
)

// raw is what a check found, before settings and suppressions.
type raw struct {
	rule *Rule
	Note
	level Severity // that of another program, for a rule that is in no table
}

// Run is all findings in a file, in the order of their places.
func Run(f *analysis.File, c Config) []Finding {
	r := run{file: f, config: c, severities: c.severities(), checks: newChecks(f), pragmas: pragmas(f)}
	if c.NoIgnores {
		r.pragmas = slices.DeleteFunc(r.pragmas, func(p pragma) bool { return p.tool != byCheck })
	}
	for i, it := range f.Items.Slice(0, f.First()).All() {
		for _, found := range instructionFindings(it.Instruction) {
			r.add(i, i, it.At, found)
		}
	}
	if !r.addStages() {
		return nil
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
	file       *analysis.File
	config     Config
	severities string // of the config
	checks     checks
	pragmas    []pragma
	findings   []Finding

	// Made when asked for; of stages, by index.
	reachable, shipped []bool
	frontend           *frontend
}

// add takes a note about an item whose span starts at base. BuildKit reads the
// comments above the item lead for it; -1 stands for none.
func (r *run) add(item, lead, base int, found raw) {
	found = r.judged(found)
	var comments []string
	if lead >= 0 {
		comments = r.file.Items.At(lead).Lead
	}
	severity := r.severity(found, comments)
	if len(r.pragmas) > 0 && !found.rule.refusal() && r.silence(found.rule, item, lead) {
		return
	}
	if severity != Off {
		r.findings = append(r.findings, found.finding(severity).shift(base))
	}
}

// judged is an error of BuildKit as the frontend of the file may have it.
func (r *run) judged(found raw) raw {
	if found.rule.refusal() {
		return r.reader().judge(found)
	}
	return found
}

// severity is that of a note under the settings and the checks that BuildKit reads, at
// the top of the file and in the comments above an instruction.
func (r *run) severity(found raw, comments []string) Severity {
	rule := found.rule
	if rule.refusal() {
		return Error
	}
	severity := r.config.severity(rule)
	if _, set := r.config.Severities[rule.Code]; !set && rule.foreign() {
		severity = r.config.ShellLevels[found.level]
	}
	if rule.WholeFile {
		comments = nil
	}
	severity = r.checks.apply(rule, severity, comments)
	if severity == Warning && (rule == otherFrontend || rule.buildkit()) && r.reader().foreign {
		if rule == otherFrontend {
			return Hint
		}
		return Info
	}
	if found.Soft {
		return severity.softer()
	}
	return severity
}

// softer is a level less.
func (s Severity) softer() Severity {
	switch s {
	case Warning:
		return Info
	case Info:
		return Hint
	}
	return s
}

func (found raw) finding(severity Severity) Finding {
	rule := found.rule
	return Finding{
		Span: found.Span, Code: rule.Code, Severity: severity, Message: found.Message, URL: rule.URL,
		Unnecessary: rule.Unnecessary, Deprecated: rule.Deprecated, Fix: found.Fix,
	}
}

// shift is the finding moved by n bytes.
func (f Finding) shift(n int) Finding {
	f.Span, f.Fix = f.Shift(n), f.Fix.shift(n)
	return f
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

// locate is the item and the place in the file of a span in the nth step of a
// stage: the head of the FROM where that is a trigger.
func locate(f *analysis.File, st analysis.Stage, n int, s text.Span) (item int, place text.Span) {
	from := f.Items.At(st.First)
	if n < 0 {
		return st.First, from.In(from.Head())
	}
	return st.First + n, f.Items.At(st.First + n).In(s)
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

// stagesWhere yields the stages for which something holds that hangs on nothing but
// their facts. It is kept under key, a type of its own: rules of files that look into
// these stages alone cost a keystroke next to nothing.
func stagesWhere(f *analysis.File, key any, holds func(*analysis.Facts) bool) iter.Seq2[int, *analysis.Stage] {
	return func(yield func(int, *analysis.Stage) bool) {
		find := func(st *analysis.Facts) (_ struct{}, ok bool) { return struct{}{}, holds(st) }
		for _, a := range analysis.PerStage(f, key, find) {
			if !yield(a.Stage, &f.Stages[a.Stage]) {
				return
			}
		}
	}
}
