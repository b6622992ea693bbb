package format

import (
	"maps"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"
	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/syntax"
)

// same tells whether two instructions mean the same to BuildKit, and to the shell
// that reads their text.
func same(a, b *syntax.Instruction, kind shell.Kind) bool {
	if a == b || a.Raw == b.Raw {
		return true
	}
	if refused(a) || refused(b) || a.Node == nil || b.Node == nil {
		return false
	}
	return a.Memo(sameKey{b.Raw, kind}, func() any {
		return sameNode(a.Node, b.Node, kind) && slices.Equal(comments(a), comments(b))
	}).(bool)
}

// sameKey is the text that an instruction is compared with, and its shell.
type sameKey struct {
	raw  string
	kind shell.Kind
}

func comments(in *syntax.Instruction) []string {
	var texts []string
	for _, s := range in.Comments {
		texts = append(texts, in.Raw[s.Start:s.End])
	}
	return texts
}

func sameNode(a, b *parser.Node, kind shell.Kind) bool {
	if !strings.EqualFold(a.Value, b.Value) || !slices.Equal(a.Flags, b.Flags) ||
		!maps.Equal(a.Attributes, b.Attributes) || !slices.Equal(a.Heredocs, b.Heredocs) {
		return false
	}
	equal := wordEqual(a, kind)
	x, y := a.Next, b.Next
	for i := 0; x != nil && y != nil; i++ {
		if !equal(i, x.Value, y.Value) || len(x.Children) != len(y.Children) {
			return false
		}
		for n := range x.Children {
			if !sameNode(x.Children[n], y.Children[n], kind) {
				return false
			}
		}
		x, y = x.Next, y.Next
	}
	return x == nil && y == nil
}

// wordEqual compares the words behind the keyword of n, by their number: keywords
// whatever their case, shell text as the shell reads it, all else byte by byte.
func wordEqual(n *parser.Node, kind shell.Kind) func(i int, a, b string) bool {
	keyword, script := -1, -1
	switch name := strings.ToLower(n.Value); {
	case name == command.From:
		keyword = 1
	case name == command.Healthcheck:
		keyword, script = 0, 1
	case shellForm(name):
		script = 0
	}
	if n.Attributes["json"] {
		script = -1
	}
	return func(i int, a, b string) bool {
		switch {
		case a == b:
			return true
		case i == keyword:
			return strings.EqualFold(a, b) && (keyword == 0 || strings.EqualFold(a, "as"))
		case i == script:
			return sameShell(a, b, n.Heredocs, kind)
		}
		return false
	}
}

// sameShell tells whether a shell reads the same out of two texts.
func sameShell(a, b string, docs []parser.Heredoc, kind shell.Kind) bool {
	x, y := parseShell(a, docs, kind), parseShell(b, docs, kind)
	if x == nil || y == nil || x.Variant != y.Variant {
		return false
	}
	p := printed(x.Tree)
	return p != "" && p == printed(y.Tree)
}
