package refactor

import (
	"fmt"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis/reference"
	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/text"
)

// script is a text for a shell in an instruction.
type script struct {
	place
	text  string
	start int // of the text in the logical line
	whole text.Span
}

// script is the shell form of the instruction; ok is false where it has none, or
// has a heredoc, which only a shell can read.
func (p place) script() (s script, ok bool) {
	if p.step() == nil || p.acting().JSON || len(p.it().Heredocs) > 0 {
		return script{}, false
	}
	args, isScript, ok := commandLine(p.acting())
	if !ok || !isScript || len(args) != 1 {
		return script{}, false
	}
	line := p.it().Line
	start, end := p.argument()
	s = script{p, line.Text[start:end], start, line.Span(start, end)}
	return s, s.text != "" && s.text == args[0]
}

// execForm offers the exec form of a shell form: without a shell where that runs
// the same, otherwise with the shell in it.
func execForm(p place) []offer {
	s, ok := p.script()
	if !ok {
		return nil
	}
	shells := p.shells()
	c := s.conversion(shells)
	var offers []offer
	switch {
	case !c.OK && len(shells) == 1:
		return []offer{{title: "Use exec form", disabled: "it " + c.Reason}}
	case !c.OK:
		return nil
	case c.Exact && p.paired():
		change := "its words become arguments of ENTRYPOINT"
		if p.acting().Kind() == command.Entrypoint {
			change = "the words of CMD become its arguments"
		}
		if len(shells) == 1 {
			offers = append(offers, s.wrapped(shells[0], "without it "+change))
		}
		offers = append(offers, s.exact(c, shells[0], change))
	case c.Exact:
		offers = append(offers, s.exact(c, shells[0], ""))
	default:
		offers = append(offers, s.wrapped(shells[0], "it "+c.Reason))
	}
	return slices.DeleteFunc(offers, func(o offer) bool { return o.edits == nil })
}

// conversion is what the script is without a shell; where several shells may run
// it, they must all agree.
func (s script) conversion(shells [][]string) shell.Conversion {
	c := shell.Exec(s.text, shells[0])
	for _, argv := range shells[1:] {
		if again := shell.Exec(s.text, argv); !c.Exact || !again.Exact || !slices.Equal(c.Args, again.Args) {
			return shell.Conversion{}
		}
	}
	if c.Exact && s.startFile(shells[0]) {
		return shell.Conversion{OK: true, Reason: "reads the file that BASH_ENV names"}
	}
	return c
}

// recommended tells whether BuildKit recommends the exec form here, which it does
// not where a SHELL was chosen.
func (s script) recommended() bool {
	kind := s.it().Kind()
	return (kind == command.Cmd || kind == command.Entrypoint) && len(s.step().Before.Shell) == 0
}

// exact offers the exec form without a shell. change says what is different, or is
// empty. Where the file does not show it there may be a difference, too: ENTRYPOINT
// now gets the arguments of docker run, and the ENTRYPOINT of the base image other
// words than those of a shell.
func (s script) exact(c shell.Conversion, argv []string, change string) offer {
	array, _ := shell.JSONArray(c.Args)
	o := offer{title: "Use exec form: " + clip(array, 60), fixes: s.recommended()}
	o.preferred = o.fixes && change == ""
	o.unsafe = s.it().Kind() == command.Entrypoint || !reference.StartsAnything(s.stage().Root())
	if change != "" {
		o.title += " (changes what runs: " + change + ")"
	} else if c.Dropped != "" {
		o.title += " (drops " + c.Dropped + ", as no shell is left to replace)"
	}
	if edits := s.spread(c.Args, argv); s.multiline() && edits != nil && !s.commented(edits) && s.runs(edits, c.Args) {
		o.edits = edits
	} else if edits := s.swap(s.whole, array, s.remark(argv)...); s.runs(edits, c.Args) {
		o.edits = edits
	}
	return o
}

// runs tells whether the instruction is the exec form args after edits.
func (s script) runs(edits []text.Edit, args []string) bool {
	got, isScript, ok := s.commandAfter(edits)
	return ok && !isScript && slices.Equal(got, args)
}

