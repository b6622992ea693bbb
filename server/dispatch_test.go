package server

import (
	"encoding/json"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func TestCancel(t *testing.T) {
	e := start(t, object{})
	for _, test := range []struct {
		name       string
		id, cancel any
	}{
		{"number", 901, 901},
		{"string", "a", "a"},
		{"string that is a number", "902", "902"},
	} {
		t.Run(test.name, func(t *testing.T) {
			e.send(object{"jsonrpc": "2.0", "id": test.id, "method": "test/block", "params": object{}})
			e.notify("$/cancelRequest", object{"id": test.cancel})
			id, _ := json.Marshal(test.id)
			if m := e.answer(string(id)); m.code() != requestCancelled {
				t.Errorf("%v, want %d", m.Error, requestCancelled)
			}
		})
	}
	t.Run("what is not there", func(t *testing.T) {
		for _, p := range []any{object{"id": 77}, object{"id": "x"}, object{"id": nil}, object{"id": 1.5}, object{}, nil} {
			e.notify("$/cancelRequest", p)
		}
		if m := e.call("test/null", object{}); m.Error != nil {
			t.Error(m.Error)
		}
	})
	t.Run("another id of the same digits", func(t *testing.T) {
		e.send(object{"jsonrpc": "2.0", "id": "903", "method": "test/block", "params": object{}})
		e.notify("$/cancelRequest", object{"id": 903})
		if m := e.call("test/null", object{}); m.Error != nil {
			t.Error(m.Error)
		}
		e.notify("$/cancelRequest", object{"id": "903"})
		if m := e.answer(`"903"`); m.code() != requestCancelled {
			t.Errorf("%v, want %d", m.Error, requestCancelled)
		}
	})
	t.Run("one of two with one id", func(t *testing.T) {
		block := object{"jsonrpc": "2.0", "id": 904, "method": "test/block", "params": object{}}
		null := object{"jsonrpc": "2.0", "id": 904, "method": "test/null", "params": object{}}
		e.send(block)
		e.send(null)
		if m := e.answer("904"); m.Error != nil {
			t.Errorf("the second: %v", m.Error)
		}
		// The first one is still in flight, and no longer known by the id.
		e.notify("$/cancelRequest", object{"id": 904})
		if m := e.call("test/null", object{}); m.Error != nil {
			t.Error(m.Error)
		}
	})
}

func TestPanic(t *testing.T) {
	e := start(t, object{})
	if m := e.call("test/panic", object{}); m.code() != internalError {
		t.Errorf("%v, want %d", m.Error, internalError)
	}
	e.notice("window/logMessage", func(p json.RawMessage) bool { return strings.Contains(string(p), "test/panic") })
	e.notify("test/panicking", nil)
	e.notice("window/logMessage", func(p json.RawMessage) bool { return strings.Contains(string(p), "test/panicking") })
	if m := e.call("test/null", object{}); m.Error != nil {
		t.Error(m.Error)
	}
}

// framed is a message with the right length.
func framed(body string) string { return fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body) }

