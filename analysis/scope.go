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

// env is the environment while a stage is reckoned, as BuildKit's lexer wants
// it. It holds what Scope holds, but finds it at once.
type env struct {
	values   map[string]string
	declared map[string]bool // ARG without a value
	names    []string
	scope    *Scope
}

func newEnv() *env {
	return &env{values: map[string]string{}, declared: map[string]bool{}}
}

// clone is a copy for a stage that starts from this one.
func (e *env) clone() *env {
	c := newEnv()
	for k, v := range e.values {
		c.values[k] = v
	}
	for k := range e.declared {
		c.declared[k] = true
	}
	c.names, c.scope = slices.Clone(e.names), e.scope
	return c
}

// Get and Keys make it a shell.EnvGetter.
func (e *env) Get(name string) (string, bool) { v, ok := e.values[name]; return v, ok }

// Keys are the names that have a value, in the order in which they got it, as in
// BuildKit's llb.EnvList: of two equally near names it suggests the first.
func (e *env) Keys() []string { return e.names }

func (e *env) add(v Var) {
	if v.Set {
		if _, ok := e.values[v.Name]; ok {
			e.names = slices.DeleteFunc(e.names, func(name string) bool { return name == v.Name })
		}
		e.names = append(e.names, v.Name)
		e.values[v.Name] = v.Value
	}
	if v.Origin == FromArg {
		e.declared[v.Name] = true
	}
	e.scope = &Scope{Var: v, outer: e.scope}
}
