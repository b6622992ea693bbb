package analysis

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/moby/buildkit/frontend/dockerfile/command"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/shell"

	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// HintKind is what a Hint tells.
type HintKind int

// The kinds of hints.
const (
	HintValue     HintKind = iota // the value of a variable
	HintStage                     // the stage that a number means
	HintWorkdir                   // the directory that a relative WORKDIR leads to
	HintInherited                 // what a stage takes over from the one it is based on
	HintPlatform                  // where a platform argument comes from
)

// HintKinds tells which hints are wanted. AllHints wants all.
type HintKinds struct {
	Values, Stages, Workdirs, Inherited, Platforms bool
}

// AllHints wants every kind of hint.
var AllHints = HintKinds{true, true, true, true, true}

// Hint is a remark that an editor shows within a line, behind the offset At.
type Hint struct {
	At    int
	Kind  HintKind
	Label string
}

// Hints are the hints of a part of the file, in their order. They tell only what
// is so in each build that is given no arguments: never a value that the base
// image or the platform decides.
func Hints(f *File, part text.Span, want HintKinds) []Hint {
	h := hinter{f: f, part: part, want: want}
	var globals [][]*Scope
	if f.first > 0 && want.Values {
		globals = meantGlobals(f)
	}
	for i, it := range f.Items.Slice(0, f.first).All() {
		if h.within(it) && globals != nil && it.Command != nil && f.Globals.Errs[i] == nil {
			h.values(it, globals[i])
		}
	}
	states := make([]knownState, len(f.Stages))
	for i := range f.Stages {
		states[i] = h.stage(&f.Stages[i], states)
	}
	slices.SortStableFunc(h.list, func(a, b Hint) int { return cmp.Compare(a.At, b.At) })
	return h.list
}

type hinter struct {
	f    *File
	part text.Span
	want HintKinds
	list []Hint
}

func (h *hinter) add(kind HintKind, at int, label string) {
	if strings.ContainsAny(label, "\r\n") {
		label = symbolText(label)
	}
	if h.part.Touches(at) && label != "" {
		h.list = append(h.list, Hint{at, kind, label})
	}
}

func (h *hinter) within(it syntax.Item) bool { return it.Span().Overlaps(h.part) }

// knownState tells which parts of a State are known for sure.
type knownState struct{ workdir, user bool }

// stage adds the hints of a stage and tells what is known at its end. states are
// those of the stages above.
func (h *hinter) stage(st *Stage, states []knownState) knownState {
	known := knownState{workdir: st.Image.Result == "scratch"}
	if st.Base >= 0 {
		known = states[st.Base]
		h.inherited(st, known)
	}
	for n := range st.Triggers {
		known.update(h.f.Globals, &st.Triggers[n], nil)
	}
	meant := meantVars(st)
	for n, it := range h.f.Items.Slice(st.First, st.End).All() {
		step := &st.Steps[n]
		if h.within(it) {
			if step.Err == nil && it.Command != nil {
				h.values(it, meant[n])
			}
			h.arguments(it)
			h.numbers(st.First + n)
		}
		before := known.workdir
		known.update(h.f.Globals, step, meant[n])
		if wd, ok := step.Command.(*instructions.WorkdirCommand); ok && h.want.Workdirs && before && known.workdir && !absolutePath(wd.Path) {
			h.add(HintWorkdir, it.In(it.Rest.Span).End, "= "+stateAfter(st, n).Workdir)
		}
	}
	return known
}

// stateAfter is what is in force behind the nth step of a stage.
func stateAfter(st *Stage, n int) *State {
	if n+1 < len(st.Steps) {
		return st.Steps[n+1].Before
	}
	return st.After
}

// update is what is known behind a step.
func (k *knownState) update(g *Globals, step *Step, meant []*Scope) {
	sure := step.Err == nil && len(meant) == len(step.In.Expansions) && settledWithin(g, step.In, meant, step.In.Rest.Span)
	switch c := step.Command.(type) {
	case *instructions.WorkdirCommand:
		k.workdir = sure && (k.workdir || absolutePath(c.Path))
	case *instructions.UserCommand:
		k.user = sure
	}
}

