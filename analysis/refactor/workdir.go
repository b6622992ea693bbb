package refactor

import (
	"path"
	"regexp"
	"sync"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis"
)

// plainPath is a path without anything that BuildKit would read in it.
var plainPath = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9._/@+-]+$`) })

// workdir offers the absolute path for a relative WORKDIR, where the file tells
// from which directory it counts.
func workdir(p place) []offer {
	step := p.step()
	if step == nil {
		return nil
	}
	c, ok := step.Command.(*instructions.WorkdirCommand)
	if !ok || !p.linux() || p.Escape != '\\' || !plainPath().MatchString(p.it().Rest.Value) || path.IsAbs(c.Path) {
		return nil
	}
	dir, ok := directory(p.stage().Facts, p.item-p.stage().First, p.File)
	if !ok {
		return nil
	}
	absolute := path.Join(dir, c.Path)
	edits := p.swap(p.it().Rest.Span, absolute)
	if after := p.becomes(edits); after == nil || after.Rest.Value != absolute {
		return nil
	}
	return []offer{{title: "Use the absolute path " + clip(absolute, 60), edits: edits, fixes: !step.Before.WorkdirSet, preferred: true}}
}

// directory is the working directory in front of the nth step of a stage. It is
// not known where the base image, a variable or a trigger decides.
func directory(facts *analysis.Facts, n int, f *analysis.File) (string, bool) {
	dir, ok := "/", facts.Image.Result == "scratch"
	for i := range f.Stages {
		if st := &f.Stages[i]; !facts.External() && st.Facts == facts {
			base := f.Stages[st.Base].Facts
			dir, ok = directory(base, len(base.Steps), f)
		}
	}
	ok = ok && len(facts.Triggers) == 0
	for _, s := range facts.Steps[:n] {
		c, isWorkdir := s.Command.(*instructions.WorkdirCommand)
		switch {
		case !isWorkdir:
		case !plainPath().MatchString(s.In.Rest.Value):
			ok = false
		case path.IsAbs(c.Path):
			dir, ok = c.Path, true
		default:
			dir = path.Join(dir, c.Path)
		}
	}
	return dir, ok
}
