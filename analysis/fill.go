package analysis

import (
	"github.com/moby/buildkit/frontend/dockerfile/shell"

	"github.com/slipway-dev/slipway/analysis/syntax"
)

// maxGiven is how many bytes of values are put into one word, and maxFilled how
// long a word may be that values are put into: a value of two others, which are each
// of two others, would soon fill all memory.
const (
	maxGiven  = 8 << 10
	maxFilled = 64 << 10
)

// ration is an environment that gives out so many bytes of values and no more.
type ration struct {
	shell.EnvGetter
	left int // below 0 once more was wanted
}

// Get is the value of a variable, or nothing where too much was given already.
func (r *ration) Get(name string) (string, bool) {
	v, ok := r.EnvGetter.Get(name)
	if r.left -= len(v); r.left < 0 {
		v = ""
	}
	return v, ok
}

// fill puts the values of e into a word as BuildKit does. A word that would grow
// too long is left as it is.
func fill(lex *shell.Lex, word string, e shell.EnvGetter) (shell.ProcessWordResult, error) {
	word = syntax.Lexable(word)
	if len(word) > maxFilled {
		return shell.ProcessWordResult{Result: word}, nil
	}
	r := &ration{e, maxGiven}
	res, err := lex.ProcessWordWithMatches(word, r)
	if r.left < 0 || len(res.Result) > len(word)+maxGiven {
		res.Result, err = word, nil
	}
	return res, err
}
