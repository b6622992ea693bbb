package analysis

import (
	"strings"

	sh "mvdan.cc/sh/v3/syntax"

	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/syntax"
)

// readScriptInputs finds the heredocs of in that a shell reads which outer starts,
// as in "bash -e <<EOF".
func readScriptInputs(in *syntax.Instruction, outer Script) []Script {
	if outer.Tree == nil {
		return nil
	}
	programs := map[int][]shell.Word{} // by the start of the command
	for _, c := range outer.Commands() {
		programs[c.Start] = c.Program()
	}
	var scripts []Script
	sh.Walk(outer.Tree, func(n sh.Node) bool {
		stmt, ok := n.(*sh.Stmt)
		if !ok || stmt.Cmd == nil {
			return true
		}
		kind, argv := scriptReader(programs[int(stmt.Cmd.Pos().Offset())])
		for _, r := range stmt.Redirs {
			h := heredocOf(in, outer, r)
			if h < 0 || kind == shell.Unknown {
				continue
			}
			t := newScriptText(in)
			t.document(in.Heredocs[h])
			s := t.script(kind, ScriptInput)
			s.Argv, s.Heredoc, s.Expanded = argv, h, in.Heredocs[h].Expand
			scripts = append(scripts, s)
		}
		return true
	})
	return scripts
}

// heredocOf is the heredoc of in that a redirection feeds to standard input, or -1.
func heredocOf(in *syntax.Instruction, outer Script, r *sh.Redirect) int {
	if r.Hdoc == nil && r.Op != sh.Hdoc && r.Op != sh.DashHdoc || r.N != nil && r.N.Value != "0" {
		return -1
	}
	at := outer.place.at(int(r.OpPos.Offset()))
	for i, h := range in.Heredocs {
		if h.Op.Start <= at && at < h.Op.End {
			return i
		}
	}
	return -1
}

// scriptReader is the kind of shell that words start so that it reads its script
// from standard input, and these words' values. It is Unknown for all others.
func scriptReader(words []shell.Word) (shell.Kind, []string) {
	var argv []string
	for i, w := range words {
		if !w.Static {
			return shell.Unknown, nil
		}
		argv = append(argv, w.Value)
		switch {
		case i == 0 || w.Value == "-":
		case argv[i-1] == "-s":
			return scriptReader(words[:i])
		case strings.HasPrefix(w.Value, "--") || !strings.HasPrefix(w.Value, "-") && !strings.HasSuffix(argv[i-1], "o"):
			return shell.Unknown, nil // it reads a file
		case strings.HasPrefix(w.Value, "-") && strings.Contains(w.Value, "c"):
			return shell.Unknown, nil // it is given its script
		}
	}
	if kind := shell.KindOf(argv); kind.POSIXLike() {
		return kind, argv
	}
	return shell.Unknown, nil
}
