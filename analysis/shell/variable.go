package shell

import (
	"mvdan.cc/sh/v3/syntax"

	"github.com/slipway-dev/slipway/analysis/text"
)

// Use is a place where the value of a variable is read.
type Use struct {
	text.Span           // the whole expansion: $NAME, ${NAME:-word}, or NAME within arithmetic
	Name      string    // the variable or the special parameter, such as "1", "@" or "?"
	NameSpan  text.Span // its name

	// Quoted tells that the expansion stands in double quotes or a heredoc, where
	// the shell does not split it into words.
	Quoted bool

	// Modifier is the operator in ${NAME…}: ":-", "-", ":=", "=", ":?", "?", ":+",
	// "+", "#", "##", "%", "%%", "/", "//", "^", "^^", ",", ",,", "@"; ":" for a
	// slice; and in front of the name "#" is told as "length" and "!" as
	// "indirect". "" for a plain expansion.
	Modifier string

	// Operand is the word after Modifier; empty where there is none.
	Operand text.Span

	// Assigned tells that the script assigns the variable in a place before this
	// one, whether or not that place is reached.
	Assigned bool
}

// Special tells whether the name is a positional or special parameter, which
// only the shell itself sets.
func (u Use) Special() bool { return !syntax.ValidName(u.Name) }

// Uses are the places where the script reads a variable, in the order of the
// source. Names inside single quotes are none, nor are those that eval, a
// sourced file or another program will read. Never change the answer, which is kept.
func (s *Script) Uses() []Use { return s.reading().uses }

func use(n *syntax.ParamExp, at setting) Use {
	u := Use{Span: span(n), Name: n.Param.Value, NameSpan: span(n.Param), Quoted: at.quoted}
	u.Operand = text.Span{Start: u.NameSpan.End, End: u.NameSpan.End}
	switch {
	case n.Exp != nil:
		u.Modifier = n.Exp.Op.String()
		if n.Exp.Word != nil {
			u.Operand = span(n.Exp.Word)
		}
	case n.Repl != nil:
		u.Modifier = "/"
		if n.Repl.All {
			u.Modifier = "//"
		}
		if n.Repl.Orig != nil {
			u.Operand = span(n.Repl.Orig)
		}
	case n.Slice != nil:
		u.Modifier = ":"
	case n.Length:
		u.Modifier = "length"
	case n.Excl || n.Names != 0:
		u.Modifier = "indirect"
	}
	return u
}
