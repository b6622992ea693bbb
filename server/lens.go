package server

import (
	"slices"

	"go.lsp.dev/protocol"

	"github.com/slipway-dev/slipway/analysis"
)

func provideLenses(c *protocol.ServerCapabilities, client *client) {
	if client.lenses {
		c.CodeLensProvider = &protocol.CodeLensOptions{}
	}
}

// showReferences is a command of the client's that shows places to choose from:
// its arguments are a document, a position in it, and the places. LSP has no name
// for one that every client knows, so a client says so in its capabilities; an empty
// command is a title that does nothing.
const showReferences = "slipway.showReferences"

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
		if len(l.Places) > 0 && slices.Contains(r.client.commands, showReferences) {
			list[i].Command.Command = showReferences
			list[i].Command.Arguments = []protocol.LSPAny{
				mustMarshal(string(d.uri)), mustMarshal(list[i].Range.Start), protocol.LSPAny(r.locations(d, l.Places)),
			}
		}
	}
	return jsonList(list), nil
}
