package analysis

import (
	"slices"
	"sort"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// varTable finds variables as Scope.Lookup does, but at once. It is meant for
// walking down a file, from one scope to the next that was made of it.
type varTable struct {
	at   *Scope
	vars map[string]*Scope
}

// move makes it the table of the scope to.
func (t *varTable) move(to *Scope) {
	var fresh []*Scope
	s := to
	for ; s != nil && s != t.at; s = s.outer {
		fresh = append(fresh, s)
	}
	if t.vars == nil || s == nil {
		t.vars = make(map[string]*Scope, len(fresh))
	}
	for _, s := range slices.Backward(fresh) {
		t.add(s)
	}
	t.at = to
}

func (t *varTable) add(s *Scope) {
	if old := t.vars[s.Name]; old == nil || s.Set || !old.Set {
		t.vars[s.Name] = s
	}
}

// find is what each expansion of in means, in the order of in.Expansions, nil
// where nothing defines it. before and after are the scopes around in. An ARG sees
// what stands in front of it on its own line.
func (t *varTable) find(in *syntax.Instruction, before, after *Scope) []*Scope {
	if len(in.Expansions) == 0 {
		return nil
	}
	t.move(before)
	var own []*Scope
	if in.Kind() == command.Arg {
		for s := after; s != nil && s != before; s = s.outer {
			own = append(own, s)
		}
		slices.Reverse(own)
	}
	meant := make([]*Scope, len(in.Expansions))
	for i, e := range in.Expansions {
		for len(own) > 0 && own[0].Pair < len(in.Pairs) && in.Pairs[own[0].Pair].End <= e.Start {
			t.add(own[0])
			t.at, own = own[0], own[1:]
		}
		meant[i] = t.vars[e.Name.Value]
	}
	return meant
}

type meantKey struct{}

// meantVars is what the expansions of a stage's instructions mean, by step.
func meantVars(st *Stage) [][]*Scope {
	return st.Memo(meantKey{}, func() any {
		meant := make([][]*Scope, len(st.Steps))
		globals := st.cause.globals.Scope
		var t varTable
		meant[0] = t.find(st.Steps[0].In, globals, globals)
		for n := 1; n < len(st.Steps); n++ {
			after := st.After.Vars
			if n+1 < len(st.Steps) {
				after = st.Steps[n+1].Before.Vars
			}
			meant[n] = t.find(st.Steps[n].In, st.Steps[n].Before.Vars, after)
		}
		return meant
	}).([][]*Scope)
}

// meantGlobals is the same of the instructions before the first FROM.
func meantGlobals(f *File) [][]*Scope {
	var scopes []*Scope // the oldest first
	for s := f.Globals.Scope; s != nil; s = s.outer {
		scopes = append(scopes, s)
	}
	slices.Reverse(scopes)
	meant := make([][]*Scope, f.first)
	var t varTable
	for i, it := range f.Items.Slice(0, f.first).All() {
		if len(it.Expansions) > 0 {
			meant[i] = t.find(it.Instruction, scopeOfItem(scopes, i), scopeOfItem(scopes, i+1))
		}
	}
	return meant
}

// scopeOfItem is the global scope in front of item i.
func scopeOfItem(scopes []*Scope, i int) *Scope {
	n := sort.Search(len(scopes), func(n int) bool { return scopes[n].In != nil && scopes[n].Step >= i })
	if n == 0 {
		return nil
	}
	return scopes[n-1]
}

// settled tells whether a variable has the same value in each build that is given
// no arguments: it comes neither from the base image nor from the platform, nor
// from a variable that does.
func settled(g *Globals, v Var) bool { return settledBelow(g, v, 8) }

// settledBelow follows a value through at most depth variables.
func settledBelow(g *Globals, v Var, depth int) bool {
	if v.In == nil || !v.Set || depth == 0 || v.Pair >= len(v.In.Pairs) {
		return false
	}
	pair := v.In.Pairs[v.Pair]
	if v.Origin == FromArg && !pair.HasValue { // it takes over a global one
		global, ok := g.Scope.Lookup(v.Name)
		return ok && settledBelow(g, global, depth-1)
	}
	for _, e := range v.In.Expansions {
		if !pair.Value.Contains(e.Span) {
			continue
		}
		used, ok := scopeOfVar(g, v).Lookup(e.Name.Value)
		if !ok && v.Origin != FromGlobalArg || ok && used.Set && !settledBelow(g, used, depth-1) {
			return false
		}
	}
	return true
}

// scopeOfVar is the scope in which the value of v was reckoned, or one around it.
func scopeOfVar(g *Globals, v Var) *Scope {
	switch {
	case v.Facts == nil:
		return g.Scope
	case v.Step < len(v.Facts.Steps) && v.Origin != FromArg:
		return v.Facts.Steps[v.Step].Before.Vars
	case v.Step+1 < len(v.Facts.Steps): // an ARG sees what stands in front of it on its line
		return v.Facts.Steps[v.Step+1].Before.Vars
	}
	return v.Facts.After.Vars
}

// settledWithin tells whether all variables used in a part of an instruction are
// settled. meant is what its expansions mean.
func settledWithin(g *Globals, in *syntax.Instruction, meant []*Scope, part text.Span) bool {
	for n, e := range in.Expansions {
		if part.Contains(e.Span) && (meant[n] == nil || !settled(g, meant[n].Var)) {
			return false
		}
	}
	return true
}
