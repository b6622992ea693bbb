package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// asked is a request that is not answered yet, and the text that it is about.
type asked struct{ method, text string }

// may tells whether a request may have an error for its answer: it was cancelled, or
// the text has changed; there is nothing that could be renamed; or formatting would
// change what the file means, which the formatter sees and refuses.
func (a asked) may(code int) bool {
	return code == -32800 || code == -32801 || code == -32803 && (strings.Contains(a.method, "ename") || strings.Contains(a.method, "ormatting"))
}

// peer is a server and its client.
type peer struct {
	t       *testing.T
	command *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
	errors  strings.Builder
	next    int
	text    string // of the document that is asked about next

	mu                  sync.Mutex
	arrived             *sync.Cond
	waiting             map[int]asked
	kept                map[int]string // answers to those that are waited for; "" until they come
	answered, cancelled int
	ended               bool
}

func newPeer(t *testing.T) *peer {
	t.Helper()
	p := &peer{t: t, command: slipway(t, "serve"), waiting: map[int]asked{}, kept: map[int]string{}}
	if binary := os.Getenv("SLIPWAY_BINARY"); binary != "" {
		p.command.Path = binary
	}
	p.arrived = sync.NewCond(&p.mu)
	p.command.Stderr = &p.errors
	out, err := p.command.StdoutPipe()
	if err == nil {
		p.in, err = p.command.StdinPipe()
	}
	if err == nil {
		err = p.command.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	p.out = bufio.NewReader(out)
	go p.read()
	markdown := map[string]any{"contentFormat": []string{"markdown"}}
	// Without ShellCheck: its findings come when they come, so that two servers differ.
	off := map[string]any{"lint": map[string]any{"shellcheck": "off"}}
	p.call("initialize", map[string]any{"processId": nil, "rootUri": nil, "initializationOptions": off, "capabilities": map[string]any{
		"workspace": map[string]any{"diagnostics": map[string]any{"refreshSupport": true}},
		"general":   map[string]any{"positionEncodings": []string{"utf-8"}},
		"textDocument": map[string]any{
			"hover": markdown, "codeLens": map[string]any{}, "diagnostic": map[string]any{},
			"codeAction":     map[string]any{"codeActionLiteralSupport": map[string]any{"codeActionKind": map[string]any{"valueSet": []string{""}}}},
			"rename":         map[string]any{"prepareSupport": true},
			"semanticTokens": map[string]any{"requests": map[string]any{"full": map[string]any{"delta": true}, "range": true}, "formats": []string{"relative"}, "tokenTypes": []string{"keyword", "string", "variable", "comment"}, "tokenModifiers": []string{}},
		},
	}})
	p.notify("initialized", map[string]any{})
	return p
}

func (p *peer) open(d *soakDoc) {
	p.notify("textDocument/didOpen", map[string]any{"textDocument": map[string]any{
		"uri": d.uri, "languageId": "dockerfile", "version": d.version, "text": d.text,
	}})
}

func (p *peer) send(message map[string]any) {
	p.t.Helper()
	message["jsonrpc"] = "2.0"
	body, err := json.Marshal(message)
	if err != nil {
		p.t.Fatal(err)
	}
	send(p.t, p.in, string(body))
}

func (p *peer) notify(method string, params any) {
	p.t.Helper()
	p.send(map[string]any{"method": method, "params": params})
}

// ask sends a request whose answer is only looked at for errors.
func (p *peer) ask(method string, params any) (id int) {
	p.t.Helper()
	return p.request(method, params, false)
}

func (p *peer) request(method string, params any, keep bool) (id int) {
	p.t.Helper()
	p.mu.Lock()
	p.next++
	id = p.next
	p.waiting[id] = asked{method, p.text}
	if keep {
		p.kept[id] = ""
	}
	p.mu.Unlock()
	p.send(map[string]any{"id": id, "method": method, "params": params})
	return id
}

// call is the result of a request.
func (p *peer) call(method string, params any) string {
	p.t.Helper()
	id := p.request(method, params, true)
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, open := p.waiting[id]; open && !p.ended; _, open = p.waiting[id] {
		p.arrived.Wait()
	}
	defer delete(p.kept, id)
	return p.kept[id]
}

func (p *peer) read() {
	for {
		header, err := p.out.ReadString('\n')
		n, _ := strconv.Atoi(strings.TrimSpace(strings.TrimPrefix(header, "Content-Length:")))
		body := make([]byte, n+2)
		if err == nil {
			_, err = io.ReadFull(p.out, body)
		}
		if err != nil {
			break
		}
		p.receive(body)
	}
	p.mu.Lock()
	p.ended = true
	p.mu.Unlock()
	p.arrived.Broadcast()
}

func (p *peer) receive(body []byte) {
	var m struct {
		ID     *int
		Result json.RawMessage
		Error  *struct {
			Code    int
			Message string
		}
	}
	if err := json.Unmarshal(body, &m); err != nil {
		p.t.Errorf("%v in %.200q", err, body)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	defer p.arrived.Broadcast()
	if m.ID == nil {
		return
	}
	question, ok := p.waiting[*m.ID]
	if !ok {
		p.t.Errorf("answered twice, or never asked: %.200s", body)
	}
	delete(p.waiting, *m.ID)
	p.answered++
	result := string(m.Result)
	if m.Error != nil {
		result = fmt.Sprint(m.Error.Code, " ", m.Error.Message)
		switch {
		case m.Error.Code == -32800:
			p.cancelled++
		case !question.may(m.Error.Code):
			p.t.Errorf("%s: %s of %q", question.method, result, question.text)
		case strings.Contains(question.method, "ormatting"):
			p.t.Logf("%s: %s of %q", question.method, result, question.text)
		}
	}
	if _, ok := p.kept[*m.ID]; ok {
		p.kept[*m.ID] = result
	}
}

// wait waits until no more than n requests are in flight.
func (p *peer) wait(n int) {
	p.t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.waiting) > n {
		if p.ended {
			p.t.Fatalf("the server ended: %s", p.errors.String())
		}
		p.arrived.Wait()
	}
}

// resident is the server's resident memory in MiB, 0 where that cannot be told.
func (p *peer) resident() int {
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.command.Process.Pid))
	_, rest, _ := strings.Cut(string(status), "VmRSS:")
	n, _ := strconv.Atoi(strings.Fields(rest + " 0")[0])
	return n >> 10
}

func (p *peer) end() {
	p.in.Close()
	p.command.Wait()
}

// goroutines ends the server and counts the goroutines that it had, which Go prints
// on this signal.
func (p *peer) goroutines() int {
	p.wait(0)
	time.Sleep(300 * time.Millisecond)
	p.command.Process.Signal(syscall.SIGQUIT)
	p.command.Wait()
	n := 0
	for _, stack := range strings.Split(p.errors.String(), "\n\n") {
		if strings.Contains(stack, "goroutine ") && strings.Contains(stack, "github.com/slipway-dev/slipway/") {
			n++
		}
	}
	return n
}
