package analysis

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/util/system"

	"github.com/slipway-dev/slipway/analysis/shell"
)

// lineOf names the line of an offset as editors count it.
func (f *File) lineOf(at int) string { return "line " + strconv.Itoa(f.Text.Line(at)+1) }

// count is how often, in words.
func count(n int) string {
	switch n {
	case 0:
		return "nowhere"
	case 1:
		return "once"
	}
	return strconv.Itoa(n) + " times"
}

// stageTitle names a stage within a sentence.
func stageTitle(st Stage) string {
	if st.Name == "" {
		return "stage " + strconv.Itoa(st.Index)
	}
	return "stage " + codeSpan(st.Name)
}

// describeStage tells what a stage is based on, who uses it, and whether a build
// needs it.
func (f *File) describeStage(stage int) string {
	st := f.Stages[stage]
	title := "**Stage " + strconv.Itoa(stage) + "**, on " + f.lineOf(f.keywordAt(st.First))
	if st.Name != "" {
		title = "**Stage** " + codeSpan(st.Name) + ", number " + strconv.Itoa(stage) + ", on " + f.lineOf(f.keywordAt(st.First))
	}
	return paragraphs(title+". "+f.describeBases(st), sentences(f.describeUsers(stage), f.describeNeed(stage)))
}

// describeBases is the chain of bases down to an image.
func (f *File) describeBases(st Stage) string {
	var chain []string
	for st.Base >= 0 {
		st = f.Stages[st.Base]
		chain = append(chain, stageTitle(st)+" ("+f.lineOf(f.keywordAt(st.First))+")")
	}
	if image := st.Image.Result; image != "" {
		chain = append(chain, codeSpan(f.writtenImage(st)))
	}
	if len(chain) == 0 {
		return ""
	}
	return "Based on " + strings.Join(chain, ", that on ") + "."
}

// writtenImage is the base of a stage: with the variables put in, or as it is
// written where their values are not known, such as those of platforms.
func (f *File) writtenImage(st Stage) string {
	in := f.Items.At(st.First).Instruction
	if len(in.Args) > 0 && (st.Image.Err != nil || !f.reckoner().within(st.First, in, in.Args[0].Span).sure) {
		return in.Args[0].Value
	}
	return st.Image.Result
}

func (f *File) describeUsers(stage int) string {
	var users []string
	for _, r := range f.StageUses(stage) {
		it := f.Items.At(r.Item)
		user := "`" + strings.ToUpper(effective(it.Instruction).Kind()) + "` on " + f.lineOf(r.Start)
		if !slices.Contains(users, user) {
			users = append(users, user)
		}
	}
	if len(users) == 0 && stage == len(f.Stages)-1 {
		return ""
	}
	if len(users) == 0 {
		return "Nothing in this file uses it."
	}
	return "Used by " + listed(first(users, 12), "and") + "."
}

func (f *File) describeNeed(stage int) string {
	last := len(f.Stages) - 1
	switch {
	case stage == last:
		return "It is the last stage, which is built unless `--target` names another."
	case f.Reached(last)[stage]:
		return "The default build needs it."
	case f.Stages[stage].Name == "":
		return "The default build skips it."
	}
	return "The default build skips it; " + codeSpan("--target "+f.Stages[stage].Name) + " builds it."
}

// stageSummary is describeStage for the stage that begins with item i.
func (f *File) stageSummary(i int) string {
	if st := f.StageOf(i); st != nil && f.Items.At(i).Command != nil {
		return f.describeStage(st.Index)
	}
	return ""
}

// root is the stage at the bottom of a stage's chain of bases, st itself where it
// starts from an image.
func (f *File) root(st *Stage) *Stage {
	for st.Base >= 0 {
		st = &f.Stages[st.Base]
	}
	return st
}

// describeImage tells the parts of an image reference.
func (f *File) describeImage(r StageRef) string {
	name := r.Name
	if st := f.StageOf(r.Item); r.Kind == BaseRef && st != nil {
		name = f.writtenImage(*st)
	}
	if name == "scratch" && r.Kind == BaseRef {
		return "**`scratch`** is the empty file system: no files, no shell, no variables but `PATH`."
	}
	missed := f.describeMissed(r)
	img, ok := ParseImage(name)
	if !ok {
		return missed
	}
	parts := []string{"Registry " + codeSpan(img.Registry), "Repository " + codeSpan(img.Repository)}
	switch {
	case img.Tag != "":
		parts = append(parts, "Tag "+codeSpan(img.Tag))
	case img.Digest == "":
		parts = append(parts, "Tag `latest`, as none is given")
	}
	if img.Digest != "" {
		parts = append(parts, "Digest "+codeSpan(img.Digest))
	}
	doc := "**Image** " + codeSpan(name)
	if r.Kind != BaseRef {
		doc += " (no stage of this file has that name)"
	}
	if page := img.Page(); page != "" {
		parts = append(parts, "[Page]("+page+")")
	}
	return paragraphs(doc, strings.Join(parts, " · "), missed)
}

