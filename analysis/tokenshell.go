package analysis

import (
	"slices"
	"strings"
	"unicode/utf8"

	sh "mvdan.cc/sh/v3/syntax"

	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/text"
)

// shellPainter paints one script. What it is given are places in the script.
type shellPainter struct {
	*painter
	Script
	commands map[int]shell.Command // by their start
}

// paintScript paints a script, as far as it could be read, also while somebody
// types in it. Text for PowerShell, cmd and programs that are no shells has no tree
// and stays bare.
func paintScript(p *painter, s Script) {
	if s.Tree == nil {
		return
	}
	s.Script = s.Sketch()
	if s.Heredoc >= 0 { // to the shell around it is a string
		p.erase(s.place.in.Heredocs[s.Heredoc].Body)
	}
	sp := &shellPainter{p, s, map[int]shell.Command{}}
	for _, c := range s.Commands() {
		sp.commands[c.Start] = c
	}
	eachShellNode(s.Tree, func(n, parent sh.Node) {
		sp.node(n, parent)
		sp.compound(n)
	})
	sp.comments()
}

// eachShellNode visits root and all that is below it, each node before what is in
// it and all in the order of the source. It keeps its own stack, because
// "a && b && …" is a tree as deep as the line is long.
func eachShellNode(root sh.Node, visit func(n, parent sh.Node)) {
	type entry struct{ node, parent sh.Node }
	stack := []entry{{root, nil}}
	for len(stack) > 0 {
		top := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		visit(top.node, top.parent)
		below := len(stack)
		for _, n := range shellChildren(top.node) {
			stack = append(stack, entry{n, top.node})
		}
		slices.Reverse(stack[below:])
	}
}

// shellChildren are the nodes directly in n.
func shellChildren(n sh.Node) []sh.Node {
	var list []sh.Node
	sh.Walk(n, func(child sh.Node) bool {
		if child != nil && child != n {
			list = append(list, child)
		}
		return child == n
	})
	return list
}

func (p *shellPainter) at(start, end int, kind TokenType, mods TokenMods) {
	if end = min(end, len(p.Src)); start < end {
		p.paint(p.place.span(text.Span{Start: start, End: end}), kind, mods)
	}
}

// spanOf is the place of n in the script, up to its end where that of n is missing;
// ok is false where all of n is.
func (p *shellPainter) spanOf(n sh.Node) (s text.Span, ok bool) {
	start, end := n.Pos(), n.End()
	s = text.Span{Start: int(start.Offset()), End: len(p.Src)}
	if !end.IsRecovered() {
		s.End = min(int(end.Offset()), len(p.Src))
	}
	return s, start.IsValid() && s.Start <= s.End
}

// op paints an operator of n bytes.
func (p *shellPainter) op(pos sh.Pos, n int) {
	if pos.IsValid() {
		p.at(int(pos.Offset()), int(pos.Offset())+n, TokenOperator, 0)
	}
}

// keyword paints the word at pos, which is made of small letters.
func (p *shellPainter) keyword(positions ...sh.Pos) {
	for _, pos := range positions {
		if !pos.IsValid() {
			continue
		}
		start := min(int(pos.Offset()), len(p.Src))
		end := start
		for end < len(p.Src) && 'a' <= p.Src[end] && p.Src[end] <= 'z' {
			end++
		}
		p.at(start, end, TokenKeyword, 0)
	}
}

func (p *shellPainter) whole(n sh.Node, kind TokenType, mods TokenMods) {
	if s, ok := p.spanOf(n); ok {
		p.at(s.Start, s.End, kind, mods)
	}
}

// clear takes n for what it is, not for a part of the string around it.
func (p *shellPainter) clear(n sh.Node) {
	if s, ok := p.spanOf(n); ok {
		p.stroke(p.place.span(s), colour{mute: true})
	}
}

