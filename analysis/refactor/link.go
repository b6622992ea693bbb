package refactor

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis/text"
)

var numericOwner = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^\d+(:\d+)?$`) })

// link offers --link for a COPY, which then depends on nothing that was there before.
// It cannot look up the names of users, nor see whether there is a folder of the name
// of its destination: that must be plain from the instruction.
func link(p place) []offer {
	in := p.it().Instruction
	c, ok := in.Command.(*instructions.CopyCommand)
	if p.step() == nil || !ok || c.Link || len(c.SourceContents) > 0 || !p.linux() || !p.frontend(4) {
		return nil
	}
	if _, has := in.Flag("link"); has || c.Chown != "" && !numericOwner().MatchString(c.Chown) {
		return nil
	}
	whole := len(c.SourcePaths) == 1 && (path.Clean(c.SourcePaths[0]) == "." || strings.HasSuffix(c.SourcePaths[0], "/"))
	if c.DestPath != "." && !strings.HasSuffix(c.DestPath, "/") && !whole {
		return nil
	}
	scratch := p.stage().Root() == "scratch"
	if dest := path.Join(p.step().Before.Workdir, c.DestPath); !scratch && (!path.IsAbs(dest) || linked(dest)) {
		return nil
	}
	end := in.Keyword.End
	edits := []text.Edit{p.edit(text.Span{Start: end, End: end}, " --link")}
	after := p.becomes(edits)
	if after == nil {
		return nil
	}
	l, ok := after.Command.(*instructions.CopyCommand)
	if !ok || !l.Link || l.DestPath != c.DestPath || !slices.Equal(l.SourcePaths, c.SourcePaths) {
		return nil
	}
	title := "Add --link"
	if !scratch {
		title += " (follows no symbolic links of the image)"
	}
	return []offer{{title: title, edits: edits}}
}

// linked tells of a folder that it is a symbolic link in many images, or has such
// links in it, as the root has.
func linked(dir string) bool {
	dir = path.Clean(dir) + "/"
	return dir == "//" || slices.ContainsFunc([]string{"/bin/", "/sbin/", "/lib/", "/lib64/", "/var/run/", "/var/lock/"}, func(link string) bool {
		return strings.HasPrefix(dir, link)
	}) || slices.Contains([]string{"/usr/", "/var/"}, dir)
}
