package shell

import (
	"mvdan.cc/sh/v3/syntax"
)

// Place tells inside what a command stands; places add up.
type Place uint8

// The places that change what a command does or whether it runs.
const (
	InSubshell     Place = 1 << iota // ( … )
	InSubstitution                   // $( … ), `…`, <( … )
	InFunction                       // the body of a function
	InLoop                           // for, while, until, select
	InCondition                      // what if, elif, while or until test
	InBranch                         // then, else or a case: may not run
)

// setting is what the way from the root to a node says about that node.
type setting struct {
	in            Place
	before, after string // see Command.Before
	quoted        bool   // within double quotes or a heredoc
	arithmetic    bool   // within $(( )), (( )) or let: a bare word is a variable
}

// placed is a node on the way from the root to where a walk is.
type placed struct {
	node syntax.Node
	setting
	inside   setting      // of whatever stands in it
	previous *syntax.Stmt // the statement in it that was met last
}

// walk visits the nodes of the tree in the order of the source.
func (s *Script) walk(visit func(n syntax.Node, at setting)) {
	if s.Tree == nil {
		return
	}
	way := make([]placed, 0, 32)
	syntax.Walk(s.Tree, func(n syntax.Node) bool {
		if n == nil {
			way = way[:len(way)-1]
			return false
		}
		next := placed{node: n}
		if len(way) > 0 {
			next.setting = way[len(way)-1].child(n)
		}
		next.inside = next.inner()
		way = append(way, next)
		visit(n, next.setting)
		return true
	})
}

// child is the setting of a node directly under p.
func (p *placed) child(n syntax.Node) setting {
	at := p.inside
	switch n := n.(type) {
	case *syntax.Stmt:
		at = p.statement(at, p.previous, n)
		p.previous = n
	case *syntax.IfClause: // an elif or else
		if _, ok := p.node.(*syntax.IfClause); ok {
			at.in |= InBranch
		}
	case *syntax.Word:
		if redirect, ok := p.node.(*syntax.Redirect); ok && n == redirect.Hdoc {
			at.quoted = true
		}
	}
	return at
}

// inner is the setting of whatever stands in p.
func (p *placed) inner() setting {
	in := p.setting
	switch node := p.node.(type) {
	case *syntax.Subshell:
		in.in |= InSubshell
	case *syntax.CmdSubst, *syntax.ProcSubst:
		return setting{in: in.in | InSubstitution}
	case *syntax.FuncDecl:
		return setting{in: in.in | InFunction}
	case *syntax.WhileClause, *syntax.ForClause:
		in.in |= InLoop
	case *syntax.DblQuoted:
		in.quoted = true
	case *syntax.ArithmExp, *syntax.ArithmCmd, *syntax.LetClause, *syntax.CStyleLoop:
		in.arithmetic = true
	case *syntax.ParamExp:
		// The subscript of a[key] may be a word where a is an associative array.
		in.arithmetic = node.Slice != nil && node.Index == nil
	}
	return in
}

// statement is the setting of stmt, which stands directly in p after previous.
func (p *placed) statement(at setting, previous, stmt *syntax.Stmt) setting {
	switch node := p.node.(type) {
	case *syntax.BinaryCmd:
		if stmt == node.X {
			at.after = node.Op.String()
		} else {
			at.before = node.Op.String()
		}
		return at
	case *syntax.TimeClause, *syntax.CoprocClause:
		return at
	case *syntax.IfClause: // an else is an IfClause without "then"
		if node.ThenPos.After(stmt.Pos()) {
			at.in |= InCondition
		} else {
			at.in |= InBranch
		}
	case *syntax.WhileClause:
		if node.DoPos.After(stmt.Pos()) {
			at.in |= InCondition
		}
	case *syntax.CaseItem:
		at.in |= InBranch
	}
	at.before, at.after = "", ""
	first, last := ends(statements(p.node), stmt)
	if !first {
		at.before = separator(previous)
	}
	if !last || stmt.Background {
		at.after = separator(stmt)
	}
	return at
}

// ends tells whether stmt begins or ends one of lists.
func ends(lists [][]*syntax.Stmt, stmt *syntax.Stmt) (first, last bool) {
	for _, list := range lists {
		if n := len(list); n > 0 {
			first = first || list[0] == stmt
			last = last || list[n-1] == stmt
		}
	}
	return first, last
}

// statements are the lists of statements directly in n.
func statements(n syntax.Node) [][]*syntax.Stmt {
	switch n := n.(type) {
	case *syntax.File:
		return [][]*syntax.Stmt{n.Stmts}
	case *syntax.Block:
		return [][]*syntax.Stmt{n.Stmts}
	case *syntax.Subshell:
		return [][]*syntax.Stmt{n.Stmts}
	case *syntax.CmdSubst:
		return [][]*syntax.Stmt{n.Stmts}
	case *syntax.ProcSubst:
		return [][]*syntax.Stmt{n.Stmts}
	case *syntax.CaseItem:
		return [][]*syntax.Stmt{n.Stmts}
	case *syntax.ForClause:
		return [][]*syntax.Stmt{n.Do}
	case *syntax.WhileClause:
		return [][]*syntax.Stmt{n.Cond, n.Do}
	case *syntax.IfClause:
		return [][]*syntax.Stmt{n.Cond, n.Then}
	case *syntax.FuncDecl:
		return [][]*syntax.Stmt{{n.Body}}
	}
	return nil
}

// separator is what ends stmt in a list.
func separator(stmt *syntax.Stmt) string {
	switch {
	case stmt.Background:
		return "&"
	case stmt.Semicolon.IsValid():
		return ";"
	}
	return "\n"
}
