package server

import (
	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.uber.org/zap"

	"github.com/slipway-dev/slipway/analysis/text"
)

func provideSync(c *protocol.ServerCapabilities, _ *client) {
	openClose, change := true, protocol.TextDocumentSyncKindIncremental
	c.TextDocumentSync = &protocol.TextDocumentSyncOptions{
		OpenClose: &openClose, Change: &change, Save: protocol.Boolean(true),
	}
}

func didOpen(s *session, raw jsonrpc2.RawMessage) error {
	var p protocol.DidOpenTextDocumentParams
	if err := decode(raw, &p); err != nil {
		return err
	}
	item := p.TextDocument
	n := s.snapshot.Load()
	if n.docs[item.URI] != nil {
		s.log.Warn("opened a document that is open: taking the new text", zap.String("uri", string(item.URI)))
	}
	d := n.newDocument(spelling(raw, item.URI), isDockerfile(item.URI, string(item.LanguageID)), item.Text)
	d.version, d.open = item.Version, true
	s.change(func(n *snapshot) { n.put(item.URI, d) })
	s.publish.touch(item.URI)
	s.publish.touchSettings()
	return nil
}

func didChange(s *session, p *protocol.DidChangeTextDocumentParams) {
	u := p.TextDocument.URI
	old := s.snapshot.Load()
	d := old.docs[u]
	if d == nil {
		s.log.Warn("change of a document that is not open", zap.String("uri", string(u)))
		return
	}
	next := d.copy()
	next.version = p.TextDocument.Version
	for _, c := range p.ContentChanges {
		e, ok := contentChange(view{next.text, old.client.encoding}, c)
		if !ok {
			continue
		}
		before := next.text
		next.edit(e)
		if s.options.Paranoid {
			s.compare(old, next, before, e)
		}
	}
	s.change(func(n *snapshot) { n.put(u, next) })
	s.publish.touch(u)
}

// contentChange is a change as an edit of the text that the change before it
// left. A whole new text is an edit of what differs, so that the rest need not
// be read again.
func contentChange(v view, c protocol.TextDocumentContentChangeEvent) (e text.Edit, ok bool) {
	switch c := c.(type) {
	case *protocol.TextDocumentContentChangePartial:
		return text.Edit{Span: v.span(c.Range), New: c.Text}, true
	case *protocol.TextDocumentContentChangeWholeDocument:
		return difference(v.text.String(), c.Text), true
	}
	return text.Edit{}, false // null
}

// didSave may have changed a file that matters to another one.
func didSave(s *session, _ *protocol.DidSaveTextDocumentParams) { s.reread() }

func didClose(s *session, p *protocol.DidCloseTextDocumentParams) {
	u := p.TextDocument.URI
	if s.snapshot.Load().docs[u] == nil {
		s.log.Warn("closed a document that is not open", zap.String("uri", string(u)))
		return
	}
	s.change(func(n *snapshot) { n.put(u, nil) })
	s.tokens.forget(u)
	s.publish.touch(u)
	s.publish.touchSettings()
}
