package server

import (
	"context"
	"encoding/json"
	"runtime/debug"
	"sync"
	"time"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.uber.org/zap"
)

// table holds a handler for each method that is handled.
type table map[string]handler

// handler is how one method is handled: a request by answer or a notification by
// observe.
type handler struct {
	answer  func(*request, jsonrpc2.RawMessage) (any, error)
	observe func(*session, jsonrpc2.RawMessage) error

	// inOrder keeps a request on the read loop until it is answered, because it
	// changes what later messages mean.
	inOrder bool

	// provide writes into the server's capabilities that the method is handled,
	// as far as the client can use it. Nil if there is nothing to tell.
	provide func(*protocol.ServerCapabilities, *client)
}

// request is a request with what it may see: all that was sent before it.
type request struct {
	*snapshot
	session *session
	method  string
	ctx     context.Context // ends when the client cancels the request
}

// call is the handler of a request with parameters P.
func call[P any](f func(*request, *P) (any, error)) handler {
	return handler{answer: func(r *request, raw jsonrpc2.RawMessage) (any, error) {
		var p P
		if err := decode(raw, &p); err != nil {
			return nil, err
		}
		return f(r, &p)
	}}
}

// notification is the handler of a notification with parameters P. It runs on
// the read loop: it must neither wait nor write to the client.
func notification[P any](f func(*session, *P)) handler {
	return handler{observe: func(s *session, raw jsonrpc2.RawMessage) error {
		var p P
		if err := decode(raw, &p); err != nil {
			return err
		}
		f(s, &p)
		return nil
	}}
}

// bare is the handler of a notification whose parameters do not matter.
func bare(f func(*session)) handler {
	return handler{observe: func(s *session, _ jsonrpc2.RawMessage) error { f(s); return nil }}
}

func (h handler) providing(f func(*protocol.ServerCapabilities, *client)) handler {
	h.provide = f
	return h
}

// handle is called by the connection, on its read loop, for each request and
// notification. An error for a notification would end the connection, and so
// would a panic: neither leaves here.
func (s *session) handle(ctx context.Context, q *jsonrpc2.Request) (any, error) {
	if q.IsCall() {
		return s.answer(ctx, q)
	}
	s.observe(q)
	return nil, nil
}

func (s *session) observe(q *jsonrpc2.Request) {
	defer s.rescue(q, nil)
	h := s.methods[q.Method()]
	if h.observe == nil || s.phase.Load() != running && q.Method() != protocol.MethodExit {
		return // the specification has unknown and early notifications dropped
	}
	if err := h.observe(s, q.Params()); err != nil {
		s.log.Error("notification not understood", zap.String("method", q.Method()), zap.Error(err))
	}
}

func (s *session) answer(ctx context.Context, q *jsonrpc2.Request) (result any, err error) {
	defer s.rescue(q, &err)
	start := time.Now()
	h, err := s.admit(q.Method())
	r := &request{snapshot: s.snapshot.Load(), session: s}
	var done func()
	r.ctx, done = s.calls.begin(s.ctx, q.ID())
	defer done()
	if !h.inOrder {
		// From here on the next message is read, into the bytes that the method and
		// the parameters lay in: q has copies now, taken from it anew below.
		jsonrpc2.Async(ctx)
	}
	r.method = q.Method()
	if err == nil && r.ctx.Err() == nil {
		result, err = h.answer(r, q.Params())
	}
	if r.ctx.Err() != nil {
		result, err = nil, protocol.ErrRequestCancelled
	}
	s.traceCall(q, start, err)
	return result, err
}

// admit finds the handler of a request that may be answered now.
func (s *session) admit(method string) (handler, error) {
	h := s.methods[method]
	switch p := s.phase.Load(); {
	case p == created && method != protocol.MethodInitialize:
		return h, jsonrpc2.NewError(jsonrpc2.ServerNotInitialized, "initialize comes first")
	case p == stopped:
		return h, jsonrpc2.NewError(jsonrpc2.InvalidRequest, "the server is shut down")
	case h.answer == nil:
		return h, jsonrpc2.Errorf(jsonrpc2.MethodNotFound, "no method %q", method)
	}
	return h, nil
}

// rescue is deferred: it turns a panic into a log entry, and into the error of a
// request if there is one to answer. q is nil for work in the background.
func (s *session) rescue(q *jsonrpc2.Request, err *error) {
	p := recover()
	if p == nil {
		return
	}
	what := "background"
	if q != nil {
		what = q.Method()
	}
	s.log.Error("panic", zap.String("in", what), zap.Any("panic", p), zap.ByteString("stack", debug.Stack()))
	if err != nil {
		*err = jsonrpc2.Errorf(jsonrpc2.InternalError, "internal error: %v", p)
	}
}

// calls are the requests in flight, by id, so that the client can cancel them.
// The zero calls is ready.
type calls struct {
	mu sync.Mutex
	of map[jsonrpc2.ID]*context.CancelFunc
}

// begin is the context of a request, and the function that ends it. Of two
// requests in flight under one id the later one is the one to be cancelled.
//
// The context descends from the session's, not from the one jsonrpc2 hands to
// the handler: a child of that one costs a goroutine.
func (c *calls) begin(ctx context.Context, id jsonrpc2.ID) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.of == nil {
		c.of = map[jsonrpc2.ID]*context.CancelFunc{}
	}
	mine := &cancel
	c.of[id] = mine
	return ctx, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.of[id] == mine {
			delete(c.of, id)
		}
		cancel()
	}
}

func (c *calls) cancel(id jsonrpc2.ID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if cancel := c.of[id]; cancel != nil {
		(*cancel)()
	}
}

func cancelRequest(s *session, p *protocol.CancelParams) {
	switch id := p.ID.(type) {
	case protocol.Integer:
		s.calls.cancel(jsonrpc2.NewNumberID(int64(id)))
	case protocol.String:
		s.calls.cancel(jsonrpc2.NewStringID(string(id)))
	}
}

// codec encodes what LSP's messages carry: protocol's types, and JSON that is
// ready.
type codec struct{}

// Marshal implements jsonrpc2.Codec.
func (codec) Marshal(v any) ([]byte, error) {
	if raw, ok := v.(jsonrpc2.RawMessage); ok {
		return raw, nil
	}
	return protocol.Marshal(v)
}

// Unmarshal implements jsonrpc2.Codec.
func (codec) Unmarshal(data []byte, v any) error { return protocol.Unmarshal(data, v) }

// decode reads parameters. The error is one for the client: a body that holds
// something else than JSON there is a parse error still.
func decode(raw jsonrpc2.RawMessage, v any) error {
	err := protocol.Unmarshal(raw, v)
	switch {
	case err == nil:
		return nil
	case len(raw) > 0 && !json.Valid(raw):
		return jsonrpc2.Errorf(jsonrpc2.ParseError, "the parameters are not JSON: %v", err)
	default:
		return jsonrpc2.Errorf(jsonrpc2.InvalidParams, "wrong parameters: %v", err)
	}
}
