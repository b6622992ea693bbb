package shell

import (
	"mvdan.cc/sh/v3/syntax"

	"github.com/slipway-dev/slipway/analysis/text"
)

// Function is a function that a script declares.
type Function struct {
	text.Span             // the whole declaration
	Name      string      // as declared
	NameSpan  text.Span   // the name in the declaration
	Calls     []text.Span // the names in the commands that call it, anywhere in the script
}

// Functions are the functions that the script declares, in the order of the
// source. A name declared twice is in the list twice, with the same calls.
func (s *Script) Functions() []Function {
	var list []Function
	s.walk(func(n syntax.Node, _ setting) {
		if decl, ok := n.(*syntax.FuncDecl); ok && decl.Name != nil {
			list = append(list, Function{Span: span(decl), Name: decl.Name.Value, NameSpan: span(decl.Name)})
		}
	})
	if list == nil {
		return nil
	}
	calls := map[string][]text.Span{}
	for _, c := range s.Commands() {
		if c.Name != "" {
			calls[c.Name] = append(calls[c.Name], c.Words[0].Span)
		}
	}
	for i, f := range list {
		list[i].Calls = calls[f.Name]
	}
	return list
}
