package shell

import (
	"slices"
	"strings"
	"unicode/utf8"

	"mvdan.cc/sh/v3/syntax"
)

// Conversion is an instruction in another form: a shell form as an exec form.
type Conversion struct {
	// Args is the exec array.
	Args []string

	// Exact tells that Args runs the same program with the same arguments, with
	// no shell between. Where it is false Args runs the shell with the text as
	// its script, which is what the shell form does.
	Exact bool

	// Dropped is the word "exec" that Exact made superfluous, or "".
	Dropped string

	// Reason is why it takes a shell, or why there is no conversion: a verb phrase
	// that continues "it …", such as "uses &&" or "expands $HOME". "" where Exact.
	Reason string

	// OK is false where no exec form can honestly be given.
	OK bool
}

// Exec is the exec form of src, the shell form of a RUN, CMD or ENTRYPOINT that
// runs under the shell shellArgv, such as ["/bin/sh", "-c"]. BuildKit expands no
// variables in these instructions, in either form.
//
// An exact form assumes that the shell reads no start file: whoever knows that
// ENV sets BASH_ENV should not offer it.
func Exec(src string, shellArgv []string) Conversion {
	switch {
	case strings.TrimSpace(src) == "":
		return Conversion{Reason: "has no command"}
	case len(shellArgv) == 0:
		return Conversion{Reason: "has no shell"}
	case !utf8.ValidString(src):
		return Conversion{Reason: "is not UTF-8, which JSON cannot hold"}
	case strings.Contains(src, "\x00"):
		return Conversion{Reason: "has a NUL byte, which no argument can hold"}
	}
	kind := KindOf(shellArgv)
	script := Parse(src, kind)
	if script.Err != nil {
		return Conversion{Reason: "has a syntax error: " + script.Err.Message}
	}
	args, why := direct(src, kind)
	if why == "" {
		why = startup(shellArgv, kind)
	}
	if why == "" {
		why = agreed(src, kind, args)
	}
	if why != "" {
		return Conversion{Args: slices.Concat(shellArgv, []string{src}), Reason: why, OK: true}
	}
	if args[0] == "exec" && kind.POSIXLike() {
		return Conversion{Args: args[1:], Exact: true, Dropped: "exec", OK: true}
	}
	return Conversion{Args: args, Exact: true, OK: true}
}

// direct is the words of src where it is one plain command, "exec" included, or
// why it is not.
func direct(src string, k Kind) (args []string, why string) {
	switch {
	case k == PowerShell || k == Cmd:
		return splitWindows(src, k)
	case !k.POSIXLike():
		return nil, "is written for a shell that is not known"
	case strings.Contains(src, "\r"):
		// The parser takes it for a blank; shells for a part of the word.
		return nil, "has a carriage return"
	case strings.Contains(src, "#") && strings.Contains(src, "\\\n"):
		// A comment goes on past a backslash for the parser, and not for shells.
		return nil, "has several lines"
	}
	args, why = plain(src, k, grammars[k][0])
	if why != "" {
		return nil, why
	}
	return args, needsShell(args)
}

// agreed says that bash would read a text for sh as something other than args. An
// sh that is bash must give the same words.
func agreed(src string, k Kind, args []string) string {
	if k != POSIX {
		return ""
	}
	if again, why := plain(src, POSIX, syntax.LangBash); why != "" || !slices.Equal(args, again) {
		return "is read differently by sh and bash"
	}
	return ""
}

// plain is the words of src in the given grammar, where it is one simple command
// without assignments and redirections and all its words are static.
func plain(src string, k Kind, variant syntax.LangVariant) (args []string, why string) {
	if len(src) > maxSource {
		return nil, "is too long to read"
	}
	tree, err := parse(src, variant)
	if err != nil {
		return nil, "uses syntax that not every shell knows"
	}
	call, why := simple(tree.Stmts)
	if why != "" {
		return nil, why
	}
	for _, w := range call.Args {
		value, why := literal(w, k)
		if why != "" {
			return nil, why
		}
		args = append(args, value)
	}
	return args, ""
}

// simple is the one simple command of a script, or why it is not one.
func simple(stmts []*syntax.Stmt) (*syntax.CallExpr, string) {
	if len(stmts) == 0 {
		return nil, "runs no command"
	}
	stmt := stmts[0]
	call, ok := stmt.Cmd.(*syntax.CallExpr)
	switch {
	case stmt.Background || stmt.Coprocess || stmt.Disown:
		return nil, "starts a background job with &"
	case len(stmts) > 1:
		return nil, "has several commands"
	case stmt.Negated:
		return nil, "negates with !"
	case len(stmt.Redirs) > 0:
		return nil, "redirects with " + stmt.Redirs[0].Op.String()
	case !ok:
		return nil, compound(stmt.Cmd)
	case len(call.Assigns) > 0:
		name := "a variable"
		if call.Assigns[0].Name != nil {
			name = call.Assigns[0].Name.Value
		}
		return nil, "sets " + name
	case syntax.IsKeyword(call.Args[0].Lit()):
		return nil, "uses the keyword " + call.Args[0].Lit()
	}
	return call, ""
}

// compound says what a command that is not simple does.
func compound(c syntax.Command) string {
	switch c := c.(type) {
	case *syntax.BinaryCmd:
		return "uses " + c.Op.String()
	case *syntax.IfClause:
		return "uses if"
	case *syntax.ForClause:
		return "uses for"
	case *syntax.CaseClause:
		return "uses case"
	case *syntax.WhileClause:
		if c.Until {
			return "uses until"
		}
		return "uses while"
	case *syntax.Subshell:
		return "uses a subshell ( )"
	case *syntax.Block:
		return "uses a block { }"
	case *syntax.FuncDecl:
		return "declares a function"
	case *syntax.TestClause:
		return "uses [["
	case *syntax.DeclClause:
		return "runs the shell's own " + c.Variant.Value
	case *syntax.TimeClause:
		return "runs the shell's own time"
	}
	return "uses the shell's own syntax"
}

// startup says that the shell's own arguments do more than to run one script and
// stop at errors: start files, traces, another environment.
func startup(shellArgv []string, k Kind) string {
	if !k.POSIXLike() {
		return ""
	}
	if strings.Contains(strings.ToLower(shellArgv[0]), "busybox") {
		return "may run BusyBox's own programs, which are not on PATH"
	}
	args := shellArgv[1:]
	if programName(shellArgv[0]) == "env" && kinds[programName(args[0])] == k {
		args = args[1:]
	}
	script := false
	for i := 0; i < len(args); i++ {
		letters, isOption := strings.CutPrefix(args[i], "-")
		if !isOption || letters == "" || strings.Trim(letters, "ceu") != "" && strings.Trim(letters, "ceu") != "o" {
			return "runs in a shell started with " + clip(args[i])
		}
		script = script || strings.Contains(letters, "c")
		if strings.Contains(letters, "o") {
			if i++; i == len(args) || !among("errexit nounset pipefail", args[i]) {
				return "runs in a shell started with -o"
			}
		}
	}
	if !script {
		return "runs in a shell started without -c"
	}
	return ""
}
