package server

import (
	"go.lsp.dev/protocol"

	"github.com/slipway-dev/slipway/completion"
)

func provideCompletion(c *protocol.ServerCapabilities, _ *client) {
	c.CompletionProvider = &protocol.CompletionOptions{
		TriggerCharacters: []string{"$", "{", "-", "=", ",", ":"},
	}
}

func complete(r *request, p *protocol.CompletionParams) (any, error) {
	d, err := r.dockerfile(p.TextDocument.URI)
	if d == nil {
		return nil, err
	}
	v := r.view(d)
	found := completion.Complete(d.file, v.offset(p.Position))
	list := &protocol.CompletionList{Items: make([]protocol.CompletionItem, len(found))}
	for i := range found {
		list.Items[i] = completionItem(v, r.client, &found[i])
	}
	return list, nil
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
	if from.Doc != "" {
		item.Documentation = markup(from.Doc, c.completionMarkdown)
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
