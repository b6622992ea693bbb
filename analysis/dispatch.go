package analysis

import (
	"maps"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/shell"
	"github.com/moby/buildkit/util/system"

	"github.com/slipway-dev/slipway/analysis/reference"
	"github.com/slipway-dev/slipway/analysis/syntax"
)

// Facts are what is known of a stage, whatever its place in the file.
type Facts struct {
	// Name is the stage's name in lower case, or "".
	Name string
	// Image is the base after its variables were put in: an image, a stage's name
	// or "scratch". Platform is the same of --platform.
	Image, Platform Expanded
	// OS of the stage: "linux", or "windows" where base or platform say so.
	OS string
	// Triggers are the ONBUILD instructions of a base stage of this file, which
	// run right behind the FROM.
	Triggers []Step
	// Steps are the stage's instructions in order, the FROM first.
	Steps []Step
	// After is what is in force at the end.
	After *State

	cause cause
	root  string // see Root
	env   *env   // at the end, for stages that start from this one
	memo  syntax.Memo
}

// Memo keeps what package lint and others found out about the stage; see
// syntax.Memo.
func (f *Facts) Memo(key any, find func() any) any { return f.memo.Do(key, find) }

// Expanded is a word of FROM after its variables were put in.
type Expanded struct {
	Result             string
	Matched, Unmatched []string // names of variables, sorted
	Err                error
}

// Variable tells whether the word uses variables at all.
func (e Expanded) Variable() bool { return len(e.Matched)+len(e.Unmatched) > 0 }

// State is what is in force at a place in a stage.
type State struct {
	Vars *Scope
	// Shell is that of the last SHELL, or nil: then it is the OS's own.
	Shell []string
	// Workdir is the working directory, "" where only the base image knows it.
	// WorkdirSet tells that a WORKDIR stands in this file.
	Workdir    string
	WorkdirSet bool
	User       string
}

// Step is one instruction as it runs in its stage.
type Step struct {
	In *syntax.Instruction
	// Before is what is in force where it runs.
	Before *State
	// Command is BuildKit's command with its variables put in, nil where the
	// instruction has an error. Never change it.
	Command any
	// Unset are the variables it uses that nothing in the file defines, sorted.
	Unset []string
	// Open tells that it uses an ARG that has no value unless the build gives one.
	Open bool
	// Err is why BuildKit cannot put the variables in.
	Err error

	known *Scope // where the last of Unset was looked for
}

// Known are the names that have a value where the last of Unset was looked for, for
// «did you mean»: of thousands the newest.
func (s *Step) Known() []string { return s.known.newest() }

// cause is all that the facts of a stage depend on.
type cause struct {
	instructions []syntax.Item
	base         *Facts
	globals      *Globals
}

// expandFrom puts the global arguments into the base of a FROM, also of one that
// BuildKit refuses: what follows is to be judged by its base even while somebody
// types there.
func expandFrom(in *syntax.Instruction, g *Globals) Expanded {
	if len(in.Args) == 0 {
		return Expanded{}
	}
	return expand(in.Args[0].Value, shell.NewLex(rune(in.Escape)), g.env)
}

func expand(word string, lex *shell.Lex, e *env) Expanded {
	if !strings.ContainsAny(word, "$'\"\\`") {
		return Expanded{Result: word}
	}
	res, err := fill(lex, word, e)
	return Expanded{res.Result, slices.Sorted(maps.Keys(res.Matched)), slices.Sorted(maps.Keys(res.Unmatched)), err}
}

func stageName(in *syntax.Instruction) string {
	if st, ok := in.Command.(*instructions.Stage); ok {
		return st.Name
	}
	return ""
}

// dispatcher reckons one stage, as dispatch in BuildKit's
// dockerfile2llb/convert.go does.
type dispatcher struct {
	facts *Facts
	state *State
	env   *env
	lex   *shell.Lex
}

func newFacts(c cause, image Expanded, escape byte) *Facts {
	from := c.instructions[0].Instruction
	f := &Facts{Name: stageName(from), Image: image, cause: c, root: image.Result}
	d := &dispatcher{facts: f, lex: shell.NewLex(rune(escape))}
	if st, ok := from.Command.(*instructions.Stage); ok {
		f.Platform = expand(st.Platform, d.lex, c.globals.env)
	}
	f.OS = osOf(f.Image.Result, f.Platform.Result, c.base)
	if c.base != nil {
		f.root, d.env = c.base.root, c.base.env.clone()
		after := *c.base.After
		d.state = &after
	} else {
		d.env = newEnv()
		if f.OS != "windows" { // there BuildKit leaves it to the OS
			d.env.add(Var{Name: "PATH", Value: system.DefaultPathEnv(f.OS), Set: true, Origin: FromImage})
		}
		d.state = &State{Vars: d.env.scope}
	}
	f.Steps = make([]Step, 0, len(c.instructions))
	f.Steps = append(f.Steps, Step{In: from, Before: d.state, Command: from.Command, Err: image.Err})
	if c.base != nil {
		for _, s := range c.base.Steps {
			if _, ok := s.Command.(*instructions.OnbuildCommand); ok && s.In.Trigger != nil && s.In.Trigger.Command != nil {
				f.Triggers = append(f.Triggers, d.step(s.In.Trigger, len(f.Steps)))
			}
		}
	}
	for _, it := range c.instructions[1:] {
		f.Steps = append(f.Steps, d.step(it.Instruction, len(f.Steps)))
	}
	f.After, f.env = d.state, d.env
	return f
}

