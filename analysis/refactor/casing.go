package refactor

import (
	"fmt"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// warned tells whether BuildKit warns of the instruction by that rule.
func warned(in *syntax.Instruction, rule string) bool {
	return slices.ContainsFunc(in.Warnings, func(w syntax.Warning) bool { return w.Rule == rule })
}

// asCasing offers AS in the letters of its FROM.
func asCasing(p place) []offer {
	in := p.it().Instruction
	if !warned(in, "FromAsCasing") || len(in.Args) != 3 {
		return nil
	}
	as := alike(in.Args[1].Value, in.Keyword.Value)
	edits := []text.Edit{p.edit(in.Args[1].Span, as)}
	if after := p.becomes(edits); p.commented(edits) || after == nil || warned(after, "FromAsCasing") {
		return nil
	}
	return []offer{{title: "Write " + as + " as " + in.Keyword.Value + " is written", edits: edits, fixes: true, preferred: true}}
}

// alike is word in lower case where like is, and otherwise in capitals.
func alike(word, like string) string {
	if like == strings.ToLower(like) {
		return strings.ToLower(word)
	}
	return strings.ToUpper(word)
}

// keywordCasing offers the keyword in the letters that most of the file have,
// counted as BuildKit does: a draw is won by capitals.
func keywordCasing(p place) []offer {
	like, letters := majority(p.File)
	edits := p.keywords(like)
	if edits == nil {
		return nil
	}
	return []offer{{title: "Write " + like(p.it().Keyword.Value) + " in " + letters, edits: edits, fixes: true, preferred: true}}
}

// allKeywords offers that of all keywords of the file, where there are several.
func allKeywords(p place) []offer {
	like, letters := majority(p.File)
	if p.keywords(like) == nil {
		return nil
	}
	var edits []text.Edit
	count := 0
	for i := range p.Items.Len() {
		if more := p.other(i).keywords(like); more != nil {
			edits, count = append(edits, more...), count+1
		}
	}
	if count < 2 {
		return nil
	}
	return []offer{{title: fmt.Sprintf("Write all keywords in %s (%d)", letters, count), edits: edits, fixes: true}}
}

// majority is how most instructions behind the first FROM are written.
func majority(f *analysis.File) (like func(string) string, letters string) {
	var lower, upper int
	for _, it := range f.Items.Slice(f.First(), f.Items.Len()).All() {
		k := it.Keyword.Value
		if it.Command == nil {
			continue
		}
		if k == it.Kind() {
			lower++
		}
		if k == strings.ToUpper(k) {
			upper++
		}
	}
	if lower > upper {
		return strings.ToLower, "lower case"
	}
	return strings.ToUpper, "capitals"
}

// keywords rewrites the keyword of an instruction that is written otherwise than
// most, and with it AS and the keyword of a trigger.
func (p place) keywords(like func(string) string) []text.Edit {
	in := p.it().Instruction
	if p.item < p.First() || in.Command == nil || p.BehindOpen(p.item) || in.Keyword.Value == like(in.Keyword.Value) {
		return nil
	}
	words := []syntax.Word{in.Keyword}
	if in.Kind() == command.From && len(in.Args) == 3 {
		words = append(words, in.Args[1])
	}
	if in.Trigger != nil && in.Trigger.Command != nil {
		words = append(words, in.Trigger.Keyword)
	}
	var edits []text.Edit
	for _, w := range words {
		if w.Value != like(w.Value) {
			edits = append(edits, p.edit(w.Span, like(w.Value)))
		}
	}
	if p.commented(edits) || p.becomes(edits) == nil {
		return nil
	}
	return edits
}
