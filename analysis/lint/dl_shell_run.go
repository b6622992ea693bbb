package lint

import (
	"iter"
	"path"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// runStep is a RUN of a stage, or one behind ONBUILD, and what it runs.
type runStep struct {
	facts    *analysis.Facts
	step     int // counts from the FROM
	in       *syntax.Instruction
	before   *analysis.State
	scripts  []analysis.Script // without the text of shells that nobody can follow
	commands []runCommand
	mounts   []*instructions.Mount
}

// runCommand is a simple command of a RUN.
type runCommand struct {
	shell.Command
	program []shell.Word     // what runs in the end: see shell.Command.Program
	call    call             // of the package manager that it is; its manager is nil for others
	script  *analysis.Script // nil for the exec form, whose spans are the instruction's
}

type runStepsKey struct{}

// runSteps are the RUN instructions of a stage.
func runSteps(st *analysis.Facts) []*runStep {
	return st.Memo(runStepsKey{}, func() any {
		var runs []*runStep
		for n, s := range st.Steps {
			in := effective(s.In)
			if c, ok := in.Command.(*instructions.RunCommand); ok && s.Command != nil {
				if expanded, ok := s.Command.(*instructions.RunCommand); ok {
					c = expanded
				}
				runs = append(runs, newRunStep(st, n, c))
			}
		}
		return runs
	}).([]*runStep)
}

func newRunStep(st *analysis.Facts, n int, c *instructions.RunCommand) *runStep {
	s, after := underPragma(st, n)
	r := &runStep{facts: st, step: n, in: s.In, before: s.Before, mounts: instructions.GetMounts(c)}
	if s.In.Trigger != nil {
		r.before = after
	}
	if !r.windows() {
		r.scripts = scriptsOf(st, s, after)
	}
	key := runCommandsKey{shell.KindOf(r.before.Shell), len(r.before.Shell) == 0, st.OS, r.windows()}
	r.commands = s.In.Memo(key, func() any { return readCommands(s.In, r.scripts) }).([]runCommand)
	r.scripts = slices.DeleteFunc(r.scripts, func(s analysis.Script) bool { return !s.Complete })
	return r
}

// windows tells that the image may be one of Windows after all, which its name
// does not tell for sure, so that nobody knows what reads the text.
func (r *runStep) windows() bool {
	return len(r.before.Shell) == 0 && (r.in.Escape == '`' || strings.Contains(strings.ToLower(r.facts.Root()), "windows"))
}

// effective is the instruction that does something: behind ONBUILD the trigger.
func effective(in *syntax.Instruction) *syntax.Instruction {
	if in.Trigger != nil {
		return in.Trigger
	}
	return in
}

// scriptsOf are the scripts of a step in a stage that ends with after, with spans that count in the instruction.
func scriptsOf(st *analysis.Facts, s analysis.Step, after *analysis.State) []analysis.Script {
	alone := analysis.File{
		File:   &syntax.File{Items: syntax.ItemsOf(syntax.Item{Instruction: s.In})},
		Stages: []analysis.Stage{{Facts: &analysis.Facts{OS: st.OS, Steps: []analysis.Step{s}, After: after}}},
	}
	return alone.Scripts(0)
}

// runCommandsKey is all that the commands of an instruction depend on besides its
// text.
type runCommandsKey struct {
	kind     shell.Kind
	standard bool // no SHELL is in force
	os       string
	windows  bool
}

// readCommands are the commands of the scripts that could be read whole, or the
// one command of an exec form that starts no shell.
func readCommands(in *syntax.Instruction, scripts []analysis.Script) []runCommand {
	var list []runCommand
	for i := range scripts {
		s := scripts[i]
		if !s.Complete {
			continue
		}
		for _, c := range s.Commands() {
			if len(c.Words) > 0 {
				list = append(list, newRunCommand(c, &s))
			}
		}
	}
	in = effective(in)
	if in.JSON && len(scripts) == 0 && len(in.Args) > 0 && in.Kind() == command.Run {
		var c shell.Command
		for _, w := range in.Args {
			c.Words = append(c.Words, shell.Word{Span: w.Span, Raw: w.Value, Value: w.Value, Static: true})
		}
		c.Name = c.Words[0].Value
		c.Span = text.Span{Start: c.Words[0].Start, End: c.Words[len(c.Words)-1].End}
		list = append(list, newRunCommand(c, nil))
	}
	return list
}

func newRunCommand(c shell.Command, s *analysis.Script) runCommand {
	r := runCommand{Command: c, program: c.Program(), script: s}
	r.call, _ = readCall(r.program)
	return r
}

// name is the name of the program that runs in the end, without its folder.
func (c *runCommand) name() string {
	if len(c.program) == 0 || !c.program[0].Static {
		return ""
	}
	return path.Base(c.program[0].Value)
}

// place is where s, a span of the command's text, stands in the instruction.
func (c *runCommand) place(s text.Span) text.Span {
	if c.script == nil {
		return s
	}
	return c.script.Span(s)
}

// insert puts one word behind another of the command.
func (c *runCommand) insert(behind shell.Word, word string) text.Edit {
	at := c.place(behind.Span).End
	added := " " + word
	if c.script == nil {
		added = `, "` + word + `"`
	}
	return text.Edit{Span: text.Span{Start: at, End: at}, New: added}
}

// replace puts another word in the place of one. It is false where that is not
// written as plainly as it reads.
func (c *runCommand) replace(w shell.Word, word string) (text.Edit, bool) {
	at := c.place(w.Span)
	if c.script == nil {
		at = text.Span{Start: at.Start + 1, End: at.End - 1}
	}
	return text.Edit{Span: at, New: word}, w.Raw == w.Value && at.Len() == len(w.Raw)
}

// calls yields the calls of the managers in a list parted by blanks that do one
// of the given things.
func (r *runStep) calls(names string, does ...pkgAction) iter.Seq2[*runCommand, *call] {
	return func(yield func(*runCommand, *call) bool) {
		for i := range r.commands {
			c := &r.commands[i]
			if c.call.manager != nil && listed(names, c.call.Name) && slices.Contains(does, c.call.Does) && !yield(c, &c.call) {
				return
			}
		}
	}
}

// note is what a check says about a place in the run.
func (r *runStep) note(at text.Span, message string, fix *Fix) Note {
	return Note{Step: r.step, Span: at, Message: message, Fix: fix}
}

// mounted tells whether a cache or a tmpfs is mounted over one of the directories,
// so that what is written there stays out of the image. "~" is any home directory.
func (r *runStep) mounted(dirs ...string) bool {
	for _, m := range r.mounts {
		if m.Type != instructions.MountTypeCache && m.Type != instructions.MountTypeTmpfs {
			continue
		}
		target := path.Clean(m.Target)
		if !path.IsAbs(target) {
			target = path.Join("/", r.before.Workdir, target)
		}
		if slices.ContainsFunc(dirs, func(dir string) bool { return covers(target, dir) }) {
			return true
		}
	}
	return false
}

// covers tells whether dir is target or within it. Whose home "~" is nobody
// knows: the rest of the path decides.
func covers(target, dir string) bool {
	if rest, ok := strings.CutPrefix(dir, "~"); ok {
		for ; rest != "/" && rest != "."; rest = path.Dir(rest) {
			if strings.HasSuffix(target, rest) {
				return true
			}
		}
		return target == "/root" || path.Dir(target) == "/home"
	}
	return target == dir || strings.HasPrefix(dir, target+"/")
}

// mentions tells whether a word of the run speaks of one of the directories, as in
// "rm -rf /var/lib/apt/lists/*", or a removal of one that holds it.
func (r *runStep) mentions(dirs ...string) bool {
	for i := range r.commands {
		c := &r.commands[i]
		removal := c.name() == "rm" || c.name() == "find"
		for _, w := range c.Words {
			raw := unquote.Replace(w.Raw)
			parent := strings.TrimRight(raw, "/*")
			if slices.ContainsFunc(dirs, func(dir string) bool {
				return strings.Contains(raw, strings.TrimPrefix(dir, "~")) || removal && parent != "" && covers(parent, dir)
			}) {
				return true
			}
		}
	}
	return false
}

var unquote = strings.NewReplacer(`"`, "", `'`, "", `\`, "")

// helped tells whether the run starts some script of its own that cleans up, by
// its name.
func (r *runStep) helped() bool {
	return slices.ContainsFunc(r.commands, func(c runCommand) bool {
		return strings.Contains(strings.ToLower(c.name()), "clean")
	})
}

// env is the value of an environment variable for a command; known is false where
// nothing sets it. Of what the base image or a script sets the value is "".
func (r *runStep) env(c *runCommand, name string) (value string, known bool) {
	for _, a := range c.Env {
		if a.Name == name {
			return "", true
		}
	}
	for _, s := range r.scripts {
		for _, a := range s.Assignments() {
			if a.Name == name && !a.Temporary {
				return "", true
			}
		}
	}
	if v, ok := r.before.Vars.Lookup(name); ok && v.Set {
		return v.Value, true
	}
	return "", r.facts.Inherits(name)
}

// configured tells whether this run or an earlier one of the stage, or a document
// that COPY writes, has one of the texts in it: a setting of a program that makes
// an option needless.
func (r *runStep) configured(texts ...string) bool {
	return slices.ContainsFunc(texts, func(t string) bool { return firstWith(r.facts, configuredKey(t)) <= r.step })
}

type configuredKey string

// firstWith is the first step of the stage that has the text in it, or one that
// there is not.
func firstWith(st *analysis.Facts, text configuredKey) int {
	return st.Memo(text, func() any {
		for n, s := range st.Steps {
			if strings.Contains(s.In.Raw, string(text)) {
				return n
			}
		}
		return len(st.Steps)
	}).(int)
}

// perLayer is perRun for what stays in a layer.
func perLayer(check func(r *runStep, report Report)) func(*analysis.Facts, Report) {
	return perRun(func(r *runStep, report Report) {
		check(r, func(n Note) {
			n.Layer = true
			report(n)
		})
	})
}

// perRun makes a check of stages out of one of runs.
func perRun(check func(r *runStep, report Report)) func(*analysis.Facts, Report) {
	return func(st *analysis.Facts, report Report) {
		for _, r := range runSteps(st) {
			check(r, report)
		}
	}
}