// node paints commands, words and their parts.
func (p *shellPainter) node(n, parent sh.Node) {
	switch n := n.(type) {
	case *sh.CallExpr:
		p.command(int(n.Pos().Offset()))
	case *sh.Assign:
		p.assignment(n)
	case *sh.Redirect:
		p.redirect(n)
	case *sh.Word:
		p.word(n, parent)
	case *sh.Lit:
		p.literal(n, parent)
	case *sh.SglQuoted, *sh.DblQuoted:
		p.whole(n, TokenString, 0)
	case *sh.ExtGlob:
		p.whole(n, TokenRegexp, 0)
	case *sh.ParamExp:
		p.parameter(n)
	case *sh.CmdSubst:
		p.clear(n)
		p.op(n.Left, 2-boolInt(n.Backquotes || n.TempFile || n.ReplyVar))
		p.op(n.Right, 1)
	case *sh.ProcSubst:
		p.clear(n)
		p.op(n.OpPos, 2)
		p.op(n.Rparen, 1)
	case *sh.ArithmExp:
		p.clear(n)
		p.op(n.Left, 3-boolInt(n.Bracket))
		p.op(n.Right, 2-boolInt(n.Bracket))
	}
}

// parameter paints $NAME, and ${NAME:-word} in its parts.
func (p *shellPainter) parameter(n *sh.ParamExp) {
	p.whole(n, TokenVariable, 0)
	if n.Exp == nil || n.Param == nil {
		return
	}
	end := int(n.End().Offset()) - 1
	if n.Exp.Word != nil {
		p.whole(n.Exp.Word, TokenString, 0)
		end = int(n.Exp.Word.Pos().Offset())
	}
	op := len(n.Exp.Op.String())
	p.at(max(int(n.Param.End().Offset()), end-op), end, TokenOperator, 0)
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// command paints the words of the simple command that starts at start: the name,
// the name of the program that runs in the end, and options.
func (p *shellPainter) command(start int) {
	c := p.commands[start]
	for i, w := range c.Words {
		switch option, _, _ := strings.Cut(w.Raw, "="); {
		case i == 0:
			p.at(w.Start, w.End, TokenFunction, 0)
		case len(w.Raw) > 1 && w.Raw[0] == '-':
			p.at(w.Start, w.Start+len(option), TokenParameter, 0)
		}
	}
	if program := c.Program(); len(program) > 0 {
		p.at(program[0].Start, program[0].End, TokenFunction, 0)
	}
}

func (p *shellPainter) assignment(n *sh.Assign) {
	if n.Name == nil {
		return
	}
	p.whole(n.Name, TokenVariable, TokenDeclaration)
	if n.Naked || n.Index != nil {
		return
	}
	p.op(n.Name.End(), 1+boolInt(n.Append))
	if n.Value != nil {
		p.whole(n.Value, TokenString, 0)
	}
}

func (p *shellPainter) redirect(n *sh.Redirect) {
	if n.N != nil {
		p.whole(n.N, TokenNumber, 0)
	}
	p.op(n.OpPos, len(n.Op.String()))
	if n.Hdoc != nil {
		p.whole(n.Hdoc, TokenString, 0)
	}
	if n.Word != nil && (n.Op == sh.Hdoc || n.Op == sh.DashHdoc) {
		p.whole(n.Word, TokenLabel, 0)
	}
}

// word notes that a word stands where nothing was painted, so that a "#" in it is
// no comment, and paints the names and numbers one calculates with.
func (p *shellPainter) word(n *sh.Word, parent sh.Node) {
	s, ok := p.spanOf(n)
	if !ok {
		return
	}
	if start := p.place.at(s.Start); start < len(p.canvas) && p.bare(start) {
		p.clear(n)
	}
	switch parent.(type) {
	case *sh.ArithmExp, *sh.ArithmCmd, *sh.BinaryArithm, *sh.UnaryArithm, *sh.ParenArithm:
		if value := n.Lit(); sh.ValidName(value) {
			p.whole(n, TokenVariable, 0)
		} else if isNumber(value) {
			p.whole(n, TokenNumber, 0)
		}
	}
}

// literal paints the escapes in plain text, of which there are fewer in double
// quotes (POSIX 2.2.3).
func (p *shellPainter) literal(n *sh.Lit, parent sh.Node) {
	s, ok := p.spanOf(n)
	switch parent.(type) {
	case *sh.Word, *sh.DblQuoted:
	default:
		ok = false
	}
	if !ok {
		return
	}
	_, quoted := parent.(*sh.DblQuoted)
	for i := s.Start; i+1 < s.End; i++ {
		if p.Src[i] != '\\' {
			continue
		}
		next := runeLen(p.Src[i+1 : s.End])
		if c := p.Src[i+1]; c != '\n' && c != '\r' && (!quoted || strings.IndexByte("$`\"\\", c) >= 0) {
			p.at(i, i+1+next, TokenRegexp, 0)
		}
		i += next
	}
}

// compound paints the operators that join commands.
func (p *shellPainter) compound(n sh.Node) {
	switch n := n.(type) {
	case *sh.Stmt:
		if n.Negated {
			p.op(n.Position, 1)
		}
		p.op(n.Semicolon, 1+boolInt(n.Coprocess))
	case *sh.BinaryCmd:
		p.op(n.OpPos, len(n.Op.String()))
	case *sh.Subshell:
		p.op(n.Lparen, 1)
		p.op(n.Rparen, 1)
	case *sh.Block:
		p.op(n.Lbrace, 1)
		p.op(n.Rbrace, 1)
	case *sh.CaseItem:
		p.op(n.OpPos, len(n.Op.String()))
	case *sh.TestClause:
		p.op(n.Left, 2)
		p.op(n.Right, 2)
	case *sh.ArithmCmd:
		p.op(n.Left, 2)
		p.op(n.Right, 2)
	default:
		p.control(n)
	}
}

// control paints the control words of the shell and the names they declare.
func (p *shellPainter) control(n sh.Node) {
	switch n := n.(type) {
	case *sh.IfClause:
		p.keyword(n.Position, n.ThenPos, n.FiPos)
	case *sh.WhileClause:
		p.keyword(n.WhilePos, n.DoPos, n.DonePos)
	case *sh.ForClause:
		p.keyword(n.ForPos, n.DoPos, n.DonePos)
	case *sh.WordIter:
		p.whole(n.Name, TokenVariable, TokenDeclaration)
		p.keyword(n.InPos)
	case *sh.CaseClause:
		p.keyword(n.Case, n.In, n.Esac)
	case *sh.FuncDecl:
		if n.RsrvWord {
			p.keyword(n.Position)
		}
		if n.Name != nil {
			p.whole(n.Name, TokenFunction, TokenDeclaration)
		}
	case *sh.DeclClause:
		p.whole(n.Variant, TokenKeyword, 0)
	case *sh.LetClause:
		p.keyword(n.Let)
	case *sh.TimeClause:
		p.keyword(n.Time)
	}
}

// comments paints from each "#" that begins a word where no word was found to the
// end of its line. The parser does not keep comments.
func (p *shellPainter) comments() {
	end := len(p.Src)
	if !p.Complete {
		end = 0 // behind a mistake nothing is known
		if n := len(p.Tree.Stmts); n > 0 && p.Tree.Stmts[n-1].End().IsValid() {
			end = min(int(p.Tree.Stmts[n-1].End().Offset()), len(p.Src))
		}
	}
	for at := 0; at < end; at++ {
		next := strings.IndexByte(p.Src[at:end], '#')
		if next < 0 {
			return
		}
		at += next
		if at > 0 && strings.IndexByte(" \t\n;&|()", p.Src[at-1]) < 0 || !p.bare(min(p.place.at(at), len(p.canvas)-1)) {
			continue
		}
		line, _, _ := strings.Cut(p.Src[at:], "\n")
		p.at(at, at+len(strings.TrimRight(line, "\r")), TokenComment, 0)
		at += len(line)
	}
}

// runeLen is the length of the first character of s, which is not empty.
func runeLen(s string) int {
	_, size := utf8.DecodeRuneInString(s)
	return size
}
