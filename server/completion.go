package server

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/slipway-dev/slipway/completion"
)

func provideCompletion(c *protocol.ServerCapabilities, client *client) {
	c.CompletionProvider = &protocol.CompletionOptions{
		TriggerCharacters: []string{"$", "{", "-", "=", ",", ":", "/", ";", "#"},
	}
	if client.completionResolves {
		c.CompletionProvider.ResolveProvider = &client.completionResolves
	}
}

func complete(r *request, p *protocol.CompletionParams) (any, error) {
	d, err := r.dockerfile(p.TextDocument.URI)
	if d == nil {
		return nil, err
	}
	v := r.view(d)
	found, more := r.candidates(d, v.offset(p.Position))
	list := &protocol.CompletionList{IsIncomplete: more, Items: make([]protocol.CompletionItem, len(found))}
	var origin protocol.LSPAny
	if r.client.completionResolves {
		origin = protocol.LSPAny(mustMarshal(completionOrigin{p.TextDocument.URI, d.version, v.offset(p.Position)}))
	}
	for i := range found {
		list.Items[i] = completionItem(v, r.client, &found[i])
		list.Items[i].Data = origin
	}
	return list, nil
}

// around is what lies around a document.
func (r *request) around(d *document) completion.Around {
	return completion.Around{Context: d.context, Named: d.named, Images: func() []string { return r.images(d) }}
}

// images are those that the other Dockerfiles of the workspace start from, the most
// common first.
func (r *request) images(but *document) []string {
	count := map[string]int{}
	add := func(images []string) {
		for _, image := range images {
			count[image]++
		}
	}
	for _, d := range r.docs {
		if d.file != nil && d.uri != but.uri {
			add(baseImages(d))
		}
	}
	files := &r.session.files
	for _, u := range files.list(r.folders) {
		if r.ctx.Err() == nil && r.docs[u] == nil {
			add(files.images(r.snapshot, u))
		}
	}
	return slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		return cmp.Or(count[b]-count[a], strings.Compare(a, b))
	})
}

// baseImages are the images that the stages of a file start from.
func baseImages(d *document) []string {
	var images []string
	for _, st := range d.file.Stages {
		if image := st.Image; st.Base < 0 && !image.Variable() && image.Err == nil && image.Result != "" && image.Result != "scratch" {
			images = append(images, image.Result)
		}
	}
	return images
}

// completionOrigin goes along with a candidate whose documentation is sent when it
// is asked for: where to find the candidate again.
type completionOrigin struct {
	URI     uri.URI `json:"uri"`
	Version int32   `json:"version"`
	At      int     `json:"at"`
}

// completionResolve adds the documentation to a candidate. One of a text that has
// changed since stays as it is.
func completionResolve(r *request, raw jsonrpc2.RawMessage) (any, error) {
	var item map[string]json.RawMessage
	if err := decode(raw, &item); err != nil {
		return nil, err
	}
	var label string
	var origin completionOrigin
	if json.Unmarshal(item["label"], &label) != nil || json.Unmarshal(item["data"], &origin) != nil {
		return raw, nil
	}
	d := r.docs[origin.URI]
	if d == nil || d.file == nil || d.version != origin.Version {
		return raw, nil
	}
	items, _ := r.candidates(d, origin.At)
	for _, found := range items {
		if found.Label == label && found.Doc != "" {
			item["documentation"] = appendJSON(nil, markup(found.Doc, r.client.completionMarkdown))
			return jsonrpc2.RawMessage(mustMarshal(item)), nil
		}
	}
	return raw, nil
}

func completionItem(v view, c *client, from *completion.Item) protocol.CompletionItem {
	item := protocol.CompletionItem{
		Label:            from.Label,
		Kind:             completionKinds[from.Kind],
		Detail:           optional(from.Detail),
		SortText:         optional(from.SortText),
		FilterText:       optional(from.FilterText),
		InsertTextFormat: protocol.InsertTextFormatPlainText,
	}
	edit := v.textEdit(from.Edit)
	switch {
	case from.Snippet && c.snippets:
		item.InsertTextFormat = protocol.InsertTextFormatSnippet
	case from.Snippet:
		edit.NewText = from.Plain
	}
	item.TextEdit = &edit
	if from.Doc != "" && !c.completionResolves {
		item.Documentation = markup(from.Doc, c.completionMarkdown)
	}
	if from.Again && c.suggestCommand != "" {
		item.Command = protocol.Command{Title: "Suggest", Command: c.suggestCommand}
	}
	if from.Deprecated && c.completionTags {
		item.Tags = []protocol.CompletionItemTag{protocol.CompletionItemTagDeprecated}
	}
	return item
}

// optional is a string that is left out when it is empty.
func optional(s string) (o protocol.Optional[string]) {
	if s != "" {
		o.Set(s)
	}
	return o
}

var completionKinds = map[completion.Kind]protocol.CompletionItemKind{
	completion.Keyword:  protocol.CompletionItemKindKeyword,
	completion.Property: protocol.CompletionItemKindProperty,
	completion.Value:    protocol.CompletionItemKindValue,
	completion.Enum:     protocol.CompletionItemKindEnumMember,
	completion.Variable: protocol.CompletionItemKindVariable,
	completion.Class:    protocol.CompletionItemKindClass,
	completion.Snippet:  protocol.CompletionItemKindSnippet,
	completion.File:     protocol.CompletionItemKindFile,
	completion.Folder:   protocol.CompletionItemKindFolder,
	completion.Function: protocol.CompletionItemKindFunction,
	completion.Module:   protocol.CompletionItemKindModule,
}
