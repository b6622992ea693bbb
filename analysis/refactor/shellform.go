package refactor

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// array is an exec form in an instruction.
type array struct {
	place
	args  []string
	words []syntax.Word
	whole text.Span
}

func (p place) array() (a array, ok bool) {
	if p.step() == nil || !p.acting().JSON {
		return array{}, false
	}
	args, isScript, ok := commandLine(p.acting())
	if !ok || isScript || len(args) == 0 {
		return array{}, false
	}
	words := p.acting().Args
	words = words[len(words)-len(args):] // without the CMD of HEALTHCHECK
	start, end := p.argument()
	return array{p, args, words, p.it().Line.Span(start, end)}, true
}

// shellForm offers the shell form of an exec form: the way back from execForm.
func shellForm(p place) []offer {
	a, ok := p.array()
	if !ok {
		return nil
	}
	shells := p.shells()
	if len(shells) > 1 {
		return nil
	}
	argv := shells[0]
	src, ok, reason := shell.ShellForm(a.args, argv)
	started := len(a.args) == len(argv)+1 && slices.Equal(a.args[:len(argv)], argv)
	switch {
	case ok && started && quotedAnew(src, argv):
		ok, reason = false, "hands double quotes on, which come another way without it"
	case ok && strings.HasSuffix(src, string(p.Escape)):
		ok, reason = false, "would go on in the next line"
	case !started && p.stage().Root() == "scratch":
		ok, reason = false, "starts from scratch, which has no shell"
	case !started && p.paired():
		ok, reason = false, "passes arguments from CMD to ENTRYPOINT, and a shell would swallow them"
	case !started && p.startFile(argv):
		ok, reason = false, "would have bash read the file that BASH_ENV names"
	}
	if !ok {
		return []offer{{title: "Use shell form", disabled: "it " + reason}}
	}
	o := offer{title: "Use shell form: " + clip(src, 60)}
	if !started {
		o.title += " (" + a.change(argv) + ")"
	}
	if o.edits = a.unwrap(src, started); o.edits == nil || p.commented(o.edits) || !a.runs(o.edits, argv, started) {
		o.edits = p.swap(a.whole, src)
	}
	if !a.runs(o.edits, argv, started) {
		return nil
	}
	return []offer{o}
}

// runs tells whether the instruction is a shell form after edits, in which the
// shell starts the words of the array.
func (a array) runs(edits []text.Edit, argv []string, started bool) bool {
	got, isScript, ok := a.commandAfter(edits)
	switch {
	case !ok || !isScript || len(got) != 1:
		return false
	case started:
		return got[0] == strings.Trim(a.args[len(a.args)-1], " \t")
	}
	c := shell.Exec(got[0], argv)
	return c.Exact && c.Dropped == "" && slices.Equal(c.Args, a.args)
}

// change says what is different where a shell comes between.
func (a array) change(argv []string) string {
	switch a.acting().Kind() {
	case command.Entrypoint:
		return argv[0] + " runs it, gets the signals and ignores arguments"
	case command.Cmd:
		return argv[0] + " runs it and gets the signals"
	}
	return argv[0] + " runs it"
}

// unwrap takes the array away around its words and leaves lines and comments as
// they are. It is nil where that does not go.
func (a array) unwrap(src string, started bool) []text.Edit {
	if !strings.Contains(a.it().Raw[a.whole.Start:a.whole.End], "\n") {
		return nil
	}
	if started {
		return a.unquote()
	}
	commands := shell.Parse(src, shell.KindOf(a.shells()[0])).Commands()
	if len(commands) != 1 || len(commands[0].Words) != len(a.words) {
		return nil
	}
	edits := []text.Edit{a.edit(text.Span{Start: a.whole.Start, End: a.words[0].Start}, "")}
	for i, w := range a.words {
		edits = append(edits, a.edit(w.Span, commands[0].Words[i].Raw))
		if i+1 < len(a.words) {
			edits = append(edits, a.comma(w.End, a.words[i+1].Start))
		}
	}
	return append(edits, a.edit(text.Span{Start: a.words[len(a.words)-1].End, End: a.whole.End}, ""))
}

// comma takes the comma between two words away, or puts a blank for it where
// nothing else parts them.
func (a array) comma(from, to int) text.Edit {
	line := a.it().Line
	start, end := line.Offset(from), line.Offset(to)
	at := start + strings.IndexByte(line.Text[start:end], ',')
	replacement := ""
	if end-start == 1 {
		replacement = " "
	}
	return a.edit(line.Span(at, at+1), replacement)
}

// unquote leaves the script of ["/bin/sh", "-c", "script"], its escapes undone.
func (a array) unquote() []text.Edit {
	line, w := a.it().Line, a.words[len(a.words)-1]
	start, end := line.Offset(w.Start), line.Offset(w.End-1)
	edits := []text.Edit{a.edit(text.Span{Start: a.whole.Start, End: w.Start + 1}, "")}
	for at := start + 1; at < end; at++ {
		if line.Text[at] != '\\' {
			continue
		}
		n := 2
		if line.Text[at+1] == 'u' {
			n = 6
			if strings.HasPrefix(line.Text[at+6:], `\u`) { // half of a pair, maybe
				n = 12
			}
		}
		var decoded string
		if json.Unmarshal([]byte(`"`+line.Text[at:min(at+n, end)]+`"`), &decoded) != nil {
			return nil
		}
		edits = append(edits, a.edit(line.Span(at, at+n), decoded))
		at += n - 1
	}
	return append(edits, a.edit(text.Span{Start: w.End - 1, End: a.whole.End}, ""))
}
