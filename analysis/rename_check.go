package analysis

import (
	"regexp"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis/reference"
	"github.com/slipway-dev/slipway/analysis/shell"
)

// ownedByShell are the variables that shells read or set themselves (POSIX, 2.5.3
// Shell Variables, and bash).
var ownedByShell = strings.Fields(`BASH_ENV CDPATH ENV HOME IFS LANG LC_ALL LINENO OLDPWD OPTARG OPTIND PATH
	PIPESTATUS PPID PS1 PS2 PS4 PWD RANDOM SECONDS SHELL SHLVL UID EUID _`)

// refuseOld says why a name cannot be changed to anything, or "".
func (f *File) refuseOld(name found) string {
	old := name.symbol.name
	switch name.kind {
	case ofStage:
		switch {
		case name.place.ref != nil && name.place.ref.Index:
			return "The stage is used by its number here, which stays as it is. Change the name in its FROM."
		case old == "":
			return "The stage has no name."
		}
		return f.refuseComputed(name.stage)
	case ofUnset:
		return quoted(old) + " is not declared in this file."
	case ofVariable:
		if refusal := refusePredefined(old); refusal != "" {
			return refusal
		}
		return f.refuseHidden(name)
	case ofLocal:
		if slices.Contains(ownedByShell, old) {
			return quoted(old) + " has a meaning for the shell."
		}
		return f.refuseLocalUse(name)
	case ofFunction:
		return f.refuseHanded(name.symbol.item, searchFor(old, namesFunction))
	}
	return ""
}

// refuseLocalUse says that the variable of a script may be that of the image, or
// that it is used in a way that cannot be changed.
func (f *File) refuseLocalUse(name found) string {
	i, old := name.symbol.item, name.symbol.name
	for _, m := range f.mentions(i) {
		if m.role == affirms && !m.owned && m.name == old {
			return quoted(old) + " may come from the base image: " + f.lineOf(f.Items.At(i).In(m.Span).Start) + " sets it only where it is not set."
		}
	}
	return f.refuseHanded(i, searchFor(old, namesVariable))
}

// Commands that are given the name of a function or of a variable.
var (
	namesFunction = strings.Fields("command declare env eval export hash readonly sudo time timeout trap type typeset unset which xargs")
	namesVariable = strings.Fields("printenv unset")
)

// nameSearch finds a name where it may be used in a way that cannot be changed.
type nameSearch struct {
	name     string
	commands []string       // those that are given the name itself
	word     *regexp.Regexp // the name without a "$"
	use      *regexp.Regexp // what a shell, PowerShell or cmd takes for a variable
}

func searchFor(name string, commands []string) nameSearch {
	quoted := regexp.QuoteMeta(name) + `\b`
	return nameSearch{
		name, commands,
		regexp.MustCompile(`(^|[^\w$\{])` + quoted),
		regexp.MustCompile(`(?i:[$%](\{|env:|\{env:)?)` + quoted),
	}
}

// refuseHanded says that a script of item i cannot be read, or gives the name to a
// command by which it may be used.
func (f *File) refuseHanded(i int, search nameSearch) string {
	if !strings.Contains(f.Items.At(i).Raw, search.name) {
		return ""
	}
	for _, s := range f.Scripts(i) {
		unread := !s.Complete && s.Kind != shell.PowerShell && s.Kind != shell.Cmd
		if unread && (search.word.MatchString(s.Src) || search.use.MatchString(s.Src)) {
			return f.refuseUnread(i, search.name)
		}
		if !search.worthwhile(s.Src) {
			continue
		}
		for _, c := range s.Commands() {
			if search.passedOn(c) {
				return f.refuseUnread(i, search.name)
			}
			if search.handed(c) {
				return f.capitalLineOf(s.Span(c.Span).Start) + " gives " + quoted(search.name) + " to " + c.Name + ", where it cannot be changed."
			}
		}
	}
	return ""
}

func (f *File) refuseUnread(i int, name string) string {
	return "The instruction on " + f.lineOf(f.keywordAt(i)) + " may use " + quoted(name) + " in a text that cannot be read here."
}

// worthwhile tells whether a command in a script may be one that passedOn or handed
// look for: a "$" that is kept from the shell, or one of the commands.
func (n nameSearch) worthwhile(src string) bool {
	return strings.Contains(src, n.name) && (strings.ContainsAny(src, `'\`) ||
		slices.ContainsFunc(n.commands, func(command string) bool { return strings.Contains(src, command) }))
}

// handed tells whether a command is given the name itself.
func (n nameSearch) handed(c shell.Command) bool {
	return slices.Contains(n.commands, c.Name) && slices.ContainsFunc(c.Words[1:], func(w shell.Word) bool { return n.word.MatchString(w.Raw) })
}

// passedOn tells whether a command gets a use of the variable in quotes and gives
// it to a shell of its own.
func (n nameSearch) passedOn(c shell.Command) bool {
	used := func(w shell.Word) bool {
		return w.Static && strings.Contains(w.Value, n.name) && n.use.MatchString(w.Value)
	}
	if !slices.ContainsFunc(c.Words, used) {
		return false
	}
	name := c.Program()[0].Value
	return shell.KindOf([]string{name}).POSIXLike() || slices.Contains(shellStarters, name)
}

// shellStarters are commands that give a text they are given to a shell, or read
// $NAME in it themselves.
var shellStarters = strings.Fields("envsubst eval runuser script su trap xargs")

// refuseComputed says that a FROM names the stage with the help of a variable.
func (f *File) refuseComputed(stage int) string {
	for _, r := range f.StageUses(stage) {
		if !r.Literal {
			return "The " + strings.ToUpper(effective(f.Items.At(r.Item).Instruction).Kind()) + " on " + f.lineOf(r.Start) +
				" does not write the name of the stage as it is, so it cannot be changed there."
		}
	}
	return ""
}

func refusePredefined(name string) string {
	if _, ok := reference.Predefined(name); ok {
		return quoted(name) + " is predefined: BuildKit gives it its meaning."
	}
	if name == "PATH" {
		return quoted(name) + " is in every image, and programs are found by it."
	}
	return ""
}

// refuseHidden says where the variable is or may be used in a way that cannot be
// changed.
func (f *File) refuseHidden(name found) string {
	old := name.symbol.name
	scopes := f.connected(name.stage, old)
	search := searchFor(old, namesVariable)
	for i := range f.Items.Len() {
		if !scopes[f.scopeOf(i)] {
			continue
		}
		if f.computesName(i, old) {
			return "The name of " + quoted(old) + " on " + f.lineOf(f.keywordAt(i)) + " is not written as it is, so it cannot be changed there."
		}
		if refusal := f.refuseHanded(i, search); refusal != "" {
			return refusal
		}
	}
	return ""
}

// computesName tells whether item i is an ENV that sets the variable under a name
// that is not written as it is, such as $A.
func (f *File) computesName(i int, name string) bool {
	step := f.Step(i)
	if step == nil {
		return false
	}
	env, ok := step.Command.(*instructions.EnvCommand)
	if !ok {
		return false
	}
	declared := declaredMentions(f.Items.At(i).Instruction)
	for n, kv := range env.Env {
		if kv.Key == name && !slices.ContainsFunc(declared, func(m mention) bool { return m.pair == n && m.name == name }) {
			return true
		}
	}
	return false
}
