package server

import (
	"net/url"
	"path/filepath"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/slipway-dev/slipway/analysis"
)

func provideLinks(c *protocol.ServerCapabilities, _ *client) {
	c.DocumentLinkProvider = &protocol.DocumentLinkOptions{}
}

func documentLink(r *request, p *protocol.DocumentLinkParams) (any, error) {
	d, err := r.dockerfile(p.TextDocument.URI)
	if d == nil {
		return nil, err
	}
	v := r.view(d)
	found := analysis.Links(d.file, d.files())
	list := make([]protocol.DocumentLink, len(found))
	for i, l := range found {
		target := webURI(l.URL)
		if l.Path != "" {
			target = uri.File(filepath.Join(d.folder(), filepath.FromSlash(l.Path)))
		}
		list[i] = protocol.DocumentLink{Range: v.rangeOf(l.Span), Target: &target}
		if l.Tooltip != "" && r.client.linkTooltips {
			list[i].Tooltip = &l.Tooltip
		}
	}
	return jsonList(list), nil
}

// webURI is an address as a URI, in which other letters than those of ASCII are
// escaped.
func webURI(address string) uri.URI {
	if u, err := url.Parse(address); err == nil {
		address = u.String()
	}
	return uri.URI(address)
}
