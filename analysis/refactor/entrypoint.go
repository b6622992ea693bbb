package refactor

import (
	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/text"
)

// splitCommand offers to part a CMD into an ENTRYPOINT, the program, and a CMD, its
// arguments, which people can then replace. Only where nothing else in the file has
// a say in what runs.
func splitCommand(p place) []offer {
	a, ok := p.array()
	if !ok || p.trigger() || p.it().Kind() != command.Cmd || len(a.args) < 2 || shell.KindOf(a.args) != shell.Unknown {
		return nil
	}
	if p.paired() || len(p.builtOn(p.stage().Index)) > 1 || p.followed(command.Cmd) {
		return nil
	}
	in := p.it().Instruction
	gap := text.Span{Start: a.words[0].End, End: a.words[1].Start}
	edits := []text.Edit{
		p.edit(in.Keyword.Span, alike("entrypoint", in.Keyword.Value)),
		p.edit(gap, "]"+p.newline()+indent(p.it())+in.Keyword.Value+" ["),
	}
	items := p.after(p.item, p.item, edits)
	if p.commented(edits) || len(items) != 2 || items[0].Command == nil || items[1].Command == nil || !items[0].JSON || !items[1].JSON {
		return nil
	}
	title := "Split into ENTRYPOINT and CMD"
	if p.stage().Root() != "scratch" {
		title += " (replaces an ENTRYPOINT of the base image)"
	}
	return []offer{{title: title, edits: edits}}
}

// followed tells whether a later instruction of the stage is of that kind.
func (p place) followed(kind string) bool {
	for _, it := range p.Items.Slice(p.item+1, p.stage().End).All() {
		if it.Kind() == kind && it.Command != nil {
			return true
		}
	}
	return false
}
