package refactor

import (
	"fmt"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// inlineStageArg does for an ARG of a stage what inlineArg does for a global one:
// in the instructions that BuildKit expands, and in the scripts of RUN.
func inlineStageArg(p place) []offer {
	it := p.it()
	if it.Kind() != command.Arg || p.step() == nil || p.item <= p.stage().First || len(it.Pairs) != 1 || checks(it) || len(it.Comments) > 0 {
		return nil
	}
	pair := it.Pairs[0]
	if !pair.HasValue || !plainValue().MatchString(pair.Value.Value) || it.Raw[pair.Value.Start:pair.Value.End] != pair.Value.Value ||
		p.declaredGlobally(pair.Key.Value) || len(p.builtOn(p.stage().Index)) > 1 {
		return nil
	}
	edits := []text.Edit{{Span: p.lines(it.Span())}}
	for i := p.stage().First; i < p.stage().End; i++ {
		if i == p.item {
			continue
		}
		uses, ok := p.other(i).takesValue(pair)
		if !ok || len(uses) > 0 && i < p.item {
			return nil
		}
		edits = append(edits, uses...)
	}
	if len(edits) == 1 {
		return nil
	}
	title := fmt.Sprintf("Inline ARG %s (%d), which --build-arg then cannot set, nor programs see", pair.Key.Value, len(edits)-1)
	return []offer{{title: title, edits: edits}}
}

func (p place) declaredGlobally(name string) bool {
	for i := range p.First() {
		if declares(p.other(i), name) {
			return true
		}
	}
	return false
}

// takesValue puts the value of an argument where an instruction uses it. It is not ok
// where the instruction names it in any other way.
func (p place) takesValue(pair syntax.Pair) (edits []text.Edit, ok bool) {
	name := pair.Key.Value
	mentions := strings.Count(p.it().Raw, name)
	if mentions == 0 {
		return nil, true
	}
	if p.trigger() || p.step() == nil || declares(p, name) {
		return nil, false
	}
	for _, e := range p.it().Expansions {
		if e.Name.Value == name && e.Op == "" {
			edits = append(edits, p.edit(e.Span, pair.Value.Value))
		}
	}
	if s, isScript := p.chain(); isScript {
		for _, use := range s.read.Uses() {
			if use.Name == name && use.Modifier == "" {
				edits = append(edits, p.edit(s.rawSpan(use.Span), pair.Value.Value))
			}
		}
	}
	return edits, len(edits) == mentions && !p.commented(edits) && p.becomes(edits) != nil
}
