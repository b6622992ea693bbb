package syntax

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/moby/buildkit/frontend/dockerfile/command"
	"github.com/moby/buildkit/util/suggest"
)

// Newer tells whether a message of BuildKit, with its «did you mean» where it has
// one, speaks of a flag, an option or a value that ours does not know and that a newer
// frontend may know. It is false where the word is known and stands in a wrong place,
// and where it is near to a known one: that is a slip. keyword is that of the
// instruction in lower case, "" for a message about something else.
func Newer(keyword, message string) bool {
	if strings.Contains(message, " (did you mean ") {
		return false
	}
	for _, u := range unknowns() {
		if m := u.message.FindStringSubmatch(message); m != nil {
			return u.newer(keyword, m[1])
		}
	}
	return false
}

// unknown is a message about a word that BuildKit does not know. newer tells whether
// another frontend may.
type unknown struct {
	message *regexp.Regexp
	newer   func(keyword, word string) bool
}

// unknowns is made when the first error is. The messages are those of BuildKit's
// package instructions and of linter.ParseLintOptions; words that no option would
// have, such as those with a variable in them, are not among them.
var unknowns = sync.OnceValue(func() []unknown {
	var list []unknown
	for _, u := range []struct {
		message string
		newer   func(keyword, word string) bool
	}{
		{`^unknown flag: --WORD$`, newerFlag},
		{`^unexpected key 'WORD' in '`, anyWord},
		{`^unsupported mount type "WORD"$`, anyWord},
		{`^unsupported sharing value "WORD"$`, anyWord},
		{`^invalid field 'WORD' must be a key=value pair$`, farFrom(mountKeys...)},
		{`^invalid network mode "WORD"$`, farFrom("default", "host", "none")},
		{`^security "WORD" is not valid$`, farFrom("insecure", "sandbox")},
		{`^failed to parse check options: invalid check option "WORD"$`, farFrom("error", "experimental", "skip")},
	} {
		message := strings.Replace(u.message, "WORD", "([a-z][a-z0-9-]*)", 1)
		list = append(list, unknown{regexp.MustCompile(message), u.newer})
	}
	return list
})

// mountKeys are those of RUN --mount and RUN --device.
var mountKeys = []string{
	"destination", "dst", "env", "from", "gid", "id", "mode", "name", "readonly", "readwrite", "required",
	"ro", "rw", "sharing", "size", "source", "src", "target", "type", "uid",
}

func anyWord(_, _ string) bool { return true }

// newerFlag takes a flag of another instruction for a mistake, and all in front of a
// command for that command's own. MAINTAINER will get none any more.
func newerFlag(keyword, flag string) bool {
	if keyword == command.Cmd || keyword == command.Entrypoint || keyword == command.Maintainer {
		return false
	}
	for _, names := range flagNames {
		if slices.Contains(names, flag) {
			return false
		}
	}
	return true
}

func farFrom(known ...string) func(keyword, word string) bool {
	return func(_, word string) bool {
		_, near := suggest.Search(word, known, true)
		return !near && !slices.Contains(known, word)
	}
}
