package analysis

import (
	"maps"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/analysis/syntax"
)

// Origin is where a variable comes from.
type Origin int

// The origins of variables.
const (
	FromEnv        Origin = iota // ENV
	FromArg                      // ARG in a stage
	FromGlobalArg                // ARG before the first FROM
	FromPredefined               // set by BuildKit, such as TARGETARCH
	FromImage                    // every image has it: PATH
)

// Var is a variable where an instruction sets or declares it.
type Var struct {
	Name string
	// Value is what BuildKit reckons where no --build-arg is given. Set is false
	// for ARG NAME without a default: the name is declared, and holds nothing.
	Value string
	Set   bool
	Origin
	// In is the instruction and Pair the word in it that declares the variable,
	// nil for a predefined one. Facts are those of its stage, nil before the
	// first FROM.
	In    *syntax.Instruction
	Pair  int
	Step  int // of In among the instructions of its stage
	Facts *Facts
}

// Scope is the variables in force at a place, the newest first. nil is empty.
type Scope struct {
	Var
	outer *Scope
}

// Lookup is the variable that a use of name means: the newest that has a value,
// or else the newest that declares the name.
func (s *Scope) Lookup(name string) (Var, bool) {
	var declared *Scope
	for ; s != nil; s = s.outer {
		if s.Name == name && s.Set {
			return s.Var, true
		}
		if s.Name == name && declared == nil {
			declared = s
		}
	}
	if declared != nil {
		return declared.Var, true
	}
	return Var{}, false
}

// All are the variables that Lookup can find, by name.
func (s *Scope) All() []Var {
	found := map[string]Var{}
	for ; s != nil; s = s.outer {
		if v, ok := found[s.Name]; !ok || !v.Set && s.Set {
			found[s.Name] = s.Var
		}
	}
	return slices.SortedFunc(maps.Values(found), func(a, b Var) int { return strings.Compare(a.Name, b.Name) })
}

// mostKnown is how many names are compared with one that nothing sets. With all of
// thousands every such name would cost as much as the file is long.
const mostKnown = 256

// newest are names that have a value, in the order in which they got it, as in
// BuildKit's llb.EnvList: of two equally near names it suggests the first. Of
// thousands they are the newest.
func (s *Scope) newest() []string {
	const mostLooked = 4096
	var names []string
	seen := map[string]bool{}
	for looked := 0; s != nil && len(names) < mostKnown && looked < mostLooked; s, looked = s.outer, looked+1 {
		if s.Set && !seen[s.Name] {
			seen[s.Name] = true
			names = append(names, s.Name)
		}
	}
	slices.Reverse(names)
	return names
}

// env is the environment while a stage is reckoned, as BuildKit's lexer wants
// it. It holds what Scope holds, but finds it at once.
type env struct {
	own   map[string]binding
	outer []map[string]binding // of the stages below, which are done; the last counts first
	scope *Scope
}

// binding is what a name means.
type binding struct {
	value    string
	set      bool
	declared bool // by an ARG
}

func newEnv() *env { return &env{own: map[string]binding{}} }

// clone is a copy for a stage that starts from this one, whose own bindings change no
// more. Of a chain of stages each map is at least twice as large as the next, so that
// neither looking something up nor a stage more costs as much as the chain is long.
func (e *env) clone() *env {
	c := newEnv()
	c.scope, c.outer = e.scope, slices.Clip(e.outer)
	top := e.own
	for n := len(c.outer); n > 0 && len(c.outer[n-1]) < 2*len(top); n = len(c.outer) {
		below := maps.Clone(c.outer[n-1])
		maps.Copy(below, top)
		top, c.outer = below, slices.Clip(c.outer[:n-1])
	}
	if len(top) > 0 {
		c.outer = append(c.outer, top)
	}
	return c
}

func (e *env) find(name string) binding {
	b, ok := e.own[name]
	for n := len(e.outer) - 1; !ok && n >= 0; n-- {
		b, ok = e.outer[n][name]
	}
	return b
}

// Get and Keys make it a shell.EnvGetter.
func (e *env) Get(name string) (string, bool) {
	b := e.find(name)
	return b.value, b.set
}

// Keys are the names that have a value, the newest of thousands.
func (e *env) Keys() []string { return e.scope.newest() }

func (e *env) add(v Var) {
	b := e.find(v.Name)
	if v.Set {
		b.value, b.set = v.Value, true
	}
	b.declared = b.declared || v.Origin == FromArg
	e.own[v.Name] = b
	e.scope = &Scope{Var: v, outer: e.scope}
}
