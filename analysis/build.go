package analysis

import (
	"slices"
	"sort"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis/syntax"
)

// build finds the stages of s. Of old, the file that was edited, which may be nil,
// it keeps the facts whose causes are the same.
func build(s *syntax.File, old *File) *File {
	b := &builder{File: &File{File: s, first: s.Items.Len()}, old: old}
	if old != nil {
		b.columns.from(&old.columns)
	}
	b.findFroms()
	target := ""
	if b.count > 0 {
		b.first = b.from(0)
		target = stageName(s.Items.At(b.from(b.count - 1)).Instruction)
	}
	b.Globals = newGlobals(s.Items.Slice(0, b.first).List(), target, s.Escape, old)
	if b.sameNames() && b.Globals == old.Globals {
		b.changedStages()
	} else {
		b.allStages()
	}
	return b.File
}

// builder finds the stages of a file with the help of the one it was made of.
type builder struct {
	*File
	old *File

	count      int   // of stages
	head, tail int   // how many at the start and at the end have the items that they had
	between    []int // the items that start the others
	moved      int   // how far the items at the end are moved
}

// allStages finds the stages and their names.
func (b *builder) allStages() {
	b.names = make(map[string]int, b.count)
	b.Stages = make([]Stage, 0, b.count)
	for i := range b.count {
		st := b.stage(i)
		b.Stages = append(b.Stages, st)
		if st.Name != "" {
			_, again := b.names[st.Name]
			b.Duplicates = b.Duplicates || again
			b.names[st.Name] = i
		}
	}
}

// changedStages finds the stages where neither their names nor the globals changed:
// what the edit did not touch is as it was, unless it starts from what it did.
func (b *builder) changedStages() {
	b.names, b.Stages = b.old.names, slices.Clone(b.old.Stages)
	for i := b.head; i < b.count-b.tail; i++ {
		b.Stages[i] = b.stage(i)
	}
	for i := b.count - b.tail; i < b.count; i++ {
		st := &b.Stages[i]
		if st.Base >= 0 && b.Stages[st.Base].Facts != b.old.Stages[st.Base].Facts {
			*st = b.stage(i)
			continue
		}
		st.First, st.End = st.First+b.moved, st.End+b.moved
	}
}

// findFroms finds the items that start a stage. Where the items are those of the old
// file, so are the stages.
func (b *builder) findFroms() {
	head, tail := b.Kept()
	first, end := 0, b.Items.Len()
	if b.old != nil {
		stages := b.old.Stages
		b.moved = b.Items.Len() - b.old.Items.Len()
		b.head = sort.Search(len(stages), func(i int) bool { return stages[i].End >= head })
		rest := stages[b.head:]
		b.tail = len(rest) - sort.Search(len(rest), func(i int) bool { return rest[i].First+b.moved >= b.Items.Len()-tail })
		if b.head > 0 {
			first = stages[b.head-1].End
		}
		if b.tail > 0 {
			end = stages[len(stages)-b.tail].First + b.moved
		}
	}
	for i := first; i < end; i++ {
		if isFrom(b.Items.At(i)) {
			b.between = append(b.between, i)
		}
	}
	b.count = b.head + len(b.between) + b.tail
}

// from is the item that starts stage i.
func (b *builder) from(i int) int {
	switch {
	case i < b.head:
		return b.old.Stages[i].First
	case i < b.count-b.tail:
		return b.between[i-b.head]
	}
	return b.old.Stages[i-b.count+len(b.old.Stages)].First + b.moved
}

func isFrom(it syntax.Item) bool { return it.Kind() == command.From }

// sameNames tells whether the stages have the names that they had, no two the
// same, so that the old index of names will do.
func (b *builder) sameNames() bool {
	if b.old == nil || b.old.Duplicates || b.count != len(b.old.Stages) {
		return false
	}
	for n, i := range b.between {
		if b.Items.At(i).Instruction != b.old.Items.At(b.old.Stages[b.head+n].First).Instruction {
			return false
		}
	}
	return true
}

// stage makes the facts of stage i, or finds them in the old file: at the same place,
// or at the same place counted from the end.
func (b *builder) stage(i int) Stage {
	st := Stage{Index: i, First: b.from(i), End: b.Items.Len(), Base: -1}
	if i+1 < b.count {
		st.End = b.from(i + 1)
	}
	c := cause{instructions: b.Items.Slice(st.First, st.End).List(), globals: b.Globals}
	var likely [2]*Stage
	var image *Expanded
	if b.old != nil {
		for n, i := range [...]int{st.Index, st.Index + len(b.old.Stages) - b.count} {
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
	return st.First >= b.Items.Len()-tail && st.First == was.First+b.moved && st.End == was.End+b.moved
}
