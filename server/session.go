package server

import (
	"context"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"go.lsp.dev/jsonrpc2"
	"go.uber.org/zap"
)

// grace is how long a session that has ended waits for work in flight.
const grace = 300 * time.Millisecond

// Options are what the command line decides about a server. The zero Options
// are usable.
type Options struct {
	// Logger takes everything worth telling; the client is told as well, at the
	// level of its own choice. Nil logs to the client alone.
	Logger *zap.Logger

	// Version of the program, told to the client.
	Version string

	// ClientProcessID is the process whose end ends the session, for clients that
	// tell it on the command line. 0 means the one named by initialize.
	ClientProcessID int

	// Paranoid compares each incrementally edited file with one read from scratch
	// and logs the edits that made them differ.
	Paranoid bool

	// ShellCheck has the program of that name look at the text of shells, where there is
	// one and the settings do not forbid it.
	ShellCheck bool
}

// Serve speaks LSP on conn until the client asks to exit, closes conn or dies,
// or ctx ends. It closes conn, and returns the exit code of LSP: 0 if the client
// has asked for shutdown before, otherwise 1.
func Serve(ctx context.Context, conn io.ReadWriteCloser, o Options) (code int) {
	return newSession(ctx, conn, o, methods).serve()
}

// session is one connection with one client, from initialize to exit.
type session struct {
	options Options
	methods table
	log     *zap.Logger
	toLog   *clientLog

	ctx    context.Context // of the session: ends all that runs in it
	end    context.CancelFunc
	stream *stream
	conn   jsonrpc2.Conn
	exit   chan struct{} // closed when the client is done or dead
	once   sync.Once     // closes exit

	spawning sync.Mutex
	ended    bool           // guarded by spawning: nothing more is spawned
	spawned  sync.WaitGroup // what is, and still runs

	phase   atomic.Int32 // a phase; changed on the read loop only
	trace   atomic.Bool  // client wants $/logTrace
	verbose atomic.Bool  // with parameters
	calls   calls
	outbox  outbox
	publish publisher
	files   files
	tokens  sentTokens

	snapshot atomic.Pointer[snapshot]
	changing sync.Mutex             // held while a snapshot is replaced
	told     atomic.Pointer[string] // what was wrong in the client's settings
	asked    atomic.Int64           // requests for settings sent, to drop answers that are overtaken
}

// phase is where a session stands in LSP's lifecycle.
type phase = int32

const (
	created phase = iota
	running
	stopped // by shutdown
)

func newSession(ctx context.Context, conn io.ReadWriteCloser, o Options, methods table) *session {
	s := &session{options: o, methods: methods, exit: make(chan struct{})}
	s.ctx, s.end = context.WithCancel(ctx)
	s.stream = newStream(conn, s.refuse)
	s.conn = jsonrpc2.NewConn(s.stream, jsonrpc2.WithCodec(codec{}))
	s.snapshot.Store(&snapshot{client: &client{}, settings: defaultSettings()})
	s.publish.session = s
	s.toLog = newClientLog(s)
	s.log = s.toLog.tee(o.Logger)
	return s
}

func (s *session) serve() (code int) {
	defer s.wait()
	defer s.stream.Close()
	defer s.end()
	s.watchProcess(s.options.ClientProcessID)
	s.conn.Go(s.ctx, s.handle)
	select {
	case <-s.exit:
	case <-s.stream.ended:
		s.drain()
	case <-s.ctx.Done():
	}
	if s.phase.Load() == stopped {
		return 0
	}
	return 1
}

// drain gives the calls in flight a moment to end.
func (s *session) drain() {
	select {
	case <-s.conn.Done():
	case <-s.exit:
	case <-time.After(grace):
	}
}

// wait gives the goroutines of the session a moment to see that it has ended.
func (s *session) wait() {
	s.spawning.Lock()
	s.ended = true
	s.spawning.Unlock()
	done := make(chan struct{})
	go func() { s.spawned.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(grace):
	}
}

func (s *session) leave() { s.once.Do(func() { close(s.exit) }) }

// spawn runs f beside everything else, unless the session has ended; f must
// return soon after s.ctx is done.
func (s *session) spawn(f func()) {
	s.spawning.Lock()
	defer s.spawning.Unlock()
	if s.ended {
		return
	}
	s.spawned.Go(func() {
		defer s.rescue(nil, nil)
		f()
	})
}

// refuse tells the client of a message that cannot be read. There is no id to
// answer to, which JSON-RPC expresses by null.
func (s *session) refuse(e *jsonrpc2.Error) {
	s.log.Warn("refused a message", zap.Error(e))
	body := jsonrpc2.AppendResponse(nil, jsonrpc2.ID{}, nil, e)
	s.outbox.post(s, func() {
		_, _ = s.stream.WriteFrame(s.ctx, body) // as in notify
	})
}

// notify sends a notification. It waits for the client, so it is not for the
// read loop. If the client is gone the reader sees it, so an error says nothing.
func (s *session) notify(method string, params any) {
	_ = s.conn.Notify(s.ctx, method, params)
}

// outboxSize bounds what waits for a client that does not read.
const outboxSize = 1024

// outbox sends small things in order, off the read loop. What finds it full is
// dropped. The zero outbox is ready.
type outbox struct {
	mu    sync.Mutex
	queue []func()
	busy  bool
}

func (o *outbox) post(s *session, send func()) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.queue) >= outboxSize {
		return
	}
	o.queue = append(o.queue, send)
	if !o.busy {
		o.busy = true
		s.spawn(o.run)
	}
}

func (o *outbox) run() {
	for {
		o.mu.Lock()
		queue := o.queue
		o.queue = nil
		o.busy = len(queue) > 0
		o.mu.Unlock()
		if len(queue) == 0 {
			return
		}
		for _, send := range queue {
			send()
		}
	}
}
