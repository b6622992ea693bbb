package lint

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/moby/buildkit/frontend/dockerfile/command"
	sh "mvdan.cc/sh/v3/syntax"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/reference"
	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// shellText is a script of a step as the rules of shellTextRules see it. What is for
// sh is read with the grammar of bash, which tells what only bash understands.
type shellText struct {
	analysis.Script
	in      *syntax.Instruction
	dialect string // see ShellScript
	oldDash bool   // its dash does not know pipefail
	errexit bool
	scratch bool         // the stage starts from nothing, so that nothing is set before
	failure *shell.Error // a certain syntax error, whatever the grammar

	nodes    []sh.Node // of the tree, in the order of the source; what follows is made of it
	commands []shell.Command
	uses     []shell.Use
	assigned []shell.Assignment
}

// shellStep is a script of a step, and what our own rules find in it.
type shellStep struct {
	n     int // counts from the FROM
	place analysis.Script
	asked ShellScript
	found []raw // with spans of the instruction
}

type shellStepsKey struct{ relinked bool }

// shellSteps are the scripts of a stage that ShellCheck could read. With relinked it
// is not known what /bin/sh is.
func shellSteps(st *analysis.Facts, relinked bool) []shellStep {
	return st.Memo(shellStepsKey{relinked}, func() any {
		var list []shellStep
		for n := range st.Steps {
			s, after := underPragma(st, n)
			if s.In.Command == nil || unknownWindows(st, s) {
				continue
			}
			for _, script := range scriptsOf(st, s, after) {
				if t, ok := newShellText(st, s, script, relinked); ok && !t.drives() {
					list = append(list, t.step(st, n))
				}
			}
		}
		return list
	}).([]shellStep)
}

// unknownWindows tells that the image may be one of Windows after all.
func unknownWindows(st *analysis.Facts, s analysis.Step) bool {
	r := runStep{facts: st, in: s.In, before: s.Before}
	return r.windows()
}

