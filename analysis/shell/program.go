package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// prefix is a program that runs the program named in its arguments.
type prefix struct {
	valued   string // options that take their value in the next word, parted by blanks
	operands int    // words between the options and the program
	env      bool   // NAME=value words may stand before the program
	stops    string // options after which it does something else
}

// prefixes are the programs that a reader looks through to see what really runs.
// The options are those of sudo 1.9, coreutils 9, util-linux 2.40, GNU time,
// bash 5 (exec, command), doas, gosu and su-exec.
var prefixes = map[string]prefix{
	"command": {stops: "-v -V"},
	"doas":    {valued: "-u -C", stops: "-L -s"},
	"env":     {valued: "-u -C --unset --chdir", env: true, stops: "-S --split-string"},
	"exec":    {valued: "-a"},
	"gosu":    {operands: 1, stops: "--version --help"},
	"nice":    {valued: "-n --adjustment"},
	"nohup":   {},
	"setsid":  {},
	"stdbuf":  {valued: "-i -o -e --input --output --error"},
	"su-exec": {operands: 1},
	"sudo": {
		valued: "-u -g -h -p -C -r -t -T -U -D -R --user --group --host --prompt --close-from --role --type --chdir --chroot",
		env:    true,
		stops:  "-l -v -e -s -i -K --list --validate --edit --shell --login --remove-timestamp",
	},
	"time":    {valued: "-f -o --format --output"},
	"timeout": {valued: "-s -k --signal --kill-after", operands: 1},
}

// Program is the words of the program that runs in the end, past prefixes such
// as sudo, env, exec, command, time and nice. Where a prefix cannot be looked
// through (an option is not static, or makes it do something else) the words
// from that prefix on are returned.
func (c Command) Program() []Word {
	words := c.Words
	for range 8 { // nobody stacks more
		if len(words) == 0 {
			break
		}
		known, ok := prefixes[programName(words[0].Value)]
		if !ok {
			break
		}
		rest := known.skip(words[1:])
		if len(rest) == 0 {
			break
		}
		words = rest
	}
	return words
}

// skip is what follows the prefix's own options and operands, or nil.
func (p prefix) skip(args []Word) []Word {
	operands := p.operands
	for i := 0; i < len(args); i++ {
		arg := args[i]
		name, _, assigned := strings.Cut(arg.Raw, "=")
		switch {
		case arg.Static && strings.HasPrefix(arg.Value, "-"):
			option, next := lastOption(arg.Value, p.valued, p.stops)
			if among(p.stops, option) {
				return nil
			}
			if next {
				i++
			}
		case p.env && assigned && syntax.ValidName(name):
		case operands > 0:
			operands--
		case !arg.Static && strings.HasPrefix(arg.Raw, "$"):
			return nil // it may be an option, or nothing
		default:
			return args[i:]
		}
	}
	return nil
}

// lastOption is the option that decides what a word such as -Eu or --user=me
// means: the first in a cluster of letters that is in valued or stops, else the
// last; next tells that its value is in the next word.
func lastOption(word, valued, stops string) (option string, next bool) {
	if strings.HasPrefix(word, "--") {
		option, _, attached := strings.Cut(word, "=")
		return option, !attached && among(valued, option)
	}
	for i := 1; i < len(word); i++ {
		option = "-" + word[i:i+1]
		if among(valued, option) {
			return option, i == len(word)-1
		}
		if among(stops, option) {
			return option, false
		}
	}
	return option, false
}

// among tells whether option is one of a list of options parted by blanks.
func among(list, option string) bool {
	return option != "" && strings.Contains(" "+list+" ", " "+option+" ")
}
