package format

import (
	"bytes"
	"slices"
	"strings"

	sh "mvdan.cc/sh/v3/syntax"

	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// reprinted is the edits of an instruction whose shell text is laid out by the
// printer of mvdan.cc/sh, where it can be, and which has l's edits besides.
func reprinted(l *layout, kind shell.Kind) []text.Edit {
	o := l.o
	o.Shell = false
	tidy := again(text.Apply(l.in.Raw, l.edits), l.in.Escape)
	next := &layout{o: o, in: tidy, lines: readLines(tidy)}
	if untouchable(tidy, next.lines) {
		return l.edits
	}
	next.read(kind)
	raw, ok := next.reprint(kind)
	if !ok {
		return l.edits
	}
	return lineEdits(l.in.Raw, raw, instruction(again(raw, tidy.Escape), kind, o))
}

// reprint is the instruction with its shell text as the printer lays it out: the
// breaks of lines stay the author's, the rest is the printer's. ok is false where
// there is no such text, or one that the printer cannot have: with comments,
// which Dockerfiles allow where shells do not, with heredocs, or with a break
// inside of a word.
func (l *layout) reprint(kind shell.Kind) (raw string, ok bool) {
	in := l.in
	if l.script.Empty() || len(in.Heredocs) > 0 || len(in.Comments) > 0 || !kind.POSIXLike() {
		return "", false
	}
	for _, ln := range l.lines[1:] {
		if ln.role <= lone && ln.at > l.script.Start && !ln.front {
			return "", false
		}
	}
	at := l.in.Line.Span(l.script.Start, l.script.End)
	src := l.shellSource(at)
	lines, ok := printLines(src, kind, l.nextLine())
	if !ok {
		return "", false
	}
	if stable, ok := printLines(strings.Join(lines, "\\\n"), kind, l.nextLine()); !ok || !slices.Equal(stable, lines) {
		return "", false
	}
	outer := l.o.Indent
	for _, ln := range l.lines[1:] {
		if ln.Start < at.Start {
			outer = in.Raw[ln.Start:ln.body.Start]
		}
	}
	for i := range lines[1:] {
		depth := len(lines[i+1]) - len(strings.TrimLeft(lines[i+1], "\t"))
		lines[i+1] = outer + strings.Repeat(l.o.Indent, depth) + lines[i+1][depth:]
	}
	return in.Raw[:at.Start] + strings.Join(lines, string(in.Escape)+l.o.newline) + in.Raw[at.End:], true
}

// shellSource is the shell text with the breaks of the lines as a shell writes
// them.
func (l *layout) shellSource(at text.Span) string {
	var lines []string
	for _, ln := range l.lines {
		body := text.Span{Start: max(ln.body.Start, at.Start), End: min(ln.body.End, at.End)}
		if ln.role == code && !body.Empty() {
			lines = append(lines, l.in.Raw[body.Start:body.End])
		}
	}
	return strings.Join(lines, " \\\n")
}

// nextLine tells whether && starts a line, rather than to end one.
func (l *layout) nextLine() bool {
	switch l.o.And {
	case AndFirst:
		return true
	case AndLast:
		return false
	}
	for _, ln := range l.lines[1:] {
		if ln.role == code && among(l.ands, ln.body.Start) {
			return true
		}
	}
	return false
}

// printLines is shell text as the printer lays it out, in lines to be joined with
// a continuation character, which each but the last has a blank for. Tabs say how
// deep a line is, the least deep ones none.
func printLines(src string, kind shell.Kind, nextLine bool) (lines []string, ok bool) {
	script := shell.Parse(src, kind)
	if !script.Complete || script.Tree == nil {
		return nil, false
	}
	var b bytes.Buffer
	if err := sh.NewPrinter(sh.BinaryNextLine(nextLine)).Print(&b, script.Tree); err != nil {
		return nil, false
	}
	out := strings.TrimRight(b.String(), "\n")
	if script = shell.Parse(out, kind); !script.Complete || script.Tree == nil {
		return nil, false
	}
	lines = strings.Split(text.Apply(out, semicolons(out, script.Tree)), "\n")
	lines = slices.DeleteFunc(lines, func(s string) bool { // where a redirection was that the printer has moved
		return strings.Trim(s, blanks) == "\\"
	})
	least := -1
	for i, s := range lines {
		s = strings.TrimSuffix(s, "\\")
		if i > 0 {
			depth := len(s) - len(strings.TrimLeft(s, "\t"))
			if least < 0 || depth < least {
				least = depth
			}
		}
		if i+1 < len(lines) {
			s = strings.TrimRight(s, blanks) + " "
		}
		lines[i] = s
	}
	for i := range lines[1:] {
		lines[i+1] = lines[i+1][least:]
	}
	return lines, true
}

// semicolons ends the statements that only a newline ends, because in one logical
// line there is none.
func semicolons(src string, tree *sh.File) []text.Edit {
	var edits []text.Edit
	end := func(list []*sh.Stmt) {
		for _, s := range list {
			at := int(s.End().Offset())
			if strings.HasPrefix(strings.TrimLeft(src[at:], blanks), "\n") && !strings.HasSuffix(src[:at], "&") && !strings.HasSuffix(src[:at], ";") {
				edits = append(edits, text.Edit{Span: text.Span{Start: at, End: at}, New: ";"})
			}
		}
	}
	sh.Walk(tree, func(n sh.Node) bool {
		switch n := n.(type) {
		case *sh.File:
			end(n.Stmts)
		case *sh.Block:
			end(n.Stmts)
		case *sh.IfClause:
			end(n.Cond)
			end(n.Then)
		case *sh.WhileClause:
			end(n.Cond)
			end(n.Do)
		case *sh.ForClause:
			end(n.Do)
		case *sh.CaseItem:
			end(n.Stmts[:max(len(n.Stmts)-1, 0)])
		case *sh.Subshell:
			end(n.Stmts[:max(len(n.Stmts)-1, 0)])
		case *sh.CmdSubst:
			end(n.Stmts[:max(len(n.Stmts)-1, 0)])
		}
		return true
	})
	return edits
}

// again reads a text that replaces an instruction.
func again(raw string, escape byte) *syntax.Instruction {
	f := syntax.New(text.New("# escape=" + string(escape) + "\n" + raw))
	if f.Items.Len() != 1 {
		return &syntax.Instruction{Raw: raw}
	}
	return f.Items.At(0).Instruction
}

// lineEdits is the edit from before to after with edits made, over those lines
// that differ.
func lineEdits(before, after string, edits []text.Edit) []text.Edit {
	after = text.Apply(after, edits)
	if before == after {
		return nil
	}
	start := 0
	for i := 0; i < min(len(before), len(after)) && before[i] == after[i]; i++ {
		if before[i] == '\n' {
			start = i + 1
		}
	}
	end := 0
	for i := 1; i <= min(len(before), len(after))-start && before[len(before)-i] == after[len(after)-i]; i++ {
		if before[len(before)-i] == '\n' {
			end = i
		}
	}
	return []text.Edit{{Span: text.Span{Start: start, End: len(before) - end}, New: after[start : len(after)-end]}}
}
