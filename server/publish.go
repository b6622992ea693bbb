package server

import (
	"slices"
	"strconv"
	"sync"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
)

// publisher pushes diagnostics to clients that do not pull them: those that do
// would show both.
//
// Each document has at most one goroutine that makes and sends its diagnostics,
// so that they leave in the order of versions. It looks at the newest version
// only, and stops where a newer one comes meanwhile.
type publisher struct {
	session *session
	mu      sync.Mutex
	of      map[uri.URI]*publication
}

// publication is what was published of one document. busy and stale are guarded
// by the publisher's mutex, the rest belongs to the goroutine.
type publication struct {
	busy, stale bool

	doc     *document // the version last published, nil if cleared
	sent    string    // id of its report
	message []byte    // the room in which messages are made
}

// touch has the diagnostics of a document published again, after it was opened,
// changed or closed, or settings changed. It does not wait.
func (p *publisher) touch(u uri.URI) {
	if p.session.snapshot.Load().client.pullDiagnostics && !isSettings(u) {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	pub := p.of[u]
	if pub == nil {
		pub = &publication{}
		if p.of == nil {
			p.of = map[uri.URI]*publication{}
		}
		p.of[u] = pub
	}
	pub.stale = true
	if !pub.busy {
		pub.busy = true
		p.session.spawn(func() { p.run(u, pub) })
	}
}

func (p *publisher) run(u uri.URI, pub *publication) {
	panicked := true
	defer func() {
		if panicked { // let the next version have its try
			p.mu.Lock()
			defer p.mu.Unlock()
			pub.busy = false
		}
	}()
	for p.next(u, pub) {
		n := p.session.snapshot.Load()
		switch d := n.docs[u]; {
		case d != nil && d.file != nil:
			p.show(n, d, pub)
		case isSettings(u):
			p.showSettings(n, u, pub)
		default:
			p.clear(pub)
		}
	}
	panicked = false
}

// next tells whether there is something to publish. If there is not, the
// goroutine is done, and so is the publication of a closed document.
func (p *publisher) next(u uri.URI, pub *publication) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	more := pub.stale
	pub.stale = false
	if !more {
		pub.busy = false
		if pub.doc == nil {
			delete(p.of, u)
		}
	}
	return more
}

func (p *publisher) overtaken(pub *publication) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return pub.stale
}

func (p *publisher) show(n *snapshot, d *document, pub *publication) {
	if p.overtaken(pub) {
		return
	}
	if r := n.reportUnless(d, d.stale.Load); r != nil {
		p.send(d, r, pub)
	}
}

// send publishes a report, unless it is that of an older version, or the client has it.
func (p *publisher) send(d *document, r *report, pub *publication) {
	if p.overtaken(pub) || pub.has(d, r) {
		return
	}
	pub.doc, pub.sent = d, r.id
	b := append(slices.Grow(pub.message[:0], len(r.items)+len(d.uri)+64), `{"uri":`...)
	b = appendString(b, string(d.uri))
	if d.open {
		b = append(b, `,"version":`...)
		b = strconv.AppendInt(b, int64(d.version), 10)
	}
	b = append(b, `,"diagnostics":`...)
	b = append(append(b, r.items...), '}')
	p.session.notify(protocol.MethodTextDocumentPublishDiagnostics, jsonrpc2.RawMessage(b)) // copied
	if pub.message = b; cap(b) > maxKept {
		pub.message = nil
	}
}

// has tells whether the client has this report of this version of the document.
// A version number alone is not enough: a document opened anew may have the same.
func (pub *publication) has(d *document, r *report) bool {
	return pub.doc != nil && pub.doc.version == d.version && pub.doc.file == d.file && pub.sent == r.id
}

// clear takes the diagnostics of a document away that is closed, or opened anew
// as something else.
func (p *publisher) clear(pub *publication) {
	if pub.doc == nil {
		return
	}
	params := &protocol.PublishDiagnosticsParams{URI: pub.doc.uri, Diagnostics: []protocol.Diagnostic{}}
	pub.doc = nil
	p.session.notify(protocol.MethodTextDocumentPublishDiagnostics, params)
}
