package refactor

import "github.com/slipway-dev/slipway/analysis/text"

// emptyLines offers to remove the empty lines between continued ones.
func emptyLines(p place) []offer {
	it := p.it()
	if len(it.EmptyLines) == 0 || it.Node == nil || it.Open {
		return nil
	}
	var edits []text.Edit
	for _, s := range it.EmptyLines {
		edits = append(edits, text.Edit{Span: p.lines(it.In(s))})
	}
	title := "Remove the empty line"
	if len(edits) > 1 {
		title = "Remove the empty lines"
	}
	if after := p.becomes(edits); after == nil || after.Line.Text != it.Line.Text {
		return nil
	}
	return []offer{{title: title, edits: edits, fixes: true, preferred: true}}
}
