package analysis

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// File is a Dockerfile and the facts about it. It is immutable; Edit makes a new
// one that shares with the old what the edit did not change.
type File struct {
	*syntax.File
	// Globals are the facts about the instructions before the first FROM.
	Globals *Globals
	// Stages in the order of the file.
	Stages []Stage

	first int            // the item of the first FROM, or the number of items
	names map[string]int // the last stage of each name
}

// Stage is one build stage, placed in a File.
type Stage struct {
	*Facts
	Index int
	// First is the item of its FROM, End the item behind its last one.
	First, End int
	// Base is the index of the stage it starts from, or -1 where that is an image.
	Base int
}

// New reads a whole Dockerfile.
func New(t text.Text) *File { return build(syntax.New(t), nil) }

// Edit is the file after an edit. It equals New of the edited text.
func (f *File) Edit(e text.Edit) *File { return build(f.File.Edit(e), f) }

// build finds the stages of s. Of old, which may be nil, it keeps the facts whose
// causes are the same.
func build(s *syntax.File, old *File) *File {
	f := &File{File: s}
	f.first = slices.IndexFunc(s.Items, isFrom)
	if f.first < 0 {
		f.first = len(s.Items)
	}
	f.Globals = newGlobals(s.Items[:f.first], f.lastName(), s.Escape, old)
	froms := fromItems(s.Items)
	names := make(map[string]int, len(froms))
	f.names = names
	f.Stages = make([]Stage, 0, len(froms))
	for i, first := range froms {
		end := len(s.Items)
		if i+1 < len(froms) {
			end = froms[i+1]
		}
		st := Stage{Index: i, First: first, End: end, Base: -1}
		st.Facts = f.facts(st, names, old, len(froms))
		if base, ok := names[st.Image.Result]; ok {
			st.Base = base
		}
		f.Stages = append(f.Stages, st)
		if st.Name != "" {
			names[st.Name] = st.Index
		}
	}
	return f
}

// fromItems are the items that start a stage.
func fromItems(items []syntax.Item) []int {
	var froms []int
	for i := range items {
		if isFrom(items[i]) {
			froms = append(froms, i)
		}
	}
	return froms
}

func isFrom(it syntax.Item) bool { return it.Kind() == command.From }

// lastName is the name of the last stage, which TARGETSTAGE holds by default.
func (f *File) lastName() string {
	for i := len(f.Items) - 1; i >= f.first; i-- {
		if isFrom(f.Items[i]) {
			return stageName(f.Items[i].Instruction)
		}
	}
	return ""
}

// facts makes the facts of a stage, or finds them in old: at the same place, or
// at the same place counted from the end.
func (f *File) facts(st Stage, names map[string]int, old *File, stages int) *Facts {
	c := cause{instructions: f.Items[st.First:st.End], globals: f.Globals}
	var image *Expanded
	var likely []*Facts
	if old != nil {
		for _, i := range []int{st.Index, st.Index + len(old.Stages) - stages} {
			if i < 0 || i >= len(old.Stages) {
				continue
			}
			facts := old.Stages[i].Facts
			likely = append(likely, facts)
			if facts.cause.globals == c.globals && facts.Steps[0].In == c.instructions[0].Instruction {
				image = &facts.Image
			}
		}
	}
	if image == nil {
		e := expandFrom(c.instructions[0].Instruction, f.Globals)
		image = &e
	}
	if base, ok := names[image.Result]; ok {
		c.base = f.Stages[base].Facts
	}
	for _, facts := range likely {
		if facts.cause.equal(c) {
			return facts
		}
	}
	return newFacts(c, *image, f.Escape)
}

// ItemAt is the item whose text holds the offset at, the ends included, so that a
// cursor behind the last character still belongs to it.
func (f *File) ItemAt(at int) (int, bool) {
	i := sort.Search(len(f.Items), func(i int) bool { return f.Items[i].At > at }) - 1
	return i, i >= 0 && at <= f.Items[i].Span().End
}

// StageOf is the stage that the item i is in, or nil before the first FROM.
func (f *File) StageOf(i int) *Stage {
	n := sort.Search(len(f.Stages), func(n int) bool { return f.Stages[n].First > i }) - 1
	if n < 0 {
		return nil
	}
	return &f.Stages[n]
}

// Step is the facts about item i, or nil before the first FROM.
func (f *File) Step(i int) *Step {
	if st := f.StageOf(i); st != nil {
		return &st.Steps[i-st.First]
	}
	return nil
}

// StageNamed is the stage that COPY --from, RUN --mount from= and a build target
// mean by a name, whatever its case: the last one of that name in the file
// (findStateByName in BuildKit's dockerfile2llb/convert.go).
func (f *File) StageNamed(name string) (*Stage, bool) {
	if i, ok := f.names[strings.ToLower(name)]; ok {
		return &f.Stages[i], true
	}
	return nil, false
}

// Line is the line, from 1, on which BuildKit counts the offset at: it knows only
// "\n" as the end of a line.
func (f *File) Line(at int) int {
	return 1 + strings.Count(f.Text.String()[:at], "\n")
}

// First is the item of the first FROM, or the number of items.
func (f *File) First() int { return f.first }

// Label is the name by which BuildKit shows a stage, also one without a name.
func (st *Stage) Label() string {
	if st.Name != "" {
		return st.Name
	}
	return "stage-" + strconv.Itoa(st.Index)
}
