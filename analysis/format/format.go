package format

import (
	"slices"
	"sort"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// File is the edits that format a file, small and in order. Where the result
// would not be the same Dockerfile there are none, and refusal says why; an
// instruction that BuildKit refuses, or whose meaning we cannot judge, is left as
// it is and is no reason to refuse.
func File(f *analysis.File, o Options) (edits []text.Edit, refusal string) {
	return format(f, text.Span{Start: 0, End: f.Text.Len()}, o)
}

// Range is File for a part of it: the instructions that s touches, each as a
// whole, and the empty lines in s.
func Range(f *analysis.File, s text.Span, o Options) (edits []text.Edit, refusal string) {
	return format(f, s.Clamp(f.Text.Len()), o)
}

// Source is src formatted, or as it was where refusal says why.
func Source(src string, o Options) (formatted, refusal string) {
	edits, refusal := File(analysis.New(text.New(src)), o)
	return text.Apply(src, edits), refusal
}

// group is the edits of one item, or of what stands between two items, in which
// case item is -1. The edits of a group only make sense together.
type group struct {
	item  int
	edits []text.Edit
}

// format makes all edits, then looks at the result. What would change the meaning
// of an instruction is left out, and the rest looked at again.
func format(f *analysis.File, s text.Span, o Options) ([]text.Edit, string) {
	src, off, kinds := f.Text.String(), offRegions(f.File), shellKinds(f)
	o = o.of(f.File, kinds)
	end := text.Span{Start: len(src), End: len(src)}
	groups := propose(f, s, off, kinds, o)
	for range 3 {
		edits := join(groups)
		if newline := lastNewline(text.Apply(src, edits), o); newline != "" && s.End == len(src) && !overlapsAny(off, end) {
			edits = append(edits, text.Edit{Span: end, New: newline})
		}
		if len(edits) == 0 {
			return nil, ""
		}
		result := f.File.Edits(edits)
		if why := differ(f.File, result); why != "" {
			return nil, why
		}
		changed := changedItems(f, result, kinds)
		if len(changed) == 0 {
			return edits, ""
		}
		groups = slices.DeleteFunc(groups, func(g group) bool { return slices.Contains(changed, g.item) })
	}
	return nil, "formatting would change what the file means"
}

// propose makes the edits of all that s touches and that is not switched off.
func propose(f *analysis.File, s text.Span, off []text.Span, kinds []shell.Kind, o Options) []group {
	groups := []group{{item: -1, edits: blankLines(f.File, s, off, o)}}
	var key any = editsKey{o: o} // made anew only where the kind of shell changes
	for i, it := range f.Items.All() {
		if !it.Span().Overlaps(s) || overlapsAny(off, it.Span()) {
			continue
		}
		if kinds[i] != key.(editsKey).kind {
			key = editsKey{kinds[i], o}
		}
		edits := it.Memo(key, func() any { return instruction(it.Instruction, kinds[i], o) }).([]text.Edit)
		if len(edits) == 0 {
			continue
		}
		edits = slices.Clone(edits)
		for n := range edits {
			edits[n].Span = it.In(edits[n].Span)
		}
		groups = append(groups, group{i, edits})
	}
	return groups
}

// editsKey is all that the edits of an instruction depend on besides its text.
type editsKey struct {
	kind shell.Kind
	o    Options
}

// join is the edits of all groups in the order of their places.
func join(groups []group) []text.Edit {
	var edits []text.Edit
	for _, g := range groups {
		edits = append(edits, g.edits...)
	}
	sort.SliceStable(edits, func(i, j int) bool { return edits[i].Start < edits[j].Start })
	return edits
}

// differ says that a formatted file is cut otherwise than the file was.
func differ(before, after *syntax.File) string {
	if before.Escape != after.Escape || !slices.EqualFunc(before.Directives, after.Directives, sameDirective) {
		return "formatting would change the parser directives"
	}
	if before.Items.Len() != after.Items.Len() {
		return "formatting would join or part instructions"
	}
	return ""
}

func sameDirective(a, b syntax.Directive) bool {
	return a.Name.Value == b.Name.Value && a.Value.Value == b.Value.Value && (a.Err == nil) == (b.Err == nil)
}

// changedItems are the items that would mean something else after formatting.
func changedItems(f *analysis.File, after *syntax.File, kinds []shell.Kind) []int {
	var changed []int
	for i, it := range f.Items.All() {
		other := after.Items.At(i)
		if !slices.Equal(it.Lead, other.Lead) || !same(it.Instruction, other.Instruction, kinds[i]) {
			changed = append(changed, i)
		}
	}
	return changed
}

// shellKinds is the kind of shell that reads the text of each item. BuildKit's own
// defaults are /bin/sh -c and, on Windows, cmd /S /C (dockerfile2llb's
// defaultshell.go); an image may set another, which is not known here.
func shellKinds(f *analysis.File) []shell.Kind {
	kinds := make([]shell.Kind, f.Items.Len()) // shell.Unknown in front of the first FROM
	for _, st := range f.Stages {
		var before *analysis.State
		kind := shell.Unknown
		for n := range st.Steps {
			if s := st.Steps[n].Before; n == 0 || s != before {
				before, kind = s, shellOf(st, s)
			}
			kinds[st.First+n] = kind
		}
	}
	return kinds
}

func shellOf(st analysis.Stage, before *analysis.State) shell.Kind {
	switch {
	case before != nil && before.Shell != nil:
		return shell.KindOf(before.Shell)
	case st.OS == "windows":
		return shell.Cmd
	}
	return shell.POSIX
}
