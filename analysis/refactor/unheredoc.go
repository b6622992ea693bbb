package refactor

import (
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"mvdan.cc/sh/v3/syntax"

	"github.com/slipway-dev/slipway/analysis/shell"
	dockerfile "github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// toChain offers a chain of commands for a heredoc that stops at errors: the way
// back from toHeredoc. A comment goes above its command.
func toChain(p place) []offer {
	body, kind, ok := p.heredoc()
	if !ok || p.Escape != '\\' || strings.Contains(p.it().Raw, "\r") || p.newline() != "\n" {
		return nil
	}
	stmts, ok := stopping(body, kind)
	if !ok {
		return nil
	}
	lines, above, below, ok := chainLines(body, stmts)
	if !ok {
		return nil
	}
	in := p.it().Instruction
	edits := []text.Edit{p.edit(text.Span{Start: in.Rest.Start, End: in.Heredocs[0].End.End}, lines+below)}
	if above != "" {
		edits = append([]text.Edit{p.edit(text.Span{}, above)}, edits...)
	}
	after := p.after(p.item, p.item, edits)
	if len(after) != 1 || after[0].Command == nil || len(after[0].Heredocs) > 0 {
		return nil
	}
	if again, ok := statements(shell.Parse(after[0].Rest.Value, kind)); !ok || !slices.Equal(printed(again), printed(stmts)) {
		return nil
	}
	return []offer{{title: "Use && for the heredoc", edits: edits}}
}

// heredoc is the script of a RUN that is nothing but a heredoc for the shell. One
// that begins with "#!" is a program of its own, in whatever language.
func (p place) heredoc() (body string, kind shell.Kind, ok bool) {
	if body, ok = heredocScript(p.it().Instruction); !ok || p.step() == nil {
		return "", 0, false
	}
	shells := p.shells()
	kind = shell.KindOf(shells[0])
	known := len(shells) == 1 && (kind == shell.POSIX || kind == shell.Bash)
	return body, kind, known && !strings.HasPrefix(body, "#!")
}

// heredocScript is the body of the heredoc that is all of a RUN.
func heredocScript(in *dockerfile.Instruction) (body string, ok bool) {
	if in.Kind() != command.Run || len(in.Heredocs) != 1 || in.Rest.Value != in.Heredocs[0].Op.Value {
		return "", false
	}
	doc := in.Heredocs[0]
	if body = in.Raw[doc.Body.Start:doc.Body.End]; doc.Chomp {
		body = parser.ChompHeredocContent(body)
	}
	return body, true
}

// stopping are the statements of a script that begins with set -e and of which &&
// would make the same. Other options of that set stay a statement.
func stopping(body string, kind shell.Kind) ([]*syntax.Stmt, bool) {
	read := shell.Parse(body, kind)
	if !read.Complete || len(read.Tree.Stmts) < 2 {
		return nil, false
	}
	stmts := read.Tree.Stmts
	option := errexit(stmts[0])
	if option == "" || slices.ContainsFunc(stmts[1:], func(s *syntax.Stmt) bool { return !plain(s) }) {
		return nil, false
	}
	if option == "-e" {
		stmts = stmts[1:]
	}
	return stmts, true
}

// chainLines is statements of a body joined by &&, with the comments between them,
// and the comments above the first and behind the last. It is not ok where a
// statement cannot be continued as a Dockerfile continues lines.
func chainLines(body string, stmts []*syntax.Stmt) (lines, above, below string, ok bool) {
	var b strings.Builder
	at := 0
	for i, stmt := range stmts {
		start, end := int(stmt.Pos().Offset()), int(stmt.End().Offset())
		src := strings.TrimRight(body[start:end], "; \t")
		rest := body[end:]
		if i+1 < len(stmts) {
			rest = body[end:stmts[i+1].Pos().Offset()]
		}
		if n := strings.IndexByte(rest, '\n'); n >= 0 {
			rest = rest[:n]
		}
		for _, comment := range slices.Concat(commentLines(body[at:start]), commentLines(rest)) {
			if i == 0 {
				above += comment + "\n"
			} else {
				b.WriteString("    " + comment + "\n")
			}
		}
		if !continuable(src) {
			return "", "", "", false
		}
		if i > 0 {
			b.WriteString("    ")
		}
		b.WriteString(src)
		if i < len(stmts)-1 {
			b.WriteString(" && \\\n")
		}
		at = end + len(rest)
	}
	for _, comment := range commentLines(body[at:]) {
		below += "\n" + comment
	}
	return b.String(), above, below, true
}

// commentLines are the comments in a text between statements.
func commentLines(s string) []string {
	var list []string
	for line := range strings.Lines(s) {
		if line = strings.Trim(line, "; \t\n"); strings.HasPrefix(line, "#") {
			list = append(list, line)
		}
	}
	return list
}

// continuable tells whether a statement's lines may stand as they are on continued
// lines of a Dockerfile.
func continuable(src string) bool {
	first := true
	for line := range strings.Lines(src) {
		text := strings.TrimSpace(line)
		if !first && (text == "" || strings.HasPrefix(text, "#")) {
			return false
		}
		if rest, ended := strings.CutSuffix(line, "\n"); ended && (!strings.HasSuffix(rest, `\`) || strings.HasSuffix(rest, `\\`)) {
			return false
		}
		first = false
	}
	return true
}
