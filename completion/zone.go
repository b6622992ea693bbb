package completion

import (
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis/reference"
	"github.com/slipway-dev/slipway/analysis/shell"
)

// zone is a stretch of the place's line in which variables are put in, from the
// offset from on.
type zone struct {
	from   int
	escape byte // 0 for none
	// quotes group in it, and nothing is put in between single ones.
	quotes bool
	// shell is what puts the variables in, Unknown where it is BuildKit itself.
	shell shell.Kind
	// script is the shell's whole text, in which variables may be set.
	script string
	// commands tells that the shell's commands begin at from.
	commands bool
	// late tells that this happens when the image is used: ARG is forgotten then.
	late bool
}

// dockerZone is a word that BuildKit expands.
func (p *place) dockerZone(from int) zone {
	return zone{from: from, escape: p.in.Escape, quotes: true, late: p.trigger}
}

// expandedArguments are the instructions in whose arguments BuildKit puts
// variables: see the Expand methods in its instructions/commands.go.
var expandedArguments = []string{
	command.Add, command.Arg, command.Copy, command.Env, command.Expose, command.Label,
	command.StopSignal, command.User, command.Volume, command.Workdir,
}

// argumentZone is the zone of the arguments.
func (p *place) argumentZone() (zone, bool) {
	switch p.kind {
	case command.From:
		_, before := p.argument()
		return p.dockerZone(p.rest), before == 0
	case command.Run:
		return p.shellZone(p.rest)
	case command.Cmd, command.Entrypoint:
		return p.lateZone(p.rest)
	case command.Healthcheck:
		if cmd := min(p.rest+len(command.Cmd), len(p.line)); strings.EqualFold(p.line[p.rest:cmd], command.Cmd) {
			return p.lateZone(p.skip(cmd))
		}
		return zone{}, false
	}
	return p.dockerZone(p.rest), slices.Contains(expandedArguments, p.kind)
}

// lateZone is text for the shell of a container that runs.
func (p *place) lateZone(from int) (zone, bool) {
	z, ok := p.shellZone(from)
	z.late = true
	return z, ok
}

// shellZone is text for the stage's shell. JSON arrays are put in as they are.
func (p *place) shellZone(from int) (zone, bool) {
	text := p.line[min(from, len(p.line)):]
	json := p.in.JSON || p.trigger && p.in.Trigger != nil && p.in.Trigger.JSON
	if json || strings.HasPrefix(text, `["`) || strings.TrimSpace(text) == "[" {
		return zone{}, false
	}
	z, ok := p.scriptZone(from, text, p.shell())
	z.commands = true
	return z, ok
}

func (p *place) scriptZone(from int, script string, kind shell.Kind) (zone, bool) {
	z := zone{from: from, escape: '\\', quotes: true, shell: kind, script: script, late: p.trigger}
	if kind == shell.PowerShell {
		z.escape = '`'
	}
	return z, p.cur >= from && (kind.POSIXLike() || kind == shell.PowerShell)
}

// shell is the kind of the shell that runs at the cursor.
func (p *place) shell() shell.Kind {
	st, step := p.stage(), p.file.Step(p.index)
	switch {
	case st == nil:
		return shell.Unknown
	case len(step.Before.Shell) > 0:
		return shell.KindOf(step.Before.Shell)
	case st.OS == "windows":
		return shell.Cmd
	}
	return shell.POSIX
}

// heredoc adds variables and commands in the lines of a heredoc.
func (p *place) heredoc() {
	p.readHeadOf()
	if z, ok := p.documentZone(); ok && !p.variable(z) {
		p.words(z)
	}
}

// readHeadOf finds the instruction that the heredoc belongs to.
func (p *place) readHeadOf() {
	in := p.in
	if in.Trigger != nil {
		in, p.trigger = in.Trigger, true
	}
	p.kind = in.Kind()
}

func (p *place) documentZone() (zone, bool) {
	from := p.document.Body.Start
	body := p.line[from:]
	if p.kind != command.Run {
		// Quotes mean nothing there, and the escape character is always "\".
		return zone{from: from, escape: '\\', late: p.trigger}, p.document.Expand
	}
	if p.isScript() {
		kind := p.shell()
		if argv, ok := shell.Shebang(body); ok {
			kind = shell.KindOf(argv)
		}
		z, ok := p.scriptZone(from, body, kind)
		z.commands = true
		return z, ok
	}
	z, ok := p.scriptZone(from, "", p.shell())
	z.quotes = false
	return z, ok && p.document.Expand
}

// isScript tells whether the heredoc is all there is to run, and not the input of
// a command.
func (p *place) isScript() bool {
	rest := p.in.Rest.Value
	if p.trigger {
		rest = p.in.Trigger.Rest.Value
	}
	return len(p.in.Heredocs) == 1 && strings.TrimSpace(rest) == p.document.Op.Value
}

// live tells whether a "$" at the offset dollar is one that starts a variable: not
// escaped, not between single quotes, not in a comment.
func (z zone) live(line string, dollar int) bool {
	var quote byte
	i := z.from
	for ; i < dollar; i++ {
		switch c := line[i]; {
		case c == z.escape && quote != '\'':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case !z.quotes:
		case c == '"' || c == '\'':
			quote = c
		case c == '#' && z.shell != shell.Unknown && (i == z.from || strings.IndexByte(" \t\n;&|(", line[i-1]) >= 0):
			for i < dollar && line[i] != '\n' {
				i++
			}
			if i == dollar {
				return false
			}
		}
	}
	return i == dollar && quote != '\''
}

// modifiers are the operators that the zone knows behind a name.
func (z zone) modifiers() []reference.Topic {
	all := reference.Modifiers()
	if z.shell != shell.POSIX {
		return all
	}
	// dash and others that may stand behind the name sh do not know "/".
	return slices.DeleteFunc(slices.Clone(all), func(t reference.Topic) bool { return t.Name[0] == '/' })
}
