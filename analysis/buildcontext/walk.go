package buildcontext

import (
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Entry is a file or a folder of the context.
type Entry struct {
	Path string // from the root of the context, with slashes
	Size int64  // in bytes; 0 for folders and links
	Dir  bool
	Link bool // a symbolic link, which is not followed
}

// limits bound how much of a context is looked at for one question.
type limits struct {
	visits int // files and folders looked at
	files  int // entries in an answer
	depth  int // folders within folders
}

// defaults are enough for a context that people would want to send to a builder,
// and some tens of milliseconds at most.
var defaults = limits{visits: 20_000, files: 5_000, depth: 64}

// Selection is what a source of COPY or ADD means.
type Selection struct {
	// Files are selected, in the order of their paths.
	Files []Entry
	// Ignored is what the ignore file takes out: files, and folders as a whole
	// where it has no exceptions.
	Ignored []Entry
	// Exists tells that something is there, if only an empty folder.
	Exists bool
	// More tells that there may be others: a limit was reached or a folder could
	// not be read.
	More bool
}

// Match is the files that a source of COPY or ADD selects, as Select has them.
func (c *Context) Match(source string) (files []Entry, more bool) {
	s := c.Select(source)
	return s.Files, s.More
}

// Select is what a source of COPY or ADD means: a path, or a pattern as of
// path.Match, relative to the context whether it starts with a slash or not. A
// folder selects all that is in it.
func (c *Context) Select(source string) Selection {
	w := &walk{Context: c, wantFiles: true}
	base, pattern := splitPattern(inside(source))
	base, ok := c.resolve(base)
	switch {
	case !ok:
	case pattern == "":
		w.all(base, 0)
	default:
		w.glob(base, pattern)
	}
	return Selection{w.found, w.ignored, w.exists, w.more}
}

// List is what lies directly in a folder of the context, without what is ignored,
// in the order of the names. An ignored folder is listed where an exception lets
// some file in it through.
func (c *Context) List(dir string) (entries []Entry, more bool) {
	w := &walk{Context: c}
	dir, ok := c.resolve(inside(dir))
	if !ok {
		return nil, false
	}
	for _, d := range w.readDir(dir) {
		if w.done() {
			break
		}
		w.visits++
		name := path.Join(dir, d.Name())
		if c.Ignored(name) && !(d.IsDir() && w.reaches(name)) {
			continue
		}
		w.add(name, d)
	}
	return w.found, w.more
}

// reaches tells whether an ignored folder has a file in it that is not ignored, as
// far as the limits let us see. What it looks at counts for the whole question.
func (w *walk) reaches(dir string) bool {
	if !w.Exclusions() {
		return false
	}
	in := &walk{Context: w.Context, wantFiles: true, first: true, visits: w.visits}
	in.all(dir, 0)
	w.visits = in.visits
	return len(in.found) > 0 || in.more
}

// walk is one question about files.
type walk struct {
	*Context
	wantFiles bool // no folders
	first     bool // one is enough
	found     []Entry
	ignored   []Entry
	exists    bool
	visits    int
	more      bool
}

// done tells whether to stop, and notes where that is because of a limit.
func (w *walk) done() bool {
	if w.first && len(w.found) > 0 {
		return true
	}
	if w.visits >= w.maxVisits() || len(w.found) >= w.limits.files {
		w.more = true
		return true
	}
	return false
}

// maxTries is how many times a pattern is tried for one question, in all.
const maxTries = 5_000_000

// maxVisits is how many files are looked at, which are fewer where each is held
// against very many patterns.
func (w *walk) maxVisits() int {
	return min(w.limits.visits, maxTries/max(1, len(w.Patterns())))
}

// readDir is the content of a folder, or nothing where it cannot be read.
func (w *walk) readDir(dir string) []fs.DirEntry {
	entries, err := fs.ReadDir(w.fsys, dir)
	if err != nil {
		w.more = true
	}
	return entries
}

// all finds the files at and below name.
func (w *walk) all(name string, depth int) {
	info, err := fs.Lstat(w.fsys, name)
	if err != nil {
		return
	}
	w.below(name, fs.FileInfoToDirEntry(info), depth)
}

func (w *walk) below(name string, d fs.DirEntry, depth int) {
	if w.done() {
		return
	}
	w.visits++
	ignored := w.Ignored(name)
	w.exists = w.exists || !ignored
	switch {
	case !d.IsDir() && !ignored:
		w.add(name, d)
	case !d.IsDir(), ignored && !w.Exclusions():
		w.ignored = append(w.ignored, entry(name, d))
	case depth >= w.limits.depth:
		w.more = true
	default:
		for _, child := range w.readDir(name) {
			w.below(path.Join(name, child.Name()), child, depth+1)
		}
	}
}

// glob finds what matches a pattern below dir, as resolveWildcards in fsutil's
// copy package does for BuildKit: a folder that matches is taken whole.
func (w *walk) glob(dir, pattern string) {
	w.globIn(dir, "", pattern, strings.Count(pattern, "/"))
}

func (w *walk) globIn(base, rel, pattern string, deeper int) {
	for _, d := range w.readDir(path.Join(base, rel)) {
		if w.done() {
			return
		}
		name := path.Join(rel, d.Name())
		full := path.Join(base, name)
		if ok, _ := path.Match(pattern, name); ok {
			w.below(full, d, strings.Count(name, "/"))
			continue
		}
		w.visits++
		if deeper > 0 && d.IsDir() && (!w.Ignored(full) || w.Exclusions()) {
			w.globIn(base, name, pattern, deeper-1)
		}
	}
}

func (w *walk) add(name string, d fs.DirEntry) {
	if w.wantFiles && d.IsDir() {
		return
	}
	w.found = append(w.found, entry(name, d))
}

func entry(name string, d fs.DirEntry) Entry {
	e := Entry{Path: name, Dir: d.IsDir(), Link: d.Type()&fs.ModeSymlink != 0}
	if info, err := d.Info(); err == nil && d.Type().IsRegular() {
		e.Size = info.Size()
	}
	return e
}

// splitPattern divides a source where its first element with a wildcard starts.
// A backslash in front of a wildcard takes its meaning away.
func splitPattern(source string) (base, pattern string) {
	parts := strings.Split(source, "/")
	i := slices.IndexFunc(parts, hasWildcard)
	if i < 0 {
		return source, ""
	}
	return inside(strings.Join(parts[:i], "/")), strings.Join(parts[i:], "/")
}

func hasWildcard(s string) bool {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '*', '?', '[':
			return true
		}
	}
	return false
}

// maxLinks is how many symbolic links are followed in one path, as in Linux.
const maxLinks = 40

// resolve follows the symbolic links in a path. Links lead nowhere outside of the
// context: an absolute one starts at its root, as in BuildKit. ok is false where
// nothing is there.
func (c *Context) resolve(name string) (resolved string, ok bool) {
	for range maxLinks {
		next, link, ok := c.step(name)
		if !ok || !link {
			return name, ok
		}
		name = next
	}
	return "", false
}

// step replaces the first symbolic link in a path by what it points to.
func (c *Context) step(name string) (next string, link, ok bool) {
	for end := 0; end < len(name); end++ {
		if i := strings.IndexByte(name[end:], '/'); i >= 0 {
			end += i
		} else {
			end = len(name)
		}
		info, err := fs.Lstat(c.fsys, name[:end])
		if err != nil {
			return "", false, false
		}
		if info.Mode()&fs.ModeSymlink == 0 {
			continue
		}
		target, err := fs.ReadLink(c.fsys, name[:end])
		if err != nil {
			return "", false, false
		}
		if !path.IsAbs(target) {
			target = path.Join(path.Dir("/"+name[:end]), target)
		}
		return inside(path.Join(target, name[end:])), true, true
	}
	return name, false, true
}
