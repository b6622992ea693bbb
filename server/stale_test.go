package server

import (
	"encoding/json"
	"errors"
	"net"
	"strings"
	"testing"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
)

// stalemate is a session with a document that is changed while a request about its
// first version is in flight.
func stalemate(t *testing.T) (s *session, r *request, old *document, keystroke func() *document) {
	conn, _ := net.Pipe()
	t.Cleanup(func() { conn.Close() })
	s = newSession(t.Context(), conn, Options{}, methods)
	u := uri.URI(dockerfile)
	src := strings.Repeat("FROM scratch\nFOO bar\n", 10)
	put := func(src string) *document {
		d := s.snapshot.Load().newDocument(u, true, src)
		d.open = true
		s.change(func(n *snapshot) { n.put(u, d) })
		return d
	}
	old = put(src)
	r = &request{snapshot: s.snapshot.Load(), session: s, ctx: t.Context()}
	return s, r, old, func() *document { return put(src + "BAR foo\n") }
}

// A keystroke stops the work on the text before it.
func TestKeystrokeStopsWork(t *testing.T) {
	_, r, old, keystroke := stalemate(t)
	asked := 0
	stop := func() bool {
		if asked++; asked == 5 {
			keystroke() // in the midst of it
		}
		return old.stale.Load()
	}
	if got := r.reportUnless(old, stop); got != nil || old.reported != nil {
		t.Errorf("a report was made of a text that is not there any more: %s", got.items)
	}
	if asked != 5+1 { // once more at the end, before what was found is thrown away
		t.Errorf("went on after the keystroke: asked %d times", asked)
	}
	if r.report(old) == nil {
		t.Error("no report for who wants it nevertheless")
	}
}

// What was typed over is not published.
func TestStaleIsNotPublished(t *testing.T) {
	s, r, old, keystroke := stalemate(t)
	keystroke()
	pub := &publication{}
	if s.publish.show(r.snapshot, old, pub); pub.doc != nil || old.reported != nil {
		t.Error("the findings of a text that is not there any more were made to be published")
	}
}

// A client that pulls the findings of what was typed over gets those of what is
// there now.
func TestStalePull(t *testing.T) {
	s, r, old, keystroke := stalemate(t)
	now := keystroke()
	var p protocol.DocumentDiagnosticParams
	p.TextDocument.URI = uri.URI(dockerfile)
	got, err := diagnostic(r, &p)
	if err != nil || old.reported != nil {
		t.Fatalf("error %v, report of the old text %v", err, old.reported)
	}
	var answer struct{ ResultID string }
	raw, _ := codec{}.Marshal(got)
	if err := json.Unmarshal(raw, &answer); err != nil || answer.ResultID != s.snapshot.Load().report(now).id {
		t.Errorf("%s is not the report of the new text (%v)", raw, err)
	}
}

// Only a client that would ask again is told to.
func TestContentModified(t *testing.T) {
	_, r, old, keystroke := stalemate(t)
	r.client.retries = []string{protocol.MethodTextDocumentSemanticTokensFull}
	r.method = protocol.MethodTextDocumentSemanticTokensFull
	if d, err := r.dockerfile(uri.URI(dockerfile)); d != old || err != nil {
		t.Errorf("before the keystroke: %v %v", d, err)
	}
	keystroke()
	if d, err := r.dockerfile(uri.URI(dockerfile)); d != nil || !errors.Is(err, errModified) {
		t.Errorf("asks again, but: %v %v", d, err)
	}
	r.method = protocol.MethodTextDocumentHover
	if d, err := r.dockerfile(uri.URI(dockerfile)); d != old || err != nil {
		t.Errorf("does not ask again, but: %v %v", d, err)
	}
}
