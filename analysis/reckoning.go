package analysis

import (
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// reckoning is how far the value of a variable can be trusted.
type reckoning struct {
	sure     bool // nothing that only an image or the builder knows is in it
	flexible bool // a build argument is
}

func (r reckoning) and(o reckoning) reckoning {
	return reckoning{r.sure && o.sure, r.flexible || o.flexible}
}

// reckoner judges the values of variables, each declaration once: a chain in which
// each names the one before twice would take for ever.
type reckoner struct {
	*File
	known map[reckoned]reckoning
}

type reckoned struct {
	item, pair, depth int
	in                *syntax.Instruction
}

func (f *File) reckoner() reckoner { return reckoner{f, map[reckoned]reckoning{}} }

// maxReckoned is how many declarations deep a value is looked into.
const maxReckoned = 16

// variable judges the value of a variable that an instruction in item declares.
func (r reckoner) variable(item int, v Var) reckoning { return r.declared(item, v, maxReckoned) }

// within judges the variables that BuildKit puts into a span of an instruction.
func (r reckoner) within(item int, in *syntax.Instruction, s text.Span) reckoning {
	return r.mentioned(item, in, s, maxReckoned)
}

func (r reckoner) declared(item int, v Var, depth int) reckoning {
	if v.In == nil || depth == 0 || v.Pair >= len(v.In.Pairs) {
		return reckoning{}
	}
	key := reckoned{item, v.Pair, depth, v.In}
	if known, ok := r.known[key]; ok {
		return known
	}
	pair := v.In.Pairs[v.Pair]
	found := reckoning{sure: true, flexible: v.Origin != FromEnv}
	if pair.HasValue {
		found = found.and(r.mentioned(item, v.In, pair.Value.Span, depth))
	} else if global, ok := r.Globals.Scope.Lookup(v.Name); ok && v.Origin == FromArg {
		found.sure = r.declared(global.Step, global, depth-1).sure
	}
	r.known[key] = found
	return found
}

func (r reckoner) mentioned(item int, in *syntax.Instruction, s text.Span, depth int) reckoning {
	found := reckoning{sure: true}
	for _, m := range expandedMentions(in) {
		if !s.Contains(m.whole) {
			continue
		}
		v, ok := r.File.variable(item, m)
		if !ok {
			found.sure = found.sure && r.scopeOf(item) == globalScope
			continue
		}
		from, _, _ := r.declaration(item, v)
		found = found.and(r.declared(from, v, depth-1))
	}
	return found
}
