package analysis

import (
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis/reference"
	"github.com/slipway-dev/slipway/analysis/syntax"
)

// globalScope stands for the scope before the first FROM where a stage is asked
// for.
const globalScope = -1

// scopeOf is the stage whose variables a mention in item i sees, or globalScope.
// FROM sees the global arguments only.
func (f *File) scopeOf(i int) int {
	st := f.StageOf(i)
	if st == nil || f.Items.At(i).Kind() == command.From {
		return globalScope
	}
	return st.Index
}

// scopeAt are the variables in force for a mention in item i. An ARG sees the
// arguments left of it on its line; ENV does not see itself. A trigger runs when
// its stage is finished, and so does what a container runs.
func (f *File) scopeAt(i int, m mention) *Scope {
	st := f.StageOf(i)
	kind := f.Items.At(i).Kind()
	switch {
	case st == nil:
		return f.Globals.Scope.before(i, m.pair)
	case kind == command.From:
		return f.Globals.Scope
	case kind == command.Onbuild || m.role == reads && atRuntime(kind):
		return st.After.Vars
	case kind != command.Arg:
		return st.Steps[i-st.First].Before.Vars
	}
	scope := st.After.Vars
	if next := i - st.First + 1; next < len(st.Steps) {
		scope = st.Steps[next].Before.Vars
	}
	return scope.of(st.Steps[i-st.First].Before.Vars, m.pair)
}

// before is the scope without what item i of the global scope, from its pair on,
// and those behind it declare.
func (s *Scope) before(i, pair int) *Scope {
	for s != nil && s.In != nil && (s.Step > i || s.Step == i && s.Pair >= pair) {
		s = s.outer
	}
	return s
}

// of is the scope without what was declared since the older scope, but for the
// pairs left of pair.
func (s *Scope) of(older *Scope, pair int) *Scope {
	for s != nil && s != older && s.Pair >= pair {
		s = s.outer
	}
	return s
}

// atRuntime tells whether the shell text of an instruction runs in the container,
// where ARG is gone, and not while building.
func atRuntime(kind string) bool {
	return kind == command.Cmd || kind == command.Entrypoint || kind == command.Healthcheck
}

// lookup finds a variable of a name in a scope, as Scope.Lookup does.
type lookup func(*Scope, string) (Var, bool)

// remembering is a lookup for many uses of one name. It answers only with the
// name, but knows what it found for the scopes before, on which others are built.
func remembering() lookup {
	known := map[*Scope]bool{}
	return func(s *Scope, name string) (Var, bool) {
		at, found := s, false
		for ; at != nil && !found; at = at.outer {
			if answer, ok := known[at]; ok {
				found = answer
				break
			}
			found = at.Name == name
		}
		if s != nil {
			known[s] = found
		}
		return Var{Name: name}, found
	}
}

// variable is what a mention in item i reads or declares, where something defines
// it: an instruction of this file, or BuildKit.
func (f *File) variable(i int, m mention) (Var, bool) { return f.variableBy((*Scope).Lookup, i, m) }

func (f *File) variableBy(find lookup, i int, m mention) (Var, bool) {
	scope, name := f.scopeAt(i, m), m.name
	if m.fold {
		name = scope.spelling(name)
	}
	if it := f.Items.At(i); it.Trigger != nil {
		if v, ok := f.triggered(f.StageOf(i), i, name); ok {
			return v, true
		}
	}
	if m.role == reads && atRuntime(effective(f.Items.At(i).Instruction).Kind()) {
		return scope.runtime(name)
	}
	return find(scope, name)
}

// runtime is the variable of that name in a container, where no arguments are.
func (s *Scope) runtime(name string) (Var, bool) {
	for ; s != nil; s = s.outer {
		if s.Name == name && (s.Origin == FromEnv || s.Origin == FromImage) {
			return s.Var, true
		}
	}
	return Var{}, false
}

// spelling is the variable of the scope that a shell means by name which ignores
// the case.
func (s *Scope) spelling(name string) string {
	if _, ok := s.Lookup(name); ok {
		return name
	}
	for ; s != nil; s = s.outer {
		if strings.EqualFold(s.Name, name) {
			return s.Name
		}
	}
	return name
}

