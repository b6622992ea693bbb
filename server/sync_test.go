package server

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/text"
)

func whole(text string) object { return object{"text": text} }

func TestDidChange(t *testing.T) {
	for _, test := range []struct {
		name, before string
		changes      []object
		want         string
	}{
		{"insert", "FROM a\n", []object{replace(0, 6, 0, 6, "b")}, "FROM ab\n"},
		{"delete", "FROM ab\n", []object{replace(0, 5, 0, 6, "")}, "FROM b\n"},
		{"nothing", "FROM a\n", []object{}, "FROM a\n"},
		{"over lines", "FROM a\nRUN b\nRUN c\n", []object{replace(0, 6, 2, 4, "\n")}, "FROM a\nc\n"},
		{"each relative to the one before", "a\n", []object{
			replace(0, 0, 0, 0, "x\n"), replace(1, 1, 1, 1, "y"), replace(0, 1, 1, 0, ""),
		}, "xay\n"},
		{"whole text", "FROM a\n", []object{whole("RUN b\n")}, "RUN b\n"},
		{"whole text, then a range", "FROM a\n", []object{whole("RUN b\n"), replace(0, 0, 0, 3, "CMD")}, "CMD b\n"},
		{"whole text of less", "aaa", []object{whole("aa")}, "aa"},
		{"whole text of more", "aa", []object{whole("aaa")}, "aaa"},
		{"whole text of nothing", "aa", []object{whole("")}, ""},
		{"null is no change", "a", []object{nil, replace(0, 1, 0, 1, "b")}, "ab"},
		{"line past the end", "FROM a\n", []object{replace(9, 9, 10, 1, "RUN b\n")}, "FROM a\nRUN b\n"},
		{"column past the end", "FROM a\nb\n", []object{replace(0, 99, 0, 999, "c")}, "FROM ac\nb\n"},
		{"the ends swapped", "FROM a\n", []object{replace(0, 6, 0, 5, "b")}, "FROM b\n"},
		{"CRLF", "FROM a\r\nRUN b\r\n", []object{replace(0, 6, 1, 0, "\r\n\r\n")}, "FROM a\r\n\r\nRUN b\r\n"},
		{"lone CR", "FROM a\rRUN b", []object{replace(1, 0, 1, 3, "CMD")}, "FROM a\rCMD b"},
		{"within a surrogate pair", "#😀\n", []object{replace(0, 2, 0, 3, "x")}, "#x\n"},
		{"NUL", "a\x00b", []object{replace(0, 1, 0, 2, "")}, "ab"},
		{"deprecated rangeLength", "FROM a\n", []object{
			{"range": replace(0, 5, 0, 6, "")["range"], "rangeLength": 1, "text": "b"},
		}, "FROM b\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			e := start(t, object{})
			e.open(dockerfile, 1, test.before)
			e.change(dockerfile, 2, test.changes...)
			if got, version := e.text(dockerfile); got != test.want || version != 2 {
				t.Errorf("%q at %d, want %q at 2", got, version, test.want)
			}
		})
	}
}

func TestOpenTwice(t *testing.T) {
	e := start(t, object{})
	e.open(dockerfile, 1, "FROM a\n")
	e.open(dockerfile, 7, "FROM b\n")
	if got, version := e.text(dockerfile); got != "FROM b\n" || version != 7 {
		t.Errorf("%q at %d", got, version)
	}
	e.notice("window/logMessage", func(p json.RawMessage) bool { return strings.Contains(string(p), "is open") })
}

func TestNotOpen(t *testing.T) {
	e := start(t, object{})
	e.change(dockerfile, 2, whole("FROM a\n"))
	e.notice("window/logMessage", func(p json.RawMessage) bool { return strings.Contains(string(p), "not open") })
	e.close(dockerfile)
	e.notice("window/logMessage", func(p json.RawMessage) bool { return strings.Contains(string(p), "not open") })
	e.open(dockerfile, 1, "FROM a\n")
	e.close(dockerfile)
	for method, want := range map[string]string{
		"test/text":               "null",
		"textDocument/hover":      "null",
		"textDocument/completion": "null",
	} {
		if m := e.call(method, at(dockerfile, 0, 0)); string(m.Result) != want || m.Error != nil {
			t.Errorf("%s: %s %v, want %s", method, m.Result, m.Error, want)
		}
	}
}

