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

var (
	octalMode = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[0-7]{3,4}$`) })
	// BuildKit makes a group of the user where none is named; chown does not.
	userAndGroup = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9_-]+:[A-Za-z0-9_-]+$`) })
)

// modeFlag offers --chmod or --chown on a COPY of one file, in place of the RUN
// behind it that changes that file, so that it is stored once.
func modeFlag(p place) []offer {
	in := p.it().Instruction
	copied, ok := in.Command.(*instructions.CopyCommand)
	if !ok || p.step() == nil || p.item+1 >= p.stage().End || !p.linux() {
		return nil
	}
	c, ok := p.other(p.item + 1).chain()
	if !ok || len(c.it().Node.Flags) > 0 || checks(c.it()) {
		return nil
	}
	flag, note, ok := changed(c, copied)
	if _, has := in.Flag(strings.Trim(strings.SplitN(flag, "=", 2)[0], "-")); !ok || has {
		return nil
	}
	remove := []text.Edit{{Span: c.lines(c.it().Span())}}
	left := c.parts[1:]
	if len(left) > 0 {
		remove = []text.Edit{c.edit(text.Span{Start: c.whole.Start, End: c.raw(left[0]).Start}, "")}
	}
	if c.commented(remove) {
		return nil
	}
	start := p.it().In(text.Span{Start: in.Keyword.End, End: in.Keyword.End})
	edits := append([]text.Edit{{Span: start, New: " " + flag}}, remove...)
	items := p.after(p.item, p.item+1, edits)
	if len(items) != 1+min(len(left), 1) || items[0].Command == nil || !slices.Contains(items[0].Node.Flags, flag) {
		return nil
	}
	if len(left) > 0 {
		args, isScript, ok := commandLine(items[1].Instruction)
		if !ok || !isScript || !slices.Equal(args, []string{c.text[left[0].Start:]}) {
			return nil
		}
	}
	return []offer{{title: "Use " + flag + " for the RUN below" + note, edits: edits}}
}

// changed is the flag of COPY that does what a chain does first: to change mode or
// owner of the file that was copied. A linked copy knows no names of users. note says what is different, or is empty.
func changed(c chain, copied *instructions.CopyCommand) (flag, note string, ok bool) {
	commands := c.read.Commands()
	if len(commands) == 0 || len(commands[0].Words) != 3 || c.parts[0].End != commands[0].End || c.parts[0].Start != commands[0].Start {
		return "", "", false
	}
	words := commands[0].Words
	if !words[1].Static || !words[2].Static || !isFile(copied, words[2].Value) {
		return "", "", false
	}
	switch program, value := words[0].Value, words[1].Value; {
	case program == "chmod" && octalMode().MatchString(value):
		return "--chmod=" + value, "", true
	case program == "chmod" && (value == "+x" || value == "a+x"):
		return "--chmod=755", " (what " + value + " makes of 644)", true
	case program == "chown" && userAndGroup().MatchString(value) && !copied.Link:
		return "--chown=" + value, "", true
	}
	return "", "", false
}

// isFile tells whether a COPY copies just the one file target: by its name it is no
// folder, of which a flag would change all that is in it.
func isFile(c *instructions.CopyCommand, target string) bool {
	if len(c.SourcePaths) != 1 || len(c.SourceContents) > 0 || !path.IsAbs(target) || !plainPath().MatchString(target) {
		return false
	}
	source, name := c.SourcePaths[0], path.Base(target)
	if !plainPath().MatchString(source) || path.Base(source) != name || strings.HasSuffix(source, "/") {
		return false
	}
	known := slices.Contains(plainFiles, strings.ToLower(path.Ext(name))) && path.Ext(name) != ""
	return known && (c.DestPath == target || strings.HasSuffix(c.DestPath, "/") && c.DestPath+name == target)
}
