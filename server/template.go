package server

import (
	"bytes"
	"strconv"

	"go.lsp.dev/jsonrpc2"

	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// template is JSON about an instruction without the numbers of its lines, so that
// it is the same wherever the instruction stands.
type template struct {
	json  []byte
	holes []hole
}

// hole is where a line goes, by its number counted from the instruction's first.
type hole struct {
	at   int // in the JSON
	line uint32
}

// lineMember begins each position. It cannot occur within a string, where quotes
// are escaped.
var lineMember = []byte(`{"line":`)

// newTemplate takes the numbers of lines out of JSON.
func newTemplate(json []byte) *template {
	t := &template{}
	for {
		i := bytes.Index(json, lineMember)
		if i < 0 {
			t.json = bytes.Clone(append(t.json, json...))
			return t
		}
		end := i + len(lineMember)
		t.json, json = append(t.json, json[:end]...), json[end:]
		h := hole{at: len(t.json)}
		for len(json) > 0 && '0' <= json[0] && json[0] <= '9' {
			h.line, json = 10*h.line+uint32(json[0]-'0'), json[1:]
		}
		t.holes = append(t.holes, h)
	}
}

// append appends the JSON for an instruction that starts on a line.
func (t *template) append(b []byte, line int) []byte {
	at := 0
	for _, h := range t.holes {
		b = append(b, t.json[at:h.at]...)
		b, at = strconv.AppendUint(b, uint64(line)+uint64(h.line), 10), h.at
	}
	return append(b, t.json[at:]...)
}

// appendItem appends JSON about an item that starts on a line. What encode makes
// must depend on nothing but the instruction, its place and the key: it is kept
// with the instruction as a template.
func (v view) appendItem(b []byte, key any, it syntax.Item, line int, encode func(view, []byte, syntax.Item) []byte) []byte {
	if v.text.LineSpan(line).Start != it.At { // a byte-order mark counts as a column
		return encode(v, b, it)
	}
	return it.Memo(key, func() any {
		alone := view{text.New(it.Raw), v.encoding}
		return newTemplate(encode(alone, nil, syntax.Item{Instruction: it.Instruction}))
	}).(*template).append(b, line)
}

// closeList ends an array whose elements have a comma behind each.
func closeList(b []byte) jsonrpc2.RawMessage {
	if b[len(b)-1] == ',' {
		b = b[:len(b)-1]
	}
	return append(b, ']')
}
