package server

import (
	"go.lsp.dev/protocol"

	"github.com/slipway-dev/slipway/analysis"
)

func provideHighlight(c *protocol.ServerCapabilities, _ *client) {
	c.DocumentHighlightProvider = protocol.Boolean(true)
}

func documentHighlight(r *request, p *protocol.DocumentHighlightParams) (any, error) {
	d, err := r.dockerfile(p.TextDocument.URI)
	if d == nil {
		return nil, err
	}
	v := r.view(d)
	found := analysis.Highlights(d.file, v.offset(p.Position))
	list := make([]protocol.DocumentHighlight, len(found))
	for i, h := range found {
		list[i] = protocol.DocumentHighlight{Range: v.rangeOf(h.Span), Kind: protocol.DocumentHighlightKindRead}
		if h.Writes {
			list[i].Kind = protocol.DocumentHighlightKindWrite
		}
	}
	return jsonList(list), nil
}
