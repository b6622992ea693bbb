package server

import (
	"bytes"
	"encoding/json"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/slipway-dev/slipway/analysis/text"
)

// view is a text as one client sees it: lines, and columns in its units.
type view struct {
	text     text.Text
	encoding text.Encoding
}

func (r *request) view(d *document) view { return view{d.text, r.client.encoding} }

func (v view) position(at int) protocol.Position {
	p := v.text.Position(at, v.encoding)
	return protocol.Position{Line: uint32(p.Line), Character: uint32(p.Column)}
}

func (v view) rangeOf(s text.Span) protocol.Range {
	return protocol.Range{Start: v.position(s.Start), End: v.position(s.End)}
}

// walker finds the positions of offsets that come in order. It goes on where it
// was, so that all of a file costs one pass.
type walker struct {
	view
	at     int               // where it is
	where  protocol.Position // the same, as the client sees it
	beyond int               // where the next line starts
}

func (w *walker) to(at int) protocol.Position {
	if at >= w.beyond {
		line := w.text.Line(at)
		w.at, w.where = w.text.LineSpan(line).Start, protocol.Position{Line: uint32(line)}
		if w.beyond = w.text.LineSpan(line + 1).Start; line+1 == w.text.Lines() {
			w.beyond = w.text.Len() + 1
		}
	}
	passed := w.text.Slice(text.Span{Start: w.at, End: at})
	if w.at = at; w.encoding == text.UTF8 {
		w.where.Character += uint32(len(passed))
		return w.where
	}
	for _, r := range passed {
		w.where.Character++
		if r > 0xFFFF && w.encoding == text.UTF16 {
			w.where.Character++
		}
	}
	return w.where
}

func (v view) offset(p protocol.Position) int {
	return v.text.Offset(text.Position{Line: int(p.Line), Column: int(p.Character)}, v.encoding)
}

// span is a range in bytes. The ends of a range the wrong way round are swapped,
// as VS Code's own servers do.
func (v view) span(r protocol.Range) text.Span {
	start, end := v.offset(r.Start), v.offset(r.End)
	return text.Span{Start: min(start, end), End: max(start, end)}
}

// textEdit is an edit as LSP has it.
func (v view) textEdit(e text.Edit) protocol.TextEdit {
	e = v.wholeCRLF(e)
	return protocol.TextEdit{Range: v.rangeOf(e.Span), NewText: e.New}
}

// wholeCRLF has an edit that ends between the two characters of a CRLF, where no
// position is, take both along.
func (v view) wholeCRLF(e text.Edit) text.Edit {
	if v.inCRLF(e.Start) {
		e.Start, e.New = e.Start-1, "\r"+e.New
	}
	if v.inCRLF(e.End) {
		e.End, e.New = e.End+1, e.New+"\n"
	}
	return e
}

func (v view) inCRLF(at int) bool {
	return at > 0 && v.text.Slice(text.Span{Start: at - 1, End: at + 1}) == "\r\n"
}

func (v view) textEdits(edits []text.Edit) []protocol.TextEdit {
	converted := make([]protocol.TextEdit, len(edits))
	for i, e := range edits {
		converted[i] = v.textEdit(e)
	}
	return converted
}

// editList is edits as an array of LSP's TextEdit.
func (v view) editList(edits []text.Edit) jsonrpc2.RawMessage {
	b := []byte{'['}
	for _, e := range edits {
		e = v.wholeCRLF(e)
		b = v.appendRange(append(b, `{"range":`...), e.Span)
		b = append(appendString(append(b, `,"newText":`...), e.New), "},"...)
	}
	return closeList(b)
}

// locations are places of a document.
func (r *request) locations(d *document, spans []text.Span) jsonrpc2.RawMessage {
	v := r.view(d)
	list := make([]protocol.Location, len(spans))
	for i, s := range spans {
		list[i] = protocol.Location{URI: d.uri, Range: v.rangeOf(s)}
	}
	return jsonList(list)
}

// workspaceEdit is edits of one document. With its version, where the client
// takes that, it cannot be applied to another text by mistake.
func (r *request) workspaceEdit(d *document, edits []text.Edit) *protocol.WorkspaceEdit {
	converted := r.view(d).textEdits(edits)
	if !r.client.documentChanges {
		return &protocol.WorkspaceEdit{Changes: map[uri.URI][]protocol.TextEdit{d.uri: converted}}
	}
	change := &protocol.TextDocumentEdit{}
	change.TextDocument.URI = d.uri
	if d.open {
		change.TextDocument.Version = &d.version
	}
	for i := range converted {
		change.Edits = append(change.Edits, &converted[i])
	}
	return &protocol.WorkspaceEdit{DocumentChanges: []protocol.DocumentChange{change}}
}

// spelling is the URI of a document as the client writes it. Decoded ones are
// canonical, so that they can be compared, but a client that compares strings
// wants its own back. It is the first "uri" in params that means u; a quoted
// name cannot occur within a JSON string.
func spelling(params []byte, u uri.URI) uri.URI {
	_, rest, ok := bytes.Cut(params, []byte(`"uri"`))
	if !ok {
		return u
	}
	rest = bytes.TrimLeft(rest, ": \t\r\n")
	if end := bytes.IndexByte(rest[min(1, len(rest)):], '"'); end >= 0 {
		var spelled string
		if json.Unmarshal(rest[:end+2], &spelled) == nil {
			if canonical, err := uri.Parse(spelled); err == nil && canonical == u {
				return uri.URI(spelled)
			}
		}
	}
	return u
}
