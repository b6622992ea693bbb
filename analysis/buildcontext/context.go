package buildcontext

import (
	"io/fs"
	"path"
	"sync"

	"github.com/moby/patternmatcher"
)

// Context is a build context as one Dockerfile sees it. It may be used by several
// goroutines. What was read of the ignore file is kept; make a new Context when
// files have changed.
type Context struct {
	fsys       fs.FS
	dockerfile string
	limits     limits

	ignore func() ignoreFile // read once, on first use
	survey func() survey     // looked at once, on first use
	kept   sync.Map          // answers by keptKey
	mu     sync.Mutex        // a PatternMatcher compiles its patterns while it matches
}

// New is the context with its root at fsys. dockerfile is the path of the
// Dockerfile from there, with slashes; where it is not in the context, as in
// "../Dockerfile", only the context's own ignore file counts.
func New(fsys fs.FS, dockerfile string) *Context {
	c := &Context{fsys: fsys, dockerfile: path.Clean(dockerfile), limits: defaults}
	c.ignore = sync.OnceValue(c.readIgnore)
	c.survey = sync.OnceValue(c.look)
	return c
}

// IgnoreFile is the path of the ignore file in force, or "" where there is none.
func (c *Context) IgnoreFile() string { return c.ignore().name }

// Patterns are the patterns of the ignore file as BuildKit reads them: comments
// and empty lines left out, paths cleaned, "!" in front of exceptions.
func (c *Context) Patterns() []string { return c.ignore().patterns }

// Mistakes are the lines of the ignore file that BuildKit refuses. While there
// are any, it refuses to build; here such lines count as absent.
func (c *Context) Mistakes() []Mistake { return c.ignore().mistakes }

// Exclusions tells whether the ignore file has exceptions ("!pattern"), so that a
// folder that is ignored may still have files in it that are not.
func (c *Context) Exclusions() bool {
	m := c.ignore().matcher
	return m != nil && m.Exclusions()
}

// Ignored tells whether the ignore file keeps a path out of the build, itself or
// by a folder above it. The path is relative to the context, with slashes; a
// slash in front makes no difference. The root itself is never ignored.
func (c *Context) Ignored(name string) bool {
	name = inside(name)
	m := c.ignore().matcher
	if m == nil || name == "." {
		return false
	}
	return c.ignored(m, name)
}

func (c *Context) ignored(m *patternmatcher.PatternMatcher, name string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	ok, err := m.MatchesOrParentMatches(name)
	return ok && err == nil
}

// inside is a path as an fs.FS names it. Nothing leads out of the context: ".."
// at the root is the root.
func inside(name string) string {
	name = path.Clean("/" + name)[1:]
	if name == "" {
		return "."
	}
	return name
}
