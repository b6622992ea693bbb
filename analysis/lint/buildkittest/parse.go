package buildkittest

import (
	"bytes"
	"fmt"

	"github.com/moby/buildkit/frontend/dockerfile/parser"
)

// Cut is one instruction as BuildKit's parser cut it out of a file.
type Cut struct {
	// Start and End are its first and last line, from 1, heredocs included.
	Start, End int
	// Keyword is as written.
	Keyword string
	// Original is the logical line: continuations joined, comments gone.
	Original string
	// Flags, Args and JSON hold those of the trigger too in an ONBUILD.
	// Args are the node values in order; ENV and LABEL give three each (name,
	// value, "=" or ""), ONBUILD the trigger's keyword first.
	Flags, Args []string
	JSON        bool
	Heredocs    []parser.Heredoc
	// Comments stand above the instruction, without "#", trimmed.
	Comments []string
}

// Parse cuts a file as parser.Parse does. With an error there may be no cuts.
// The escape character is 0 where BuildKit returned no result. A panic of
// BuildKit becomes an error that begins with [PanicMarker].
func Parse(src []byte) (cuts []Cut, escape rune, warnings []parser.Warning, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%s%v", PanicMarker, p)
		}
	}()
	result, err := parser.Parse(bytes.NewReader(src))
	if result == nil {
		return nil, 0, nil, err
	}
	for _, node := range result.AST.Children {
		cut := Cut{
			Start:    node.StartLine,
			End:      node.EndLine,
			Keyword:  node.Value,
			Original: node.Original,
			Heredocs: node.Heredocs,
			Comments: node.PrevComment,
		}
		cut.add(node)
		cuts = append(cuts, cut)
	}
	return cuts, result.EscapeToken, result.Warnings, err
}

// add appends the flags and arguments of a node, and of the trigger inside it.
func (c *Cut) add(node *parser.Node) {
	c.Flags = append(c.Flags, node.Flags...)
	c.JSON = c.JSON || node.Attributes["json"]
	for arg := node.Next; arg != nil; arg = arg.Next {
		if len(arg.Children) == 0 {
			c.Args = append(c.Args, arg.Value)
			continue
		}
		for _, trigger := range arg.Children {
			c.Args = append(c.Args, trigger.Value)
			c.add(trigger)
		}
	}
}
