package shell

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// failures are the parser's complaints that every POSIX-like shell shares, with
// our words for them. mvdan.cc/sh is stricter than shells in other places (bytes
// that are not UTF-8, arithmetic, parameter operators, a here-document without
// its end), so a complaint that is not in this table is not passed on.
var failures = []struct {
	complaint *regexp.Regexp
	message   string // the %s are the groups of complaint
	after     string // what the complaint's place must follow; see follows
}{
	{complaint("^reached EOF without closing quote `(.+)`$"), "the quote %s is never closed", anywhere},
	{complaint("^reached EOF without matching `(\\(|\\$\\(|\\$\\{|\\{)` with `(.+)`$"), "%s is never closed with %s", anywhere},
	{complaint("^`(.+)` statement must end with `(.+)`$"), "%s is never closed with %s", anywhere},
	{complaint("^`(if|elif|else|then|while|until|for|do|case)\\b[^`]*` must be followed by `(\\w+)`$"), "%s needs %s after it", anywhere},
	{complaint("^`foo(\\()` must be followed by `\\)`$"), "%s is not expected here", anywhere},
	{complaint("^`(&&|\\|\\||\\||\\|&)` must be followed by a statement$"), "a command must follow %s", anywhere},
	{complaint("^`([^`]+)` must be followed by a statement list$"), "a command must follow %s", anywhere},
	{complaint("^`([<>&|]+)` must be followed by a word$"), "a file name must follow %s", anywhere},
	{complaint("^`(.+)` can only immediately follow a statement$"), "a command must stand before %s", anywhere},
	{complaint("^`(.+)` can only be used in a case clause$"), "%s belongs in a case only", anywhere},
	{complaint("^`(\\))` can only be used to close a subshell$"), "%s is not expected here", anywhere},
	{complaint("^`(})` can only be used to close a block$"), "%s is not expected here", commandStart},
	{complaint("^`(then|elif)` can only be used in an `if`$"), "%s is not expected here", commandStart},
	{complaint("^`(do)` can only be used in a loop$"), "%s is not expected here", commandStart},
	{complaint("^`(fi|done|esac)` can only be used to end an? .+$"), "%s is not expected here", commandStart},
	{complaint("^a command can only contain words and redirects; encountered `(.+)`$"), "%s is not expected here", anywhere},
	{complaint("^`(.+)` is not a valid start for a statement$"), "a command cannot start with %s", anywhere},
}

var complaint = regexp.MustCompile

// locate is the place and the length of the token that a complaint at an offset
// names first. A function's complaint is at its name and names the parenthesis.
func locate(src string, at int, tokens []string) (start, size int) {
	if len(tokens) > 0 {
		if i := strings.Index(src[at:], tokens[0]); i >= 0 {
			return at + i, len(tokens[0])
		}
	}
	return at, min(1, len(src)-at)
}

// What the place of a complaint must follow, as the last byte before it apart
// from blanks. The parser takes words for reserved where shells do not.
const (
	anywhere     = ""
	commandStart = ";&|(\n" // or the start of the text
)

// follows tells whether before ends as a place needs it.
func follows(before, place string) bool {
	before = strings.TrimRight(before, " \t")
	switch {
	case place == anywhere:
		return true
	case before == "":
		return place == commandStart
	}
	return strings.Contains(place, before[len(before)-1:])
}

// certain is the parser's error in our words, or nil where a shell of kind k
// might still accept src.
func certain(src string, k Kind, err error) *Error {
	var parsed syntax.ParseError
	if !errors.As(err, &parsed) || !decidable(src, k) {
		return nil
	}
	for _, failure := range failures {
		groups := failure.complaint.FindStringSubmatch(parsed.Text)
		if groups == nil {
			continue
		}
		tokens := make([]any, len(groups)-1)
		for i, token := range groups[1:] {
			tokens[i] = token
		}
		at := min(int(parsed.Pos.Offset()), len(src))
		if !follows(joined(src[:at]), failure.after) {
			return nil
		}
		at, size := locate(src, at, groups[1:])
		return &Error{At: at, Len: size, Message: fmt.Sprintf(failure.message, tokens...)}
	}
	return nil
}

// undecided is text on whose syntax the parser's verdict is not worth passing on:
//
//   - "((" may open arithmetic or two subshells, which the parser decides by the
//     first bytes and shells by trying both;
//   - what stands in backquotes is not read before it runs;
//   - a NUL ends the text for some shells and is dropped by others;
//   - "${ command; }" is new in bash 5.3;
//   - the apostrophe in "${NAME:-it's}" is a quote for the parser;
//   - after a redirection the parser still looks for reserved words, and shells
//     do not;
//   - an operator split by a line continuation is two operators for the parser;
//   - the body of a here-document is not read before it is used;
//   - "!(" is a pattern for the parser, and for bash only under extglob;
//   - let has a syntax of its own.
var undecided = regexp.MustCompile(strings.Join([]string{
	`\(\(`, "[`\x00]", `\$\{[ \t\n|]`, `\$\{[^}]*'`, `[<>&|]\\\n`, `\blet\b`, `[?*+@!]\(`, `<<[^\n]*\n`,
	`[<>][&|]?(?:\\.|[^;&|()\n])*[ \t](?:[{}!]|\[\[|if|then|else|elif|fi|for|while|until|do|done|case|esac|function|select|time|coproc)(?:[\s;&|()<>]|$)`,
}, "|"))

// decidable tells whether the parser's verdict on src is worth passing on. The
// zsh grammar is too young for that.
func decidable(src string, k Kind) bool {
	return k != Zsh && !undecided.MatchString(src) && !undecided.MatchString(joined(src))
}

// joined is src with its line continuations as blanks.
func joined(src string) string { return strings.ReplaceAll(src, "\\\n", "  ") }
