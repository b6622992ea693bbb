package refactor

import (
	"fmt"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"
	"mvdan.cc/sh/v3/syntax"

	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/text"
)

// chain is the script of a RUN that is one statement, and its parts: the
// statements that && joins, or the one alone.
type chain struct {
	script
	read  *shell.Script
	stmts []*syntax.Stmt
	parts []text.Span // in the script
}

// chain is that of the instruction; ok is false where it has none that is read to
// the end by sh and bash.
func (p place) chain() (c chain, ok bool) {
	s, ok := p.script()
	if !ok || p.trigger() || p.it().Kind() != command.Run {
		return chain{}, false
	}
	shells := p.shells()
	kind := shell.KindOf(shells[0])
	if len(shells) > 1 || kind != shell.POSIX && kind != shell.Bash {
		return chain{}, false
	}
	c = chain{script: s, read: shell.Parse(s.text, kind)}
	if c.stmts, ok = statements(c.read); !ok {
		return chain{}, false
	}
	for _, stmt := range c.stmts {
		c.parts = append(c.parts, text.Span{Start: int(stmt.Pos().Offset()), End: int(stmt.End().Offset())})
	}
	last := c.parts[len(c.parts)-1].End
	return c, last <= len(s.text) && strings.TrimSpace(s.text[last:]) == ""
}

// statements are those that && joins in a script that is one statement.
func statements(s *shell.Script) ([]*syntax.Stmt, bool) {
	if !s.Complete || len(s.Tree.Stmts) != 1 {
		return nil, false
	}
	return flatten(s.Tree.Stmts[0]), true
}

// flatten is the statements that && joins in stmt.
func flatten(stmt *syntax.Stmt) []*syntax.Stmt {
	if and, ok := stmt.Cmd.(*syntax.BinaryCmd); ok && and.Op == syntax.AndStmt && !stmt.Negated && !stmt.Background && len(stmt.Redirs) == 0 {
		return append(flatten(and.X), flatten(and.Y)...)
	}
	return []*syntax.Stmt{stmt}
}

// plain tells whether && and a new line under set -e do the same with a statement:
// it is one command or a pipe of them, and nothing in it minds set -e by itself.
func plain(stmt *syntax.Stmt) bool {
	if stmt.Negated || stmt.Background || stmt.Coprocess || stmt.Disown {
		return false
	}
	ok := true
	syntax.Walk(stmt, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Stmt:
			ok = ok && !n.Negated && !n.Background && !n.Coprocess
		case *syntax.BinaryCmd:
			ok = ok && (n.Op == syntax.Pipe || n.Op == syntax.PipeAll)
		case *syntax.CmdSubst:
			ok = ok && len(n.Stmts) <= 1
		case *syntax.Redirect:
			ok = ok && n.Hdoc == nil && n.Op != syntax.WordHdoc
		case *syntax.CallExpr:
			ok = ok && (len(n.Args) == 0 || !slices.Contains(mindful, n.Args[0].Lit()))
		case *syntax.Subshell, *syntax.Block, *syntax.IfClause, *syntax.WhileClause, *syntax.ForClause, *syntax.CaseClause,
			*syntax.FuncDecl, *syntax.ProcSubst, *syntax.TimeClause, *syntax.CoprocClause, *syntax.ExtGlob:
			ok = false
		}
		return ok
	})
	return ok
}

// mindful are the builtins that set -e means something to, that change it, or that
// change how the lines below are read.
var mindful = []string{".", "source", "eval", "set", "trap", "return", "command", "builtin", "alias", "unalias", "shopt"}

// leaves tells whether statements leave something behind in their shell that those
// behind them may need: a directory, variables, options, or the end of it all.
func (c chain) leaves(upTo int) bool {
	end := c.parts[upTo].End
	for _, a := range c.read.Assignments() {
		if a.Start < end && !a.Temporary {
			return true
		}
	}
	if len(c.read.Functions()) > 0 {
		return true
	}
	for _, cmd := range c.read.Commands() {
		if cmd.Start < end && cmd.In&(shell.InSubshell|shell.InSubstitution) == 0 && slices.Contains(stateful, cmd.Name) {
			return true
		}
	}
	return slices.ContainsFunc(c.stmts[:upTo+1], func(s *syntax.Stmt) bool { return s.Background || s.Coprocess || s.Disown })
}

// stateful are the builtins that change the shell they run in. Those that set
// variables are found as assignments.
var stateful = strings.Fields(`. source eval cd pushd popd export declare typeset local readonly set shopt umask ulimit
	alias unalias unset exec exit return trap shift hash enable wait bg fg disown builtin command`)

// printed are statements in a form that does not mind blanks and lines. One that
// cannot be printed equals no other.
func printed(stmts []*syntax.Stmt) []string {
	printer := syntax.NewPrinter(syntax.SingleLine(true))
	var list []string
	for _, stmt := range stmts {
		var b strings.Builder
		if err := printer.Print(&b, stmt); err != nil {
			fmt.Fprintf(&b, "%p: %v", stmt, err)
		}
		list = append(list, b.String())
	}
	return list
}

// harmless tells whether flags mean the same to several RUNs as to one: no mount
// among them whose content is thrown away at the end.
func harmless(flags []string) bool {
	return !slices.ContainsFunc(flags, func(flag string) bool {
		value, isMount := strings.CutPrefix(flag, "--mount=")
		for _, part := range []string{"tmpfs", "rw", "readwrite", "private", "$", `"`} {
			if isMount && strings.Contains(value, part) {
				return true
			}
		}
		return false
	})
}
