package server

import (
	"go.lsp.dev/protocol"

	"github.com/slipway-dev/slipway/analysis"
)

func provideDefinition(c *protocol.ServerCapabilities, _ *client) {
	c.DefinitionProvider = protocol.Boolean(true)
}

func provideDeclaration(c *protocol.ServerCapabilities, _ *client) {
	c.DeclarationProvider = protocol.Boolean(true)
}

func definition(r *request, p *protocol.DefinitionParams) (any, error) {
	d, err := r.dockerfile(p.TextDocument.URI)
	if d == nil {
		return nil, err
	}
	return r.locations(d, analysis.Definition(d.file, r.view(d).offset(p.Position))), nil
}

func declaration(r *request, p *protocol.DeclarationParams) (any, error) {
	d, err := r.dockerfile(p.TextDocument.URI)
	if d == nil {
		return nil, err
	}
	return r.locations(d, analysis.Declaration(d.file, r.view(d).offset(p.Position))), nil
}
