package server

import (
	"go.lsp.dev/protocol"

	"github.com/slipway-dev/slipway/analysis"
)

func provideReferences(c *protocol.ServerCapabilities, _ *client) {
	c.ReferencesProvider = protocol.Boolean(true)
}

func references(r *request, p *protocol.ReferenceParams) (any, error) {
	d, err := r.dockerfile(p.TextDocument.URI)
	if d == nil {
		return nil, err
	}
	at := r.view(d).offset(p.Position)
	return r.locations(d, analysis.References(d.file, at, p.Context.IncludeDeclaration)), nil
}
