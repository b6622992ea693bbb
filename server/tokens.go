package server

import (
	"slices"
	"strconv"
	"sync"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/slipway-dev/slipway/analysis"
)

func provideTokens(c *protocol.ServerCapabilities, client *client) {
	if client.tokens == nil {
		return
	}
	delta := true
	c.SemanticTokensProvider = &protocol.SemanticTokensOptions{
		Legend: client.tokens.SemanticTokensLegend,
		Range:  protocol.Boolean(true),
		Full:   &protocol.SemanticTokensFullDelta{Delta: &delta},
	}
}

// legend is the numbers by which types and modifiers of tokens go to a client.
type legend struct {
	protocol.SemanticTokensLegend
	types     []int    // of each of analysis.TokenTypes, -1 for what the client does not show
	modifiers []uint32 // bit of each of analysis.TokenModifiers, 0 for none
}

// likeTypes are types to show in place of those that older clients do not know:
// "label" came with LSP 3.18.
var likeTypes = map[string]string{"label": "string"}

// newLegend is what a client shows of what we have; nil if it shows no tokens. A
// client that lists no types is taken to show them all.
func newLegend(p *protocol.SemanticTokensClientCapabilities) *legend {
	if p.TokenTypes == nil && p.Formats == nil {
		return nil
	}
	l := &legend{}
	for _, name := range analysis.TokenTypes {
		shown := len(p.TokenTypes) == 0 || slices.Contains(p.TokenTypes, name)
		switch {
		case shown:
			l.types = append(l.types, len(l.TokenTypes))
			l.TokenTypes = append(l.TokenTypes, name)
		default: // as what is like it, if that is shown
			l.types = append(l.types, slices.Index(l.TokenTypes, likeTypes[name]))
		}
	}
	for _, name := range analysis.TokenModifiers {
		l.modifiers = append(l.modifiers, 0)
		if slices.Contains(p.TokenModifiers, name) {
			l.modifiers[len(l.modifiers)-1] = 1 << len(l.TokenModifiers)
			l.TokenModifiers = append(l.TokenModifiers, name)
		}
	}
	return l
}

// perToken is how many numbers make a token.
const perToken = 5

// encode writes tokens as LSP does: for each its line and column from the one
// before, its length, type and modifiers. It is not for a client without a legend,
// which is sent no token.
func (l *legend) encode(v view, tokens []analysis.Token) []uint32 {
	if l == nil {
		return nil
	}
	data := make([]uint32, 0, perToken*len(tokens))
	var last protocol.Position
	walk := walker{view: v}
	for _, t := range tokens {
		kind := l.types[t.Type]
		if kind < 0 {
			continue
		}
		var modifiers uint32
		for bit, m := range l.modifiers {
			if t.Mods&(1<<bit) != 0 {
				modifiers |= m
			}
		}
		at, end := walk.to(t.Start), walk.to(t.End)
		column := at.Character
		if at.Line == last.Line {
			column -= last.Character
		}
		data = append(data, at.Line-last.Line, column, end.Character-at.Character, uint32(kind), modifiers)
		last = at
	}
	return data
}

func semanticTokensFull(r *request, p *protocol.SemanticTokensParams) (any, error) {
	d, err := r.dockerfile(p.TextDocument.URI)
	if d == nil {
		return nil, err
	}
	list := r.client.tokens.encodeFile(r.view(d), d.file)
	return fullTokens(r.session.keepTokens(p.TextDocument.URI, list), list), nil
}

// semanticTokensDelta answers with what differs from the answer that the client
// has, or in full where that one is not known any more.
func semanticTokensDelta(r *request, p *protocol.SemanticTokensDeltaParams) (any, error) {
	d, err := r.dockerfile(p.TextDocument.URI)
	if d == nil {
		return nil, err
	}
	list := r.client.tokens.encodeFile(r.view(d), d.file)
	before, ok := r.session.tokens.find(p.TextDocument.URI, p.PreviousResultID)
	id := r.session.keepTokens(p.TextDocument.URI, list)
	if !ok {
		return fullTokens(id, list), nil
	}
	b := append(appendResultID([]byte{'{'}, id), `"edits":[`...)
	if start, removed, added := listEdit(before, list); removed+len(added) > 0 {
		b = append(b, `{"start":`...)
		b = strconv.AppendInt(b, int64(start), 10)
		b = append(b, `,"deleteCount":`...)
		b = strconv.AppendInt(b, int64(removed), 10)
		b = append(appendNumbers(append(b, `,"data":`...), added), '}')
	}
	return jsonrpc2.RawMessage(append(b, "]}"...)), nil
}

func semanticTokensRange(r *request, p *protocol.SemanticTokensRangeParams) (any, error) {
	d, err := r.dockerfile(p.TextDocument.URI)
	if d == nil {
		return nil, err
	}
	v := r.view(d)
	data := r.client.tokens.encode(v, analysis.TokensIn(d.file, v.span(p.Range)))
	return jsonrpc2.RawMessage(append(appendNumbers([]byte(`{"data":`), data), '}')), nil
}

func fullTokens(id string, list []placedTokens) jsonrpc2.RawMessage {
	const usual = 120 // bytes for an instruction
	b := append(appendResultID(append(make([]byte, 0, usual*len(list)+64), '{'), id), `"data":[`...)
	for _, p := range list {
		b = strconv.AppendUint(b, uint64(p.line), 10)
		b = append(b, p.json...)
	}
	return append(closeList(b), '}')
}

func appendResultID(b []byte, id string) []byte {
	if id == "" {
		return b
	}
	return append(appendString(append(b, `"resultId":`...), id), ',')
}

func appendNumbers(b []byte, numbers []uint32) []byte {
	b = append(slices.Grow(b, 2*len(numbers)+2), '[')
	for i, n := range numbers {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendUint(b, uint64(n), 10)
	}
	return append(b, ']')
}

// sentTokens are the tokens last sent of each open document, so that the next
// answer can be a difference. The zero sentTokens is ready.
type sentTokens struct {
	mu   sync.Mutex
	last uint64 // number of the answer sent last
	of   map[uri.URI]tokenAnswer
}

type tokenAnswer struct {
	id   string
	list []placedTokens
}

func (t *sentTokens) find(u uri.URI, id string) ([]placedTokens, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	a := t.of[u]
	return a.list, id != "" && a.id == id
}

func (t *sentTokens) forget(u uri.URI) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.of, u)
}

// keepTokens keeps the tokens of a document, unless it is not open any more, and
// tells the id they have then.
func (s *session) keepTokens(u uri.URI, list []placedTokens) (id string) {
	t := &s.tokens
	t.mu.Lock()
	defer t.mu.Unlock()
	if s.snapshot.Load().docs[u] == nil {
		return ""
	}
	if t.of == nil {
		t.of = map[uri.URI]tokenAnswer{}
	}
	t.last++
	id = strconv.FormatUint(t.last, 10)
	t.of[u] = tokenAnswer{id, list}
	return id
}
