package refactor

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/text"
)

// clone offers ADD for a git clone that a RUN begins with. BuildKit fetches what a
// branch or tag is, no history, and all submodules. Where the stage calls git again
// it may need more.
func clone(p place) []offer {
	c, ok := p.chain()
	if !ok || !c.plainRun() || c.leaves(0) {
		return nil
	}
	commands := c.read.Commands()
	if len(commands) == 0 || commands[0].Span != c.parts[0] || c.gitAgain(commands) {
		return nil
	}
	source, target, ok := c.cloned(commands[0])
	if !ok {
		return nil
	}
	it := c.it()
	line := alike("ADD", it.Keyword.Value) + " --keep-git-dir=true " + source + " " + target
	edits := c.replaceBy(line)
	rest := ""
	if len(c.parts) > 1 {
		start := c.raw(c.parts[1]).Start
		edits = []text.Edit{p.edit(text.Span{}, indent(it)+line+c.newline()), c.edit(text.Span{Start: c.whole.Start, End: start}, "")}
		rest = c.text[c.parts[1].Start:]
	}
	items := c.after(c.item, c.item, edits)
	if len(items) != min(len(c.parts), 2) || c.commented(edits) {
		return nil
	}
	add, ok := items[0].Command.(*instructions.AddCommand)
	if !ok || !slices.Equal(add.SourcePaths, []string{source}) || add.DestPath != target {
		return nil
	}
	if rest != "" {
		if args, isScript, ok := commandLine(items[1].Instruction); !ok || !isScript || !slices.Equal(args, []string{rest}) {
			return nil
		}
	}
	return []offer{{title: "Use ADD for git clone (without history, with submodules)", edits: edits}}
}

// gitAgain tells whether git is called again, in the chain or by another
// instruction that may see the folder.
func (c chain) gitAgain(commands []shell.Command) bool {
	for _, cmd := range commands[1:] {
		if words := cmd.Program(); len(words) > 0 && words[0].Value == "git" || strings.Contains(c.text[cmd.Start:cmd.End], ".git") {
			return true
		}
	}
	for i, it := range c.Items.All() {
		if i == c.item {
			continue
		}
		if strings.Contains(it.Raw, "git ") && !strings.Contains(it.Raw, "git clone") && c.other(i).callsGit() {
			return true
		}
	}
	return false
}

func (p place) callsGit() bool {
	return slices.ContainsFunc(p.called(), func(words []string) bool {
		return words[0] == "git" && !slices.Contains(words, "config")
	})
}

// hosted are the places that take an address with .git and without alike.
var hosted = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^https://(github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)/[A-Za-z0-9_.${}/-]+$`)
})

// cloning are options of git clone that ADD does without, or as if they were given.
var cloning = strings.Fields("-q --quiet --progress --single-branch --recursive --recurse-submodules --shallow-submodules")

// cloned is the repository, with the branch or tag, and the folder of a git clone.
func (c chain) cloned(cmd shell.Command) (source, target string, ok bool) {
	words := cmd.Words
	if len(cmd.Env) > 0 || len(words) < 3 || words[0].Value != "git" || words[1].Value != "clone" {
		return "", "", false
	}
	var plain []string
	ref := ""
	for i := 2; i < len(words); i++ {
		raw, ok := c.asWord(words[i])
		if !ok {
			return "", "", false
		}
		name, value, has := strings.Cut(raw, "=")
		switch {
		case !strings.HasPrefix(raw, "-"):
			plain = append(plain, raw)
		case slices.Contains(cloning, raw), name == "--depth" && has:
		case name == "--branch" && has:
			ref = value
		case slices.Contains([]string{"-b", "--branch", "--depth"}, raw) && i+1 < len(words):
			i++
			if value, ok = c.asWord(words[i]); !ok {
				return "", "", false
			}
			if raw != "--depth" {
				ref = value
			}
		default:
			return "", "", false
		}
	}
	return c.repository(plain, ref)
}

// repository is that of the words of a git clone that are no options.
func (c chain) repository(plain []string, ref string) (source, target string, ok bool) {
	if len(plain) == 0 || len(plain) > 2 || !hosted().MatchString(plain[0]) || strings.ContainsAny(ref, ":#?&") {
		return "", "", false
	}
	name := strings.TrimSuffix(path.Base(plain[0]), ".git")
	source = strings.TrimSuffix(strings.TrimSuffix(plain[0], "/"), ".git") + ".git"
	if ref != "" {
		source += "#" + ref
	}
	if target = name; len(plain) == 2 {
		target = plain[1]
	}
	return source, target, !strings.HasPrefix(target, "-") && target != "." && target != ""
}
