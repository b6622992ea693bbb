package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// closers are what a text may lack at its end, from nothing to the end of a quote.
var closers = []string{"", `"`, "'", "`"}

// Sketch is a script with a tree that goes further than that of Parse where
// somebody is still typing: behind an operator, in a quote, before "fi". What is
// missing is taken to be there, so positions in the tree may be invalid, or behind
// the text. It is for colours, and says nothing of what is right.
func (s *Script) Sketch() *Script {
	if s.Complete || s.Tree == nil {
		return s
	}
	for _, closer := range closers {
		if tree := sketch(s.Src+closer, s.Variant); tree != nil {
			return &Script{Src: s.Src, Kind: s.Kind, Tree: tree, Variant: s.Variant}
		}
	}
	return s
}

// sketch is the tree of a text with what is missing in it, nil where it cannot be
// mended. The parser may mend a text into one that it did not expect, and panic.
func sketch(src string, variant syntax.LangVariant) (tree *syntax.File) {
	defer func() {
		if recover() != nil {
			tree = nil
		}
	}()
	const most = 16 // missing pieces
	parser := syntax.NewParser(syntax.Variant(variant), syntax.RecoverErrors(most))
	tree, err := parser.Parse(&shallowReader{strings.NewReader(src)}, "")
	if err != nil {
		return nil
	}
	return tree
}