// osOf is the operating system of a stage. An image's own configuration would
// tell; without it the names of Microsoft's Windows images do.
func osOf(image, platform string, base *Facts) string {
	if base != nil {
		return base.OS
	}
	if WindowsImage(image) || strings.HasPrefix(strings.ToLower(platform), "windows") {
		return "windows"
	}
	return "linux"
}

// WindowsImage tells by its name whether an image is one of Windows.
func WindowsImage(image string) bool {
	image = strings.ToLower(image)
	for _, part := range []string{"mcr.microsoft.com/windows", "microsoft/windowsservercore", "microsoft/nanoserver", "windowsservercore", "nanoserver", "servercore"} {
		if strings.Contains(image, part) {
			return true
		}
	}
	return false
}

// step runs an instruction, the nth of its stage.
func (d *dispatcher) step(in *syntax.Instruction, n int) Step {
	s := Step{In: in, Before: d.state}
	if in.Command == nil {
		return s
	}
	if _, ok := in.Command.(*instructions.ArgCommand); ok {
		s.Command = in.Command
		d.arg(&s, n)
	} else {
		d.expand(&s)
		d.effect(&s, n)
	}
	s.Open = slices.ContainsFunc(in.Expansions, func(e syntax.Expansion) bool {
		b := d.env.find(e.Name.Value)
		return b.declared && !b.set
	})
	if len(s.Unset) > 0 {
		slices.Sort(s.Unset)
		s.Unset = slices.Compact(s.Unset)
	}
	return s
}

// effect is what a command changes for those behind it.
func (d *dispatcher) effect(s *Step, n int) {
	switch c := s.Command.(type) {
	case *instructions.EnvCommand:
		for i, kv := range c.Env {
			d.env.add(Var{Name: kv.Key, Value: kv.Value, Set: true, Origin: FromEnv, In: s.In, Pair: i, Step: n, Facts: d.facts})
		}
		d.change(func(st *State) { st.Vars = d.env.scope })
	case *instructions.WorkdirCommand:
		wd, err := system.NormalizeWorkdir(d.state.Workdir, c.Path, d.facts.OS)
		if err != nil {
			s.Err = err
			wd = d.state.Workdir
		}
		d.change(func(st *State) { st.Workdir, st.WorkdirSet = wd, true })
	case *instructions.ShellCommand:
		d.change(func(st *State) { st.Shell = c.Shell })
	case *instructions.UserCommand:
		d.change(func(st *State) { st.User = c.User })
	}
}

// change makes a new State, because the old one belongs to the steps before.
func (d *dispatcher) change(set func(*State)) {
	st := *d.state
	set(&st)
	d.state = &st
}

// arg runs ARG: dispatchArg. Each argument sees those before it, on the same line
// too.
func (d *dispatcher) arg(s *Step, n int) {
	for i, a := range s.Command.(*instructions.ArgCommand).Args {
		v := Var{Name: a.Key, Origin: FromArg, In: s.In, Pair: i, Step: n, Facts: d.facts}
		if a.Value == nil {
			if value, ok := d.facts.cause.globals.env.Get(a.Key); ok {
				v.Value, v.Set = value, true
			}
		} else {
			value, err := d.word(s, *a.Value)
			if err != nil {
				s.Err = err
				break
			}
			v.Value, v.Set = value, true
		}
		if nonEnvArgs[v.Name] {
			v.Set = false
		}
		d.env.add(v)
	}
	d.change(func(st *State) { st.Vars = d.env.scope })
}

// nonEnvArgs are arguments that BuildKit reads itself and never puts into the
// environment.
var nonEnvArgs = map[string]bool{"BUILDKIT_SBOM_SCAN_CONTEXT": true, "BUILDKIT_SBOM_SCAN_STAGE": true}

// word puts variables into a word and notes those that nothing defines.
func (d *dispatcher) word(s *Step, word string) (string, error) {
	return d.wordWith(d.lex, s, word)
}

func (d *dispatcher) wordWith(lex *shell.Lex, s *Step, word string) (string, error) {
	res, err := fill(lex, word, d.env)
	for name := range res.Unmatched {
		if !d.env.find(name).declared && !nonEnvArgs[name] {
			s.Unset = append(s.Unset, name)
			s.known = d.env.scope
		}
	}
	return res.Result, err
}

// Globals are what the stage's FROM could use.
func (f *Facts) Globals() *Globals { return f.cause.globals }

// Lead are the comments above the nth step.
func (f *Facts) Lead(n int) []string { return f.cause.instructions[n].Lead }

// Root is the image that the stage starts from in the end, through all stages in
// between.
func (f *Facts) Root() string { return f.root }

// Base are the facts of the stage that this one is built on, nil where that is an
// image.
func (f *Facts) Base() *Facts { return f.cause.base }

// External tells that the stage starts from an image, not from another stage.
func (f *Facts) External() bool { return f.cause.base == nil }

// Inherits tells whether the image that the stage starts from in the end is known
// to set a variable.
func (f *Facts) Inherits(name string) bool {
	return slices.Contains(reference.BaseEnv(f.Root()), name)
}
