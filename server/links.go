package server

import (
	"net/url"
	"path/filepath"
	"regexp"

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
	b := []byte{'['}
	for _, l := range analysis.Links(d.file, d.context) {
		target := webURI(l.URL)
		if l.Path != "" {
			target = uri.File(filepath.Join(d.root, filepath.FromSlash(l.Path)))
		}
		b = v.appendRange(append(b, `{"range":`...), l.Span)
		b = appendString(append(b, `,"target":`...), string(target))
		if l.Tooltip != "" && r.client.linkTooltips {
			b = appendString(append(b, `,"tooltip":`...), l.Tooltip)
		}
		b = append(b, "},"...)
	}
	return closeList(b), nil
}

// plainAddress is an address that url.Parse leaves as it is.
var plainAddress = regexp.MustCompile(`^https://[a-zA-Z0-9.-]+/[a-zA-Z0-9./_-]*$`)

// webURI is an address as a URI, in which other letters than those of ASCII are
// escaped.
func webURI(address string) uri.URI {
	if plainAddress.MatchString(address) {
		return uri.URI(address)
	}
	if u, err := url.Parse(address); err == nil {
		address = u.String()
	}
	return uri.URI(address)
}
