package buildcontext

import (
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"
	"sync"
)

// Listed is a file system in which looking for files that are not there is cheap: each
// folder is listed once, and what is not in the list is not looked for. It is for who
// reads many files in one go; what appears in a folder meanwhile is not seen. It may be
// used by several goroutines.
func Listed(fsys fs.FS) fs.FS { return &listed{FS: fsys, folders: map[string]map[string]bool{}} }

type listed struct {
	fs.FS
	mu      sync.Mutex
	folders map[string]map[string]bool // names in lower case; nil where they are not known
}

// maxListed is how many names a folder may have to be listed.
const maxListed = 1000

// Stat makes it an fs.StatFS.
func (l *listed) Stat(name string) (fs.FileInfo, error) {
	// Many file systems do not mind the case of a name.
	if names := l.names(path.Dir(name)); names != nil && !names[strings.ToLower(path.Base(name))] {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrNotExist}
	}
	return fs.Stat(l.FS, name)
}

func (l *listed) names(dir string) map[string]bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	names, ok := l.folders[dir]
	if !ok {
		names = namesIn(l.FS, dir)
		l.folders[dir] = names
	}
	return names
}

// namesIn are the names in a folder, nil where they cannot be read or are too many.
func namesIn(fsys fs.FS, dir string) map[string]bool {
	f, err := fsys.Open(dir)
	if err != nil {
		return nil
	}
	defer f.Close()
	d, ok := f.(fs.ReadDirFile)
	if !ok {
		return nil
	}
	entries, err := d.ReadDir(maxListed)
	if err != nil && !errors.Is(err, io.EOF) || len(entries) == maxListed {
		return nil
	}
	names := make(map[string]bool, len(entries))
	for _, e := range entries {
		names[strings.ToLower(e.Name())] = true
	}
	return names
}
