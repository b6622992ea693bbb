package shell

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// builtins are the commands that a shell runs itself, of POSIX (2.14 and 1.7),
// bash 5, BusyBox ash, ksh and zsh: either there is no program of that name, or
// it may do something else than the builtin, as printf and test do. Left out are
// true, false and echo, for which see needsShell.
var builtins = strings.Fields(`
	- . : [ alias autoload bg bind break builtin bye caller cd chdir command compgen
	complete compopt continue declare dirs disable disown echotc emulate enable
	end eval exit export fc fg float foreach functions getopts hash help history
	if integer jobs kill let limit local logout mapfile nameref nocorrect noglob
	popd print printf pushd pushln pwd r read readarray readonly rehash repeat return sched
	set setopt shift shopt source stop suspend test time times trap type typeset
	ulimit umask unalias unfunction unhash unlimit unset unsetopt vared wait
	whence where which zcompile zle zmodload zparseopts zstyle`)

// needsShell says why running the program args[0] is not what the shell would do
// with these words, or "".
func needsShell(args []string) string {
	name := args[0]
	if name == "exec" {
		return needsExec(args[1:])
	}
	switch {
	case name == "":
		return "runs a command without a name"
	case strings.Contains(name, "="):
		return "may set a variable with " + clip(name)
	case strings.HasPrefix(name, "%"):
		return "runs a job with " + clip(name)
	case syntax.IsKeyword(name):
		return "uses the keyword " + name
	case slices.Contains(builtins, name):
		return "runs the shell's own " + name
	case (name == "true" || name == "false") && len(args) > 1:
		return "runs the shell's own " + name
	case name == "echo" && slices.ContainsFunc(args[1:], echoed):
		return "runs the shell's own echo, which reads options and escapes in its own way"
	}
	return ""
}

// echoed tells whether an argument of echo means different things to different
// echoes: options, and escapes.
func echoed(arg string) bool {
	return strings.HasPrefix(arg, "-") || strings.Contains(arg, `\`)
}

// needsExec is needsShell for what follows "exec". That is always a program,
// never a builtin, so only options and names that nothing can have are left.
func needsExec(args []string) string {
	switch {
	case len(args) == 0:
		return "runs exec without a program"
	case args[0] == "":
		return "runs a command without a name"
	case strings.HasPrefix(args[0], "-"):
		return "runs exec with the option " + clip(args[0])
	}
	return ""
}
