package refactor

import (
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/reference"
	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// commandLine is the command of RUN, CMD, ENTRYPOINT or HEALTHCHECK CMD as the
// image or the build gets it: the words of the exec form, or one text for a shell.
func commandLine(in *syntax.Instruction) (args []string, script, ok bool) {
	switch c := in.Command.(type) {
	case *instructions.RunCommand:
		return c.CmdLine, c.PrependShell, true
	case *instructions.CmdCommand:
		return c.CmdLine, c.PrependShell, true
	case *instructions.EntrypointCommand:
		return c.CmdLine, c.PrependShell, true
	case *instructions.HealthCheckCommand:
		if test := c.Health.Test; len(test) > 1 {
			return test[1:], test[0] == "CMD-SHELL", true
		}
	}
	return nil, false, false
}

// commandAfter is the command line that BuildKit would read after edits. It is not
// ok where anything else of the instruction changes.
func (p place) commandAfter(edits []text.Edit) (args []string, script, ok bool) {
	in := p.becomes(edits)
	if in == nil || acting(in).Node == nil || !slices.Equal(p.acting().Node.Flags, acting(in).Node.Flags) {
		return nil, false, false
	}
	return commandLine(acting(in))
}

// argument is the place of the command in the logical line: all behind the flags,
// or behind the CMD of HEALTHCHECK.
func (p place) argument() (start, end int) {
	in := p.acting()
	start, end = in.Line.Offset(in.Rest.Start), in.Line.Offset(in.Rest.Start)+len(in.Rest.Value)
	if in.Kind() == command.Healthcheck && len(in.Args) > 0 {
		start = in.Line.Offset(in.Args[0].Start) + len(in.Args[0].Value)
		start = end - len(strings.TrimLeft(in.Line.Text[start:end], " \t"))
	}
	return start, end
}

// The shells that BuildKit takes where no SHELL names one, and PowerShell, which
// many Windows images name.
var (
	sh         = []string{"/bin/sh", "-c"}
	cmdExe     = []string{"cmd", "/S", "/C"}
	powershell = []string{"powershell", "-Command"}
)

// shells are those that may run the instruction's script: one, unless too little
// is known. HEALTHCHECK runs in the shell of the finished image, and a trigger
// starts with it.
func (p place) shells() [][]string {
	st := p.stage()
	state := p.step().Before
	if p.trigger() || p.acting().Kind() == command.Healthcheck {
		state = st.After
	}
	switch {
	case len(state.Shell) > 0:
		return [][]string{state.Shell}
	case st.OS == "windows" && strings.HasPrefix(st.Root(), "mcr.microsoft.com/windows/"):
		return [][]string{cmdExe}
	case st.OS == "windows":
		return [][]string{cmdExe, powershell}
	case p.Escape == '`', !p.linux():
		return [][]string{sh, cmdExe, powershell}
	}
	return [][]string{sh}
}

// linux tells whether the stage is one of Linux, and nothing in it looks as if its
// image, which only its configuration would tell for sure, were one for Windows.
func (p place) linux() bool {
	st := p.stage()
	root := strings.ToLower(st.Root())
	switch {
	case st.OS != "linux" || slices.ContainsFunc(windowsNames, func(part string) bool { return strings.Contains(root, part) }):
		return false
	case reference.SystemOf(root).Family != reference.UnknownFamily:
		return true
	case p.Escape == '`':
		return false
	}
	return !p.Items.Slice(st.First, st.End).Any(func(it syntax.Item) bool {
		return it.Memo(ofWindows{}, func() any {
			return slices.ContainsFunc(windowsWords, func(part string) bool { return strings.Contains(it.Raw, part) })
		}).(bool)
	})
}

// ofWindows is the key under which an instruction keeps whether it has one of
// windowsWords.
type ofWindows struct{}

// Parts of the names of images for Windows, and of instructions for it.
var (
	windowsNames = []string{"windows", "nanoserver", "servercore", "ltsc20", "chocolatey"}
	windowsWords = []string{`C:\`, "C:/", "choco install", "powershell -", "powershell.exe", "powershell.EXE"}
)

// startFile tells whether bash would read a file before it runs a script.
func (p place) startFile(argv []string) bool {
	if shell.KindOf(argv) != shell.Bash {
		return false
	}
	for _, state := range []*analysis.State{p.step().Before, p.stage().After} {
		if v, ok := state.Vars.Lookup("BASH_ENV"); ok && v.Value != "" {
			return true
		}
	}
	return false
}

// paired is the CMD that an ENTRYPOINT gets its arguments from, or the ENTRYPOINT
// that a CMD gives its words to, where this file has one. A CMD of a base stage is
// forgotten where a stage has an ENTRYPOINT of its own.
func (p place) paired() bool {
	switch p.acting().Kind() {
	case command.Cmd:
		for st := p.stage(); ; st = &p.Stages[st.Base] {
			if p.has(st, command.Entrypoint) {
				return true
			}
			if st.Base < 0 {
				return false
			}
		}
	case command.Entrypoint:
		return slices.ContainsFunc(p.builtOn(p.stage().Index), func(n int) bool {
			return p.has(&p.Stages[n], command.Cmd)
		})
	}
	return false
}

// has tells whether a stage, or a trigger that it leaves behind, has an
// instruction of the kind.
func (p place) has(st *analysis.Stage, kind string) bool {
	return p.Items.Slice(st.First, st.End).Any(func(it syntax.Item) bool {
		return acting(it.Instruction).Kind() == kind
	})
}

// builtOn are a stage and all that start from it.
func (p place) builtOn(stage int) []int {
	stages := []int{stage}
	for _, st := range p.Stages[stage+1:] {
		if slices.Contains(stages, st.Base) {
			stages = append(stages, st.Index)
		}
	}
	return stages
}