// Two spellings of one URI are one document, and answers have the client's.
func TestSpelling(t *testing.T) {
	const spelled, other = "file:///c:/a%20b/Dockerfile", "file:///c%3A/a%20b/Dockerfile"
	e := start(t, object{})
	e.open(spelled, 1, "FROM a\nFOO\n")
	if p := e.diagnostics(spelled, 1); len(p.Diagnostics) == 0 {
		t.Error("no diagnostics")
	}
	if got, _ := e.text(other); got != "FROM a\nFOO\n" {
		t.Errorf("%q", got)
	}
}

func TestSpellingOf(t *testing.T) {
	for _, test := range []struct{ params, want string }{
		{`{"uri":"file:///c:/x"}`, "file:///c:/x"},
		{`{"text":"\"uri\":\"file:///c:/y\"", "uri" : "file:///C:/x"}`, "file:///C:/x"},
		{`{"languageId":"uri","uri":"file:///c:/x"}`, "file:///c%3A/x"},
		{`{"uri":"file:///other"}`, "file:///c%3A/x"},
		{`{"uri":7}`, "file:///c%3A/x"},
		{`{"uri"`, "file:///c%3A/x"},
		{`{}`, "file:///c%3A/x"},
	} {
		if got := spelling([]byte(test.params), uri.MustParse("file:///c:/x")); string(got) != test.want {
			t.Errorf("%s: %s, want %s", test.params, got, test.want)
		}
	}
}

// Changes and requests come as fast as the pipe takes them: each request sees the
// document as the changes before it left it, and the last text is right.
func TestOrder(t *testing.T) {
	const changes, requests = 5000, 3000
	e := start(t, object{})
	random := rand.New(rand.NewPCG(1, 2))
	want := strings.Repeat("FROM scratch\n", 3)
	e.open(dockerfile, 0, want)
	type expected struct {
		id, text string
		version  int
		hover    string // id of the hover that was asked next
		at       [2]int // its line and column
	}
	var asked []expected
	for version := 1; version <= changes; version++ {
		lines := strings.Split(want, "\n")
		line := random.IntN(len(lines))
		column := random.IntN(len(lines[line]) + 1)
		insert := fmt.Sprint(version % 10)
		if version%7 == 0 {
			insert = "\n"
		}
		e.change(dockerfile, version, replace(line, column, line, column, insert))
		lines[line] = lines[line][:column] + insert + lines[line][column:]
		if want = strings.Join(lines, "\n"); len(want) > 150 {
			version++
			want = "FROM scratch\n"
			e.change(dockerfile, version, whole(want))
		}
		for len(asked) < requests*version/changes {
			id := e.ask("test/text", at(dockerfile, 0, 0))
			hover := e.ask("textDocument/hover", at(dockerfile, line, column))
			asked = append(asked, expected{id, want, version, hover, [2]int{line, column}})
		}
	}
	for _, a := range asked {
		var got struct {
			Text    string
			Version int
		}
		if m := e.answer(a.id); json.Unmarshal(m.Result, &got) != nil || got.Version != a.version || got.Text != a.text {
			t.Fatalf("request %s: %s %v, want version %d %q", a.id, m.Result, m.Error, a.version, a.text)
		}
		if got, want := e.answer(a.hover), hoverOn(t, a.text, a.at); string(got.Result) != want {
			t.Fatalf("hover %s in version %d %q at %v: %s %v, want %s", a.hover, a.version, a.text, a.at, got.Result, got.Error, want)
		}
	}
	if got, _ := e.text(dockerfile); got != want {
		t.Errorf("in the end %q, want %q", got, want)
	}
}

// hoverOn is the answer that a client without Markdown gets for a text, made
// without a server.
func hoverOn(t *testing.T, src string, at [2]int) string {
	t.Helper()
	f := analysis.New(text.New(src))
	v := view{f.Text, text.UTF16}
	answer, ok := analysis.Hover(f, f.Text.Offset(text.Position{Line: at[0], Column: at[1]}, text.UTF16), nil)
	if !ok {
		return "null"
	}
	where := v.rangeOf(answer.Span)
	b, err := protocol.Marshal(&protocol.Hover{Contents: markup(answer.Markdown, false), Range: &where})
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
