package server

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
)

const (
	// maxVisited bounds the search of a workspace, in files and folders.
	maxVisited = 200_000

	// maxFile is the largest file that is read from disk, in bytes.
	maxFile = 16 << 20
)

// skipped are folders that hold no Dockerfiles of the workspace's own.
var skipped = []string{".git", ".hg", ".svn", "node_modules", "vendor"}

// files are the Dockerfiles in the folders of the workspace. Where they are is
// kept while the client tells of changes, and what is found in them while they
// are the same.
type files struct {
	watched atomic.Bool // the client tells of changes

	mu      sync.Mutex
	found   []uri.URI // nil if not known
	reports map[uri.URI]kept[*report]
	names   map[uri.URI]kept[[]fileSymbol]
	bases   map[uri.URI]kept[[]string] // images
}

// kept is what was found in a file as it was.
type kept[T any] struct {
	size     int64
	modified time.Time
	found    T
}

// forget has the folders searched and the files read again when they are next
// asked about.
func (f *files) forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.found, f.reports, f.names, f.bases = nil, nil, nil, nil
}

// list is the Dockerfiles in folders. The caller must not change it.
func (f *files) list(folders []uri.URI) []uri.URI {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.found != nil && f.watched.Load() {
		return f.found
	}
	found, left := []uri.URI{}, maxVisited
	for _, folder := range folders {
		if folder.IsFile() {
			found = findDockerfiles(found, folder.FsPath(), &left)
		}
	}
	slices.Sort(found)
	f.found = slices.Compact(found)
	deleteGone(f.reports, f.found)
	deleteGone(f.names, f.found)
	deleteGone(f.bases, f.found)
	return f.found
}

// deleteGone deletes what is kept of files that are not in found, which is sorted.
func deleteGone[T any](m map[uri.URI]kept[T], found []uri.URI) {
	maps.DeleteFunc(m, func(u uri.URI, _ kept[T]) bool {
		_, ok := slices.BinarySearch(found, u)
		return !ok
	})
}

// findDockerfiles appends the Dockerfiles under root to found, and takes what it
// visits from left. Links to folders are not followed, so there are no circles.
func findDockerfiles(found []uri.URI, root string, left *int) []uri.URI {
	_ = filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		switch *left--; {
		case *left < 0:
			return fs.SkipAll
		case err != nil:
			return nil // unreadable: the rest still counts
		case e.IsDir():
			if path != root && SkipFolder(e.Name()) {
				return fs.SkipDir
			}
		case IsDockerfile(e.Name()) && !leadsOut(root, path, e):
			found = append(found, uri.File(path))
		}
		return nil
	})
	return found
}

// leadsOut tells of a link whether it leads out of the folder root, or nowhere:
// what is read unasked lies in the workspace.
func leadsOut(root, path string, e fs.DirEntry) bool {
	if e.Type()&fs.ModeSymlink == 0 {
		return false
	}
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		return true
	}
	if root, err = filepath.EvalSymlinks(root); err != nil {
		return true
	}
	rel, err := filepath.Rel(root, target)
	return err != nil || !filepath.IsLocal(rel)
}

// report is the report of the file at u, nil if it cannot be read.
func (f *files) report(n *snapshot, u uri.URI) *report {
	current := func(r *report) bool { return r.current(n) }
	return lookUp(f, n, &f.reports, u, current, n.report)
}

// symbols are the names in the file at u, nil if it cannot be read.
func (f *files) symbols(n *snapshot, u uri.URI) []fileSymbol {
	return lookUp(f, n, &f.names, u, func([]fileSymbol) bool { return true }, n.namedSymbols)
}

// images are the images that the file at u starts from, nil if it cannot be read.
func (f *files) images(n *snapshot, u uri.URI) []string {
	return lookUp(f, n, &f.bases, u, func([]string) bool { return true }, baseImages)
}

// lookUp is what find finds in the file at u. It is kept in m while the file is the
// same and it is current; m is guarded by f's mutex. It is zero if the file cannot
// be read.
func lookUp[T any](f *files, n *snapshot, m *map[uri.URI]kept[T], u uri.URI, current func(T) bool, find func(*document) T) (none T) {
	info, err := os.Stat(u.FsPath())
	if err != nil {
		return none
	}
	f.mu.Lock()
	k, ok := (*m)[u]
	f.mu.Unlock()
	if ok && k.size == info.Size() && k.modified.Equal(info.ModTime()) && current(k.found) {
		return k.found
	}
	d := n.readDocument(u)
	if d == nil {
		return none
	}
	k = kept[T]{info.Size(), info.ModTime(), find(d)}
	f.mu.Lock()
	defer f.mu.Unlock()
	if *m == nil {
		*m = map[uri.URI]kept[T]{}
	}
	(*m)[u] = k
	return k.found
}

// readDocument is the Dockerfile at u as it lies on disk, nil if it is no regular
// file of reasonable size.
func (n *snapshot) readDocument(u uri.URI) *document {
	info, err := os.Stat(u.FsPath())
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxFile {
		return nil
	}
	src, err := os.ReadFile(u.FsPath())
	if err != nil {
		return nil
	}
	return n.newDocument(u, true, string(src))
}

// workspaceDiagnostic answers a pull for all Dockerfiles: the open ones, those in
// the folders, and nothing for the ones that are gone since the client asked last.
func workspaceDiagnostic(r *request, p *protocol.WorkspaceDiagnosticParams) (any, error) {
	known := make(map[uri.URI]string, len(p.PreviousResultIds))
	for _, previous := range p.PreviousResultIds {
		known[previous.URI] = previous.Value
	}
	b := []byte(`{"items":[`)
	for u, d := range r.docs {
		if d.file != nil {
			b = appendItem(b, d.uri, strconv.Itoa(int(d.version)), r.report(d), known[u])
		}
		delete(known, u)
	}
	files := &r.session.files
	for _, u := range files.list(r.folders) {
		if r.ctx.Err() != nil {
			break
		}
		if report := files.report(r.snapshot, u); report != nil && r.docs[u] == nil {
			b = appendItem(b, u, "null", report, known[u])
			delete(known, u)
		}
	}
	for u := range known {
		b = appendItem(b, u, "null", nothing, "")
	}
	return jsonrpc2.RawMessage(append(b, "]}"...)), nil
}

// nothing is the report of a file that is gone.
var nothing = &report{items: []byte("[]"), id: "-"}

// appendItem appends the report of one document to those before it.
func appendItem(b []byte, u uri.URI, version string, r *report, previous string) []byte {
	if b[len(b)-1] == '}' {
		b = append(b, ',')
	}
	b = append(b, `{"uri":`...)
	b = appendString(b, string(u))
	b = append(b, `,"version":`+version+","...)
	return append(r.appendTo(b, previous), '}')
}
