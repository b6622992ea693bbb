package buildcontext

import "io/fs"

// Stat is the file or folder at a path of the context. Links are followed, within
// the context; Path is the one that was asked for. ok is false where nothing is
// there, or where it is kept out of the build.
func (c *Context) Stat(name string) (e Entry, ok bool) {
	name = inside(name)
	resolved, ok := c.resolve(name)
	if !ok {
		return e, false
	}
	info, err := fs.Lstat(c.fsys, resolved)
	if err != nil {
		return e, false
	}
	e = Entry{Path: name, Dir: info.IsDir()}
	if info.Mode().IsRegular() {
		e.Size = info.Size()
	}
	gone := c.Ignored(name) || c.Ignored(resolved)
	return e, !gone || e.Dir && c.Exclusions()
}

// maxRead is how large a file may be that ReadFile reads, in bytes.
const maxRead = 1 << 20

// ReadFile is what a file of the context holds; links are followed as in Stat. ok is
// false for one that is not there, is ignored or is too large.
func (c *Context) ReadFile(name string) (src []byte, ok bool) {
	e, ok := c.Stat(name)
	if !ok || e.Dir || e.Size > maxRead {
		return nil, false
	}
	resolved, _ := c.resolve(e.Path)
	src, err := fs.ReadFile(c.fsys, resolved)
	return src, err == nil
}
