package analysis

import (
	"slices"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis/syntax"
)

// build finds the stages of s. Of old, the file that was edited, which may be nil,
// it keeps the facts whose causes are the same.
func build(s *syntax.File, old *File) *File {
	b := &builder{File: &File{File: s, first: len(s.Items)}, old: old}
	if old != nil {
		b.columns.from(&old.columns)
	}
	froms := b.froms()
	target := ""
	if len(froms) > 0 {
		b.first = froms[0]
		target = stageName(s.Items[froms[len(froms)-1]].Instruction)
	}
	b.Globals = newGlobals(s.Items[:b.first], target, s.Escape, old)
	complete := b.sameNames(froms)
	if complete {
		b.names = old.names
	} else {
		b.names = make(map[string]int, len(froms))
	}
	b.Stages = make([]Stage, 0, len(froms))
	for i, first := range froms {
		end := len(s.Items)
		if i+1 < len(froms) {
			end = froms[i+1]
		}
		st := b.stage(Stage{Index: i, First: first, End: end, Base: -1}, len(froms))
		b.Stages = append(b.Stages, st)
		if !complete && st.Name != "" {
			_, again := b.names[st.Name]
			b.Duplicates = b.Duplicates || again
			b.names[st.Name] = i
		}
	}
	return b.File
}

// builder finds the stages of a file with the help of the one it was made of.
type builder struct {
	*File
	old *File
}

// froms are the items that start a stage. Where the items are those of the old
// file, so are the stages.
func (b *builder) froms() []int {
	if b.old == nil {
		return appendFroms(nil, b.Items, 0, len(b.Items))
	}
	head, tail := b.Kept()
	stages, moved := b.old.Stages, len(b.Items)-len(b.old.Items)
	froms := make([]int, 0, len(stages)+1)
	for len(stages) > 0 && stages[0].First < head {
		froms, stages = append(froms, stages[0].First), stages[1:]
	}
	froms = appendFroms(froms, b.Items, head, len(b.Items)-tail)
	for _, st := range stages {
		if first := st.First + moved; first >= len(b.Items)-tail {
			froms = append(froms, first)
		}
	}
	return froms
}

func appendFroms(froms []int, items []syntax.Item, first, end int) []int {
	for i := first; i < end; i++ {
		if isFrom(items[i]) {
			froms = append(froms, i)
		}
	}
	return froms
}

func isFrom(it syntax.Item) bool { return it.Kind() == command.From }

// sameNames tells whether the stages have the names that they had, no two the
// same, so that the old index of names will do.
func (b *builder) sameNames(froms []int) bool {
	if b.old == nil || b.old.Duplicates || len(froms) != len(b.old.Stages) {
		return false
	}
	for i, first := range froms {
		if b.Items[first].Instruction != b.old.Items[b.old.Stages[i].First].Instruction {
			return false
		}
	}
	return true
}

// stage makes the facts of a stage, or finds them in the old file: at the same
// place, or at the same place counted from the end. stages is how many there are.
func (b *builder) stage(st Stage, stages int) Stage {
	c := cause{instructions: b.Items[st.First:st.End], globals: b.Globals}
	var likely [2]*Stage
	var image *Expanded
	if b.old != nil {
		for n, i := range [...]int{st.Index, st.Index + len(b.old.Stages) - stages} {
			if i < 0 || i >= len(b.old.Stages) || n > 0 && i == st.Index {
				continue
			}
			was := &b.old.Stages[i]
			if likely[n] = was; was.cause.globals == c.globals && was.Steps[0].In == c.instructions[0].Instruction {
				image = &was.Image
			}
		}
	}
	if image == nil {
		e := expandFrom(c.instructions[0].Instruction, b.Globals)
		image = &e
	}
	if base, ok := b.names[image.Result]; ok && base < st.Index {
		st.Base, c.base = base, b.Stages[base].Facts
	}
	for _, was := range likely {
		if was != nil && was.cause.base == c.base && was.cause.globals == c.globals &&
			(b.untouched(st, *was) || sameInstructions(was.cause.instructions, c.instructions)) {
			st.Facts = was.Facts
			return st
		}
	}
	c.instructions = slices.Clone(c.instructions) // not to keep all items of this version alive
	st.Facts = newFacts(c, *image, b.Escape)
	return st
}

// untouched tells whether a stage has the items that it had, because the edit was
// elsewhere.
func (b *builder) untouched(st, was Stage) bool {
	head, tail := b.Kept()
	if st.End <= head {
		return st.First == was.First && st.End == was.End
	}
	moved := len(b.Items) - len(b.old.Items)
	return st.First >= len(b.Items)-tail && st.First == was.First+moved && st.End == was.End+moved
}