// absolutePath tells whether a path does not depend on the directory it is taken in.
// C:/x is an absolute path of Windows.
func absolutePath(path string) bool {
	return strings.HasPrefix(path, "/") || strings.HasPrefix(path, `\`) || len(path) > 1 && path[1] == ':'
}

// inherited tells at a FROM what is in force because of the stage it names.
func (h *hinter) inherited(st *Stage, known knownState) {
	it := h.f.Items.At(st.First)
	if !h.want.Inherited || !h.within(it) {
		return
	}
	var parts []string
	base := h.f.Stages[st.Base].After
	if known.workdir && base.WorkdirSet {
		parts = append(parts, "WORKDIR "+base.Workdir)
	}
	if known.user && base.User != "" {
		parts = append(parts, "USER "+base.User)
	}
	h.add(HintInherited, it.In(it.Rest.Span).End, strings.Join(parts, ", "))
}

// values tells the value behind each expansion of an item. One within another is
// told by that one.
func (h *hinter) values(it syntax.Item, meant []*Scope) {
	if !h.want.Values {
		return
	}
	end := 0
	for n, e := range it.Expansions {
		if e.Start < end {
			continue
		}
		end = e.End
		if meant[n] == nil || !settledWithin(h.f.Globals, it.Instruction, meant, e.Span) {
			continue
		}
		if value, ok := expansionValue(it.Instruction, e, meant); ok {
			h.add(HintValue, it.In(e.Span).End, hintText(value))
		}
	}
}

// expansionValue is what BuildKit puts in for an expansion.
func expansionValue(in *syntax.Instruction, e syntax.Expansion, meant []*Scope) (string, bool) {
	env := newEnv()
	for n, inner := range in.Expansions {
		if e.Contains(inner.Span) && meant[n] != nil {
			env.add(meant[n].Var)
		}
		if inner.Span == e.Span && e.Op == "" {
			return meant[n].Value, true
		}
	}
	src, escape := in.Line.Text[in.Line.Offset(e.Start):in.Line.Offset(e.End)], rune(in.Escape)
	if len(in.Heredocs) > 0 && e.Start >= in.Heredocs[0].Body.Start {
		src, escape = in.Raw[e.Start:e.End], '\\'
	}
	if !utf8.ValidString(src) { // of which BuildKit's lexer complains on standard error
		return "", false
	}
	res, err := fill(shell.NewLex(escape), src, env)
	return res.Result, err == nil && len(res.Unmatched) == 0
}

// hintText is a value as it is shown.
func hintText(value string) string {
	if strings.TrimSpace(value) != value || value == "" || strings.ContainsAny(value, "\r\n") {
		value = strconv.Quote(value)
	}
	return "= " + symbolText(value)
}

// arguments tells of each ARG without a default where its value comes from.
func (h *hinter) arguments(it syntax.Item) {
	if it.Kind() != command.Arg || it.Command == nil {
		return
	}
	for _, pair := range it.Pairs {
		v, ok := h.f.Globals.Scope.Lookup(pair.Key.Value)
		switch at := it.In(pair.Span).End; {
		case pair.HasValue || !ok:
		case v.Origin == FromPredefined && h.want.Platforms:
			h.add(HintPlatform, at, platformSource(v.Name))
		case v.Origin == FromGlobalArg && h.want.Values && settled(h.f.Globals, v):
			h.add(HintValue, at, hintText(v.Value))
		}
	}
}

// platformSource is where BuildKit takes the value of a predefined argument from.
func platformSource(name string) string {
	switch {
	case name == "TARGETSTAGE":
		return "from --target"
	case strings.HasPrefix(name, "TARGET"):
		return "from the target platform"
	}
	return "from the build machine"
}

// numbers tells the stages that are named by their number.
func (h *hinter) numbers(i int) {
	if !h.want.Stages || !mayNameStage(h.f.Items.At(i).Instruction) {
		return
	}
	for _, r := range h.f.StageRefs(i) {
		if r.Index && r.Target >= 0 {
			st := h.f.Stages[r.Target]
			label := st.Name
			if from := h.f.Items.At(st.First); label == "" && len(from.Args) > 0 {
				label = from.Args[0].Value
			}
			h.add(HintStage, r.End, hintText(label))
		}
	}
}
