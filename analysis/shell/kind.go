package shell

import (
	"path"
	"strings"
)

// Kind is the language that a shell speaks.
type Kind int

// The kinds of shells. The zero Kind is Unknown: a program that is no shell, or
// one whose language nobody told us.
const (
	Unknown Kind = iota
	// POSIX is sh, ash or dash. In images sh may be dash, BusyBox's ash or bash,
	// so text for it is read generously.
	POSIX
	Bash
	Ksh
	Zsh
	PowerShell
	Cmd
)

var kindNames = [...]string{"unknown", "sh", "bash", "ksh", "zsh", "PowerShell", "cmd"}

// String is the kind as people call it.
func (k Kind) String() string { return kindNames[k] }

// POSIXLike tells whether the kind descends from the Bourne shell, which is to
// say whether Parse can make a tree of its scripts.
func (k Kind) POSIXLike() bool { return k >= POSIX && k <= Zsh }

var kinds = map[string]Kind{
	"sh": POSIX, "ash": POSIX, "dash": POSIX,
	"bash": Bash, "rbash": Bash,
	"ksh": Ksh, "ksh93": Ksh, "mksh": Ksh, "lksh": Ksh, "oksh": Ksh, "pdksh": Ksh,
	"zsh":        Zsh,
	"powershell": PowerShell, "pwsh": PowerShell, "pwsh-preview": PowerShell,
	"cmd": Cmd,
}

// KindOf is the kind of the shell that argv starts, where argv is the array of a
// SHELL instruction, such as ["/bin/bash", "-o", "pipefail", "-c"], or that of a
// "#!" line. Paths may use either slash; env and busybox are looked through.
func KindOf(argv []string) Kind {
	for range 3 { // "env busybox sh" is as deep as it gets
		if len(argv) == 0 {
			return Unknown
		}
		switch name := programName(argv[0]); name {
		case "env":
			argv = afterEnv(argv[1:])
		case "busybox":
			argv = argv[1:]
		default:
			return kinds[name]
		}
	}
	return Unknown
}

// programName is the last element of a path in Unix or Windows style, in lower
// case and without ".exe".
func programName(file string) string {
	name := strings.ToLower(path.Base(strings.ReplaceAll(file, `\`, "/")))
	return strings.TrimSuffix(name, ".exe")
}

// afterEnv is the command within env's arguments: options and assignments are
// left out, and the one string of -S is split at its blanks.
func afterEnv(args []string) []string {
	for i := 0; i < len(args); i++ {
		arg := args[i]
		switch {
		case arg == "-u" || arg == "-C" || arg == "--unset" || arg == "--chdir":
			i++
		case arg == "-S" || arg == "--split-string":
			return afterEnv(strings.Fields(strings.Join(args[i+1:], " ")))
		case strings.HasPrefix(arg, "-S"):
			return afterEnv(append(strings.Fields(arg[2:]), args[i+1:]...))
		case strings.HasPrefix(arg, "-"):
		case strings.Contains(arg, "="):
		default:
			return args[i:]
		}
	}
	return nil
}

// Shebang is the command in the first line of a script that starts with "#!",
// split at blanks; ok is false where there is none. The kernel passes all that
// follows the interpreter as one argument, which makes no difference to KindOf.
func Shebang(script string) (argv []string, ok bool) {
	line, _, _ := strings.Cut(script, "\n")
	line, ok = strings.CutPrefix(line, "#!")
	if !ok {
		return nil, false
	}
	argv = strings.Fields(line)
	return argv, len(argv) > 0
}
