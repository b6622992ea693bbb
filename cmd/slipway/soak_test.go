package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/slipway-dev/slipway/analysis/fixture"
)

// soakMethods are all requests about a document.
var soakMethods = []string{
	"declaration", "definition", "references", "documentHighlight", "documentLink", "hover", "codeLens", "foldingRange", "selectionRange",
	"documentSymbol", "inlayHint", "completion", "diagnostic", "signatureHelp", "codeAction", "formatting", "rangeFormatting",
	"rangesFormatting", "onTypeFormatting", "rename", "prepareRename", "linkedEditingRange",
	"semanticTokens/full", "semanticTokens/full/delta", "semanticTokens/range",
}

// TestSoak works on 200 documents for as long as SLIPWAY_SOAK says, with the program
// SLIPWAY_BINARY where that is set: documents are opened, typed in, undone and closed
// while all requests are asked and some cancelled. No answer may be an error that the
// specification does not know for that, memory and goroutines must not grow, and the
// answers must be those of a server that was just started.
func TestSoak(t *testing.T) {
	length, err := time.ParseDuration(cmp.Or(os.Getenv("SLIPWAY_SOAK"), "3s"))
	if err != nil {
		t.Fatal(err)
	}
	s := &soak{t: t, peer: newPeer(t), random: rand.New(rand.NewPCG(5, 6))}
	for i, src := range soakSources(t) {
		s.docs = append(s.docs, &soakDoc{uri: fmt.Sprintf("file:///soak/%d/Dockerfile", i), original: src})
	}
	for _, d := range s.docs {
		s.open(d)
	}
	start := time.Now()
	check, sample := start, start.Add(min(length/4, time.Minute)) // until then it warms up
	var memory []int
	for now := start; now.Sub(start) < length && !t.Failed(); now = time.Now() {
		s.act()
		if now.Sub(sample) > length/200 {
			sample, memory = now, append(memory, s.peer.resident())
		}
		if now.Sub(check) > max(length/60, time.Second) {
			check = now
			s.compare(s.any())
		}
	}
	for range 10 {
		s.compare(s.any())
	}
	checkMemory(t, memory, length)
	for _, d := range s.docs {
		s.close(d)
	}
	got, fresh := s.peer.goroutines(), newPeer(t).goroutines()
	if got > fresh+2 {
		t.Errorf("%d goroutines are left, a new server has %d", got, fresh)
	}
	t.Logf("%d actions, %d answers, %d of them cancelled, %d comparisons; resident %v MiB; %d goroutines",
		s.actions, s.peer.answered, s.peer.cancelled, s.compared, memory, got)
	if s.actions == 0 || s.compared == 0 || s.peer.answered == 0 {
		t.Error("nothing was done")
	}
}

// soakSources are 200 real Dockerfiles, or fixtures where the corpus is not there.
func soakSources(t *testing.T) []string {
	var sources []string
	for _, f := range fixture.Corpus(t) {
		sources = append(sources, f.Source)
	}
	if len(sources) < 200 {
		more, err := fixture.Sources("../../testdata")
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, more...)
	}
	var some []string
	for i := range 200 {
		some = append(some, strings.ToValidUTF8(sources[i*len(sources)/200], "?"))
	}
	return some
}

// checkMemory compares the last quarter of a run with the first. A run of seconds
// only warms up.
func checkMemory(t *testing.T, memory []int, length time.Duration) {
	t.Helper()
	quarter := len(memory) / 4
	if quarter == 0 || length < time.Minute || memory[0] == 0 {
		return
	}
	middle := func(list []int) int { return slices.Sorted(slices.Values(list))[len(list)/2] }
	first, last := middle(memory[:quarter]), middle(memory[3*quarter:])
	if 10*last > 11*first {
		t.Errorf("resident memory grew from %d to %d MiB: %v", first, last, memory)
	}
}

// soakDoc is a document as its client has it; version 0 means closed.
type soakDoc struct {
	uri, original, text string
	version             int
	undo                []change
}

// change is the replacement of text[start:end].
type change struct {
	start, end int
	text       string
}

type soak struct {
	t                 *testing.T
	peer              *peer
	random            *rand.Rand
	docs              []*soakDoc
	actions, compared int
}

// any is a document that is open.
func (s *soak) any() *soakDoc {
	d := s.docs[s.random.IntN(len(s.docs))]
	if d.version == 0 {
		s.open(d)
	}
	return d
}

