package analysis

import (
	"slices"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/shell"

	"github.com/slipway-dev/slipway/analysis/syntax"
)

// Globals are the facts about what stands before the first FROM: the predefined
// arguments and the global ones, which FROM can use and which a stage gets by
// declaring them again.
type Globals struct {
	Scope *Scope
	// Declared are the names of all global arguments, also those without a value.
	Declared []string
	// Errs are the expansions that BuildKit refuses, by item.
	Errs map[int]error

	env          *env
	instructions []syntax.Item
	target       string
}

// TargetPlatform is the value of TARGETPLATFORM that is reckoned with.
const TargetPlatform = "linux/amd64"

// platformArgs are the platform arguments as on a build for Linux on x86-64:
// defaultArgs in BuildKit's dockerfile2llb/platform.go. Their values differ from
// build to build; that they have one does not.
var platformArgs = [...][2]string{
	{"BUILDPLATFORM", "linux/amd64"},
	{"BUILDOS", "linux"},
	{"BUILDOSVERSION", ""},
	{"BUILDARCH", "amd64"},
	{"BUILDVARIANT", ""},
	{"TARGETPLATFORM", TargetPlatform},
	{"TARGETOS", "linux"},
	{"TARGETOSVERSION", ""},
	{"TARGETARCH", "amd64"},
	{"TARGETVARIANT", ""},
}

// newGlobals reckons the items before the first FROM, as buildMetaArgs in
// BuildKit's dockerfile2llb/convert.go does, or finds that of old to be the same.
func newGlobals(items []syntax.Item, target string, escape byte, old *File) *Globals {
	if target == "" {
		target = "default"
	}
	if old != nil && old.Escape == escape && old.Globals.target == target && sameInstructions(old.Globals.instructions, items) {
		return old.Globals
	}
	g := &Globals{env: newEnv(), instructions: items, target: target}
	for _, p := range platformArgs {
		g.env.add(Var{Name: p[0], Value: p[1], Set: true, Origin: FromPredefined})
	}
	g.env.add(Var{Name: "TARGETSTAGE", Value: target, Set: true, Origin: FromPredefined})
	lex := shell.NewLex(rune(escape))
	for i, it := range items {
		if arg, ok := it.Command.(*instructions.ArgCommand); ok {
			g.declare(i, it.Instruction, arg, lex)
		}
	}
	g.Scope = g.env.scope
	return g
}

// Comments are those right above the instructions before the first FROM, in order.
func (g *Globals) Comments() []string {
	var list []string
	for _, it := range g.instructions {
		list = append(list, it.Lead...)
	}
	return list
}

// Known are the names that FROM may use, sorted; of thousands the newest. BuildKit
// takes them out of a map and of two equally near ones suggests either.
func (g *Globals) Known() []string {
	names := append(g.Scope.newest(), g.Declared[max(0, len(g.Declared)-mostKnown):]...)
	slices.Sort(names)
	return slices.Compact(names)
}

func (g *Globals) declare(i int, in *syntax.Instruction, arg *instructions.ArgCommand, lex *shell.Lex) {
	for n, a := range arg.Args {
		v := Var{Name: a.Key, Origin: FromGlobalArg, In: in, Pair: n, Step: i}
		if a.Value != nil {
			res, err := fill(lex, *a.Value, g.env)
			if err != nil {
				if g.Errs == nil {
					g.Errs = map[int]error{}
				}
				g.Errs[i] = err
				continue
			}
			v.Value, v.Set = res.Result, true
		}
		g.env.add(v)
		if !slices.Contains(g.Declared, a.Key) {
			g.Declared = append(g.Declared, a.Key)
		}
	}
}

// sameInstructions tells whether two runs of items hold the same instructions
// under the same comments, wherever they stand.
func sameInstructions(a, b []syntax.Item) bool {
	return slices.EqualFunc(a, b, func(a, b syntax.Item) bool {
		return a.Instruction == b.Instruction && (a.Above == b.Above || slices.Equal(a.Lead, b.Lead))
	})
}
