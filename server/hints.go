package server

import (
	"go.lsp.dev/protocol"

	"github.com/slipway-dev/slipway/analysis"
)

func provideHints(c *protocol.ServerCapabilities, _ *client) {
	c.InlayHintProvider = protocol.Boolean(true)
}

func inlayHint(r *request, p *protocol.InlayHintParams) (any, error) {
	d, err := r.dockerfile(p.TextDocument.URI)
	if d == nil {
		return nil, err
	}
	v := r.view(d)
	found := analysis.Hints(d.file, v.span(p.Range), analysis.HintKinds(r.settings.InlayHints))
	padding := true // a hint is a remark on what stands before it, not a part of it
	list := make([]protocol.InlayHint, len(found))
	for i, h := range found {
		list[i] = protocol.InlayHint{Position: v.position(h.At), Label: protocol.String(h.Label), PaddingLeft: &padding}
	}
	return jsonList(list), nil
}
