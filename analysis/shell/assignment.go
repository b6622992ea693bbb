package shell

import (
	"math"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/slipway-dev/slipway/analysis/text"
)

// Assignment is a place where a variable gets a value, or is said to have one.
type Assignment struct {
	text.Span           // NAME=value, or the name alone where another construct sets it
	Name      string    // the variable
	NameSpan  text.Span // its name
	Value     text.Span // what stands after "=", quotes included; empty where nothing does

	// By is what assigns: "=", "+=", "for", "select", "read", "getopts",
	// "printf", "mapfile", "readarray", "export", "readonly", "local", "declare",
	// "typeset", "nameref", ":=" for ${NAME:=value} and "=" for ${NAME=value},
	// "arithmetic", or "let". A declaration with no value, such as "export NAME",
	// counts: it says that the author knows the variable to be set.
	By string

	// Temporary tells that the value is for one command: NAME=value command.
	Temporary bool
}

// Assignments are all assignments of the script in the order of the source. Never
// change the answer, which is kept.
func (s *Script) Assignments() []Assignment { return s.reading().assignments }

// appendAssignments appends what n itself assigns.
func (s *Script) appendAssignments(list []Assignment, n syntax.Node) []Assignment {
	switch n := n.(type) {
	case *syntax.CallExpr:
		for _, assign := range n.Assigns {
			a := assignment(assign)
			a.Temporary = len(n.Args) > 0
			list = append(list, a)
		}
		return s.appendBuiltin(list, n)
	case *syntax.DeclClause:
		for _, arg := range n.Args {
			if arg.Name != nil {
				a := assignment(arg)
				a.By = n.Variant.Value
				list = append(list, a)
			}
		}
	case *syntax.ForClause:
		if loop, ok := n.Loop.(*syntax.WordIter); ok {
			by := "for"
			if n.Select {
				by = "select"
			}
			list = appendNamed(list, loop.Name, by)
		}
	case *syntax.ParamExp:
		if n.Exp != nil && (n.Exp.Op == syntax.AssignUnset || n.Exp.Op == syntax.AssignUnsetOrNull) {
			list = appendNamed(list, n.Param, n.Exp.Op.String())
		}
	case *syntax.BinaryArithm:
		if assigns(n.Op) {
			list = appendArithmetic(list, n.X)
		}
	case *syntax.UnaryArithm:
		if n.Op == syntax.Inc || n.Op == syntax.Dec {
			list = appendArithmetic(list, n.X)
		}
	}
	return list
}

// assignment is NAME=value, NAME+=value or a bare NAME of a declaration.
func assignment(n *syntax.Assign) Assignment {
	a := Assignment{Span: span(n), Name: n.Name.Value, NameSpan: span(n.Name), By: "="}
	if n.Append {
		a.By = "+="
	}
	a.Value = text.Span{Start: a.End, End: a.End}
	if n.Value != nil {
		a.Value = span(n.Value)
	} else if n.Array != nil {
		a.Value = span(n.Array)
	}
	return a
}

func appendNamed(list []Assignment, name *syntax.Lit, by string) []Assignment {
	if name == nil || !syntax.ValidName(name.Value) {
		return list
	}
	at := span(name)
	return append(list, Assignment{Span: at, Name: name.Value, NameSpan: at, Value: text.Span{Start: at.End, End: at.End}, By: by})
}

func appendArithmetic(list []Assignment, target syntax.ArithmExpr) []Assignment {
	if w, ok := target.(*syntax.Word); ok {
		return appendNamed(list, bareName(w), "arithmetic")
	}
	return list
}

// bareName is the literal of a word that is nothing but a variable's name.
func bareName(w *syntax.Word) *syntax.Lit {
	if len(w.Parts) != 1 {
		return nil
	}
	lit, ok := w.Parts[0].(*syntax.Lit)
	if !ok || !syntax.ValidName(lit.Value) {
		return nil
	}
	return lit
}

// assigns tells whether an arithmetic operator changes its left side.
func assigns(op syntax.BinAritOperator) bool {
	switch op {
	case syntax.Assgn, syntax.AddAssgn, syntax.SubAssgn, syntax.MulAssgn, syntax.QuoAssgn, syntax.RemAssgn,
		syntax.AndAssgn, syntax.OrAssgn, syntax.XorAssgn, syntax.ShlAssgn, syntax.ShrAssgn:
		return true
	}
	return false
}

// setter says which words of a builtin are names of variables.
type setter struct {
	valued  string // options whose value is in the next word, parted by blanks
	named   string // those of valued whose value is a variable's name
	skipped int    // operands before the names
	declare bool   // operands may be NAME=value
	most    int    // names there can be; 0 for any number
}

// setters are the builtins that assign, as bash 5 and POSIX have them.
var setters = map[string]setter{
	"declare":   {declare: true},
	"export":    {declare: true},
	"getopts":   {skipped: 1, most: 1},
	"local":     {declare: true},
	"mapfile":   {valued: "-d -n -O -s -u -C -c"},
	"printf":    {valued: "-v", named: "-v", skipped: math.MaxInt},
	"read":      {valued: "-a -d -i -n -N -p -t -u", named: "-a"},
	"readarray": {valued: "-d -n -O -s -u -C -c"},
	"readonly":  {declare: true},
	"typeset":   {declare: true},
}

// appendBuiltin appends what a builtin such as read assigns. In POSIX grammar
// export and its kin are plain calls too.
func (s *Script) appendBuiltin(list []Assignment, call *syntax.CallExpr) []Assignment {
	if len(call.Args) == 0 {
		return list
	}
	name := call.Args[0].Lit()
	builtin, ok := setters[name]
	if !ok {
		return list
	}
	operands := 0
	for i := 1; i < len(call.Args); i++ {
		arg := call.Args[i]
		switch lit := arg.Lit(); {
		case strings.HasPrefix(lit, "-"):
			option, next := lastOption(lit, builtin.valued, "")
			if i++; !next {
				i--
			} else if i < len(call.Args) && among(builtin.named, option) {
				list = appendNamed(list, bareName(call.Args[i]), name)
			}
		case builtin.declare:
			list = s.appendDeclared(list, arg, name)
		case operands >= builtin.skipped && (builtin.most == 0 || operands < builtin.skipped+builtin.most):
			list = appendNamed(list, bareName(arg), name)
			operands++
		default:
			operands++
		}
	}
	return list
}

// appendDeclared appends NAME or NAME=value given to export and its kin.
func (s *Script) appendDeclared(list []Assignment, arg *syntax.Word, by string) []Assignment {
	whole := span(arg)
	first, ok := arg.Parts[0].(*syntax.Lit)
	if !ok {
		return list
	}
	name, _, assigned := strings.Cut(first.Value, "=")
	if !syntax.ValidName(name) || !strings.HasPrefix(s.Src[whole.Start:], name) || !assigned && len(arg.Parts) > 1 {
		return list
	}
	a := Assignment{Span: whole, Name: name, NameSpan: text.Span{Start: whole.Start, End: whole.Start + len(name)}, By: by}
	a.Value = text.Span{Start: min(a.NameSpan.End+1, whole.End), End: whole.End}
	return append(list, a)
}