// describeMissed tells why a FROM does not mean the stage of that name.
func (f *File) describeMissed(r StageRef) string {
	st, ok := f.StageNamed(r.Name)
	if !ok || r.Kind != BaseRef {
		return ""
	}
	doc := "The " + stageTitle(*st) + " on " + f.lineOf(f.keywordAt(st.First)) + " is not meant: "
	if r.Name != st.Name && st.First < r.Item {
		return doc + "`FROM` finds a stage by its name in lower case only."
	}
	return doc + "`FROM` sees only the stages above it."
}

// keywordAt is where the keyword of item i starts.
func (f *File) keywordAt(i int) int { return f.Items.At(i).In(f.Items.At(i).Keyword.Span).Start }

// inForce is one line on WORKDIR, USER and SHELL where item i runs, as far as this
// file tells them.
func (f *File) inForce(i int) string {
	st := f.StageOf(i)
	if st == nil {
		return ""
	}
	before := st.Steps[i-st.First].Before
	var parts []string
	if f.workdirKnown(i) {
		parts = append(parts, "WORKDIR "+codeSpan(before.Workdir))
	}
	if before.User != "" && f.userKnown(i) {
		parts = append(parts, "USER "+codeSpan(before.User))
	}
	if array, ok := shell.JSONArray(before.Shell); ok && len(before.Shell) > 0 {
		parts = append(parts, "SHELL "+codeSpan(array))
	}
	if len(parts) == 0 {
		return ""
	}
	return "In force here: " + strings.Join(parts, " · ")
}

// environment is the variables that ENV has set where item i runs, by name.
func (f *File) environment(i int) Folded {
	step := f.Step(i)
	if step == nil {
		return Folded{}
	}
	var list []string
	r := f.reckoner()
	for _, v := range step.Before.Vars.All() {
		if v.Origin == FromEnv {
			list = append(list, codeSpan(v.Name)+" = "+r.shown(i, v))
		}
	}
	title := "ENV in force here, " + strconv.Itoa(len(list)) + " variables"
	if len(list) == 1 {
		title = "ENV in force here, 1 variable"
	}
	return Folded{title, list}
}

// shown is the value of a variable of ENV as far as this file tells it, else as it
// is written.
func (r reckoner) shown(i int, v Var) string {
	item, in, ok := r.declaration(i, v)
	if !ok || v.Pair >= len(in.Pairs) {
		return codeSpan(v.Value)
	}
	switch r := r.variable(item, v); {
	case !r.sure:
		return codeSpan(in.Pairs[v.Pair].Value.Value)
	case r.flexible:
		return codeSpan(v.Value) + " by default"
	}
	return codeSpan(v.Value)
}

// stepsBefore are the steps that run before item i, the nearest first, those of
// bases and their triggers included.
func (f *File) stepsBefore(i int) iter.Seq[Step] {
	return func(yield func(Step) bool) {
		end := i
		for st := f.StageOf(i); st != nil; st = f.baseOf(st) {
			own := st.Steps[1:max(1, min(end, st.End)-st.First)]
			for _, steps := range [][]Step{own, st.Triggers} {
				for _, s := range slices.Backward(steps) {
					if !yield(s) {
						return
					}
				}
			}
			end = f.Items.Len()
		}
	}
}

// workdirKnown tells whether the working directory is all this file's: a relative
// one is added to what the base image says.
func (f *File) workdirKnown(i int) bool {
	st := f.StageOf(i)
	for s := range f.stepsBefore(i) {
		c, ok := s.Command.(*instructions.WorkdirCommand)
		switch {
		case !ok:
		case len(s.Unset) > 0 || s.Err != nil:
			return false
		case system.IsAbs(c.Path, st.OS):
			return true
		}
	}
	return st.Steps[i-st.First].Before.WorkdirSet && f.root(st).Image.Result == "scratch"
}

// userKnown tells whether the last USER uses only variables of this file.
func (f *File) userKnown(i int) bool {
	for s := range f.stepsBefore(i) {
		if _, ok := s.Command.(*instructions.UserCommand); ok {
			return len(s.Unset) == 0 && s.Err == nil
		}
	}
	return false
}
