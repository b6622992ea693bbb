package server

import (
	"strconv"

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
	b := []byte{'['}
	for _, f := range analysis.Folds(d.file) {
		b = strconv.AppendInt(append(b, `{"startLine":`...), int64(d.text.Line(f.Start)), 10)
		b = strconv.AppendInt(append(b, `,"endLine":`...), int64(d.text.Line(f.End)), 10)
		if kind := foldKinds[f.Kind]; kind != "" {
			b = appendString(append(b, `,"kind":`...), string(kind))
		}
		b = append(b, "},"...)
	}
	return closeList(b), nil
}
