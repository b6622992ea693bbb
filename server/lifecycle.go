package server

import (
	"time"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.uber.org/zap"
)

// initialize stays on the read loop until it is answered: what comes next needs
// what it negotiates.
func initialize(r *request, raw jsonrpc2.RawMessage) (any, error) {
	s := r.session
	p, left, err := decodeLeniently[protocol.InitializeParams](raw)
	if err != nil {
		return nil, err
	}
	if s.phase.Load() != created {
		return nil, jsonrpc2.NewError(jsonrpc2.InvalidRequest, "initialize comes once")
	}
	client := newClient(p.ClientInfo.Name, &p.Capabilities)
	settings := parseSettings(p.InitializationOptions)
	s.change(func(n *snapshot) {
		n.client, n.folders = client, rootFolders(&p)
		n.use(s, settings)
	})
	s.toLog.open(settings.logLevel())
	s.tell(settings)
	setTrace(s, &protocol.SetTraceParams{Value: p.Trace})
	if p.ProcessID != nil && s.options.ClientProcessID == 0 {
		s.watchProcess(int(*p.ProcessID))
	}
	s.phase.Store(running)
	if len(left) > 0 {
		s.log.Warn("initialize: not understood and left out", zap.Strings("members", left))
	}
	s.log.Info("initialize", zap.String("client", p.ClientInfo.Name), zap.String("encoding", string(client.encodingName())))
	return &protocol.InitializeResult{
		Capabilities: capabilities(s.methods, client),
		ServerInfo:   protocol.ServerInfo{Name: "slipway", Version: protocol.NewOptional(s.options.Version)},
	}, nil
}

// capabilities are what the methods of a table provide to a client.
func capabilities(methods table, client *client) (c protocol.ServerCapabilities) {
	c.PositionEncoding = client.encodingName()
	for _, h := range methods {
		if h.provide != nil {
			h.provide(&c, client)
		}
	}
	return c
}

// initialized asks the client for what only it knows. The answers come through
// the read loop, so nobody waits for them there.
func initialized(s *session) {
	client := s.snapshot.Load().client
	s.spawn(func() {
		s.register(client)
		s.askSettings(client)
	})
}

// register asks a client that offers it to tell of changes of settings and of
// the files that findings depend on.
func (s *session) register(client *client) {
	var p protocol.RegistrationParams
	if client.registersConfiguration {
		p.Registrations = append(p.Registrations, registration(protocol.MethodWorkspaceDidChangeConfiguration,
			&protocol.DidChangeConfigurationRegistrationOptions{Section: protocol.String(section)}))
	}
	if client.registersWatchers {
		p.Registrations = append(p.Registrations, registration(protocol.MethodWorkspaceDidChangeWatchedFiles, watchers()))
	}
	if len(p.Registrations) == 0 {
		return
	}
	if _, err := s.conn.Call(s.ctx, protocol.MethodClientRegisterCapability, &p, nil); err != nil {
		if s.ctx.Err() == nil {
			s.log.Warn("the client did not register", zap.Error(err))
		}
		return
	}
	s.files.watched.Store(client.registersWatchers)
}

func registration(method string, options any) protocol.Registration {
	raw, err := protocol.Marshal(options)
	if err != nil {
		panic(err) // a value of protocol's own type that is written above
	}
	return protocol.Registration{ID: "slipway:" + method, Method: method, RegisterOptions: raw}
}

func shutdown(r *request, _ jsonrpc2.RawMessage) (any, error) {
	r.session.phase.Store(stopped)
	return nil, nil
}

func exit(s *session) { s.leave() }

func setTrace(s *session, p *protocol.SetTraceParams) {
	s.trace.Store(p.Value == protocol.TraceValueMessages || p.Value == protocol.TraceValueVerbose)
	s.verbose.Store(p.Value == protocol.TraceValueVerbose)
}

// traceCall tells a client that traces how a request went.
func (s *session) traceCall(q *jsonrpc2.Request, start time.Time, err error) {
	if !s.trace.Load() {
		return
	}
	outcome := "ok"
	if err != nil {
		outcome = err.Error()
	}
	p := &protocol.LogTraceParams{Message: q.Method() + ": " + outcome + " in " + time.Since(start).String()}
	if s.verbose.Load() {
		params := string(q.Params())
		p.Verbose = &params
	}
	s.outbox.post(s, func() { s.notify(protocol.MethodLogTrace, p) })
}

// pollProcess is how often the client's process is looked for: the session ends
// within a second of its death.
const pollProcess = 400 * time.Millisecond

// watchProcess ends the session when a process ends. One that cannot be seen
// from the start is not watched: the client may live in another container, and
// the end of its connection tells enough.
func (s *session) watchProcess(pid int) {
	if pid <= 0 {
		return
	}
	alive := watch(pid)
	if !alive() {
		s.log.Info("not watching the client's process: it cannot be seen from here", zap.Int("pid", pid))
		return
	}
	s.spawn(func() {
		tick := time.NewTicker(pollProcess)
		defer tick.Stop()
		for {
			select {
			case <-s.ctx.Done():
				return
			case <-tick.C:
				if !alive() {
					s.leave()
					return
				}
			}
		}
	})
}