// Whatever arrives, the answer is what the specification says and the connection
// lives.
func TestBadInput(t *testing.T) {
	const null = "null"
	request := func(method, params string) string {
		return framed(`{"jsonrpc":"2.0","id":"q","method":"` + method + `","params":` + params + `}`)
	}
	notification := func(method, params string) string {
		return framed(`{"jsonrpc":"2.0","method":"` + method + `","params":` + params + `}`)
	}
	for _, test := range []struct {
		name, input string
		id          string // of the answer, "" if there is none
		code        int
	}{
		{"not JSON", framed(`{"jsonrpc":`), null, parseError},
		{"not JSON at all", framed(`hello`), null, parseError},
		{"nothing", framed(``), null, parseError},
		{"not UTF-8", framed("\xff\xfe{}"), null, parseError},
		{"two in one", framed(`{"jsonrpc":"2.0","method":"x"}{"jsonrpc":"2.0","method":"x"}`), null, parseError},
		{"a string", framed(`"hello"`), null, invalidRequest},
		{"null", framed(`null`), null, invalidRequest},
		{"an empty object", framed(`{}`), null, invalidRequest},
		{"another version", framed(`{"jsonrpc":"1.0","id":1,"method":"x"}`), null, invalidRequest},
		{"no version", framed(`{"id":1,"method":"x"}`), null, invalidRequest},
		{"a method that is a number", framed(`{"jsonrpc":"2.0","id":1,"method":7}`), null, invalidRequest},
		{"an id that is a fraction", framed(`{"jsonrpc":"2.0","id":1.5,"method":"x"}`), null, invalidRequest},
		{"an id that is an object", framed(`{"jsonrpc":"2.0","id":{},"method":"x"}`), null, invalidRequest},
		{"both a result and an error", framed(`{"jsonrpc":"2.0","id":1,"result":1,"error":{}}`), null, invalidRequest},
		{"an empty batch", framed(`[]`), null, invalidRequest},
		{"a batch that is not JSON", framed(`[{"jsonrpc":`), null, parseError},
		{"an answer that nobody waits for", framed(`{"jsonrpc":"2.0","id":12345,"result":null}`), "", 0},
		{"an answer to a string", framed(`{"jsonrpc":"2.0","id":"abc","result":null}`), "", 0},
		{"an error for nobody", framed(`{"jsonrpc":"2.0","id":null,"error":{"code":1,"message":"x"}}`), "", 0},

		{"an unknown request", request("no/such", `{}`), `"q"`, methodNotFound},
		{"an unknown $/ request", request("$/no/such", `{}`), `"q"`, methodNotFound},
		{"a notification as a request", request("textDocument/didOpen", `{}`), `"q"`, methodNotFound},
		{"an unknown notification", notification("no/such", `{}`), "", 0},
		{"an unknown $/ notification", notification("$/no/such", `{}`), "", 0},
		{"a request as a notification", notification("textDocument/hover", `{}`), "", 0},
		{"no parameters", framed(`{"jsonrpc":"2.0","id":"q","method":"textDocument/hover"}`), `"q"`, invalidParams},
		{"empty parameters", request("textDocument/hover", `{}`), `"q"`, invalidParams},
		{"parameters in an array", request("textDocument/hover", `[]`), `"q"`, invalidParams},
		{"parameters of other types", request("textDocument/hover", `{"textDocument":7}`), `"q"`, invalidParams},
		{"a negative position", request("textDocument/hover",
			`{"textDocument":{"uri":"file:///ws/Dockerfile"},"position":{"line":-1,"character":0}}`), `"q"`, invalidParams},
		{"parameters that are not JSON", request("textDocument/hover", `{"textDocument":nope}`), `"q"`, parseError},
		{"a didOpen without a text", notification("textDocument/didOpen", `{"textDocument":7}`), "", 0},
		{"a didChange of nothing", notification("textDocument/didChange", `null`), "", 0},
		{"a didClose of nothing", notification("textDocument/didClose", `{}`), "", 0},

		{"a position far past the end", request("test/text",
			`{"textDocument":{"uri":"file:///ws/Dockerfile"},"position":{"line":4294967295,"character":4294967295}}`), `"q"`, 0},
		{"a document of an odd scheme", request("textDocument/hover",
			`{"textDocument":{"uri":"git+x:Dockerfile?a=b#c"},"position":{"line":0,"character":0}}`), `"q"`, 0},
		{"a document that is not there", request("textDocument/hover",
			`{"textDocument":{"uri":"file:///no/such/Dockerfile"},"position":{"line":0,"character":0}}`), `"q"`, 0},

		{"a length that is no number", "Content-Length: many\r\n\r\n{}", null, parseError},
		{"a negative length", "Content-Length: -7\r\n\r\n{}", null, parseError},
		{"a length of 100 GB", "Content-Length: 100000000000\r\n\r\n{}", null, parseError},
		{"a length of more than 64 bits", "Content-Length: 99999999999999999999\r\n\r\n{}", null, parseError},
		{"no length", "Content-Type: x\r\n\r\n{}", null, parseError},
		{"no header", "hello world\r\n", null, parseError},
		{"a header that never ends", strings.Repeat("x", 1<<20), null, parseError},
		{"a length too small", "Content-Length: 4\r\n\r\n" + `{"jsonrpc":"2.0"}`, null, parseError},
		{"other headers", "content-length: 19\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n" +
			`{"jsonrpc":"2.0"  }`, null, invalidRequest},
		{"bare line feeds", "Content-Length: 19\n\n" + `{"jsonrpc":"2.0"  }`, null, invalidRequest},
	} {
		t.Run(test.name, func(t *testing.T) {
			e := start(t, object{})
			e.open(dockerfile, 1, "FROM a\n")
			e.raw(test.input)
			if m := e.call("test/null", object{}); m.Error != nil {
				t.Fatalf("after it: %v", m.Error)
			}
			if got, _ := e.text(dockerfile); got != "FROM a\n" {
				t.Errorf("the document became %q", got)
			}
			if test.id == "" {
				for id := range e.answers {
					if len(e.answers[id]) > 0 {
						t.Errorf("answered %+v", e.answers[id][0])
					}
				}
			} else if m := e.answer(test.id); m.code() != test.code {
				t.Errorf("%v, want %d", m.Error, test.code)
			}
		})
	}
}

