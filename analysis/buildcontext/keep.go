package buildcontext

import (
	"io"
	"io/fs"
)

// keptKey is a question about a path whose answer is kept, so that it costs
// nothing to ask again at every keystroke.
type keptKey struct{ question, path string }

func keep[T any](c *Context, question, name string, find func() T) T {
	key := keptKey{question, name}
	if v, ok := c.kept.Load(key); ok {
		return v.(T)
	}
	v := find()
	c.kept.Store(key, v)
	return v
}

// Has tells whether there is a file or a folder of that path, ignored or not.
func (c *Context) Has(name string) bool {
	return keep(c, "has", name, func() bool {
		_, ok := c.resolve(inside(name))
		return ok
	})
}

// Names are what List finds in a folder, kept.
func (c *Context) Names(dir string) []Entry {
	return keep(c, "names", dir, func() []Entry {
		entries, _ := c.List(dir)
		return entries
	})
}

// maxText is the size of the largest file that is read, in bytes.
const maxText = 256 << 10

func readText(fsys fs.FS, name string) (src string, ok bool) {
	f, err := fsys.Open(name)
	if err != nil {
		return "", false
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() || info.Size() > maxText {
		return "", false
	}
	data, err := io.ReadAll(io.LimitReader(f, maxText))
	return string(data), err == nil
}

// Source is the content of a file of the context, ignored or not, kept. It is
// false where there is none, or a large one.
func (c *Context) Source(name string) (src string, ok bool) {
	type answer struct {
		src string
		ok  bool
	}
	a := keep(c, "source", name, func() answer {
		name, ok := c.resolve(inside(name))
		if !ok {
			return answer{}
		}
		src, ok := readText(c.fsys, name)
		return answer{src, ok}
	})
	return a.src, a.ok
}
