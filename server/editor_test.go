package server

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/textproto"
	"os"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
)

// patience is how long a test waits for what must come. Nothing is measured by it.
const patience = 90 * time.Second

// object is JSON to be sent.
type object = map[string]any

// message is what the server sends, of any kind.
type message struct {
	ID     json.RawMessage
	Method string
	Params json.RawMessage
	Result json.RawMessage
	Error  *struct {
		Code    int
		Message string
	}
}

func (m message) code() int {
	if m.Error == nil {
		return 0
	}
	return m.Error.Code
}

// editor is a small client that knows the framing and nothing else, so that it
// can also send what no client should.
type editor struct {
	t    testing.TB
	in   io.WriteCloser // to the server
	code chan int       // its exit code, once

	writing sync.Mutex
	next    int

	mu       sync.Mutex
	arrived  *sync.Cond
	answers  map[string][]message
	notices  []message
	answerTo map[string]func(json.RawMessage) any // requests of the server's
	ended    bool
}

// duplex is two pipes as one connection.
type duplex struct {
	io.Reader
	io.WriteCloser
	closeReader func() error
}

func (d duplex) Close() error { return errors.Join(d.WriteCloser.Close(), d.closeReader()) }

// testMethods are the server's methods and some that only tests need.
func testMethods() table {
	t := maps.Clone(methods)
	t["test/text"] = call(func(r *request, p *protocol.HoverParams) (any, error) {
		d, err := r.dockerfile(p.TextDocument.URI)
		if d == nil {
			return nil, err
		}
		raw, err := json.Marshal(object{"version": d.version, "text": d.text.String()})
		return jsonrpc2.RawMessage(raw), err
	})
	t["test/block"] = call(func(r *request, _ *struct{}) (any, error) {
		<-r.ctx.Done()
		return nil, r.ctx.Err()
	})
	t["test/panic"] = call(func(*request, *struct{}) (any, error) { panic("on request") })
	t["test/panicking"] = bare(func(*session) { panic("on purpose") })
	t["test/null"] = call(func(*request, *struct{}) (any, error) { return nil, nil })
	return t
}

// launch starts a server that was not initialized yet.
func launch(t testing.TB, o Options) *editor {
	t.Helper()
	toServer, in, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	out, fromServer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	e := &editor{
		t: t, in: in, code: make(chan int, 1), answers: map[string][]message{},
		answerTo: map[string]func(json.RawMessage) any{},
	}
	e.arrived = sync.NewCond(&e.mu)
	go func() {
		conn := duplex{toServer, fromServer, toServer.Close}
		e.code <- newSession(t.Context(), conn, o, testMethods()).serve()
	}()
	go e.read(bufio.NewReader(out))
	t.Cleanup(func() { in.Close(); out.Close() })
	return e
}

// start starts a server and initializes it for a client with capabilities.
func start(t testing.TB, capabilities object) *editor {
	t.Helper()
	e := launch(t, Options{Version: "1.2.3"})
	e.initialize(object{"capabilities": capabilities})
	return e
}

func (e *editor) initialize(params object) message {
	e.t.Helper()
	for name, value := range map[string]any{"processId": nil, "rootUri": nil, "capabilities": object{}} {
		if _, ok := params[name]; !ok {
			params[name] = value
		}
	}
	m := e.call("initialize", params)
	if m.Error != nil {
		e.t.Fatalf("initialize: %v", m.Error)
	}
	e.notify("initialized", object{})
	return m
}

func (e *editor) read(r *bufio.Reader) {
	for {
		header, err := textproto.NewReader(r).ReadMIMEHeader()
		n, bad := strconv.Atoi(header.Get("Content-Length"))
		if err != nil || bad != nil {
			break
		}
		body := make([]byte, n)
		if _, err := io.ReadFull(r, body); err != nil {
			break
		}
		if body[0] != '[' {
			body = slices.Concat([]byte{'['}, body, []byte{']'})
		}
		var batch []message
		if err := json.Unmarshal(body, &batch); err != nil {
			e.t.Errorf("the server sent %q: %v", body, err)
			break
		}
		for _, m := range batch {
			e.receive(m)
		}
	}
	e.mu.Lock()
	e.ended = true
	e.mu.Unlock()
	e.arrived.Broadcast()
}

func (e *editor) receive(m message) {
	e.mu.Lock()
	defer e.mu.Unlock()
	switch {
	case m.Method == "":
		e.answers[string(m.ID)] = append(e.answers[string(m.ID)], m)
	case m.ID == nil:
		e.notices = append(e.notices, m)
	default:
		e.notices = append(e.notices, m)
		if f := e.answerTo[m.Method]; f != nil {
			go e.send(object{"jsonrpc": "2.0", "id": m.ID, "result": f(m.Params)})
		}
	}
	e.arrived.Broadcast()
}

