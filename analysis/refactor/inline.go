package refactor

import (
	"fmt"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// inlineArg offers to put the value of a global ARG where the FROMs use it and to
// remove the ARG. A stage that declares it too still needs it.
func inlineArg(p place) []offer {
	it := p.it()
	if it.Kind() != command.Arg || it.Command == nil || p.item >= p.First() || len(it.Pairs) != 1 || len(it.Flags) > 0 || checks(it) || len(it.Comments) > 0 {
		return nil
	}
	pair := it.Pairs[0]
	if !pair.HasValue || !plainImage(pair.Value.Value) {
		return nil
	}
	edits := []text.Edit{{Span: p.lines(it.Span())}}
	for i := range p.Items.Len() {
		if i == p.item {
			continue
		}
		uses, ok := p.other(i).inlined(pair, i > p.item)
		if !ok {
			return nil
		}
		edits = append(edits, uses...)
	}
	if len(edits) == 1 {
		return nil
	}
	title := fmt.Sprintf("Inline ARG %s (%d), which --build-arg then cannot set", pair.Key.Value, len(edits)-1)
	return []offer{{title: title, edits: edits}}
}

// inlined puts the value of a global argument where an instruction uses it. It is
// not ok where that cannot be done, or where the instruction declares it again.
func (p place) inlined(pair syntax.Pair, below bool) (edits []text.Edit, ok bool) {
	it := p.it()
	for _, again := range acting(it.Instruction).Pairs {
		if again.Key.Value == pair.Key.Value {
			return nil, false
		}
	}
	if p.item >= p.First() && it.Kind() != command.From {
		return nil, true // a stage does not see it
	}
	if st := p.stage(); p.Globals.Errs[p.item] != nil || st != nil && (st.Image.Err != nil || st.Platform.Err != nil) {
		return nil, false
	}
	for _, e := range it.Expansions {
		switch {
		case e.Name.Value != pair.Key.Value:
		case !below || e.Op != "":
			return nil, false
		default:
			edits = append(edits, p.edit(e.Span, pair.Value.Value))
		}
	}
	return edits, !p.commented(edits)
}

// plainImage tells whether a value is nothing but letters of names, tags and
// digests of images.
func plainImage(s string) bool {
	for _, r := range s {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '_', r == '-', r == '/', r == ':', r == '@':
		default:
			return false
		}
	}
	return s != ""
}
