package server

import (
	"path/filepath"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/slipway-dev/slipway/analysis/lint"
	"github.com/slipway-dev/slipway/analysis/text"
)

// fileEdit is edits of another file than the one that an action was asked for.
type fileEdit struct {
	document *document
	edits    []text.Edit
	create   bool // the file is not there yet
}

// turnOff is the action that turns the rule of a finding off in the settings file that
// the document obeys, or in a new one where the client can make files. Without edits
// there is none.
func (r *request) turnOff(d *document, f *lint.Finding) offer {
	target, l := r.settingsFor(d)
	if target == nil {
		return offer{}
	}
	o := quickFix(f, "Turn off "+f.Code+" in "+filepath.Base(target.document.uri.FsPath()), nil, false)
	if target.edits = l.TurnOff(f.Code); target.edits != nil {
		o.elsewhere = target
	}
	return o
}

// settingsFor is the settings file for a document, as the client has it where it is
// open, and what is read in it; nil where there is none and none can be made.
func (r *request) settingsFor(d *document) (*fileEdit, *lint.Layer) {
	if u := d.settingsFile(); u != "" {
		settings, l := r.settingsDocument(u)
		if settings == nil {
			l = d.layer()
			settings = &document{uri: u, text: l.Text} // the Dockerfile is not open
		}
		return &fileEdit{document: settings}, l
	}
	if !d.uri.IsFile() || !r.client.createsFiles {
		return nil, nil
	}
	u := uri.File(filepath.Join(r.rootOf(d), lint.OwnFile))
	return &fileEdit{document: &document{uri: u}, create: true}, &lint.Layer{Path: lint.OwnFile}
}

// rootOf is the folder of the workspace that a document is in, the innermost of several;
// for one that is in none its own folder.
func (r *request) rootOf(d *document) string {
	root := ""
	for _, folder := range r.folders {
		if !folder.IsFile() {
			continue
		}
		path := filepath.Clean(folder.FsPath())
		rel, err := filepath.Rel(path, d.uri.FsPath())
		if err == nil && filepath.IsLocal(rel) && len(path) > len(root) {
			root = path
		}
	}
	if root == "" {
		return filepath.Dir(d.uri.FsPath())
	}
	return root
}

// edit is the workspace edit of the file.
func (e *fileEdit) edit(r *request) *protocol.WorkspaceEdit {
	if e.create {
		return r.newFile(e.document.uri, text.Apply("", e.edits))
	}
	return r.workspaceEdit(e.document, e.edits)
}
