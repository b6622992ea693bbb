package shell

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"mvdan.cc/sh/v3/syntax"
)

// ShellForm is the shell form of an exec array under the shell shellArgv: the
// way back from Exec. Where the array starts that very shell with one script,
// src is the script; otherwise src is the arguments, each quoted where it must,
// and Exec(src, shellArgv) gives exactly args again.
//
// Where that cannot be had ok is false and reason says why: a verb phrase that
// continues "it …". In shell form the shell is the program that starts, and the
// one that gets signals; to say so is up to the caller, as is to refuse text that
// ends in the file's escape character where that is not a backslash.
func ShellForm(args, shellArgv []string) (src string, ok bool, reason string) {
	switch {
	case len(args) == 0:
		return "", false, "has no command"
	case len(shellArgv) == 0:
		return "", false, "has no shell"
	}
	n := len(shellArgv)
	if len(args) == n+1 && slices.Equal(args[:n], shellArgv) {
		src = strings.Trim(args[n], " \t")
		if strings.Contains(src, "<<") {
			return "", false, "would begin a heredoc"
		}
	} else if src, reason = join(args, shellArgv); reason != "" {
		return "", false, reason
	}
	if reason = unfit(src); reason != "" {
		return "", false, reason
	}
	return src, true, ""
}

// join is args as one plain command for the shell shellArgv, or why there is
// none: Exec is the judge.
func join(args, shellArgv []string) (src, reason string) {
	words := slices.Clone(args)
	if kind := KindOf(shellArgv); kind.POSIXLike() {
		for i, arg := range args {
			if words[i], reason = quote(arg, kind); reason != "" {
				return "", reason
			}
		}
	}
	src = strings.Join(words, " ")
	switch back := Exec(src, shellArgv); {
	case !back.Exact:
		return "", back.Reason
	case slices.Equal(back.Args, args):
		return src, ""
	case back.Dropped != "":
		return "", "would lose the word " + back.Dropped
	}
	return "", "would be split into other words"
}

// quote is arg as a word for the shell.
func quote(arg string, k Kind) (word, reason string) {
	word, err := syntax.Quote(arg, syntax.LangPOSIX)
	if k == Zsh && err == nil && word == arg && strings.ContainsFunc(arg, unsafeInZsh) {
		return "'" + arg + "'", ""
	}
	if err != nil && k == Bash && utf8.ValidString(arg) {
		word, err = syntax.Quote(arg, syntax.LangBash)
	}
	var refused *syntax.QuoteError
	if errors.As(err, &refused) {
		return "", "has an argument that the shell has no way to write: " + refused.Message
	}
	return word, ""
}

// unfit says why src cannot stand behind the name of an instruction as a shell
// form, or "".
func unfit(src string) string {
	var array []string
	switch {
	case src == "":
		return "has an empty script"
	case strings.ContainsAny(src, "\n\r"):
		return "has several lines"
	case !utf8.ValidString(src) || strings.Contains(src, "\x00"):
		return "has bytes that a Dockerfile cannot hold"
	case strings.HasPrefix(src, "--"):
		return "would begin with a flag of the instruction"
	case strings.HasSuffix(src, `\`):
		return "would go on in the next line"
	case strings.TrimSpace(src) != src:
		return "would lose the blanks at its ends"
	case strings.HasPrefix(src, "[") && json.Unmarshal([]byte(src), &array) == nil:
		return "would be an exec form again"
	}
	return ""
}
