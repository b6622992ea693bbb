package server

import (
	"go.lsp.dev/protocol"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/lint"
)

func provideHover(c *protocol.ServerCapabilities, _ *client) {
	c.HoverProvider = protocol.Boolean(true)
}

func hover(r *request, p *protocol.HoverParams) (any, error) {
	d, err := r.dockerfile(p.TextDocument.URI)
	if d == nil {
		return nil, err
	}
	v := r.view(d)
	at := v.offset(p.Position)
	answer, ok := analysis.Hover(d.file, at, d.context)
	if !ok {
		answer, ok = lint.Explain(d.file, at)
	}
	if !ok {
		return nil, nil
	}
	where := v.rangeOf(answer.Span)
	return &protocol.Hover{Contents: markup(answer.Text(r.client.details), r.client.hoverMarkdown), Range: &where}, nil
}
