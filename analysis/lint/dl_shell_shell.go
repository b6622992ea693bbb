package lint

import (
	"slices"
	"strings"

	sh "mvdan.cc/sh/v3/syntax"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/text"
)

// shellRules are about the shell itself.
var shellRules = []*Rule{
	{
		Code: "DL4005", URL: hadolintPage("DL4005"), Category: Maintainability, Severity: Warning,
		Title: "Use SHELL to change the shell",
		Why: "A link from `/bin/sh` to another shell changes what each program in the image runs, and an upgrade of the package that owns " +
			"`/bin/sh` undoes it. `SHELL [\"/bin/bash\", \"-c\"]` says for the instructions behind it which shell reads them.",
		Bad:   "FROM debian:12\nRUN ln -sf /bin/bash /bin/sh\n",
		Good:  "FROM debian:12\nSHELL [\"/bin/bash\", \"-c\"]\n",
		Stage: perRun(linkedShell),
	},
	{
		Code: "DL4006", URL: hadolintPage("DL4006"), Category: Correctness, Severity: Warning,
		Title: "A pipe hides that a command fails",
		Why: "The exit status of `a | b` is that of `b`: in `curl https://… | tar xz` a failed download need not fail the build. With the option " +
			"`pipefail` the pipe fails when one of its commands does.\n\n" +
			"```dockerfile\nSHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\n```\n\n" +
			"sets it for all instructions behind; on Alpine it is `SHELL [\"/bin/ash\", \"-eo\", \"pipefail\", \"-c\"]`. The `sh` of Debian before " +
			"13 does not know it. Pipes out of commands that cannot fail, such as `echo`, in conditions, and before `||` are left alone; into `grep`, which fails where it is given nothing, they are information.",
		Bad:   "FROM debian:12\nRUN curl -fsSL https://example.com/a.tgz | tar xz\n",
		Good:  "FROM debian:12\nSHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\nRUN curl -fsSL https://example.com/a.tgz | tar xz\n",
		Stage: perRun(pipeWithoutPipefail),
	},
}

func linkedShell(r *runStep, report Report) {
	for i := range r.commands {
		c := &r.commands[i]
		last := c.Words[len(c.Words)-1]
		if c.name() == "ln" && len(c.program) > 2 && last.Value == "/bin/sh" {
			report(r.note(c.place(last.Span), "use SHELL to choose the shell of RUN instead of changing /bin/sh", nil))
			return
		}
	}
}

// pipeWithoutPipefail reports the first pipe that may hide a failure.
func pipeWithoutPipefail(r *runStep, report Report) {
	for i := range r.scripts {
		s := &r.scripts[i]
		if !strings.Contains(s.Src, "|") || slices.Contains(s.Argv, "pipefail") {
			continue
		}
		from := len(s.Src) // where pipefail is set
		for _, c := range r.commands {
			set := listed("set setopt", strings.ToLower(c.Name)) && slices.ContainsFunc(c.Words, func(w shell.Word) bool { return strings.EqualFold(w.Value, "pipefail") })
			if set && c.script.Src == s.Src {
				from = min(from, c.Start)
			}
		}
		for _, p := range pipes(s.Tree) {
			at := text.Span{Start: int(p.OpPos.Offset()), End: int(p.OpPos.Offset()) + len(p.Op.String())}
			if at.Start < from && r.mayFail(s, p) {
				n := r.note(s.Span(at), "a failure on the left of the pipe goes unnoticed; set pipefail with SHELL", pipefailFix(s))
				n.Soft = r.searches(s, p.Y)
				report(n)
				return
			}
		}
	}
}

// pipefailFix sets the option at the start of a script for a shell that surely
// has it. It is unsafe, because a pipe whose left side may fail fails then.
func pipefailFix(s *analysis.Script) *Fix {
	known := s.Kind == shell.Bash || s.Kind == shell.Ksh || s.Kind == shell.Zsh || len(s.Argv) > 0 && strings.HasSuffix(s.Argv[0], "/ash")
	if !known || s.Form != analysis.ScriptLine {
		return nil
	}
	at := s.Span(text.Span{})
	return &Fix{Title: "Set pipefail", Unsafe: true, Edits: []text.Edit{{Span: at, New: "set -o pipefail && "}}}
}

// pipes are, from left to right, the pipes whose status matters: not those before ||, behind !, in the
// background or in a substitution. Their conditions are left to mayFail.
func pipes(tree *sh.File) []*sh.BinaryCmd {
	var list []*sh.BinaryCmd
	excused := map[sh.Node]bool{}
	sh.Walk(tree, func(n sh.Node) bool {
		switch n := n.(type) {
		case *sh.CmdSubst, *sh.ProcSubst:
			return false
		case *sh.Stmt:
			return !n.Negated && !n.Background && !excused[n]
		case *sh.BinaryCmd:
			switch n.Op {
			case sh.OrStmt:
				excused[n.X] = true
			case sh.Pipe, sh.PipeAll:
				list = append(list, n)
			}
		}
		return true
	})
	slices.SortFunc(list, func(a, b *sh.BinaryCmd) int { return int(a.OpPos.Offset()) - int(b.OpPos.Offset()) })
	return list
}

// searches tells of the right side of a pipe that it is a grep, which fails where it is
// given nothing.
func (r *runStep) searches(s *analysis.Script, right *sh.Stmt) bool {
	return slices.ContainsFunc(r.commands, func(c runCommand) bool {
		return c.script != nil && c.script.Src == s.Src && c.Start == int(right.Pos().Offset()) && listed("grep egrep fgrep", c.name()) &&
			!readArguments(c.program[1:], grepValued, false).has("-v --invert-match -L --files-without-match")
	})
}

// grepValued are the options of grep that have a value in the next word.
const grepValued = "-e --regexp -f --file -m --max-count -A -B -C --after-context --before-context --context"

// unfailing are commands that fail only where their output is closed early, which
// with pipefail would be a failure for no reason.
const unfailing = "echo printf yes true : "

// mayFail tells whether a command on the left side of a pipe may fail in a way
// that matters: not where the pipe is part of a test.
func (r *runStep) mayFail(s *analysis.Script, p *sh.BinaryCmd) bool {
	start, end := int(p.X.Pos().Offset()), int(p.X.End().Offset())
	may := false
	for i := range r.commands {
		c := &r.commands[i]
		if c.script == nil || c.script.Src != s.Src || c.Start < start || c.End > end {
			continue
		}
		if c.In&shell.InCondition != 0 {
			return false
		}
		may = may || c.In&shell.InSubstitution == 0 && !listed(unfailing, c.Name)
	}
	return may
}
