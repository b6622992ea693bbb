package refactor

import (
	"slices"
	"strings"

	"github.com/moby/buildkit/util/suggest"

	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// instructionSpelling offers the word that BuildKit says may be meant, for an
// instruction or a flag that it does not know. Another frontend may know it.
func instructionSpelling(p place) []offer {
	in := p.it().Instruction
	if in.Err == nil || p.ForeignFrontend() {
		return nil
	}
	message, rest, ok := strings.Cut(in.Err.Message, " (did you mean ")
	meant, isQuestion := strings.CutSuffix(rest, "?)")
	if !ok || !isQuestion {
		return nil
	}
	var wrong syntax.Word
	dashes := ""
	if strings.HasPrefix(message, "unknown instruction: ") {
		wrong, meant = in.Keyword, alike(meant, in.Keyword.Value)
	} else if name, ok := strings.CutPrefix(message, "unknown flag: --"); ok {
		flag, _ := in.Flag(name)
		wrong, dashes = flag.Name, "--"
	}
	edits := []text.Edit{p.edit(wrong.Span, meant)}
	if wrong.Empty() || p.commented(edits) || p.becomes(edits) == nil {
		return nil
	}
	return []offer{change(dashes+wrong.Value, dashes+meant, edits)}
}

func change(wrong, meant string, edits []text.Edit) offer {
	return offer{title: "Change " + clip(wrong, 40) + " to " + meant, edits: edits, fixes: true, preferred: true, unsafe: true}
}

// variableSpelling offers the variable that may be meant by one that is not
// defined, at the place where it is used.
func variableSpelling(p place) []offer {
	step := p.step()
	if step == nil || step.In.Trigger != nil {
		return nil
	}
	return p.misspelt(step.Unset, func(name string) (string, bool) {
		meant, ok := suggest.Search(name, step.Known(), true)
		known, _ := step.Before.Vars.Lookup(meant) // the instruction may define it only now
		return meant, ok && known.Set && !p.stage().Inherits(name)
	})
}

// argumentSpelling does so for a FROM, which sees global arguments and predefined
// ones only.
func argumentSpelling(p place) []offer {
	st := p.stage()
	if st == nil || st.First != p.item || p.it().Command == nil {
		return nil
	}
	known := p.Globals.Known()
	return p.misspelt(slices.Concat(st.Image.Unmatched, st.Platform.Unmatched), func(name string) (string, bool) {
		meant, ok := suggest.Search(name, known, true)
		return meant, ok && !slices.Contains(p.Globals.Declared, name)
	})
}

// misspelt offers what meant finds for each of names that the selection touches.
func (p place) misspelt(names []string, meant func(name string) (string, bool)) []offer {
	var offers []offer
	for _, e := range p.it().Expansions {
		if !slices.Contains(names, e.Name.Value) || !p.touched(p.it().In(e.Span)) {
			continue
		}
		better, ok := meant(e.Name.Value)
		edits := []text.Edit{p.edit(e.Name.Span, better)}
		if ok && !p.commented(edits) && p.uses(better, edits) {
			offers = append(offers, change("$"+e.Name.Value, "$"+better, edits))
		}
	}
	return offers
}

// uses tells whether the instruction uses a variable of that name after edits.
func (p place) uses(name string, edits []text.Edit) bool {
	after := p.becomes(edits)
	return after != nil && slices.ContainsFunc(after.Expansions, func(e syntax.Expansion) bool { return e.Name.Value == name })
}
