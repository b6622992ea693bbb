package refactor

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// plainValue is text that means itself to BuildKit and to shells, in any word.
var plainValue = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9._/:@+-]+$`) })

// extractValue offers to put the selected text into an ARG, or into an ENV, which the
// image has too. The text is one in whose place BuildKit, or the shell that runs the
// instruction or starts with the container, would read the variable. That of a FROM
// becomes a global argument; otherwise it is declared right above.
func extractValue(p place) []offer {
	it := p.it()
	value := p.Text.Slice(p.selection)
	if p.selection.Empty() || !it.Span().Contains(p.selection) || !plainValue().MatchString(value) || it.Command == nil || p.trigger() {
		return nil
	}
	inGlobal := it.Kind() == command.From
	if p.stage() == nil || !inGlobal && p.step() == nil {
		return nil
	}
	name := p.newName(value)
	use := text.Edit{Span: p.selection, New: "${" + name + "}"}
	started := it.Kind() == command.Cmd || it.Kind() == command.Entrypoint || it.Kind() == command.Healthcheck
	if it.JSON && (started || it.Kind() == command.Run) {
		return []offer{{title: "Extract " + clip(value, 40) + " into a variable", disabled: "nothing puts variables into an exec form"}}
	}
	if started && p.paired() || !p.takesVariable(use, name) {
		return nil // what an ENTRYPOINT makes of the words of a CMD is its own affair
	}
	var offers []offer
	for _, kind := range []string{command.Arg, command.Env} {
		title := "Extract " + clip(value, 40) + " into " + strings.ToUpper(kind) + " " + name
		line := alike(kind, it.Keyword.Value) + " " + name + "=" + value
		var declare text.Edit
		ok := true
		switch {
		case inGlobal && kind == command.Env, started && kind == command.Arg:
			continue // no FROM sees an ENV, and no container an ARG
		case inGlobal:
			declare = p.global(line)
		default:
			declare, ok = p.above(line)
		}
		if kind == command.Env {
			title += ", which the image has too"
		}
		if ok {
			offers = append(offers, offer{title: title, edits: []text.Edit{declare, use}})
		}
	}
	return offers
}

// takesVariable tells whether the instruction is the same after use, but for one
// variable more.
func (p place) takesVariable(use text.Edit, name string) bool {
	if s := use.Start; s > 0 && strings.ContainsRune("\\`$", rune(p.Text.String()[s-1])) || p.commented([]text.Edit{use}) {
		return false
	}
	after := p.becomes([]text.Edit{use})
	if after == nil || after.Command == nil || len(after.Heredocs) != len(p.it().Heredocs) {
		return false
	}
	if _, script, ok := commandLine(after); ok {
		return script && p.scriptTakes(after, use, name)
	}
	if slices.ContainsFunc(p.it().Pairs, func(pair syntax.Pair) bool { return p.it().In(pair.Key.Span).Overlaps(use.Span) || pair.Legacy }) {
		return false
	}
	named := func(e syntax.Expansion) bool { return e.Name.Value == name && e.Op == "" }
	return len(after.Expansions) == len(p.it().Expansions)+1 && slices.ContainsFunc(after.Expansions, named) &&
		len(after.Args) == len(p.it().Args) && len(after.Flags) == len(p.it().Flags)
}

// scriptTakes tells whether the script of an instruction is the same after use, but
// for one variable more in an argument of a command.
func (p place) scriptTakes(after *syntax.Instruction, use text.Edit, name string) bool {
	shells := p.shells()
	if len(shells) > 1 || !shell.KindOf(shells[0]).POSIXLike() || !slices.Equal(after.Node.Flags, p.it().Node.Flags) {
		return false
	}
	before, known := scriptOf(p.it().Instruction)
	script, ok := scriptOf(after)
	old, read := shell.Parse(before, shell.KindOf(shells[0])), shell.Parse(script, shell.KindOf(shells[0]))
	if !known || !ok || !old.Complete || !read.Complete || len(read.Uses()) != len(old.Uses())+1 {
		return false
	}
	uses := func(u shell.Use) bool { return u.Name == name && u.Modifier == "" }
	return slices.ContainsFunc(read.Uses(), uses) && slices.EqualFunc(old.Commands(), read.Commands(), func(a, b shell.Command) bool {
		return slices.EqualFunc(a.Words, b.Words, func(x, y shell.Word) bool {
			return strings.Replace(y.Raw, use.New, p.Text.Slice(use.Span), 1) == x.Raw && (x.Raw == y.Raw || x.Start != a.Words[0].Start)
		})
	})
}

// scriptOf is what an instruction gives to a shell: its shell form, or the body of the
// heredoc that stands for it.
func scriptOf(in *syntax.Instruction) (script string, ok bool) {
	if body, ok := heredocScript(in); ok {
		return body, !strings.HasPrefix(body, "#!")
	}
	args, isScript, ok := commandLine(in)
	return strings.Join(args, " "), ok && isScript && len(in.Heredocs) == 0
}

// newName is a name for a value that nothing in the file has.
func (p place) newName(value string) string {
	base := "VALUE"
	switch kind := p.it().Kind(); {
	case versionLike().MatchString(value):
		base = "VERSION"
	case strings.Contains(value, "://"):
		base = "URL"
	case kind == command.From:
		base = "IMAGE"
	case kind == command.Expose:
		base = "PORT"
	case kind == command.User:
		base = "APP_USER"
	case strings.Contains(value, "/"):
		base = "APP_DIR"
	}
	name := base
	for n := 2; strings.Contains(p.Text.String(), name); n++ {
		name = base + "_" + strconv.Itoa(n)
	}
	return name
}

var versionLike = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^v?[0-9]+(\.[0-9A-Za-z]+)+(-[0-9A-Za-z.]+)?$`) })
