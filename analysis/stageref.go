package analysis

import (
	"strconv"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// StageRef is a place where a stage can be named: the base in FROM, COPY --from=,
// and from= in RUN --mount.
type StageRef struct {
	text.Span // of exactly the name or the number, in the file
	Item      int
	Kind      StageRefKind
	// Name is what is named, in FROM with the variables put in.
	Name string
	// Target is the stage that is meant, or -1 for an image or a named context.
	Target int
	// Index tells that the stage is named by its number.
	Index bool
	// Literal tells that the span holds the name as it is. It does not where a
	// variable or an escape is in it.
	Literal bool
}

// StageRefKind is the construct that names a stage.
type StageRefKind int

// The constructs that name a stage.
const (
	BaseRef  StageRefKind = iota // FROM
	CopyRef                      // COPY --from=
	MountRef                     // RUN --mount=…,from=
)

// StageRefs are the places in item i where a stage is or could be named. A trigger
// of ONBUILD runs in the stages built on its own: it means a stage of this file
// only where one of these is in this file too.
func (f *File) StageRefs(i int) []StageRef { return f.AppendStageRefs(nil, i) }

// AppendStageRefs appends StageRefs to refs.
func (f *File) AppendStageRefs(refs []StageRef, i int) []StageRef {
	it := f.Items.At(i)
	in := effective(it.Instruction)
	before := len(refs)
	switch in.Kind() {
	case command.From:
		if st := f.StageOf(i); st != nil && len(in.Args) > 0 && in.Trigger == nil && it.Command != nil {
			refs = append(refs, baseRef(in, st))
		}
	case command.Copy, command.Add:
		for _, flag := range in.Flags {
			if flag.Name.Value == "from" && flag.Value.Value != "" {
				refs = append(refs, f.copyRef(in, flag.Value))
			}
		}
	case command.Run:
		for _, name := range mountValues(in, "from") {
			refs = append(refs, f.mountRef(name))
		}
	}
	builtOn := it.Trigger == nil || f.isBuiltOn(f.StageOf(i))
	for n := before; n < len(refs); n++ {
		refs[n].Span, refs[n].Item = it.In(refs[n].Span), i
		if !builtOn {
			refs[n].Target = -1
		}
	}
	return refs
}

// baseRef is the base of a FROM. BuildKit looks its name up among the stages
// above, whose names are in lower case, and minds the case.
func baseRef(in *syntax.Instruction, st *Stage) StageRef {
	r := StageRef{Span: in.Args[0].Span, Kind: BaseRef, Name: st.Image.Result, Target: st.Base}
	r.place(in, in.Args[0])
	return r
}

// copyRef is the value of --from: toCommand in BuildKit's
// dockerfile2llb/convert.go.
func (f *File) copyRef(in *syntax.Instruction, value syntax.Word) StageRef {
	r := StageRef{Span: value.Span, Kind: CopyRef, Name: value.Value, Target: -1}
	r.place(in, value)
	if n, ok := number(value.Value); ok {
		r.Index = true
		if n >= 0 && n < len(f.Stages) {
			r.Target = n
		}
	} else if st, ok := f.StageNamed(value.Value); ok {
		r.Target = st.Index
	}
	return r
}

// number reads the number of a stage as strconv.Atoi does, without the error it
// would make of each name.
func number(s string) (int, bool) {
	if s == "" || s[0] > '9' {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}

// mountRef is the value of from= in a mount: detectRunMount in BuildKit's
// dockerfile2llb/convert_runmount.go, which knows no numbers.
func (f *File) mountRef(value syntax.Word) StageRef {
	r := StageRef{Span: value.Span, Kind: MountRef, Name: value.Value, Target: -1, Literal: true}
	if st, ok := f.StageNamed(value.Value); ok {
		r.Target = st.Index
	}
	return r
}

// place narrows the span to the name, leaving quotes out.
func (r *StageRef) place(in *syntax.Instruction, w syntax.Word) {
	start, end := in.Line.Offset(w.Start), in.Line.Offset(w.End)
	src := in.Line.Text[start:max(start, end)]
	at := strings.Index(src, r.Name)
	if at < 0 || r.Name == "" || strings.Trim(src, `"'`) != r.Name {
		return
	}
	r.Span, r.Literal = in.Line.Span(start+at, start+at+len(r.Name)), true
}

func (f *File) isBuiltOn(st *Stage) bool {
	for i := range f.Stages {
		if st != nil && f.Stages[i].Base == st.Index {
			return true
		}
	}
	return false
}

// StageName is the place where a stage gets its name; ok is false where it has
// none, and the place then is that of its base.
func (f *File) StageName(stage int) (place text.Span, ok bool) {
	it := f.Items.At(f.Stages[stage].First)
	switch {
	case f.Stages[stage].Name != "" && len(it.Args) == 3:
		return it.In(it.Args[2].Span), true
	case len(it.Args) > 0:
		return it.In(it.Args[0].Span), false
	}
	return it.In(it.Keyword.Span), false
}

// StageUses are the references that mean a stage, in the order of the file.
func (f *File) StageUses(stage int) []StageRef {
	var uses []StageRef
	for i := range f.Items.Len() {
		for _, r := range f.StageRefs(i) {
			if r.Target == stage {
				uses = append(uses, r)
			}
		}
	}
	return uses
}

// StageDeps are the stages that a stage needs itself, ascending. What the triggers
// of its base need is among them.
func (f *File) StageDeps(stage int) []int {
	st := f.Stages[stage]
	needed := make([]bool, len(f.Stages))
	note := func(first, end int, onbuild bool) {
		for i := first; i < end; i++ {
			if (f.Items.At(i).Trigger != nil) != onbuild {
				continue
			}
			for _, r := range f.StageRefs(i) {
				if r.Target >= 0 {
					needed[r.Target] = true
				}
			}
		}
	}
	note(st.First, st.End, false)
	if st.Base >= 0 {
		note(f.Stages[st.Base].First, f.Stages[st.Base].End, true)
	}
	var deps []int
	for i, need := range needed {
		if need {
			deps = append(deps, i)
		}
	}
	return deps
}

// Reached tells of each stage whether a build of target needs it. The last stage
// is what is built where no target is named.
func (f *File) Reached(target int) []bool {
	reached := make([]bool, len(f.Stages))
	for queue := []int{target}; len(queue) > 0; queue = queue[1:] {
		if stage := queue[0]; stage >= 0 && stage < len(reached) && !reached[stage] {
			reached[stage] = true
			queue = append(queue, f.StageDeps(stage)...)
		}
	}
	return reached
}