// multiline tells that the script stands on several lines.
func (s script) multiline() bool {
	return strings.Contains(s.it().Raw[s.whole.Start:s.whole.End], "\n")
}

// words are the places of the script's words, and where the last one ends.
func (s script) words(argv []string) (words []text.Span, end int) {
	if commands := shell.Parse(s.text, shell.KindOf(argv)).Commands(); len(commands) == 1 {
		for _, w := range commands[0].Words {
			words = append(words, w.Span)
		}
	} else if commands == nil {
		words = fields(s.text)
	}
	if len(words) > 0 {
		end = words[len(words)-1].End
	}
	return words, end
}

// fields are the places of the words between blanks.
func fields(s string) []text.Span {
	var words []text.Span
	at := 0
	for word := range strings.FieldsSeq(s) {
		at += strings.Index(s[at:], word)
		words = append(words, text.Span{Start: at, End: at + len(word)})
		at += len(word)
	}
	return words
}

// remark is the shell's own comment behind the last word.
func (s script) remark(argv []string) []string {
	_, end := s.words(argv)
	if tail := strings.TrimLeft(s.text[end:], " \t;"); strings.HasPrefix(tail, "#") {
		return []string{tail}
	}
	return nil
}

// spread writes each word of the script as one of an array, where it stands, so
// that lines and comments stay as they are. It is nil where that does not go.
func (s script) spread(args, argv []string) []text.Edit {
	words, end := s.words(argv)
	if s.text[end:] != "" || len(words) < len(args) {
		return nil
	}
	line := s.it().Line
	skip := len(words) - len(args) // the word exec
	var edits []text.Edit
	if skip > 0 {
		edits = append(edits, s.edit(line.Span(s.start, s.start+words[skip].Start), ""))
	}
	for i, arg := range args {
		array, _ := shell.JSONArray([]string{arg})
		if i > 0 {
			array = array[1:]
		}
		if i < len(args)-1 {
			array = array[:len(array)-1] + ","
		}
		w := words[skip+i].Shift(s.start)
		edits = append(edits, s.edit(line.Span(w.Start, w.End), array))
	}
	return edits
}

// wrapped offers the exec form that starts the shell with the script: what the
// shell form does.
func (s script) wrapped(argv []string, reason string) offer {
	args := slices.Concat(argv, []string{s.text})
	array, ok := shell.JSONArray(args)
	shown, _ := shell.JSONArray(slices.Concat(argv, []string{"…"}))
	o := offer{title: fmt.Sprintf("Use exec form: %s (keeps the shell: %s)", shown, reason), fixes: s.recommended()}
	edits := s.swap(s.whole, array)
	if s.multiline() {
		edits = s.enclose(argv)
	}
	if ok && s.runs(edits, args) && !quotedAnew(s.text, argv) {
		o.edits = edits
	}
	return o
}

// quotedAnew tells whether a script has double quotes that come to its shell another
// way in exec form: on Windows the words are made one line again, in which a quote
// has a backslash in front. cmd takes that for a part of the word.
func quotedAnew(script string, argv []string) bool {
	return !shell.KindOf(argv).POSIXLike() && strings.Contains(script, `"`)
}

// enclose writes the array around the script and escapes what JSON must have
// escaped, so that lines and comments stay as they are. An array may go over
// several lines like any other text.
func (s script) enclose(argv []string) []text.Edit {
	line := s.it().Line
	open, _ := shell.JSONArray(slices.Concat(argv, []string{""}))
	start, end := text.Span{Start: s.whole.Start, End: s.whole.Start}, text.Span{Start: s.whole.End, End: s.whole.End}
	edits := []text.Edit{s.edit(start, strings.TrimSuffix(open, `"]`))}
	for i := range len(s.text) {
		if c := s.text[i]; c < ' ' || c == '"' || c == '\\' {
			escaped, _ := shell.JSONArray([]string{s.text[i : i+1]})
			edits = append(edits, s.edit(line.Span(s.start+i, s.start+i+1), escaped[2:len(escaped)-2]))
		}
	}
	return append(edits, s.edit(end, `"]`))
}
