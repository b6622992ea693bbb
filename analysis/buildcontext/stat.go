package buildcontext

import "io/fs"

// Resolve is what a path of the context names, by the path of what is there after
// all symbolic links, which lead nowhere outside. ok is false where nothing is
// there, or where it is ignored.
func (c *Context) Resolve(name string) (e Entry, ok bool) {
	e, ignored, ok := c.lookUp(inside(name))
	return e, ok && !ignored
}

// Stat is the same by the path that was asked for. A folder that is ignored is there
// where the ignore file has exceptions, which may let something in it through.
func (c *Context) Stat(name string) (e Entry, ok bool) {
	name = inside(name)
	e, ignored, ok := c.lookUp(name)
	e.Path = name
	return e, ok && (!ignored || e.Dir && c.Exclusions())
}

// lookUp is what a clean path names, and whether that, or the path, is ignored.
func (c *Context) lookUp(name string) (e Entry, ignored, ok bool) {
	resolved, ok := c.resolve(name)
	if !ok {
		return e, false, false
	}
	info, err := fs.Lstat(c.fsys, resolved)
	if err != nil {
		return e, false, false
	}
	return entry(resolved, fs.FileInfoToDirEntry(info)), c.Ignored(name) || c.Ignored(resolved), true
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
