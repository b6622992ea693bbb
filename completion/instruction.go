package completion

import (
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis/reference"
	"github.com/slipway-dev/slipway/analysis/text"
)

// instructions adds the keywords that can stand at the cursor, and behind them
// the snippets.
func (p *place) instructions() {
	start, end := p.keyword.Start, p.keyword.End
	if p.in == nil {
		start, end = p.cur, p.cur
	}
	c := p.keywordCase(p.line[start:p.cur])
	first := p.file.StageOf(p.index-1) == nil
	snippets := p.endsAt(end)
	var all []*reference.Instruction
	for in := range reference.Instructions() {
		if p.trigger && in.Trigger || !p.trigger && (!first || in.BeforeFrom) {
			all = append(all, in)
		}
	}
	whole := snippets && p.alone()
	if whole {
		p.starters(text.Span{Start: start, End: end}, true)
	}
	for _, in := range all {
		p.add(start, end, Item{
			Label: c.label(in.Name), Kind: Keyword, Detail: in.Summary, Doc: in.Markdown(),
			FilterText: c.filter(in.Name), Deprecated: strings.EqualFold(in.Name, command.Maintainer),
		})
	}
	for _, in := range all {
		for _, s := range in.Snippets {
			if snippets {
				p.snippet(start, end, in, s, c)
			}
		}
	}
	if whole {
		p.starters(text.Span{Start: start, End: end}, false)
	}
}

// endsAt tells whether the instruction has nothing behind the offset end.
func (p *place) endsAt(end int) bool {
	if p.in == nil {
		return strings.TrimSpace(p.line[end:]) == ""
	}
	return strings.TrimSpace(p.in.Raw[min(p.logical.At(end), len(p.in.Raw)):]) == ""
}

// casing is how keywords are written: in the list and in the file, and for the
// comparison with what was typed.
type casing struct{ lower, typedLower bool }

func (c casing) label(keyword string) string {
	if c.lower {
		return strings.ToLower(keyword)
	}
	return keyword
}

func (c casing) filter(keyword string) string {
	if c.typedLower {
		return strings.ToLower(keyword)
	}
	return keyword
}

// keywordCase is lower case if that is what was typed or what the file has for
// the most part.
func (p *place) keywordCase(typed string) casing {
	if typed != "" && typed == strings.ToLower(typed) {
		return casing{lower: true, typedLower: true}
	}
	lower := p.mostlyLower()
	return casing{lower: lower, typedLower: lower && typed == ""}
}

func (p *place) mostlyLower() bool {
	lower := 0
	for i, it := range p.file.Items.All() {
		switch {
		case p.in != nil && i == p.index:
		case it.Keyword.Value == it.Kind():
			lower++
		default:
			lower--
		}
	}
	return lower > 0
}

// likeKeyword writes a word in the case of the instruction's keyword, as
// BuildKit's check FromAsCasing wants it.
func (p *place) likeKeyword(word string) Item {
	keyword := p.line[p.keyword.Start:p.keyword.End]
	typed, _ := p.argument()
	left := p.line[typed.Start:p.cur]
	c := casing{lower: keyword == p.kind, typedLower: left == strings.ToLower(left) && left != "" || left == "" && keyword == p.kind}
	return Item{Label: c.label(word), FilterText: c.filter(word), Kind: Keyword}
}
