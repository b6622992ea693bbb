package server

import (
	"strconv"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

func provideDocumentSymbols(c *protocol.ServerCapabilities, _ *client) {
	c.DocumentSymbolProvider = protocol.Boolean(true)
}

func provideWorkspaceSymbols(c *protocol.ServerCapabilities, _ *client) {
	c.WorkspaceSymbolProvider = protocol.Boolean(true)
}

// symbolKinds are among those that every client knows, "File" to "Array".
var symbolKinds = [...]protocol.SymbolKind{
	analysis.SymbolStage:       protocol.SymbolKindClass,
	analysis.SymbolInstruction: protocol.SymbolKindMethod,
	analysis.SymbolHeredoc:     protocol.SymbolKindString,
	analysis.SymbolEnv:         protocol.SymbolKindVariable,
	analysis.SymbolArg:         protocol.SymbolKindConstant,
	analysis.SymbolLabel:       protocol.SymbolKindProperty,
	analysis.SymbolPort:        protocol.SymbolKindNumber,
}

// documentSymbol answers with a tree, or with a list to a client that knows none.
func documentSymbol(r *request, p *protocol.DocumentSymbolParams) (any, error) {
	d, err := r.dockerfile(p.TextDocument.URI)
	if d == nil {
		return nil, err
	}
	v := r.view(d)
	if !r.client.symbolTrees {
		return jsonList(v.flatSymbols(nil, d.uri, analysis.Symbols(d.file), "")), nil
	}
	return v.outline(d.file), nil
}

// outline is the symbols of a file as an array of LSP's DocumentSymbol. Editors ask
// after each pause, and a file may have thousands.
func (v view) outline(f *analysis.File) jsonrpc2.RawMessage {
	const usual = 320 // bytes for an instruction
	b := append(make([]byte, 0, usual*f.Items.Len()+2), '[')
	items := func(items syntax.Items) {
		for _, it := range items.All() {
			b = append(v.appendItem(b, symbolKey(v.encoding), it, v.text.Line(it.At), view.appendInstruction), ',')
		}
	}
	items(f.Items.Slice(0, f.First()))
	for i := range f.Stages {
		st, s := &f.Stages[i], analysis.StageSymbol(f, &f.Stages[i])
		if b = v.appendSymbol(b, &s); st.End-st.First > 1 {
			b = append(b, `,"children":[`...)
			items(f.Items.Slice(st.First+1, st.End))
			b[len(b)-1] = ']'
		}
		b = append(b, "},"...)
	}
	return closeList(b)
}

// symbolKey is the key under which the JSON of an instruction's symbol is kept.
type symbolKey text.Encoding

func (v view) appendInstruction(b []byte, it syntax.Item) []byte {
	s := analysis.InstructionSymbol(it)
	b = v.appendSymbol(b, &s)
	if len(s.Children) > 0 {
		b = append(b, `,"children":[`...)
		for i := range s.Children {
			b = append(v.appendSymbol(b, &s.Children[i]), "},"...)
		}
		b[len(b)-1] = ']'
	}
	return append(b, '}')
}

// appendSymbol appends a symbol but for its children and the brace that ends it.
func (v view) appendSymbol(b []byte, s *analysis.Symbol) []byte {
	b = appendString(append(b, `{"name":`...), s.Name)
	if s.Detail != "" {
		b = appendString(append(b, `,"detail":`...), s.Detail)
	}
	b = strconv.AppendUint(append(b, `,"kind":`...), uint64(symbolKinds[s.Kind]), 10)
	b = v.appendRange(append(b, `,"range":`...), s.Full)
	return v.appendRange(append(b, `,"selectionRange":`...), s.Selection)
}

// flatSymbols appends symbols in front of what they contain, each with the name of
// what it is in.
func (v view) flatSymbols(
	list []protocol.SymbolInformation, u uri.URI, found []analysis.Symbol, container string,
) []protocol.SymbolInformation {
	for _, s := range found {
		list = append(list, symbolInformation(&s, container, protocol.Location{URI: u, Range: v.rangeOf(s.Full)}))
		list = v.flatSymbols(list, u, s.Children, s.Name)
	}
	return list
}

func symbolInformation(s *analysis.Symbol, container string, where protocol.Location) protocol.SymbolInformation {
	info := protocol.SymbolInformation{Location: where}
	info.Name, info.Kind = s.Name, symbolKinds[s.Kind]
	if container != "" {
		info.ContainerName = &container
	}
	return info
}

// workspaceSymbol finds names in the open Dockerfiles and those in the folders.
func workspaceSymbol(r *request, p *protocol.WorkspaceSymbolParams) (any, error) {
	var list []protocol.SymbolInformation
	add := func(u uri.URI, names []fileSymbol) {
		for i := range names {
			if s := &names[i].Symbol; analysis.SymbolMatches(p.Query, s.Name) {
				list = append(list, symbolInformation(s, s.Container, protocol.Location{URI: u, Range: names[i].where}))
			}
		}
	}
	for _, d := range r.docs {
		if d.file != nil {
			add(d.uri, r.namedSymbols(d))
		}
	}
	files := &r.session.files
	for _, u := range files.list(r.folders) {
		if r.ctx.Err() != nil {
			break
		}
		if r.docs[u] == nil {
			add(u, files.symbols(r.snapshot, u))
		}
	}
	return jsonList(list), nil
}

// fileSymbol is a symbol with the place of its name, for a client to jump to.
type fileSymbol struct {
	analysis.Symbol
	where protocol.Range
}

func (n *snapshot) namedSymbols(d *document) []fileSymbol {
	v := view{d.text, n.client.encoding}
	found := analysis.NamedSymbols(d.file)
	list := make([]fileSymbol, len(found))
	for i, s := range found {
		list[i] = fileSymbol{s, v.rangeOf(s.Selection)}
	}
	return list
}
