package server

import (
	"io/fs"
	"os"
	"path/filepath"

	"go.lsp.dev/uri"

	"github.com/slipway-dev/slipway/analysis/buildcontext"
	"github.com/slipway-dev/slipway/analysis/lint"
)

// BuildContext is the build context of a Dockerfile, a file of the machine.
type BuildContext struct {
	*buildcontext.Context
	// Folder is its root.
	Folder string
	// Named are the additional contexts, nil where one is no folder on this machine.
	Named map[string]*buildcontext.Context
}

// ContextOf is the build context of the Dockerfile at name, an absolute path. The
// folder that settings name for it is set, "" where they name none; then compose and
// bake files tell, which are looked for up to the nearest of the folders tops.
func ContextOf(name, set string, tops []string) *BuildContext {
	return ContextIn(os.DirFS(RootOf(name)), name, set, tops)
}

// RootOf is the root of the volume that a file is on.
func RootOf(name string) string { return filepath.VolumeName(name) + string(filepath.Separator) }

// ContextIn is ContextOf for who has the files from RootOf(name) on.
func ContextIn(fsys fs.FS, name, set string, tops []string) *BuildContext {
	root := RootOf(name)
	c := &BuildContext{Folder: set}
	if set == "" {
		place := buildcontext.Find(fsys, below(root, name), below(root, topOf(name, tops)))
		c.Folder = filepath.Join(root, filepath.FromSlash(place.Dir))
		for name, dir := range place.Named {
			if c.Named == nil {
				c.Named = map[string]*buildcontext.Context{}
			}
			if dir == "" {
				c.Named[name] = nil
				continue
			}
			c.Named[name] = buildcontext.New(os.DirFS(filepath.Join(root, filepath.FromSlash(dir))), "")
		}
	}
	c.Context = buildcontext.New(os.DirFS(c.Folder), below(c.Folder, name))
	return c
}

// below is the path from a folder to a file, with slashes.
func below(folder, name string) string {
	rel, err := filepath.Rel(folder, name)
	if err != nil { // on another volume, which only settings can ask for
		return "../" + filepath.Base(name)
	}
	return filepath.ToSlash(rel)
}

// topOf is the nearest of some folders that holds a file, otherwise the folder that
// the file is in.
func topOf(name string, tops []string) string {
	top := ""
	for _, dir := range tops {
		if rel := below(dir, name); filepath.IsLocal(filepath.FromSlash(rel)) && len(dir) > len(top) {
			top = dir
		}
	}
	if top == "" {
		return filepath.Dir(name)
	}
	return top
}

// contextOf is the build context of a document, nil if it is not on disk.
func (n *snapshot) contextOf(d *document) *BuildContext {
	if !d.uri.IsFile() {
		return nil
	}
	name := d.uri.FsPath()
	var tops []string
	for _, folder := range n.folders {
		if folder.IsFile() {
			tops = append(tops, folder.FsPath())
		}
	}
	set, by := lint.BuildContext(d.layer(), n.settings.Lint)
	switch {
	case by == nil || filepath.IsAbs(set):
	case by.Path == "": // the editor's
		set = filepath.Join(topOf(name, tops), set)
	default:
		set = filepath.Join(filepath.Dir(rooted(d.uri, by.Path)), set)
	}
	return ContextOf(name, set, tops)
}

// rooted is the file at a path, with slashes, from the root of a document's volume.
func rooted(u uri.URI, name string) string {
	return filepath.Join(RootOf(u.FsPath()), filepath.FromSlash(name))
}
