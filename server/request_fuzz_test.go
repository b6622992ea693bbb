package server

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"slices"
	"testing"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
)

// FuzzRequest gives any parameters to any method: it answers, or refuses them as
// wrong, and does not panic.
func FuzzRequest(f *testing.F) {
	names := slices.Sorted(maps.Keys(methods))
	names = slices.DeleteFunc(names, func(name string) bool {
		return methods[name].answer == nil && name != protocol.MethodTextDocumentDidChange
	})
	for i, name := range names {
		for _, q := range questions {
			if q.method == name {
				place := protocol.Range{Start: protocol.Position{Line: 1, Character: 7}, End: protocol.Position{Line: 3}}
				f.Add(uint8(i), mustMarshal(q.about(dockerfile, place.Start, place)))
			}
		}
		f.Add(uint8(i), []byte(`{"query":"b","previousResultIds":[],"processId":1,"rootUri":null,"capabilities":{"textDocument":{"hover":{}}}}`))
		f.Add(uint8(i), []byte(`{"textDocument":{"uri":"`+dockerfile+`","version":2},"contentChanges":[{"text":"x","range":{"start":{"line":1,"character":2},"end":{"line":2,"character":0}}},{"text":"FROM b"}]}`))
	}
	f.Fuzz(func(t *testing.T, method uint8, params []byte) {
		s := newSession(t.Context(), readOnly{bytes.NewReader(nil)}, Options{}, methods)
		defer s.end()
		s.phase.Store(running)
		s.change(func(n *snapshot) {
			n.put(dockerfile, n.newDocument(dockerfile, true, "ARG v=é\nFROM a:$v AS b\nRUN x && <<E\n$v\nE\nFROM b\nCOPY --from=b x y\n"))
		})
		h := methods[names[int(method)%len(names)]]
		if h.observe != nil {
			_ = h.observe(s, params)
			return
		}
		_, err := h.answer(&request{snapshot: s.snapshot.Load(), session: s, ctx: context.Background()}, params)
		var e *jsonrpc2.Error
		if err != nil && (!errors.As(err, &e) || e.Code == jsonrpc2.InternalError) {
			t.Errorf("%s of %s: %v", names[int(method)%len(names)], params, err)
		}
	})
}
