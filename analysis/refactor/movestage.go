package refactor

import (
	"fmt"
	"slices"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/text"
)

// moveToStage offers a stage of their own for the selected instructions of a stage.
// It starts from what is above them, and what is below starts from it, so that the
// image is the same; the last of these stages has the name. Arguments would end with
// their stage, and triggers would run in the next.
func moveToStage(p place) []offer {
	st := p.stage()
	if st == nil || p.selection.Empty() || p.item <= st.First+1 || p.selected(p.item-1) {
		return nil
	}
	last := p.item
	for last+1 < p.Items.Len() && p.selected(last+1) {
		last++
	}
	if last >= st.End || !p.divides(st, last) || p.settles(st, last) {
		return nil
	}
	from := p.Items.At(st.First)
	above, own := p.newStage("base"), st.Name
	if last+1 < st.End {
		own = p.newStage("base", above)
	}
	edits, ok := p.renamed(st, above)
	if !ok {
		return nil
	}
	begin := func(item int, base, name string) bool {
		line := alike("FROM", from.Keyword.Value) + " " + base
		if name != "" {
			line += alike(" AS ", from.Keyword.Value) + name
		}
		edit, ok := p.other(item).above(line)
		edit.New = p.newline() + edit.New
		edits = append(edits, edit)
		return ok
	}
	if !begin(p.item, above, own) || last+1 < st.End && !begin(last+1, own, st.Name) {
		return nil
	}
	until := min(last+1, st.End-1)
	items := p.after(st.First, until, edits)
	if len(items) != until-st.First+len(edits) || slices.ContainsFunc(items, refused) {
		return nil
	}
	title := fmt.Sprintf("Move these %d instructions into a stage of their own", last-p.item+1)
	if last == p.item {
		title = "Move this " + p.it().Keyword.Value + " into a stage of its own"
	}
	return []offer{{title: title, edits: edits}}
}

// divides tells whether a stage can be divided around the items up to last: nothing
// in it counts on standing in one stage, and nobody calls it, or one below, by
// number.
func (p place) divides(st *analysis.Stage, last int) bool {
	if len(st.Triggers) > 0 {
		return false
	}
	for i := st.First; i < st.End; i++ {
		switch it := p.Items.At(i); {
		case it.Command == nil, it.Open, it.Kind() == command.Onbuild:
			return false
		case it.Kind() == command.Arg && (i < p.item || i <= last && last+1 < st.End):
			return false
		}
	}
	for i := range p.Items.Len() {
		if slices.ContainsFunc(p.StageRefs(i), func(r analysis.StageRef) bool { return r.Index && r.Target >= st.Index }) {
			return false
		}
	}
	return true
}

// settles tells that what an image is started with would be settled in two of the
// stages. An ENTRYPOINT forgets the CMD of the stage below, the last one of a kind
// counts, and HEALTHCHECK is read by the SHELL that its stage ends with.
func (p place) settles(st *analysis.Stage, last int) bool {
	part := map[string]int{}
	for i := st.First; i < st.End; i++ {
		now := 1 // above the selection, in it, or below
		if i >= p.item {
			now++
		}
		if i > last {
			now++
		}
		kind := p.Items.At(i).Kind()
		check := kind
		switch kind {
		case command.Shell:
			check = command.Healthcheck
		case command.Entrypoint:
			check = command.Cmd
		case command.Cmd, command.Healthcheck:
		default:
			continue
		}
		if before := part[check]; before != 0 && before != now {
			return true
		}
		if kind != command.Shell {
			part[check] = now
		}
	}
	return false
}

// renamed gives the stage that a FROM begins another name.
func (p place) renamed(st *analysis.Stage, name string) ([]text.Edit, bool) {
	from := p.other(st.First)
	if st.Name == "" {
		edit, ok := from.naming(st.Index, name)
		return []text.Edit{edit}, ok
	}
	in := from.it().Instruction
	if len(in.Args) != 3 || in.Args[2].Value != st.Name || checks(from.it()) {
		return nil, false
	}
	edits := []text.Edit{from.edit(in.Args[2].Span, name)}
	return edits, from.becomes(edits) != nil
}
