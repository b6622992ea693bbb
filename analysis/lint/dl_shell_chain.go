package lint

import (
	"strings"

	sh "mvdan.cc/sh/v3/syntax"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/text"
)

// appended is the edit that puts one more command at the end of the run, laid out
// as the commands before it. It is false where the run is anything but one chain
// of plain commands with && between, or where somebody else than the run's own
// user runs them.
func (r *runStep) appended(command string) (text.Edit, bool) {
	if len(r.scripts) != 1 || r.scripts[0].Form != analysis.ScriptLine || len(effective(r.in).Heredocs) > 0 {
		return text.Edit{}, false
	}
	s := r.scripts[0]
	last, ok := chainEnd(s.Tree)
	if !ok {
		return text.Edit{}, false
	}
	for i := range r.commands {
		c := &r.commands[i]
		if len(c.program) != len(c.Words) && listed("sudo doas gosu su-exec", c.Name) || listed("exit exec return su cd", c.Name) {
			return text.Edit{}, false
		}
	}
	start, end := int(last.Pos().Offset()), int(last.End().Offset())
	place := s.Span(text.Span{Start: start, End: end})
	return text.Edit{Span: text.Span{Start: place.End, End: place.End}, New: r.joint(place) + command}, true
}

// chainEnd is the last statement of a script that is "a && b && c". There is no
// chain where a statement is negated, in the background or no simple command.
func chainEnd(tree *sh.File) (*sh.Stmt, bool) {
	if len(tree.Stmts) != 1 {
		return nil, false
	}
	stmt, last := tree.Stmts[0], (*sh.Stmt)(nil)
	for {
		if stmt.Negated || stmt.Background || stmt.Coprocess || stmt.Semicolon.IsValid() {
			return nil, false
		}
		if last == nil {
			last = stmt
		}
		switch c := stmt.Cmd.(type) {
		case *sh.BinaryCmd:
			if _, simple := c.Y.Cmd.(*sh.CallExpr); c.Op != sh.AndStmt || !simple || c.Y.Negated {
				return nil, false
			}
			if last == stmt {
				last = c.Y
			}
			stmt = c.X
		case *sh.CallExpr:
			return last, len(c.Args) > 0
		default:
			return nil, false
		}
	}
}

// joint is what joins a command to the end of the run whose last command stands
// at last: "&&", on a line of its own where the run has several.
func (r *runStep) joint(last text.Span) string {
	raw := r.in.Raw
	lineStart := strings.LastIndexByte(raw[:last.End], '\n') + 1
	if lineStart == 0 {
		return " && "
	}
	lineEnd := "\n"
	if strings.Contains(raw, "\r\n") {
		lineEnd = "\r\n"
	}
	next := string(r.in.Escape) + lineEnd
	before := raw[strings.LastIndexByte(raw[:last.Start], '\n')+1 : last.Start]
	switch strings.TrimSpace(before) {
	case "&&":
		return " " + next + before
	case "":
		return " && " + next + before
	}
	line := raw[lineStart:]
	indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
	return " " + next + indent + "&& "
}
