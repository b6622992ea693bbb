package analysis

import (
	"sort"
	"strconv"
	"strings"

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
	// Duplicates tells that two stages have one name.
	Duplicates bool

	first int            // the item of the first FROM, or the number of items
	names map[string]int // the last stage of each name
	memo  syntax.Memo

	columns columns
}

// Memo keeps what was found out about this version of the file; see syntax.Memo.
func (f *File) Memo(key any, find func() any) any { return f.memo.Do(key, find) }

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

// Edits is the file after all edits that text.Apply would make; see the same of
// syntax.File.
func (f *File) Edits(edits []text.Edit) *File { return build(f.File.Edits(edits), f) }

// ItemAt is the item whose text holds the offset at, the ends included, so that a
// cursor behind the last character still belongs to it.
func (f *File) ItemAt(at int) (int, bool) {
	i := sort.Search(f.Items.Len(), func(i int) bool { return f.Items.At(i).At > at }) - 1
	return i, i >= 0 && at <= f.Items.At(i).Span().End
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
