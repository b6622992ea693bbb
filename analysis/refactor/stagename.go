package refactor

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/text"
)

// stageCasing offers the name of a stage in lower case, with all its uses.
// BuildKit knows stages by lower case already, so a use that it cannot rewrite
// still means the same.
func stageCasing(p place) []offer {
	in := p.it().Instruction
	if !warned(in, "StageNameCasing") || len(in.Args) != 3 {
		return nil
	}
	name := strings.ToLower(in.Args[2].Value)
	edits := []text.Edit{p.edit(in.Args[2].Span, name)}
	if p.commented(edits) || p.becomes(edits) == nil {
		return nil
	}
	uses := literalUses(p.File, p.stage().Index)
	for _, use := range uses {
		if use.Name != name {
			edits = append(edits, text.Edit{Span: use.Span, New: name})
		}
	}
	title := "Rename stage " + in.Args[2].Value + " to " + name
	if n := len(edits) - 1; n > 0 {
		title += fmt.Sprintf(", also where it is used (%d)", n)
	}
	return []offer{{title: title, edits: edits, fixes: true, preferred: true}}
}

// literalUses are the uses of a stage that can be rewritten: whose name stands
// there in one piece, as it is, in an instruction that BuildKit accepts.
func literalUses(f *analysis.File, stage int) []analysis.StageRef {
	var uses []analysis.StageRef
	for _, use := range f.StageUses(stage) {
		if use.Literal && f.Items.At(use.Item).Command != nil && f.Text.Slice(use.Span) == use.Name {
			uses = append(uses, use)
		}
	}
	return uses
}

// stageIndex offers a name where a stage is called by its number: its own name, or
// a new one for a stage that has none.
func stageIndex(p place) []offer {
	stage := p.pointed()
	if stage < 0 || p.Items.At(p.Stages[stage].First).Command == nil {
		return nil
	}
	var edits []text.Edit
	name := p.nameOf(stage)
	for _, use := range literalUses(p.File, stage) {
		if use.Index {
			edits = append(edits, text.Edit{Span: use.Span, New: name})
		}
	}
	if len(edits) == 0 {
		return nil
	}
	title := fmt.Sprintf("Use the stage's name %s for its number (%d)", name, len(edits))
	if p.Stages[stage].Name == "" {
		named, ok := p.naming(stage, name)
		if !ok {
			return nil
		}
		title = fmt.Sprintf("Name the stage %s and use it for its number (%d)", name, len(edits))
		edits = append([]text.Edit{named}, edits...)
	} else if last, _ := p.StageNamed(name); last == nil || last.Index != stage {
		return nil // another stage has the name too
	}
	return []offer{{title: title, edits: edits}}
}

// pointed is the stage whose number the selection touches, or the one whose FROM
// the instruction is; otherwise -1.
func (p place) pointed() int {
	for _, r := range p.StageRefs(p.item) {
		if r.Index && r.Target >= 0 && p.touched(r.Span) {
			return r.Target
		}
	}
	if st := p.stage(); st != nil && st.First == p.item {
		return st.Index
	}
	return -1
}

// naming gives a stage that has no name one.
func (p place) naming(stage int, name string) (text.Edit, bool) {
	from := p.other(p.Stages[stage].First)
	in := from.it().Instruction
	if len(in.Args) != 1 {
		return text.Edit{}, false
	}
	end := text.Span{Start: in.Args[0].End, End: in.Args[0].End}
	edit := from.edit(end, alike(" as ", in.Keyword.Value)+name)
	return edit, from.becomes([]text.Edit{edit}) != nil
}

// nameOf is the name of a stage, or a new one.
func (p place) nameOf(stage int) string {
	if name := p.Stages[stage].Name; name != "" {
		return name
	}
	return p.newStage("build")
}

// newStage is a name for a stage, that nothing in the file has: a stage may not be
// called as an image is that another instruction takes.
func (p place) newStage(base string, others ...string) string {
	taken := map[string]bool{}
	for _, name := range others {
		taken[name] = true
	}
	for i := range p.Items.Len() {
		for _, r := range p.StageRefs(i) {
			taken[strings.ToLower(r.Name)] = true
		}
	}
	for i := range p.Stages {
		taken[p.Stages[i].Name] = true
	}
	name := base
	for n := 2; taken[name]; n++ {
		name = base + "-" + strconv.Itoa(n)
	}
	return name
}