func (s *soak) act() {
	s.actions++
	d := s.any()
	switch n := s.random.IntN(100); {
	case n < 2:
		s.close(d)
	case n < 45:
		s.edit(d, s.typing(d), true)
	case n < 60:
		if last := len(d.undo) - 1; last >= 0 {
			c := d.undo[last]
			d.undo = d.undo[:last]
			s.edit(d, c, false)
		}
	case n < 62:
		s.peer.ask("workspace/symbol", map[string]any{"query": "b"})
	default:
		s.peer.text = d.text
		id := s.peer.ask("textDocument/"+soakMethods[s.random.IntN(len(soakMethods))], s.params(d))
		if s.random.IntN(4) == 0 {
			s.peer.notify("$/cancelRequest", map[string]any{"id": id})
		}
	}
	s.peer.wait(30)
}

func (s *soak) open(d *soakDoc) {
	d.version, d.text, d.undo = 1, d.original, nil
	s.peer.open(d)
}

func (s *soak) close(d *soakDoc) {
	if d.version > 0 {
		d.version = 0
		s.peer.notify("textDocument/didClose", map[string]any{"textDocument": map[string]any{"uri": d.uri}})
	}
}

// pieces are what is typed.
var pieces = []string{
	"a", "R", " ", "\n", "\\\n", "#", "\"", "'", "$", "${", "}", "[", "]", "<<E\n", "E\n", "RUN ", "FROM ", "COPY --from=", "é", "😀", "\r\n", "&& ", "ARG x=1\n", "\t",
}

// typing is a change somewhere: a few characters more or fewer.
func (s *soak) typing(d *soakDoc) change {
	start := boundary(d.text, s.random.IntN(len(d.text)+1))
	if s.random.IntN(3) == 0 || len(d.text) > len(d.original)+500 {
		return change{start, boundary(d.text, min(len(d.text), start+s.random.IntN(40))), ""}
	}
	return change{start, start, pieces[s.random.IntN(len(pieces))]}
}

// boundary is the start of the character at an offset. It is never behind a carriage
// return: no position can tell the place between that and a line feed.
func boundary(text string, at int) int {
	for at > 0 && (text[at-1] == '\r' || at < len(text) && !utf8.RuneStart(text[at])) {
		at--
	}
	return at
}

func (s *soak) edit(d *soakDoc, c change, undoable bool) {
	from, to := positionOf(d.text, c.start), positionOf(d.text, c.end)
	if undoable {
		d.undo = append(d.undo, change{c.start, c.start + len(c.text), d.text[c.start:c.end]})
	}
	d.text = d.text[:c.start] + c.text + d.text[c.end:]
	d.version++
	s.peer.notify("textDocument/didChange", map[string]any{
		"textDocument":   map[string]any{"uri": d.uri, "version": d.version},
		"contentChanges": []any{map[string]any{"range": map[string]any{"start": from, "end": to}, "text": c.text}},
	})
}

// positionOf is an offset as a position in UTF-8. A lone carriage return ends a line, too.
func positionOf(text string, at int) map[string]any {
	line, start := 0, 0
	for i := 0; i < at; i++ {
		if text[i] == '\n' || text[i] == '\r' && (i+1 == len(text) || text[i+1] != '\n') {
			line, start = line+1, i+1
		}
	}
	return map[string]any{"line": line, "character": at - start}
}

// params are those of all requests at a random place.
func (s *soak) params(d *soakDoc) map[string]any {
	at := boundary(d.text, s.random.IntN(len(d.text)+1))
	from, to := positionOf(d.text, at), positionOf(d.text, boundary(d.text, min(len(d.text), at+s.random.IntN(200))))
	where := map[string]any{"start": from, "end": to}
	return map[string]any{
		"textDocument": map[string]any{"uri": d.uri}, "position": from, "positions": []any{from, to}, "range": where, "ranges": []any{where},
		"options": map[string]any{"tabSize": 4, "insertSpaces": true}, "ch": "\n", "newName": "other", "previousResultId": "1",
		"context": map[string]any{"diagnostics": []any{}, "includeDeclaration": true},
	}
}

var resultID = regexp.MustCompile(`"resultId":"[^"]*"`)

// compare asks all about a document, here and of a server that was just started.
func (s *soak) compare(d *soakDoc) {
	s.compared++
	s.peer.wait(0)
	fresh := newPeer(s.t)
	defer fresh.end()
	fresh.open(d)
	for _, method := range soakMethods {
		if strings.HasSuffix(method, "/delta") {
			continue // the answer depends on what was asked before
		}
		params := s.params(d)
		got := s.peer.call("textDocument/"+method, params)
		want := fresh.call("textDocument/"+method, params)
		if resultID.ReplaceAllString(got, "") != resultID.ReplaceAllString(want, "") {
			s.t.Errorf("%s of %v in\n%q\nis %s\nnot %s", method, params["range"], d.text, got, want)
		}
	}
}

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
	p.call("initialize", map[string]any{"processId": nil, "rootUri": nil, "capabilities": map[string]any{
		"general": map[string]any{"positionEncodings": []string{"utf-8"}},
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
