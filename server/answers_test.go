package server

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/slipway-dev/slipway/analysis/fixture"
	"github.com/slipway-dev/slipway/analysis/text"
)

// answers make the text of a section «want WHAT REST» of what a server says, by the
// whole name or by WHAT. Where LSP carries less, less takes the same from what is
// wanted.
var answers = map[string]struct {
	answer func(p *paper, rest string) string
	less   func(want string) string
}{
	"hover":       {answer: (*paper).hover},
	"definition":  {answer: func(p *paper, _ string) string { return p.places("definition", p.here()) }},
	"declaration": {answer: func(p *paper, _ string) string { return p.places("declaration", p.here()) }},
	"references":  {answer: func(p *paper, _ string) string { return p.references(true) }},
	"uses":        {answer: func(p *paper, _ string) string { return p.references(false) }},
	"highlight":   {answer: (*paper).highlight},
	"prepare":     {answer: (*paper).prepare},
	"rename":      {answer: (*paper).rename},
	"completion":  {answer: (*paper).completion},
	"snippet":     {answer: (*paper).completion},
	"findings":    {answer: (*paper).findings},
	"actions":     {answer: (*paper).listActions, less: withoutCodes},
	"action":      {answer: (*paper).doAction},
	"symbols":     {answer: (*paper).symbols},
	"named":       {answer: (*paper).named, less: withoutDetails},
	"folding":     {answer: (*paper).folding},
	"selection":   {answer: (*paper).selection},
	"linked":      {answer: (*paper).linked},
	"links":       {answer: (*paper).links},
	"tokens":      {answer: (*paper).showTokens},
	"hints":       {answer: (*paper).hints},
	"signature":   {answer: (*paper).signature},
	"lens":        {answer: (*paper).lens},
	"graph":       {answer: (*paper).graph},
	"format":      {answer: (*paper).format},
	"range":       {answer: (*paper).formatRange},
	"newline":     {answer: (*paper).formatNewline},
	"edits":       {answer: (*paper).formatEdits},
	"ignore":      {answer: (*paper).ignore},
	"fixed":       {answer: (*paper).fixed, less: withoutCount},

	// What LSP does not carry.
	"mistakes": {}, "settings": {}, "off": {}, "fixed unsafe": {},
}

// edit is a TextEdit.
type edit struct {
	Range   protocol.Range
	NewText string
}

func (p *paper) apply(edits []edit) string {
	return text.Apply(p.text.String(), p.edits(edits))
}

func (p *paper) edits(list []edit) []text.Edit {
	converted := make([]text.Edit, len(list))
	for i, e := range list {
		converted[i] = text.Edit{Span: p.view().span(e.Range), New: e.NewText}
	}
	return converted
}

// applyWorkspace applies a workspace edit, which must be of this version, or of
// another file that it makes or that is on disk.
func (p *paper) applyWorkspace(raw json.RawMessage) string {
	p.t.Helper()
	var got struct {
		DocumentChanges []struct {
			Kind, URI    string
			TextDocument struct {
				URI     string
				Version *int
			}
			Edits []edit
		}
	}
	if err := json.Unmarshal(raw, &got); err != nil || len(got.DocumentChanges) == 0 || len(got.DocumentChanges) > 2 {
		p.t.Fatalf("%s %v", raw, err)
	}
	made, change := got.DocumentChanges[0], got.DocumentChanges[len(got.DocumentChanges)-1]
	if change.TextDocument.Version == nil {
		return p.applyOther(made.Kind == "create" && made.URI == change.TextDocument.URI, change.TextDocument.URI, change.Edits)
	}
	if change.TextDocument.URI != p.uri || *change.TextDocument.Version != p.version {
		p.t.Errorf("edits of %+v, want version %d of %s", change.TextDocument, p.version, p.uri)
	}
	return p.apply(change.Edits)
}

// applyOther applies edits to another file, which must be made if it is not there.
func (p *paper) applyOther(made bool, of string, edits []edit) string {
	p.t.Helper()
	src, err := os.ReadFile(uri.URI(of).FsPath())
	if made != (err != nil) {
		p.t.Errorf("%s: made %v, though reading it says %v", of, made, err)
	}
	other := &paper{wire: p.wire, t: p.t, text: text.New(string(src))}
	return other.apply(edits)
}

func (p *paper) locate(ranges ...protocol.Range) string {
	spans := make([]text.Span, len(ranges))
	for i, r := range ranges {
		spans[i] = p.view().span(r)
	}
	return fixture.Locations(p.text, spans...)
}

func (p *paper) places(method string, params object) string {
	var got []struct {
		URI   string
		Range protocol.Range
	}
	p.ask("textDocument/"+method, params, &got)
	var ranges []protocol.Range
	for _, l := range got {
		if l.URI != p.uri {
			p.t.Errorf("a place in %s", l.URI)
		}
		ranges = append(ranges, l.Range)
	}
	if len(ranges) == 0 {
		return "nowhere\n"
	}
	return p.locate(ranges...)
}

func (p *paper) references(declarations bool) string {
	params := p.here()
	params["context"] = object{"includeDeclaration": declarations}
	return p.places("references", params)
}

func (p *paper) hover(rest string) string {
	var got *struct {
		Contents struct{ Kind, Value string }
		Range    protocol.Range
	}
	p.ask("textDocument/hover", p.here(), &got)
	if got == nil {
		return "nothing"
	}
	if rest == "facts" {
		got.Contents.Value = hoverFacts(got.Contents.Value)
	}
	return p.locate(got.Range) + got.Contents.Value
}

var topicTitle = regexp.MustCompile(`(?m)^\*\*[^*]+\*\*: `)

