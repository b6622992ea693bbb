package syntax

import (
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"
)

// maxNesting is how deep variables may nest in a word, and triggers in ONBUILD.
// BuildKit's lexer and parser recurse, and a Go program cannot survive running out
// of stack: what is deeper is not given to them.
const maxNesting = 1000

// nesting is the most "${" that may be open at once in s: at least as many as in
// truth, because a "}" that may be quoted does not count.
func nesting(s string) int {
	deepest, open, quoted := 0, 0, false
	for i := range len(s) {
		switch c := s[i]; {
		case c == '$' && i+1 < len(s) && s[i+1] == '{':
			open++
			deepest, quoted = max(deepest, open), false
		case c == '"' || c == '\'':
			quoted = true
		case c == '}' && open > 0 && !quoted && s[i-1] != '\\' && s[i-1] != '`':
			open--
		}
	}
	return deepest
}

// tooDeep tells whether BuildKit's parser may recurse too far over the instruction.
func (in *Instruction) tooDeep() bool {
	if len(in.Raw) < 2*maxNesting {
		return false
	}
	header := in.header()
	return nesting(header) > maxNesting ||
		in.lower == command.Onbuild && strings.Count(strings.ToLower(header), command.Onbuild) > maxNesting
}
