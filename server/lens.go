package server

import (
	"go.lsp.dev/protocol"

	"github.com/slipway-dev/slipway/analysis"
)

func provideLenses(c *protocol.ServerCapabilities, client *client) {
	if client.lenses {
		c.CodeLensProvider = &protocol.CodeLensOptions{}
	}
}

// codeLens answers with titles alone. To go where they lead takes a command of the
// client's, and LSP has no name for one that every client knows; an empty command
// is a title that does nothing.
func codeLens(r *request, p *protocol.CodeLensParams) (any, error) {
	d, err := r.dockerfile(p.TextDocument.URI)
	if d == nil {
		return nil, err
	}
	v := r.view(d)
	found := analysis.Lenses(d.file)
	list := make([]protocol.CodeLens, len(found))
	for i, l := range found {
		list[i] = protocol.CodeLens{Range: v.rangeOf(l.Span), Command: protocol.Command{Title: l.Title}}
	}
	return jsonList(list), nil
}
