package lint

import (
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/shell"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/syntax"
)

// fileErrors are those between stages.
func fileErrors(f *analysis.File, _ Config, report Report) {
	for i, it := range f.Items.Slice(0, f.First()).All() {
		if err := f.Globals.Errs[i]; err != nil {
			report(Note{Step: i, Span: it.In(it.Head()), Message: err.Error()})
		}
	}
	for _, ref := range flagRefs(f) {
		if ref.err != "" {
			report(Note{Step: ref.Item, Span: ref.Span, Message: ref.err})
		}
	}
}

// flagRef is a reference to another stage in a flag, and why BuildKit refuses it.
type flagRef struct {
	analysis.StageRef
	stage int // that it stands in
	err   string
}

type flagRefsKey struct{}

// flagRefs are the references in flags of steps that run, those left out that plainly
// name a stage above. Several rules ask for them with every keystroke, so they are
// kept with the file.
func flagRefs(f *analysis.File) []flagRef {
	return f.Memo(flagRefsKey{}, func() any {
		var list []flagRef
		var refs []analysis.StageRef // of one step, in the room of those of the last
		for _, a := range analysis.PerStage(f, plainFromsKey{}, plainFroms) {
			st := &f.Stages[a.Stage]
			if !slices.ContainsFunc(a.Value, func(name string) bool {
				of, ok := f.StageNamed(name)
				return !ok || of.Index >= st.Index
			}) {
				continue
			}
			for _, n := range stepsWithFrom(st.Facts) {
				refs = f.AppendStageRefs(refs[:0], st.First+n)
				for _, ref := range refs {
					list = append(list, flagRef{ref, st.Index, refError(f, st, ref)})
				}
			}
		}
		return list
	}).([]flagRef)
}

type plainFromsKey struct{}

// plainFroms are the names by which a stage copies from others; "" stands for a
// mount, a number, and what is not written plainly.
func plainFroms(st *analysis.Facts) (names []string, ok bool) {
	for _, n := range stepsWithFrom(st) {
		name := ""
		if c, ok := st.Steps[n].Command.(*instructions.CopyCommand); ok {
			name = c.From
		}
		if strings.ContainsAny(name, "$'\"\\`") || strings.Trim(name, "+-0123456789") == "" {
			name = ""
		}
		names = append(names, name)
	}
	return names, len(names) > 0
}

type stepsWithFromKey struct{}

// stepsWithFrom are the steps that name another stage with a flag.
func stepsWithFrom(st *analysis.Facts) []int {
	return st.Memo(stepsWithFromKey{}, func() any {
		var list []int
		for n, s := range steps(st) {
			switch c := s.Command.(type) {
			case *instructions.CopyCommand:
				if n >= 0 && c.From != "" {
					list = append(list, n)
				}
			case *instructions.RunCommand:
				if _, ok := s.In.Flag("mount"); ok && n >= 0 && strings.Contains(strings.ToLower(s.In.Raw), "from") {
					list = append(list, n)
				}
			}
		}
		return list
	}).([]int)
}

// refError is why BuildKit refuses a reference to another stage, or "".
func refError(f *analysis.File, st *analysis.Stage, ref analysis.StageRef) string {
	if ref.Kind == analysis.CopyRef && strings.ContainsAny(ref.Name, "$'\"\\`") {
		word, err := shell.NewLex(rune(f.Escape)).ProcessWordWithMatches(syntax.Lexable(ref.Name), shell.EnvsFromSlice(nil))
		if err != nil {
			return err.Error()
		}
		if word.Result != ref.Name {
			return "variable expansion is not supported for --from, define a new stage with FROM using ARG from global scope as a workaround"
		}
	}
	switch {
	case ref.Target < 0 && ref.Index:
		n, _ := strconv.Atoi(ref.Name)
		if n >= 0 && n < len(f.Stages)+sort.SearchInts(imagesTaken(f), ref.Item) {
			return ""
		}
		return fmt.Sprintf("invalid stage index %d", n)
	case ref.Target < 0:
		return imageError(ref.Name)
	case ref.Target < st.Index:
		return ""
	case ref.Target == st.Index:
		return "circular dependency detected on stage: " + st.Name
	case ref.Kind == analysis.CopyRef:
		return fmt.Sprintf("cannot copy from stage %q, it needs to be defined before current stage %q", ref.Name, st.Label())
	}
	return fmt.Sprintf("cannot mount from stage %q to %q, stage needs to be defined before current command", ref.Name, mountTarget(f, ref))
}

type imagesTakenKey struct{}

// imagesTaken are the items that take something from no stage, as often as they do:
// BuildKit counts what it takes that from as further stages (buildStageDependencyGraph in
// its dockerfile2llb/convert.go).
func imagesTaken(f *analysis.File) []int {
	return f.Memo(imagesTakenKey{}, func() any {
		var list []int
		for i, it := range f.Items.All() {
			var names []string
			switch c := it.Command.(type) {
			case *instructions.CopyCommand:
				if _, err := strconv.Atoi(c.From); err != nil && c.From != "" {
					names = []string{c.From}
				}
			case *instructions.RunCommand:
				for _, m := range instructions.GetMounts(c) {
					names = append(names, m.From)
				}
			}
			for _, name := range names {
				if _, ok := f.StageNamed(name); !ok && i >= f.First() {
					list = append(list, i)
				}
			}
		}
		return list
	}).([]int)
}

// mountTarget is the target of the mount that names a stage.
func mountTarget(f *analysis.File, ref analysis.StageRef) string {
	if c, ok := f.Step(ref.Item).Command.(*instructions.RunCommand); ok {
		for _, m := range instructions.GetMounts(c) {
			if m.From == ref.Name {
				return m.Target
			}
		}
	}
	return ""
}
