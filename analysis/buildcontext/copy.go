package buildcontext

import "slices"

// CopyIgnored tells whether BuildKit warns that a source of COPY or ADD is
// excluded: validateCopySourcePath in dockerfile2llb/validations.go. The source is
// cleaned but otherwise as it is written, so that "/a" does not match "a".
// BuildKit stays silent where the ignore file has exceptions, and speaks of the
// root only where one pattern takes all of it out.
func (c *Context) CopyIgnored(source string) bool {
	m := c.ignore().matcher
	if m == nil || m.Exclusions() {
		return false
	}
	if source == "." || source == "/" {
		all := []string{"*", "**", "**/*"}
		if !slices.ContainsFunc(c.Patterns(), func(p string) bool { return slices.Contains(all, p) }) {
			return false
		}
	}
	return c.ignored(m, source)
}
