package analysis

import (
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"
	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// Script is a piece of an instruction that a shell reads, parsed. Src and all
// spans that the methods of shell.Script give are those of the text as the shell
// gets it: continuation lines joined, JSON escapes decoded, heredocs put behind
// the command. Span and Offset lead to the file and back.
type Script struct {
	*shell.Script
	// Argv is what starts the shell, such as ["/bin/sh", "-c"]: that of SHELL, the
	// words of a "#!" line, of an exec form, or of the command that reads a
	// heredoc. It is never empty, unless a "#!" names nothing.
	Argv []string
	Form ScriptForm
	// Heredoc is the heredoc of the instruction that is the script, or -1.
	Heredoc int
	// Expanded tells that the shell around has put in variables before this one
	// reads the text, as in "bash <<EOF" without quotes. What looks like $NAME here
	// is a use of that outer Script, which has it too.
	Expanded bool

	at    int // of the item
	place *scriptPlace
}

// ScriptForm is how a script is handed to its shell.
type ScriptForm int

// The forms of scripts.
const (
	ScriptLine  ScriptForm = iota // shell form: the text behind the keyword, with its heredocs
	ScriptBody                    // RUN <<EOF: the document is the whole script
	ScriptInput                   // RUN bash <<EOF: a shell that is started reads the document
	ScriptArg                     // exec form that starts a shell, as in ["sh", "-c", "…"]
)

// Span is the place in the file of a span of Src. It may cover continuations.
func (s Script) Span(sp text.Span) text.Span { return s.place.span(sp).Shift(s.at) }

// Offset is the place in Src of an offset of the file, its end included. It is
// false for one outside of the script.
func (s Script) Offset(at int) (int, bool) { return s.place.offset(at - s.at) }

// Scripts are the texts of item i that a shell reads: of RUN, CMD, ENTRYPOINT and
// HEALTHCHECK, also behind ONBUILD. Those of other languages are among them where
// a "#!" line names one; they are of kind shell.Unknown and have no Tree, and so
// have those for PowerShell and cmd. A heredoc that another command reads, as in
// "cat <<EOF", is a part of that command's Script and none of its own. A
// ScriptInput follows the ScriptLine it is in.
//
// Reading is done once for an instruction and a kind of shell.
func (f *File) Scripts(i int) []Script {
	it := f.Items.At(i)
	if !scriptKinds[effective(it.Instruction).Kind()] {
		return nil
	}
	argv, os := f.scriptShell(i)
	key := scriptsKey{shell.KindOf(argv), os == "windows"}
	read := it.Memo(key, func() any { return readScripts(effective(it.Instruction), key) }).([]Script)
	if len(read) == 0 {
		return nil
	}
	scripts := make([]Script, len(read))
	for n, s := range read {
		if s.at = it.At; s.Argv == nil {
			s.Argv = argv
		}
		scripts[n] = s
	}
	return scripts
}

// scriptsKey is all that the scripts of an instruction depend on besides its text.
type scriptsKey struct {
	kind    shell.Kind
	windows bool
}

var scriptKinds = map[string]bool{
	command.Run: true, command.Cmd: true, command.Entrypoint: true, command.Healthcheck: true,
}

// effective is the instruction that does something: behind ONBUILD the trigger.
func effective(in *syntax.Instruction) *syntax.Instruction {
	if in.Trigger != nil {
		return in.Trigger
	}
	return in
}

// scriptShell is the shell that reads the shell form of item i, never empty, and
// the system it runs on. RUN, CMD and ENTRYPOINT take the SHELL in force where
// they stand; Docker reads HEALTHCHECK with that of the finished image, and a
// trigger runs when the stage is finished.
func (f *File) scriptShell(i int) (argv []string, os string) {
	os = "linux"
	if st := f.StageOf(i); st != nil {
		state := st.Steps[i-st.First].Before
		if kind := f.Items.At(i).Kind(); kind == command.Onbuild || kind == command.Healthcheck {
			state = st.After
		}
		argv, os = state.Shell, st.OS
	}
	if len(argv) > 0 {
		return argv, os
	}
	// defaultShell of BuildKit's dockerfile2llb/defaultshell.go.
	if os == "windows" {
		return []string{"cmd", "/S", "/C"}, os
	}
	return []string{"/bin/sh", "-c"}, os
}

// readScripts finds the scripts of in. Argv is left out where it is that of the
// stage.
func readScripts(in *syntax.Instruction, key scriptsKey) []Script {
	words := in.Args
	if in.Kind() == command.Healthcheck {
		if len(words) < 2 || !strings.EqualFold(words[0].Value, "CMD") {
			return nil
		}
		words = words[1:]
	}
	switch {
	case len(words) == 0:
		return nil
	case in.JSON:
		return readScriptArg(in, words)
	case in.Kind() == command.Run && len(in.Heredocs) > 0:
		return readScriptHeredocs(in, key)
	}
	t := newScriptText(in)
	t.line(words[0].Span)
	return []Script{t.script(key.kind, ScriptLine)}
}

// readScriptHeredocs reads a RUN with heredocs, as dispatchRun in BuildKit's
// dockerfile2llb/convert.go does.
func readScriptHeredocs(in *syntax.Instruction, key scriptsKey) []Script {
	if only, _ := parser.ParseHeredoc(in.Rest.Value); only != nil {
		return []Script{readScriptBody(in, key)}
	}
	t := newScriptText(in)
	t.line(in.Rest.Span)
	for _, h := range in.Heredocs {
		t.fixed("\n", in.Rest.End)
		t.raw(h.Body)
		if h.Closed {
			t.raw(h.End)
		} else {
			t.fixed("\n"+h.Name.Value, h.End.Start)
		}
	}
	outer := t.script(key.kind, ScriptLine)
	return append([]Script{outer}, readScriptInputs(in, outer)...)
}

// readScriptBody reads RUN <<EOF, where the document is the script.
func readScriptBody(in *syntax.Instruction, key scriptsKey) Script {
	t := newScriptText(in)
	t.document(in.Heredocs[0])
	argv, _ := shell.Shebang(t.src.String())
	kind := key.kind
	shebang := !key.windows && strings.HasPrefix(t.src.String(), "#!")
	if shebang {
		kind = shell.KindOf(argv)
	}
	s := t.script(kind, ScriptBody)
	s.Heredoc = 0
	if shebang {
		s.Argv = append([]string{}, argv...) // not nil: there is no shell of the stage
	}
	return s
}

// readScriptArg reads an exec form that starts a shell with a script.
func readScriptArg(in *syntax.Instruction, words []syntax.Word) []Script {
	argv := make([]string, len(words))
	for i, w := range words {
		argv[i] = w.Value
	}
	kind := shell.KindOf(argv)
	n := scriptArgument(kind, argv)
	if n == 0 {
		return nil
	}
	t := newScriptText(in)
	if !t.json(words[n]) {
		return nil
	}
	s := t.script(kind, ScriptArg)
	s.Argv = argv[:n:n]
	return []Script{s}
}

// scriptArgument is the argument in which a shell of that kind is given its
// script, or 0 where it is given none, or where an option is not known well
// enough.
func scriptArgument(kind shell.Kind, argv []string) int {
	for i := 1; i+1 < len(argv); i++ {
		arg := strings.ToLower(argv[i])
		switch {
		case kind == shell.PowerShell && (arg == "-c" || arg == "-command" || arg == "/c" || arg == "/command"),
			kind == shell.Cmd && (arg == "/c" || arg == "/k"):
			return i + 1
		case !kind.POSIXLike() || kind == shell.Unknown || strings.HasPrefix(arg, "--"):
		case strings.HasPrefix(arg, "-") && strings.HasSuffix(argv[i], "o"):
			i++ // the name of an option of set follows
		case strings.HasPrefix(arg, "-") && strings.Contains(argv[i], "c"):
			return i + 1
		}
	}
	return 0
}