// send sends a message, whatever it is.
func (e *editor) send(v any) {
	body, err := json.Marshal(v)
	if err != nil {
		e.t.Error(err)
	}
	e.raw(fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body))
}

// raw sends bytes as they are.
func (e *editor) raw(s string) {
	e.writing.Lock()
	defer e.writing.Unlock()
	io.WriteString(e.in, s) // a server that has ended is seen by what does not arrive
}

func (e *editor) notify(method string, params any) {
	e.send(object{"jsonrpc": "2.0", "method": method, "params": params})
}

// ask sends a request and returns its id.
func (e *editor) ask(method string, params any) (id string) {
	e.next++
	e.send(object{"jsonrpc": "2.0", "id": e.next, "method": method, "params": params})
	return strconv.Itoa(e.next)
}

func (e *editor) call(method string, params any) message {
	e.t.Helper()
	return e.answer(e.ask(method, params))
}

// answer waits for the answer to the request of that id, as written in JSON.
func (e *editor) answer(id string) (m message) {
	e.t.Helper()
	e.until("answer to "+id, func() bool {
		if len(e.answers[id]) == 0 {
			return false
		}
		m = e.answers[id][0]
		if e.answers[id] = e.answers[id][1:]; len(e.answers[id]) == 0 {
			delete(e.answers, id) // of millions of requests none is kept
		}
		return true
	})
	return m
}

// notice waits for a notification or request of the server's that matches, and
// takes it and what arrived before it away.
func (e *editor) notice(method string, match func(json.RawMessage) bool) (m message) {
	e.t.Helper()
	e.until(method, func() bool {
		for i, n := range e.notices {
			if n.Method == method && (match == nil || match(n.Params)) {
				m, e.notices = n, e.notices[i+1:]
				return true
			}
		}
		return false
	})
	return m
}

// until waits until done, which is called whenever something arrived.
func (e *editor) until(what string, done func() bool) {
	e.t.Helper()
	late := time.AfterFunc(patience, func() {
		e.mu.Lock()
		e.ended = true
		e.mu.Unlock()
		e.arrived.Broadcast()
	})
	defer late.Stop()
	e.mu.Lock()
	defer e.mu.Unlock()
	for !done() {
		if e.ended {
			e.t.Fatalf("no %s", what)
		}
		e.arrived.Wait()
	}
}

// exitCode waits for the server to end.
func (e *editor) exitCode() int {
	e.t.Helper()
	select {
	case c := <-e.code:
		return c
	case <-time.After(patience):
		e.t.Fatal("the server does not end")
		return -1
	}
}

const dockerfile = "file:///ws/Dockerfile"

func (e *editor) open(uri string, version int, text string) {
	e.notify("textDocument/didOpen", object{"textDocument": object{
		"uri": uri, "languageId": "dockerfile", "version": version, "text": text,
	}})
}

func (e *editor) change(uri string, version int, changes ...object) {
	e.notify("textDocument/didChange", object{
		"textDocument": object{"uri": uri, "version": version}, "contentChanges": changes,
	})
}

func (e *editor) close(uri string) {
	e.notify("textDocument/didClose", object{"textDocument": object{"uri": uri}})
}

// text is the server's idea of a document.
func (e *editor) text(uri string) (text string, version int) {
	e.t.Helper()
	m := e.call("test/text", at(uri, 0, 0))
	var got struct {
		Text    string
		Version int
	}
	if err := json.Unmarshal(m.Result, &got); err != nil {
		e.t.Fatalf("text of %s: %s %v", uri, m.Result, err)
	}
	return got.Text, got.Version
}

func at(uri string, line, character int) object {
	return object{"textDocument": object{"uri": uri}, "position": object{"line": line, "character": character}}
}

// replace is a change of a range.
func replace(line1, char1, line2, char2 int, text string) object {
	return object{"text": text, "range": object{
		"start": object{"line": line1, "character": char1}, "end": object{"line": line2, "character": char2},
	}}
}

// published is the parameters of textDocument/publishDiagnostics.
type published struct {
	URI         string
	Version     *int
	Diagnostics []shown
}

// shown is one diagnostic.
type shown struct {
	Range struct{ Start, End struct{ Line, Character int } }
	Code  string
}

// diagnostics waits for what is published of a version of a document, or of none.
func (e *editor) diagnostics(uri string, version int) (p published) {
	e.t.Helper()
	e.notice("textDocument/publishDiagnostics", func(raw json.RawMessage) bool {
		p = published{}
		if err := json.Unmarshal(raw, &p); err != nil {
			e.t.Error(err)
		}
		return p.URI == uri && (p.Version == nil && version == 0 || p.Version != nil && *p.Version == version)
	})
	return p
}
