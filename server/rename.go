package server

import (
	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"

	"github.com/slipway-dev/slipway/analysis"
)

// The options may be sent only to clients that know of prepareRename.
func provideRename(c *protocol.ServerCapabilities, client *client) {
	c.RenameProvider = protocol.Boolean(true)
	if prepare := true; client.prepareRename {
		c.RenameProvider = &protocol.RenameOptions{PrepareProvider: &prepare}
	}
}

func prepareRename(r *request, p *protocol.PrepareRenameParams) (any, error) {
	d, err := r.dockerfile(p.TextDocument.URI)
	if d == nil {
		return nil, err
	}
	v := r.view(d)
	name, refusal := analysis.PrepareRename(d.file, v.offset(p.Position))
	if refusal != "" {
		return nil, refused(refusal)
	}
	return &protocol.PrepareRenamePlaceholder{Range: v.rangeOf(name.Span), Placeholder: name.Placeholder}, nil
}

func rename(r *request, p *protocol.RenameParams) (any, error) {
	d, err := r.dockerfile(p.TextDocument.URI)
	if d == nil {
		return nil, err
	}
	edits, refusal := analysis.Rename(d.file, r.view(d).offset(p.Position), p.NewName)
	if refusal != "" {
		return nil, refused(refusal)
	}
	return r.workspaceEdit(d, edits), nil
}

// refused is the answer to a request that was understood and is not done; a client
// shows the reason to the user.
func refused(reason string) error {
	return jsonrpc2.NewError(jsonrpc2.Code(protocol.LSPErrorCodesRequestFailed), reason)
}
