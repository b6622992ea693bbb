package server

import (
	"go.lsp.dev/protocol"

	"github.com/slipway-dev/slipway/analysis"
)

func provideLinkedEditing(c *protocol.ServerCapabilities, _ *client) {
	c.LinkedEditingRangeProvider = protocol.Boolean(true)
}

func linkedEditingRange(r *request, p *protocol.LinkedEditingRangeParams) (any, error) {
	d, err := r.dockerfile(p.TextDocument.URI)
	if d == nil {
		return nil, err
	}
	v := r.view(d)
	places, ok := analysis.Linked(d.file, v.offset(p.Position))
	if !ok {
		return nil, nil
	}
	linked := &protocol.LinkedEditingRanges{}
	for _, s := range places {
		linked.Ranges = append(linked.Ranges, v.rangeOf(s))
	}
	return linked, nil
}