// hoverFacts is what a hover says about this file: what stands in front of the
// words of the reference, the title of these, and what is in force.
func hoverFacts(markdown string) string {
	facts := markdown
	if at := topicTitle.FindStringIndex(markdown); at != nil {
		line, _, _ := strings.Cut(markdown[at[0]:], "\n")
		facts = markdown[:at[0]] + line
	}
	for _, force := range []string{"In force here: ", "<details>"} {
		if at := strings.Index(markdown, force); at >= 0 {
			return facts + "\n\n" + markdown[at:]
		}
	}
	return facts
}

func (p *paper) highlight(string) string {
	var got []struct {
		Range protocol.Range
		Kind  protocol.DocumentHighlightKind
	}
	p.ask("textDocument/documentHighlight", p.here(), &got)
	shown := map[protocol.DocumentHighlightKind]string{}
	of := map[protocol.DocumentHighlightKind][]protocol.Range{}
	for _, h := range got {
		of[h.Kind] = append(of[h.Kind], h.Range)
	}
	for _, kind := range []protocol.DocumentHighlightKind{protocol.DocumentHighlightKindWrite, protocol.DocumentHighlightKindRead} {
		if shown[kind] = "nowhere\n"; len(of[kind]) > 0 {
			shown[kind] = p.locate(of[kind]...)
		}
	}
	return "writes:\n" + shown[protocol.DocumentHighlightKindWrite] + "reads:\n" + shown[protocol.DocumentHighlightKindRead]
}

func (p *paper) prepare(string) string {
	m := p.request("textDocument/prepareRename", p.here())
	if m.Error != nil {
		return m.refusal(p)
	}
	var got struct {
		Range       protocol.Range
		Placeholder string
	}
	if err := json.Unmarshal(m.Result, &got); err != nil {
		p.t.Fatalf("%s %v", m.Result, err)
	}
	return p.locate(got.Range) + got.Placeholder
}

// refusal is why a request was not done.
func (m message) refusal(p *paper) string {
	if m.code() != requestFailed {
		p.t.Errorf("%v, want %d", m.Error, requestFailed)
	}
	return m.Error.Message
}

func (p *paper) rename(rest string) string {
	params := p.here()
	params["newName"] = strings.TrimPrefix(rest, "to ")
	m := p.request("textDocument/rename", params)
	if m.Error != nil {
		return m.refusal(p)
	}
	return p.applyWorkspace(m.Result)
}

// completion is the list, or the file after choosing label.
func (p *paper) completion(label string) string {
	var got *struct {
		Items []struct {
			Label, Detail, SortText string
			TextEdit                edit
		}
	}
	p.ask("textDocument/completion", p.here(), &got)
	var list strings.Builder
	for _, item := range got.Items {
		if strings.HasPrefix(item.SortText, behindAll) {
			continue // what package completion does not know
		}
		if item.Label == label {
			return p.apply([]edit{item.TextEdit})
		}
		list.WriteString(item.Label)
		if item.Detail != "" {
			list.WriteString("\t" + item.Detail)
		}
		list.WriteByte('\n')
	}
	if label != "" {
		return "no candidate " + label
	}
	return list.String()
}

var symbolNames = map[protocol.SymbolKind]string{
	protocol.SymbolKindClass: "stage", protocol.SymbolKindMethod: "instruction", protocol.SymbolKindString: "heredoc",
	protocol.SymbolKindVariable: "env", protocol.SymbolKindConstant: "arg", protocol.SymbolKindProperty: "label",
	protocol.SymbolKindNumber: "port",
}

// symbol is a DocumentSymbol.
type symbol struct {
	Name, Detail          string
	Kind                  protocol.SymbolKind
	Range, SelectionRange protocol.Range
	Children              []symbol
}

func (p *paper) symbols(string) string {
	var got []symbol
	p.ask("textDocument/documentSymbol", nil, &got)
	return p.showSymbols(got, "")
}

func (p *paper) showSymbols(list []symbol, indent string) string {
	var b strings.Builder
	for _, s := range list {
		fmt.Fprintf(&b, "%s%s %s", indent, symbolNames[s.Kind], s.Name)
		if s.Detail != "" {
			fmt.Fprintf(&b, " (%s)", s.Detail)
		}
		v := p.view()
		fmt.Fprintf(&b, " %s at %s\n", fixture.LineRange(p.text, v.span(s.Range)), fixture.OneLine(p.text, v.span(s.SelectionRange)))
		b.WriteString(p.showSymbols(s.Children, indent+"  "))
	}
	return b.String()
}

// named are the names of this document among those of the workspace.
func (p *paper) named(string) string {
	var got []struct {
		Name, ContainerName string
		Kind                protocol.SymbolKind
		Location            struct {
			URI   string
			Range protocol.Range
		}
	}
	p.ask("workspace/symbol", object{"query": ""}, &got)
	var b strings.Builder
	for _, s := range got {
		if s.Location.URI != p.uri {
			continue
		}
		fmt.Fprintf(&b, "%s %s", symbolNames[s.Kind], s.Name)
		if s.ContainerName != "" {
			b.WriteString(" in " + s.ContainerName)
		}
		b.WriteString(" at " + fixture.OneLine(p.text, p.view().span(s.Location.Range)) + "\n")
	}
	return b.String()
}

var symbolDetails = regexp.MustCompile(`(?m)( \(.*\))?( in \S+)? [\d-]+ at «`)

// withoutDetails takes away what workspace symbols have not: details, and all that
// belongs to a symbol.
func withoutDetails(want string) string { return symbolDetails.ReplaceAllString(want, "$2 at «") }