// triggered is a variable that the triggers of st above item end declare for the
// stage in which they will run.
func (f *File) triggered(st *Stage, end int, name string) (Var, bool) {
	for n := end - 1; st != nil && n > st.First; n-- {
		in := f.Items.At(n).Trigger
		if in == nil || in.Kind() != command.Env && in.Kind() != command.Arg {
			continue
		}
		p := slices.IndexFunc(in.Pairs, func(p syntax.Pair) bool { return p.Key.Value == name })
		if p < 0 {
			continue
		}
		v := Var{Name: name, Value: in.Pairs[p].Value.Value, Set: in.Pairs[p].HasValue, In: in, Pair: p, Step: n - st.First, Facts: st.Facts}
		if in.Kind() == command.Arg {
			v.Origin = FromArg
		}
		return v, true
	}
	return Var{}, false
}

// declaration is the item in which a variable is declared that a mention in item i
// sees, and the instruction there, which is the trigger of an ONBUILD. It is false
// for variables that BuildKit defines.
func (f *File) declaration(i int, v Var) (item int, in *syntax.Instruction, ok bool) {
	if v.In == nil {
		return 0, nil, false
	}
	if v.Facts == nil {
		return v.Step, v.In, v.Step < f.first
	}
	st := f.StageOf(i)
	for st != nil && st.Facts != v.Facts {
		st = f.baseOf(st)
	}
	if st == nil {
		return 0, nil, false
	}
	if n := st.First + v.Step; n < st.End && effective(f.Items.At(n).Instruction) == v.In {
		return n, v.In, true
	}
	if base := f.baseOf(st); base != nil { // a trigger that ran behind the FROM
		for n := base.First; n < base.End; n++ {
			if f.Items.At(n).Trigger == v.In {
				return n, v.In, true
			}
		}
	}
	return 0, nil, false
}

func (f *File) baseOf(st *Stage) *Stage {
	if st.Base < 0 {
		return nil
	}
	return &f.Stages[st.Base]
}

// connected are the scopes in which name means one and the same variable, for an
// editor: the stages that hand it on to one another by FROM, and the global scope
// where a stage takes it over with an ARG without a default. An ENV that overrides
// an ARG, or what a base stage set, does not part them: whoever renames the one
// means the other too.
func (f *File) connected(scope int, name string) map[int]bool {
	found := map[int]bool{}
	queue := []int{scope}
	for ; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		if found[at] {
			continue
		}
		found[at] = true
		for i := range f.Stages {
			st := &f.Stages[i]
			switch {
			case at == globalScope && f.takesOver(st, name):
				queue = append(queue, i)
			case at == i && f.takesOver(st, name):
				queue = append(queue, globalScope)
			}
			if st.Base >= 0 && (at == i || at == st.Base) && f.handsOn(&f.Stages[st.Base], name) {
				queue = append(queue, i, st.Base)
			}
		}
	}
	return found
}

// takesOver tells whether a stage has an ARG without a default for a global
// argument, or one that BuildKit defines.
func (f *File) takesOver(st *Stage, name string) bool {
	if _, predefined := reference.Predefined(name); !predefined && !slices.Contains(f.Globals.Declared, name) {
		return false
	}
	return f.Items.Slice(st.First, st.End).Any(func(it syntax.Item) bool { return bareArg(effective(it.Instruction), name) })
}

// bareArg tells whether in declares an argument without a default.
func bareArg(in *syntax.Instruction, name string) bool {
	return in.Kind() == command.Arg && slices.ContainsFunc(in.Pairs, func(p syntax.Pair) bool {
		return p.Key.Value == name && !p.HasValue
	})
}

// handsOn tells whether stages built on st see a variable of that name.
func (f *File) handsOn(st *Stage, name string) bool {
	if v, ok := st.After.Vars.Lookup(name); ok && v.In != nil {
		return true
	}
	_, ok := f.triggered(st, st.End, name)
	return ok
}
