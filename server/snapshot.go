package server

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/buildcontext"
	"github.com/slipway-dev/slipway/analysis/lint"
	"github.com/slipway-dev/slipway/analysis/text"
)

// snapshot is all that a request may see: the open documents and what the client
// said about itself and the workspace. It is immutable; a change makes a new one.
type snapshot struct {
	client   *client
	settings *Settings
	folders  []uri.URI
	docs     map[uri.URI]*document // the open ones, by canonical URI
	shell    *shellChecks          // nil where ShellCheck is not to be asked
}

// change replaces the session's snapshot by a copy changed by f, which must
// replace what it changes and not edit it.
func (s *session) change(f func(*snapshot)) {
	s.changing.Lock()
	defer s.changing.Unlock()
	n := *s.snapshot.Load()
	f(&n)
	s.snapshot.Store(&n)
}

// put sets the document at u, or takes it away if d is nil.
func (n *snapshot) put(u uri.URI, d *document) {
	docs := maps.Clone(n.docs)
	if docs == nil {
		docs = map[uri.URI]*document{}
	}
	if old := docs[u]; old != nil {
		old.stale.Store(true)
	}
	if docs[u] = d; d == nil {
		delete(docs, u)
	}
	n.docs = docs
}

// document is one version of one text document. It is immutable but for the
// report, which is made once when it is first asked for, and for stale.
type document struct {
	uri     uri.URI // as the client spells it
	version int32
	open    bool // by the client, so that version counts
	text    text.Text
	file    *analysis.File        // nil if it is no Dockerfile
	context *buildcontext.Context // its build context, nil if it is not on disk
	root    string                // the folder that this is, "" without one
	named   map[string]*buildcontext.Context
	layer   func() *lint.Layer // its settings file, looked for once; nil if there is none

	stale atomic.Bool // it was changed or closed: what is not answered yet need not be

	reporting sync.Mutex
	reported  *report
}

// newDocument reads a document from scratch.
func (n *snapshot) newDocument(u uri.URI, dockerfile bool, src string) *document {
	d := &document{uri: u, text: text.New(src), layer: layerOf(u)}
	if dockerfile {
		d.file = analysis.New(d.text)
		d.place(n.contextOf(d))
	}
	return d
}

// place makes a build context that of the document.
func (d *document) place(c *BuildContext) {
	if c != nil {
		d.context, d.root, d.named = c.Context, c.Folder, c.Named
	}
}

// layerOf finds the settings file for a Dockerfile on disk, in its folder or above.
func layerOf(u uri.URI) func() *lint.Layer {
	return sync.OnceValue(func() *lint.Layer {
		if !u.IsFile() {
			return nil
		}
		name := u.FsPath()
		root := filepath.VolumeName(name) + string(filepath.Separator)
		inRoot, err := filepath.Rel(root, name)
		if err != nil {
			return nil
		}
		return lint.FindSettings(os.DirFS(root), filepath.ToSlash(inRoot))
	})
}

// copy is the document without its report.
func (d *document) copy() *document {
	return &document{
		uri: d.uri, version: d.version, open: d.open, text: d.text, file: d.file,
		context: d.context, root: d.root, named: d.named, layer: d.layer,
	}
}

// renew has the files around the open documents read again.
func (n *snapshot) renew() {
	docs := make(map[uri.URI]*document, len(n.docs))
	for u, d := range n.docs {
		docs[u] = d.copy()
		docs[u].layer = layerOf(d.uri)
		if d.file != nil {
			docs[u].place(n.contextOf(docs[u]))
		}
	}
	n.docs = docs
}

// edit makes one more edit. It is for a copy that nobody else has.
func (d *document) edit(e text.Edit) {
	if d.file == nil {
		d.text = d.text.Replace(e.Span, e.New)
		return
	}
	d.file = d.file.Edit(e)
	d.text = d.file.Text
}

// errModified is the answer to a request about a text that is not there any more,
// where the client says that it asks again then. To others an old answer is worth
// more than none: they take the error for an empty one.
var errModified = jsonrpc2.NewError(jsonrpc2.Code(protocol.LSPErrorCodesContentModified), "the document was changed meanwhile")

// dockerfile is the Dockerfile at u as the client has it, or as it lies on disk
// if the client has not opened it: LSP has requests answered either way. It is
// nil if there is none.
func (r *request) dockerfile(u uri.URI) (*document, error) {
	if u == "" {
		return nil, jsonrpc2.NewError(jsonrpc2.InvalidParams, "wrong parameters: no uri")
	}
	d := r.docs[u]
	if d == nil && u.IsFile() && isDockerfile(u, "") {
		d = r.readDocument(u)
	}
	if d == nil || d.file == nil {
		return nil, nil
	}
	if d.stale.Load() && slices.Contains(r.client.retries, r.method) {
		return nil, errModified
	}
	return d, nil
}
