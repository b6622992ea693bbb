package server

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/slipway-dev/slipway/analysis/text"
)

// editBeside is edits of another file of the build context, whose path counts from
// there. One that is not there is made. It is nil where the client cannot do that,
// and where the file in the editor is another one than that on disk, which the edits
// were made for.
func (r *request) editBeside(d *document, name string, edits []text.Edit) *protocol.WorkspaceEdit {
	if d.root == "" {
		return nil
	}
	file := filepath.Join(d.root, filepath.FromSlash(name))
	src, err := os.ReadFile(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return r.newFile(uri.File(file), text.Apply("", edits))
	case err != nil:
		return nil
	}
	other := &document{uri: uri.File(file), text: text.New(string(src))}
	if open := r.docs[other.uri]; open != nil {
		if open.text.String() != string(src) {
			return nil
		}
		other = open
	}
	return r.workspaceEdit(other, edits)
}

// newFile makes a file; the client refuses where one has come to be there.
func (r *request) newFile(u uri.URI, content string) *protocol.WorkspaceEdit {
	if !r.client.createsFiles || r.docs[u] != nil {
		return nil
	}
	fill := &protocol.TextDocumentEdit{Edits: []protocol.TextDocumentEditElement{&protocol.TextEdit{NewText: content}}}
	fill.TextDocument.URI = u
	return &protocol.WorkspaceEdit{DocumentChanges: []protocol.DocumentChange{
		&protocol.CreateFile{Kind: "create", URI: u}, fill,
	}}
}