// drive is a path with a drive letter.
var drive = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?:^|[\s"'=(])[A-Za-z]:\\`) })

// drives tells of a text for the sh of an image that nobody knows that it speaks of
// drives, as one for cmd does.
func (t *shellText) drives() bool { return t.dialect == "sh" && drive().MatchString(t.Src) }

// newShellText is false for text that is not for a shell of ShellCheck's.
func newShellText(st *analysis.Facts, s analysis.Step, script analysis.Script, relinked bool) (shellText, bool) {
	t := shellText{Script: script, in: s.In, oldDash: reference.OldDash(st.Root()), scratch: st.Root() == "scratch"}
	switch script.Kind {
	case shell.Bash:
		t.dialect = "bash"
	case shell.Ksh:
		t.dialect = "ksh"
	case shell.POSIX:
		t.dialect = "sh"
		if name := baseShell(script.Argv, st.Root(), relinked); name != "" {
			t.dialect = name
		}
	default:
		return t, false
	}
	t.errexit = slices.ContainsFunc(script.Argv[1:], exitsOnError)
	return t, !script.Expanded && script.Src != ""
}

// exitsOnError tells of an option of a shell that it stops where a command fails.
func exitsOnError(option string) bool {
	return option == "errexit" || strings.HasPrefix(option, "-") && !strings.HasPrefix(option, "--") && strings.Contains(option, "e")
}

// baseShell is the dialect of a shell of kind POSIX, "" where it is not known.
func baseShell(argv []string, image string, relinked bool) string {
	name := path.Base(argv[0])
	if name == "sh" && !relinked && len(argv[0]) <= len("/bin/sh") {
		name = reference.SystemOf(image).Shell
	}
	return map[string]string{"dash": "dash", "ash": "busybox", "busybox": "busybox", "bash": "bash"}[name]
}

// relinksShell tells whether something in the file may make another shell of
// /bin/sh.
func relinksShell(f *analysis.File) bool {
	var r relinks
	for _, it := range f.Items.Slice(0, f.First()).All() {
		r |= relinksIn(it.Raw)
	}
	for _, more := range analysis.PerStage(f, relinksKey{}, relinksOf) {
		r |= more.Value
	}
	return r&makesLink != 0 && r&namesShell != 0 || r&namesTarget != 0
}

// relinks is what makes another shell of /bin/sh, as bits.
type relinks uint8

const (
	namesShell relinks = 1 << iota
	makesLink
	namesTarget
)

type relinksKey struct{}

func relinksOf(st *analysis.Facts) (r relinks, ok bool) {
	for _, s := range st.Steps {
		r |= relinksIn(s.In.Raw)
	}
	return r, r != 0
}

func relinksIn(src string) (r relinks) {
	if strings.Contains(src, "/bin/sh") {
		r |= namesShell
	}
	if strings.Contains(src, "ln ") {
		r |= makesLink
	}
	if strings.Contains(src, "dash/sh") || strings.Contains(src, "/etc/alternatives/sh") {
		r |= namesTarget
	}
	return r
}

type shellNotesKey struct {
	kind             shell.Kind
	windows          bool
	form             analysis.ScriptForm
	heredoc          int
	dialect          string
	oldDash, errexit bool
	scratch          bool
}

// step is the script with all that is found in it.
func (t shellText) step(st *analysis.Facts, n int) shellStep {
	s := shellStep{n: n, place: t.Script, asked: ShellScript{Source: t.Src, Dialect: t.dialect, Errexit: t.errexit}}
	key := shellNotesKey{t.Kind, st.OS == "windows", t.Form, t.Heredoc, t.dialect, t.oldDash, t.errexit, t.scratch}
	read := t.in.Memo(key, func() any { return t.read() }).(shellReading)
	known := func(name string) bool {
		_, ok := st.Steps[n].Before.Vars.Lookup(name)
		return ok || st.Inherits(name) || effective(t.in).Kind() != command.Run || t.in.Trigger != nil
	}
	var names []string
	for _, u := range read.uses {
		if known(u.Name) && !slices.Contains(names, u.Name) {
			names = append(names, u.Name)
		}
	}
	slices.Sort(names)
	s.asked.Variables = strings.Join(names, " ")
	for _, found := range read.found {
		if !found.needs(known) {
			continue
		}
		found.raw.Step = n
		s.found = append(s.found, found.raw)
	}
	return s
}

// shellReading is what the text of an instruction alone tells.
type shellReading struct {
	uses  []shell.Use // of variables that nothing in the script has set before
	found []shellFound
}

// shellFound is a finding that hangs on variables.
type shellFound struct {
	raw
	unset []string // it holds only where none of these is set outside of the script
}

func (f shellFound) needs(known func(string) bool) bool { return !slices.ContainsFunc(f.unset, known) }

// read runs the rules.
func (t shellText) read() shellReading {
	if t.failure = t.Err; t.Kind == shell.POSIX && t.Variant == sh.LangPOSIX && bashReads(t.Src) {
		t.Script.Script = shell.Parse(t.Src, shell.Bash)
	}
	t.learn()
	var out shellReading
	for _, u := range t.uses {
		if !u.Assigned && !u.Special() {
			out.uses = append(out.uses, u)
		}
	}
	for _, r := range shellTextRules {
		if t.Tree == nil || !t.Complete && r.Code != shellSyntax {
			continue
		}
		r.Script(&t, func(n Note, unset ...string) {
			if n, ok := t.placed(r, n); ok {
				out.found = append(out.found, shellFound{raw{rule: r, Note: n}, unset})
			}
		})
	}
	return out
}

// bashReads tells whether bash may read a text in another way than a POSIX shell.
func bashReads(src string) bool {
	return slices.ContainsFunc(bashWords, func(w string) bool { return strings.Contains(src, w) })
}

var bashWords = strings.Fields(`[[ (( <( >( =( &> |& += $' $" <<< @( !( ?( *( +( export declare local readonly typeset function let coproc select time nameref`)

// learn collects what the rules ask for.
func (t *shellText) learn() {
	if t.Tree == nil {
		return
	}
	sh.Walk(t.Tree, func(n sh.Node) bool {
		if n != nil {
			t.nodes = append(t.nodes, n)
		}
		return true
	})
	t.commands, t.uses, t.assigned = t.Commands(), t.Uses(), t.Assignments()
}

// placed is a note about the script as one about its instruction. It is false where a
// comment in the script silences the rule.
func (t *shellText) placed(r *Rule, n Note) (Note, bool) {
	if t.disabled(r.Code, n.Start) {
		return n, false
	}
	n.Fix = shellFix(t.Script, n.Fix)
	n.Span = t.Span(n.Span)
	return n, true
}

// shellFix is a fix of a script as one of its instruction; nil where the text stands
// there in another way than the shell reads it.
func shellFix(s analysis.Script, fix *Fix) *Fix {
	if fix == nil || s.Form == analysis.ScriptArg {
		return nil
	}
	moved := *fix
	moved.Edits = nil
	for _, e := range fix.Edits {
		if e.Empty() && strings.HasSuffix(s.Src[:e.Start], "\r") {
			e.Span = e.Shift(-1) // in front of the end of the line
		}
		at := s.Span(e.Span)
		if at.Len() != e.Len() {
			return nil
		}
		moved.Edits = append(moved.Edits, text.Edit{Span: at, New: e.New})
	}
	return &moved
}

// disabled tells whether a comment "# shellcheck disable=…" silences a code at a
// place: one before the first command in all of the script, any other in the command
// below it.
func (t *shellText) disabled(code string, at int) bool {
	if !strings.Contains(t.Src, "shellcheck") {
		return false
	}
	start := 0
	for line := range strings.SplitAfterSeq(t.Src, "\n") {
		if names, ok := disables(line); ok && listsCode(names, code) {
			if s := t.below(start + len(line)); s.Start <= at && at < s.End {
				return true
			}
		}
		start += len(line)
	}
	return false
}

// listsCode tells whether a code is among those of a comment for ShellCheck.
func listsCode(names []string, code string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return n == "all" || strings.EqualFold(n, code) })
}

// disables are the codes in a comment for ShellCheck.
func disables(line string) (names []string, ok bool) {
	comment, ok := strings.CutPrefix(strings.TrimSpace(line), "#")
	words := strings.Fields(comment)
	if !ok || len(words) < 2 || words[0] != "shellcheck" {
		return nil, false
	}
	for _, w := range words[1:] {
		if list, ok := strings.CutPrefix(w, "disable="); ok {
			names = append(names, strings.Split(list, ",")...)
		}
	}
	return names, len(names) > 0
}

// below is the first statement behind an offset, or all of the script where none
// stands before it.
func (t *shellText) below(at int) text.Span {
	best := text.Span{Start: len(t.Src), End: len(t.Src)}
	sh.Walk(t.Tree, func(n sh.Node) bool {
		stmt, ok := n.(*sh.Stmt)
		if ok {
			s := nodeSpan(stmt)
			if s.Start >= at && (s.Start < best.Start || s.Start == best.Start && s.End > best.End) {
				best = s
			}
		}
		return true
	})
	if len(t.Tree.Stmts) > 0 && nodeSpan(t.Tree.Stmts[0]).Start >= at {
		return text.Span{End: len(t.Src) + 1}
	}
	return best
}

// nodeSpan is the place of a node in its script.
func nodeSpan(n sh.Node) text.Span {
	return text.Span{Start: int(n.Pos().Offset()), End: max(int(n.Pos().Offset()), int(n.End().Offset()))}
}
