package lint

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

var hadolintCommandRules = []*Rule{
	dl(Rule{
		Code: "DL3025", Title: "Write commands of the container as JSON arrays", Category: Correctness, Severity: Off,
		Why: "A command in shell form runs under a shell, which gets the signals in its place and has to be in the image. " +
			"`JSONArgsRecommended` finds `CMD` and `ENTRYPOINT` under the default shell; this rule adds `HEALTHCHECK`, those under a `SHELL` of one's own, " +
			"and those behind `ONBUILD`. Where the shell is wanted, for `||` or a variable, leave it.",
		Bad:   "FROM nginx:1.29\nHEALTHCHECK CMD curl -f http://localhost/\n",
		Good:  "FROM nginx:1.29\nHEALTHCHECK CMD [\"curl\", \"-f\", \"http://localhost/\"]\n",
		Stage: shellForm,
	}),
	dl(Rule{
		Code: "DL3059", Title: "RUN follows RUN", Category: Performance, Severity: Off,
		Why: "What one `RUN` leaves behind and the next removes stays in the image, and each step is a layer. Where two belong together make them one. " +
			"Separate steps are cached separately, though, which is often worth more. The rule leaves alone what chains commands already, " +
			"has other flags than its neighbour, or is a heredoc or an array.",
		Bad:   "FROM alpine:3.22\nRUN apk update\nRUN apk add curl\n",
		Good:  "FROM alpine:3.22\nRUN apk update && \\\n    apk add curl\n",
		Stage: consecutiveRuns,
	}),
}

// shellForm leaves to JSONArgsRecommended what that finds, and to people what is
// written for PowerShell or cmd.
func shellForm(st *analysis.Facts, report Report) {
	for a := range actions(st) {
		argv := a.step.Before.Shell
		if kind := shell.KindOf(argv); kind == shell.PowerShell || kind == shell.Cmd || st.OS == "windows" || a.JSON || len(a.Args) == 0 {
			continue
		}
		words := a.Rest
		switch a.Kind() {
		case command.Cmd, command.Entrypoint:
			if len(argv) == 0 && !a.trigger {
				continue
			}
		case command.Healthcheck:
			if len(a.Args) != 2 || !strings.EqualFold(a.Args[0].Value, command.Cmd) {
				continue
			}
			words = a.Args[1]
		default:
			continue
		}
		n := Note{Step: a.n, Span: words.Span, Message: "the command runs under a shell; write it as a JSON array"}
		if !a.trigger {
			n.Fix = execForm(a.Instruction, words, argv)
		}
		report(n)
	}
}

// execForm is the same command without a shell, where that can be had and nothing
// stands between the words that would get lost.
func execForm(in *syntax.Instruction, words syntax.Word, argv []string) *Fix {
	if len(argv) == 0 {
		argv = []string{"/bin/sh", "-c"}
	}
	exec := shell.Exec(words.Value, argv)
	if !exec.Exact || strings.Contains(in.Raw[words.Start:words.End], "\n") {
		return nil
	}
	var array strings.Builder
	for i, word := range exec.Args {
		quoted, err := json.Marshal(word)
		if err != nil || strings.ContainsAny(word, "<>&") {
			return nil // Marshal writes these as \u003c, which nobody wants to read
		}
		if i > 0 {
			array.WriteString(", ")
		}
		array.Write(quoted)
	}
	return &Fix{
		Title: "Use the exec form", Unsafe: true,
		Edits: []text.Edit{{Span: words.Span, New: "[" + array.String() + "]"}},
	}
}

func consecutiveRuns(st *analysis.Facts, report Report) {
	var previous *syntax.Instruction
	for n, s := range steps(st) {
		in := s.In
		if n < 0 {
			continue
		}
		if in.Kind() != command.Run {
			previous = nil
			continue
		}
		if previous != nil && oneCommand(in) && oneCommand(previous) && slices.Equal(flagTexts(in), flagTexts(previous)) {
			report(Note{Step: n, Span: in.Keyword.Span, Message: "this RUN and the one before could be one step"})
		}
		previous = in
	}
}

// oneCommand tells that a RUN does not chain commands. It takes what is quoted
// for an operator too, which errs on the quiet side.
func oneCommand(in *syntax.Instruction) bool {
	return !in.JSON && len(in.Heredocs) == 0 && !strings.ContainsAny(in.Rest.Value, "&|;")
}

// flagTexts are the flags as written, sorted.
func flagTexts(in *syntax.Instruction) []string {
	var flags []string
	for _, f := range in.Flags {
		flags = append(flags, f.Word.Value)
	}
	slices.Sort(flags)
	return flags
}
