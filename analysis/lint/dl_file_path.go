package lint

import (
	"path"
	"strconv"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/reference"
	"github.com/slipway-dev/slipway/analysis/text"
)

var hadolintPathRules = []*Rule{
	dl(Rule{
		Code: "DL3000", Title: "Write the path of WORKDIR absolute", Category: Maintainability, Severity: Off,
		Why: "A relative `WORKDIR` is added to the one before it. Whoever changes an earlier one moves this one along, " +
			"and a reader has to add the parts up. (A relative path with no absolute one before it is found by `WorkdirRelativePath`.)",
		Bad:   "FROM alpine:3.22\nWORKDIR /srv\nWORKDIR app\n",
		Good:  "FROM alpine:3.22\nWORKDIR /srv/app\n",
		Stage: relativeWorkdir,
	}),
	dl(Rule{
		Code: "DL3011", Title: "A port is a number from 0 to 65535", Category: Correctness, Severity: Error,
		Why: "There are no other ports. BuildKit refuses them, but only once it comes to expand the instruction: " +
			"behind `ONBUILD`, and beside a variable that only the build gives a value, that is later than one would like.",
		Bad:   "FROM alpine:3.22\nONBUILD EXPOSE 80000\n",
		Good:  "FROM alpine:3.22\nONBUILD EXPOSE 8000\n",
		Stage: portOutOfRange,
	}),
}

// relativeWorkdir leaves to WorkdirRelativePath what that finds. The fix joins
// the path to the one before, where that is written in the same stage.
func relativeWorkdir(st *analysis.Facts, report Report) {
	var joined string // the directory, where all of it stands in this stage
	for a := range actions(st) {
		if a.Kind() != command.Workdir {
			continue
		}
		word := a.Rest.Value
		dir := unquoted(word)
		switch {
		case dir == "" || a.trigger && absolute(dir):
		case strings.ContainsAny(dir, `$"'\`):
			if !a.trigger {
				joined = ""
			}
		case absolute(dir):
			if joined = ""; st.OS != "windows" && dir[0] == '/' {
				joined = dir
			}
		case a.trigger || a.step.Before.WorkdirSet:
			n := Note{Step: a.n, Span: a.Rest.Span, Message: `the path "` + dir + `" is added to the WORKDIR before it; write all of it`}
			if joined != "" && !a.trigger {
				joined = path.Join(joined, dir)
				n.Fix = &Fix{Title: "Write " + joined, Edits: []text.Edit{{Span: a.Rest.Span, New: joined}}}
			}
			report(n)
		}
	}
}

// absolute tells whether a path is absolute, on Unix or on Windows.
func absolute(p string) bool {
	if len(p) > 1 && p[1] == ':' {
		return 'a' <= p[0]|0x20 && p[0]|0x20 <= 'z'
	}
	return strings.HasPrefix(p, "/") || strings.HasPrefix(p, `\`)
}

// onDrive tells of a path with a drive's letter whether the base may be an image of Windows,
// whose name does not tell.
func onDrive(st *analysis.Facts, p string) bool {
	return st.OS != "windows" && absolute(p) && p[0] != '/' && reference.SystemOf(st.Root()).Family == reference.UnknownFamily
}

// unquoted is a word without its quotes, as BuildKit's shell.Lex takes them off, and
// with all else as it is written. Where they are not in pairs, those around it count.
func unquoted(word string) string {
	var b strings.Builder
	quote := byte(0)
	for i := 0; i < len(word); i++ {
		switch c := word[i]; {
		case c == '\\' && quote != '\'' && i+1 < len(word):
			b.WriteString(word[i : i+2])
			i++
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case c == quote:
			quote = 0
		default:
			b.WriteByte(c)
		}
	}
	switch n := len(word); {
	case quote == 0:
		return b.String()
	case n >= 2 && word[0] == word[n-1] && (word[0] == '"' || word[0] == '\''):
		return word[1 : n-1]
	}
	return word
}

// portOutOfRange looks where BuildError cannot say anything yet.
func portOutOfRange(st *analysis.Facts, report Report) {
	for a := range actions(st) {
		if _, ok := a.command.(*instructions.ExposeCommand); !ok {
			continue
		}
		if open := a.step.Open || len(a.step.Unset) > 0 && st.Root() != "scratch"; !open && !a.trigger {
			continue
		}
		for _, w := range a.Args {
			p := splitPort(unquoted(w.Value))
			if tooHigh(p.container) || tooHigh(p.host) {
				report(Note{Step: a.n, Span: w.Span, Message: "ports go from 0 to 65535"})
			}
		}
	}
}

// tooHigh tells of a port, or of a range such as 8000-8010, that it has a number
// above the highest port.
func tooHigh(ports string) bool {
	for part := range strings.SplitSeq(ports, "-") {
		if n, err := strconv.ParseUint(part, 10, 64); err == nil && n > 65535 {
			return true
		}
	}
	return false
}
