package refactor

import (
	"path"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis/text"
)

// cdToWorkdir offers a WORKDIR for the cd that a RUN begins with, with an absolute
// path. The instructions below start there too, unless a WORKDIR of their own comes
// first.
func cdToWorkdir(p place) []offer {
	c, ok := p.chain()
	if !ok || len(c.parts) < 2 {
		return nil
	}
	dir, ok := c.entered()
	if !ok {
		return nil
	}
	it, rest := p.it(), c.raw(c.parts[1]).Start
	above := indent(it) + alike("workdir", it.Keyword.Value) + " " + dir + p.newline()
	for _, comment := range it.Comments {
		if comment.Start < rest {
			above += indent(it) + it.Raw[comment.Start:comment.End] + p.newline()
		}
	}
	edits := []text.Edit{p.edit(text.Span{}, above), p.edit(text.Span{Start: c.whole.Start, End: rest}, "")}
	items := p.after(p.item, p.item, edits)
	if len(items) != 2 || items[0].Command == nil {
		return nil
	}
	args, isScript, ok := commandLine(items[1].Instruction)
	if !ok || !isScript || !slices.Equal(args, []string{c.text[c.parts[1].Start:]}) || !slices.Equal(items[1].Node.Flags, it.Node.Flags) {
		return nil
	}
	title := "Use WORKDIR for cd"
	if !p.leavesDirectory() {
		title += ", also for the instructions below"
	}
	return []offer{{title: title, edits: edits}}
}

// entered is the absolute path of the directory that the chain first goes to, if
// that is the first thing it does.
func (c chain) entered() (string, bool) {
	commands := c.read.Commands()
	if len(commands) == 0 {
		return "", false
	}
	words := commands[0].Words
	if len(words) != 2 || words[0].Value != "cd" || c.parts[0].End != words[1].End {
		return "", false
	}
	dir := words[1].Raw
	if !plainPath().MatchString(dir) || strings.HasPrefix(dir, "-") {
		return "", false
	}
	if path.IsAbs(dir) {
		return dir, true
	}
	from, ok := directory(c.stage().Facts, c.item-c.stage().First, c.File)
	return path.Join(from, dir), ok
}

// leavesDirectory tells whether the next instruction is an absolute WORKDIR.
func (p place) leavesDirectory() bool {
	if p.item+1 >= p.stage().End {
		return false
	}
	c, ok := p.Items.At(p.item + 1).Command.(*instructions.WorkdirCommand)
	return ok && path.IsAbs(c.Path)
}
