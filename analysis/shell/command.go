package shell

import (
	"mvdan.cc/sh/v3/syntax"

	"github.com/slipway-dev/slipway/analysis/text"
)

// Command is a simple command: a program, a builtin or a function with its
// arguments, or assignments alone.
type Command struct {
	text.Span // from the first assignment or word to the last; redirections are not counted

	// Name is the value of the first word, or "" where that is not static or
	// there is none.
	Name string

	// Words are the name and the arguments.
	Words []Word

	// Env are the assignments in front: of a command without words they stay in
	// the shell, otherwise they last for this command.
	Env []Assignment

	// Before and After are the operators beside the command: "&&", "||", "|",
	// "|&", ";", "&" or "\n"; "" at the ends of the script and of each list
	// within it, such as the body of a loop. The first command of a compound one
	// does not have the compound's operator, except that Before and After reach
	// through && and pipes.
	Before, After string

	In Place
}

// Is tells whether the command stands in all of p.
func (c Command) Is(p Place) bool { return c.In&p == p }

// Commands are the simple commands of the script in the order of the source.
// Bash's declarations (export, local, declare …) are among them, as they are
// simple commands everywhere else; [[ ]], (( )) and let are not. Never change the
// answer, which is kept.
func (s *Script) Commands() []Command { return s.reading().commands }

func (s *Script) command(call *syntax.CallExpr, at setting) Command {
	c := Command{Span: span(call).Clamp(len(s.Src)), Before: at.before, After: at.after, In: at.in}
	for _, assign := range call.Assigns {
		a := assignment(assign)
		a.Temporary = len(call.Args) > 0
		c.Env = append(c.Env, a)
	}
	for _, w := range call.Args {
		c.Words = append(c.Words, s.word(w))
	}
	if n := len(c.Env); n > 0 && len(c.Words) > 0 { // the parser has words in front of assignments, behind coproc
		c.Span = text.Span{Start: min(c.Env[0].Start, c.Words[0].Start), End: max(c.Env[n-1].End, c.Words[len(c.Words)-1].End)}
	}
	if len(c.Words) > 0 {
		c.Name = c.Words[0].Value
	}
	return c
}

// declaration is a DeclClause as the simple command it looks like.
func (s *Script) declaration(decl *syntax.DeclClause, at setting) Command {
	name := decl.Variant.Value
	c := Command{Span: span(decl).Clamp(len(s.Src)), Name: name, Before: at.before, After: at.after, In: at.in}
	c.Words = []Word{{span(decl.Variant), name, name, true}}
	for _, arg := range decl.Args {
		c.Words = append(c.Words, s.declared(arg))
	}
	return c
}

// declared is an argument of a declaration as a word.
func (s *Script) declared(arg *syntax.Assign) Word {
	at := span(arg).Clamp(len(s.Src))
	w := Word{Span: at, Raw: s.Src[at.Start:at.End]}
	switch {
	case arg.Array != nil || arg.Index != nil:
	case arg.Name == nil:
		w = s.word(arg.Value)
	case arg.Naked:
		w.Value, w.Static = arg.Name.Value, true
	default:
		value := Word{Static: true}
		if arg.Value != nil {
			value = s.word(arg.Value)
		}
		if value.Static && !arg.Append {
			w.Value, w.Static = arg.Name.Value+"="+value.Value, true
		}
	}
	return w
}
