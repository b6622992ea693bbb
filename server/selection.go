package server

import (
	"go.lsp.dev/protocol"

	"github.com/slipway-dev/slipway/analysis"
)

func provideSelection(c *protocol.ServerCapabilities, _ *client) {
	c.SelectionRangeProvider = protocol.Boolean(true)
}

// selectionRange answers with one chain of ranges for each position.
func selectionRange(r *request, p *protocol.SelectionRangeParams) (any, error) {
	d, err := r.dockerfile(p.TextDocument.URI)
	if d == nil {
		return nil, err
	}
	v := r.view(d)
	list := make([]protocol.SelectionRange, len(p.Positions))
	for i, position := range p.Positions {
		var outer *protocol.SelectionRange
		spans := analysis.Selection(d.file, v.offset(position))
		for n := len(spans) - 1; n >= 0; n-- {
			outer = &protocol.SelectionRange{Range: v.rangeOf(spans[n]), Parent: outer}
		}
		list[i] = *outer // the last span is the whole file
	}
	return jsonList(list), nil
}
