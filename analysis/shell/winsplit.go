package shell

import (
	"regexp"
	"strings"
)

// Both Windows shells run builtins, aliases and batch files under plain names
// (npm is npm.cmd), and an exec form finds none of these: only a name that ends
// in .exe is surely a program.
var (
	windowsProgram = regexp.MustCompile(`(?i)^([a-z]:)?[a-z0-9_.\\-]*[a-z0-9_]\.exe$`)

	// PowerShell parts "-a.b" and "-a:b" in two, and reads numbers.
	windowsArgument = map[Kind]*regexp.Regexp{
		Cmd:        regexp.MustCompile(`^[A-Za-z0-9_./\\:-]+$`),
		PowerShell: regexp.MustCompile(`^(0|[1-9][0-9]{0,8}|[A-Za-z_/\\][A-Za-z0-9_./\\:-]*|--?[A-Za-z][A-Za-z0-9_-]*)$`),
	}
)

// splitWindows is the words of src where it is nothing but a program and words
// that neither PowerShell nor cmd would touch.
func splitWindows(src string, k Kind) (args []string, why string) {
	args = strings.FieldsFunc(src, func(r rune) bool { return r == ' ' })
	if len(args) == 0 {
		return nil, "runs no command"
	}
	if !windowsProgram.MatchString(args[0]) || strings.HasPrefix(args[0], "-") {
		return nil, "may run something of " + k.String() + "'s own, as " + clip(args[0]) + " does not end in .exe"
	}
	for _, arg := range args[1:] {
		if !windowsArgument[k].MatchString(arg) {
			return nil, "leaves " + clip(arg) + " for " + k.String() + " to read"
		}
	}
	return args, ""
}
