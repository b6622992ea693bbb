package server

import (
	"go.lsp.dev/protocol"

	"github.com/slipway-dev/slipway/analysis"
)

func provideFolding(c *protocol.ServerCapabilities, _ *client) {
	c.FoldingRangeProvider = protocol.Boolean(true)
}

var foldKinds = [...]protocol.FoldingRangeKind{
	analysis.FoldCode:    "",
	analysis.FoldComment: protocol.FoldingRangeKindComment,
	analysis.FoldRegion:  protocol.FoldingRangeKindRegion,
}

// foldingRange answers with whole lines, which every client folds: the first one
// stays in sight.
func foldingRange(r *request, p *protocol.FoldingRangeParams) (any, error) {
	d, err := r.dockerfile(p.TextDocument.URI)
	if d == nil {
		return nil, err
	}
	found := analysis.Folds(d.file)
	list := make([]protocol.FoldingRange, len(found))
	for i, f := range found {
		list[i] = protocol.FoldingRange{
			StartLine: uint32(d.text.Line(f.Start)), EndLine: uint32(d.text.Line(f.End)), Kind: foldKinds[f.Kind],
		}
	}
	return jsonList(list), nil
}
