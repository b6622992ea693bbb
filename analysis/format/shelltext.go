package format

import (
	"bytes"
	"slices"
	"sort"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/parser"
	sh "mvdan.cc/sh/v3/syntax"

	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/text"
)

// shell makes gaps of the blanks around the breaks of lines in shell text, where
// the shell takes them for separators, and finds the operators.
func (r *reader) shell(at text.Span) {
	r.script = at
	breaks := false
	for _, p := range r.joins {
		breaks = breaks || at.Start < p && p < at.End
	}
	if !breaks {
		return
	}
	script := parseShell(r.in.Line.Text[at.Start:at.End], r.in.Node.Heredocs, r.kind)
	if script == nil {
		return
	}
	words := r.shellWords(script.Tree, at.Start)
	slices.SortFunc(words, func(a, b text.Span) int { return a.Start - b.Start })
	for _, p := range r.joins {
		g := r.blanksAround(p, at)
		if !g.Empty() && !cuts(words, g) && !r.inHeredocOperator(g) {
			r.gaps = append(r.gaps, gap{Span: g, keep: true})
		}
	}
}

// parseShell is a text for a shell as the shell reads it, with the heredocs that
// follow it; nil where we do not understand it whole.
func parseShell(src string, docs []parser.Heredoc, kind shell.Kind) *shell.Script {
	if len(docs) > 0 {
		var b strings.Builder
		b.WriteString(src + "\n")
		for _, d := range docs {
			b.WriteString(d.Content + d.Name + "\n")
		}
		src = b.String()
	}
	script := shell.Parse(src, kind)
	if !script.Complete || script.Tree == nil {
		return nil
	}
	return script
}

// shellWords are the pieces of shell text in which a blank may be data, moved by
// shift. It notes the operators and arguments on its way.
func (r *reader) shellWords(tree *sh.File, shift int) []text.Span {
	var words []text.Span
	sh.Walk(tree, func(n sh.Node) bool {
		protect := false
		switch n := n.(type) {
		case *sh.BinaryCmd:
			if n.Op == sh.AndStmt || n.Op == sh.OrStmt {
				r.ands = append(r.ands, shift+int(n.OpPos.Offset()))
			}
		case *sh.CallExpr:
			for _, a := range n.Args[min(1, len(n.Args)):] {
				r.args = append(r.args, shift+int(a.Pos().Offset()))
			}
		case *sh.CmdSubst:
			protect = n.Backquotes
		case *sh.Lit, *sh.SglQuoted, *sh.ParamExp, *sh.ArithmExp, *sh.ArithmCmd, *sh.ExtGlob:
			protect = true
		}
		if protect {
			words = append(words, text.Span{Start: int(n.Pos().Offset()), End: int(n.End().Offset())}.Shift(shift))
		}
		return !protect
	})
	return words
}

// blanksAround is the run of blanks at p within the shell text at.
func (r *reader) blanksAround(p int, at text.Span) text.Span {
	line := r.in.Line.Text
	if p <= at.Start || p >= at.End {
		return text.Span{}
	}
	g := text.Span{Start: p, End: p}
	for g.Start > at.Start && strings.IndexByte(blanks, line[g.Start-1]) >= 0 {
		g.Start--
	}
	for g.End < at.End && strings.IndexByte(blanks, line[g.End]) >= 0 {
		g.End++
	}
	return g
}

// cuts tells whether a span that is not empty shares a byte with one of a sorted
// list of spans that do not overlap.
func cuts(sorted []text.Span, s text.Span) bool {
	i := sort.Search(len(sorted), func(i int) bool { return sorted[i].End > s.Start })
	return i < len(sorted) && sorted[i].Start < s.End
}

func overlapsAny(spans []text.Span, s text.Span) bool {
	for _, o := range spans {
		if !o.Empty() && o.Overlaps(s) {
			return true
		}
	}
	return false
}

// printed is a script as the printer writes it, which depends on the tree and not
// on the blanks in the source.
func printed(tree *sh.File) string {
	var b bytes.Buffer
	if err := sh.NewPrinter(sh.SingleLine(true)).Print(&b, tree); err != nil {
		return ""
	}
	return b.String()
}
