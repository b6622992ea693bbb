package main

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
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
	for i := range at {
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

// compare asks all about a document, here and of a server that was just started and
// has the same documents open: what one of them names is offered in the others.
func (s *soak) compare(d *soakDoc) {
	s.compared++
	s.peer.wait(0)
	fresh := newPeer(s.t)
	defer fresh.end()
	for _, other := range s.docs {
		if other.version > 0 {
			fresh.open(other)
		}
	}
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