func TestBatch(t *testing.T) {
	e := start(t, object{})
	e.raw(framed(`[{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":` +
		`{"uri":"` + dockerfile + `","languageId":"dockerfile","version":1,"text":"FROM a"}}},` +
		`{"jsonrpc":"2.0","id":50,"method":"test/null","params":{}},` +
		`{"jsonrpc":"2.0","id":51,"method":"no/such","params":{}}]`))
	if text, _ := e.text(dockerfile); text != "FROM a" {
		t.Errorf("%q", text)
	}
	for id, code := range map[string]int{"50": 0, "51": methodNotFound} {
		if m := e.answer(id); m.code() != code {
			t.Errorf("%s: %v, want %d", id, m.Error, code)
		}
	}
}

// A length that is a lie must not cost memory.
func TestGiantLength(t *testing.T) {
	e := start(t, object{})
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range 20 {
		e.raw("Content-Length: 67108865\r\n\r\n")
	}
	e.call("test/null", object{})
	e.raw("Content-Length: 67108864\r\n\r\n{") // of a length that is allowed, and does not come
	e.in.Close()
	e.exitCode()
	runtime.ReadMemStats(&after)
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 8<<20 {
		t.Errorf("%d bytes allocated", grown)
	}
}

func TestLarge(t *testing.T) {
	e := start(t, object{"general": object{"positionEncodings": []string{"utf-8"}}})
	for version, src := range []string{
		strings.Repeat("# a comment of a usual length\n", 10<<20/30) + broken,
		broken + "RUN x # " + strings.Repeat("x", 1<<20) + "\n",
		broken + strings.Repeat("\x00", 1<<10),
		broken + "RUN <<E\n",
		broken + "RUN 'x\n",
		broken + "\rRUN x\r",
		broken + "\xff\xfe RUN x",
		strings.ReplaceAll(broken, "\n", "\r\n"),
	} {
		e.open(dockerfile, version, src)
		p := e.diagnostics(dockerfile, version)
		line := strings.Count(src[:strings.Index(src, "FOO")], "\n")
		if !slices.ContainsFunc(p.Diagnostics, func(d shown) bool { return d.Range.Start.Line == line }) {
			t.Errorf("%.40q…: line %d is not found wrong: %.300v", src, line, p)
		}
		if m := e.call("textDocument/hover", at(dockerfile, line-1, 1)); m.Error != nil || string(m.Result) == "null" {
			t.Errorf("%.40q…: hover on FROM: %s %v", src, m.Result, m.Error)
		}
		for _, p := range []object{at(dockerfile, line+1, 1<<20), at(dockerfile, 1<<30, 0)} {
			if m := e.call("textDocument/completion", p); m.Error != nil {
				t.Errorf("%.40q…: %v", src, m.Error)
			}
		}
	}
}
