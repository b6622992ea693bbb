package refactor

import (
	"fmt"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/text"
)

// joinRuns offers to make one RUN of neighbours, joined by &&: of the selected
// ones, or of the one at the cursor and the next. It does not where a command would
// meet what another leaves behind in the shell.
func joinRuns(p place) []offer {
	last, ok := p.neighbours(p.joins)
	if !ok {
		return nil
	}
	var edits []text.Edit
	var want []string
	for i := p.item; i <= last; i++ {
		c, _ := p.other(i).chain()
		want = append(want, printed(c.stmts)...)
		if i < last {
			edits = append(edits, c.joint(" && "))
		}
	}
	items := p.after(p.item, last, edits)
	if len(items) != 1 || items[0].Command == nil {
		return nil
	}
	script := shell.Parse(items[0].Rest.Value, shell.KindOf(p.shells()[0]))
	if stmts, ok := statements(script); !ok || !slices.Equal(printed(stmts), want) {
		return nil
	}
	return []offer{{title: p.joinTitle("Join", "RUN", last), edits: edits}}
}

// neighbours is the last of the items that can be made one with this one, as joins
// tells of each and the one behind it: of the selected ones, or the next. It is not
// ok where there is none, or where the one above already has them all.
func (p place) neighbours(joins func(i int) bool) (last int, ok bool) {
	if p.item > 0 && p.selected(p.item-1) && joins(p.item-1) {
		return 0, false
	}
	last = p.item
	for last+1 < p.Items.Len() && (p.selected(last+1) || last == p.item && p.selection.Empty()) && joins(last) {
		last++
	}
	return last, last > p.item
}

func (p place) selected(item int) bool { return p.touched(p.Items.At(item).Span()) }

func (p place) joinTitle(verb, what string, last int) string {
	if p.selection.Empty() {
		return verb + " with the next " + what
	}
	return fmt.Sprintf("%s these %d %ss", verb, last-p.item+1, what)
}

// joins tells whether the item i and the one behind it can be joined.
func (p place) joins(i int) bool {
	first, ok := p.other(i).chain()
	if !ok || first.leaves(len(first.parts)-1) {
		return false
	}
	second, ok := p.other(i + 1).chain()
	return ok && !checks(second.it()) && harmless(first.it().Node.Flags) && p.StageOf(i) == p.StageOf(i+1) &&
		slices.Equal(first.it().Node.Flags, second.it().Node.Flags) && first.joinable() && second.joinable()
}

// joinable tells whether && may stand on both sides of the script: it is no
// alternative, and nothing is left running.
func (c chain) joinable() bool {
	return !slices.ContainsFunc(c.stmts, func(stmt *syntax.Stmt) bool {
		or, ok := stmt.Cmd.(*syntax.BinaryCmd)
		return stmt.Background || stmt.Coprocess || stmt.Semicolon.IsValid() || ok && or.Op == syntax.OrStmt
	})
}

// joint is what stands between the instruction and the next once they are one:
// what joins them and the comments, each on its line.
func (p place) joint(by string) text.Edit {
	it, next := p.it(), p.Items.At(p.item+1)
	gap := text.Span{Start: it.In(it.Rest.Span).End, End: next.In(next.Rest.Span).Start}
	deeper := indent(it) + "    "
	between := by + string(p.Escape) + p.newline()
	for line := range strings.Lines(p.Text.Slice(gap)) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "#") {
			between += deeper + line + p.newline()
		}
	}
	return text.Edit{Span: gap, New: between + deeper}
}
