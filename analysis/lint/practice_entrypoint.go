package lint

import (
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/text"
)

var entrypointRules = []*Rule{
	{
		Code: "CmdIgnoredByEntrypoint", Category: Correctness, Severity: Warning,
		URL:   "https://docs.docker.com/reference/dockerfile/#understand-how-cmd-and-entrypoint-interact",
		Title: "An ENTRYPOINT in shell form leaves CMD without effect",
		Why: "Docker runs `/bin/sh -c` with the text of the `ENTRYPOINT`, and what `CMD` or `docker run` say becomes arguments of that shell, which nothing reads. " +
			"Write the `ENTRYPOINT` as a JSON array: then `CMD` holds its default arguments.\n\n" +
			"Silent where the text uses `$@`, `$*`, `$0` or `$1`, which is where the arguments are.",
		Bad:   "FROM alpine:3.23\nENTRYPOINT ping localhost\nCMD [\"-c\", \"3\"]\n",
		Good:  "FROM alpine:3.23\nENTRYPOINT [\"ping\", \"localhost\"]\nCMD [\"-c\", \"3\"]\n",
		Stage: ignoredCmd,
	},
	{
		Code: "CmdWithoutProgram", Category: Correctness, Severity: Warning,
		URL:   "https://docs.docker.com/reference/dockerfile/#understand-how-cmd-and-entrypoint-interact",
		Title: "CMD has options, and there is no program to take them",
		Why: "Without an `ENTRYPOINT` the first word of `CMD` is the program. Where it begins with a dash, no container starts. " +
			"Reported where the base is `scratch` or the image of a distribution, which have no `ENTRYPOINT`.",
		Bad:   "FROM debian:13\nCMD [\"--port\", \"80\"]\n",
		Good:  "FROM debian:13\nENTRYPOINT [\"python3\", \"-m\", \"http.server\"]\nCMD [\"80\"]\n",
		Stage: cmdWithoutProgram,
	},
	{
		Code: "ExecInShellCommand", Category: Correctness, Severity: Off,
		URL:   "https://docs.docker.com/reference/dockerfile/#shell-form-entrypoint-example",
		Title: "The shell stands between Docker and the program",
		Why: "`docker stop` sends its signal to the first process. In `sh -c \"program\"` that is the shell, unless it puts the program in its own place. " +
			"Newer shells do that for the last command, older ones do not: `exec` says so for all of them.\n\n" +
			"Reported for `CMD` and `ENTRYPOINT` in exec form that start a shell with one command. The shell form is reported by JSONArgsRecommended.",
		Bad:   "FROM debian:13\nCMD [\"sh\", \"-c\", \"nginx -g 'daemon off;'\"]\n",
		Good:  "FROM debian:13\nCMD [\"sh\", \"-c\", \"exec nginx -g 'daemon off;'\"]\n",
		Stage: withoutExec,
	},
}

// ignoredCmd looks at a CMD that an ENTRYPOINT of its own stage or of one below
// hides. An ENTRYPOINT in a stage that is built on one with a CMD resets that.
func ignoredCmd(st *analysis.Facts, report Report) {
	x := finalOf(st)
	cmd, at, n := x.last(command.Cmd)
	s, depth, _ := x.last(command.Entrypoint)
	if cmd == nil || s == nil || at > 0 {
		return
	}
	if entrypoint, ok := s.Command.(*instructions.EntrypointCommand); !ok || !entrypoint.PrependShell || takesArguments(x[depth], s) {
		return
	}
	report(Note{Step: n, Span: cmd.In.Keyword.Span, Message: "the ENTRYPOINT is in shell form, so that nothing reads this CMD; write the ENTRYPOINT as a JSON array"})
}

// takesArguments tells whether the script of an ENTRYPOINT uses its arguments, or
// cannot be read.
func takesArguments(st *analysis.Facts, s *analysis.Step) bool {
	scripts := scriptsOf(st, *s, st.After)
	for _, script := range scripts {
		if !script.Complete {
			return true
		}
		for _, use := range script.Uses() {
			if use.Special() && strings.Contains("@*#0123456789", use.Name) {
				return true
			}
		}
		for _, c := range script.Commands() {
			if c.Name == "shift" || c.Name == "getopts" {
				return true
			}
		}
	}
	return len(scripts) == 0
}

func cmdWithoutProgram(st *analysis.Facts, report Report) {
	x := finalOf(st)
	cmd, at, n := x.last(command.Cmd)
	if cmd == nil || at > 0 || x.has(command.Entrypoint) || st.Root() != "scratch" && !x.ownsRoot() {
		return
	}
	c, ok := cmd.Command.(*instructions.CmdCommand)
	if ok && !c.PrependShell && len(c.CmdLine) > 0 && strings.HasPrefix(c.CmdLine[0], "-") {
		report(Note{Step: n, Span: arg(cmd.In, 0), Message: "this is no program, and the image has no ENTRYPOINT that would take it as an option"})
	}
}

func withoutExec(st *analysis.Facts, report Report) {
	for n, s := range steps(st) {
		if kind := s.In.Kind(); n < 0 || kind != command.Cmd && kind != command.Entrypoint || !s.In.JSON {
			continue
		}
		commands, ok := startedBy(st, s)
		if !ok || len(commands) != 1 || commands[0].In != 0 || commands[0].After != "" {
			continue
		}
		c := &commands[0]
		if c.Name == "exec" || c.Name == "" || shellBuiltin(c.Name) || len(c.Env) > 0 {
			continue
		}
		at := c.place(c.Words[0].Span)
		fix := &Fix{Title: "Put exec before it", Unsafe: true, Edits: []text.Edit{{Span: text.Span{Start: at.Start, End: at.Start}, New: "exec "}}}
		report(Note{Step: n, Span: at, Message: "signals may end at the shell; start the program with exec", Fix: fix})
	}
}

func shellBuiltin(name string) bool {
	return listed(". source eval cd exit export set trap ulimit umask unset wait read echo printf test [ : true false", name)
}
