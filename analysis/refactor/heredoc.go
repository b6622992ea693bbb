package refactor

import (
	"fmt"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/text"
)

// toHeredoc offers a heredoc for a chain of commands: one a line, under set -e.
// Each comment goes above the command that it stands at or in. The shell would read
// a carriage return as a part of each line, so files with CRLF have none.
func toHeredoc(p place) []offer {
	c, ok := p.chain()
	if !ok || len(c.parts) < 2 || p.newline() != "\n" || !p.frontend(4) {
		return nil
	}
	if p.BehindOpen(p.item) {
		return nil // the EOF would close a heredoc above
	}
	first := 0
	if errexit(c.stmts[0]) != "" {
		first = 1
	}
	if slices.ContainsFunc(c.stmts[first:], func(s *syntax.Stmt) bool { return !plain(s) }) {
		return nil
	}
	body := c.body()
	if first == 0 {
		body = "set -e\n" + body
	}
	edits := []text.Edit{p.edit(c.whole, "<<EOF\n"+body+"EOF")}
	after := p.becomes(edits)
	if after == nil || len(after.Heredocs) != 1 || after.Raw[after.Heredocs[0].Body.Start:after.Heredocs[0].Body.End] != body {
		return nil
	}
	again := shell.Parse(body, c.read.Kind)
	if !again.Complete || !slices.Equal(printed(again.Tree.Stmts[1-first:]), printed(c.stmts)) {
		return nil
	}
	return []offer{{title: fmt.Sprintf("Use a heredoc for these %d commands", len(c.parts)), edits: edits}}
}

// errexit is the option of a statement such as "set -eux" that has the shell stop
// at errors, or "".
func errexit(stmt *syntax.Stmt) string {
	call, ok := stmt.Cmd.(*syntax.CallExpr)
	if !ok || len(call.Args) != 2 || len(call.Assigns) > 0 || len(stmt.Redirs) > 0 || stmt.Negated || stmt.Background || call.Args[0].Lit() != "set" {
		return ""
	}
	option := call.Args[1].Lit()
	if !strings.HasPrefix(option, "-") || strings.Trim(option[1:], "eux") != "" || !strings.Contains(option, "e") {
		return ""
	}
	return option
}

// body is the lines of the heredoc.
func (c chain) body() string {
	it := c.it()
	var b strings.Builder
	at := c.whole.Start
	for _, part := range c.parts {
		raw := c.raw(part)
		for _, comment := range it.Comments {
			if at <= comment.Start && comment.Start < raw.End {
				b.WriteString(it.Raw[comment.Start:comment.End] + "\n")
			}
		}
		at = raw.End
		b.WriteString(c.onLines(part) + "\n")
	}
	return b.String()
}

// onLines is a part of the script on the lines that it has, where each of them ends
// between two words; otherwise on one.
func (c chain) onLines(part text.Span) string {
	raw, whole := c.raw(part), c.text[part.Start:part.End]
	if c.Escape != '\\' || !c.endsBetweenWords(raw) {
		return whole
	}
	var b strings.Builder
	for line := range strings.Lines(c.it().Raw[raw.Start:raw.End]) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") && b.Len() > 0 {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("\n    ")
		}
		if rest, ok := strings.CutSuffix(line, `\`); ok {
			line = strings.TrimRight(rest, " \t") + ` \`
		}
		b.WriteString(line)
	}
	return b.String()
}

// endsBetweenWords tells whether the lines of a span of the instruction end
// between words of the script.
func (c chain) endsBetweenWords(raw text.Span) bool {
	if !strings.Contains(c.it().Raw[raw.Start:raw.End], "\n") {
		return true // one line, as most parts are; there may be thousands
	}
	var words []text.Span
	syntax.Walk(c.read.Tree, func(n syntax.Node) bool {
		if w, ok := n.(*syntax.Word); ok {
			words = append(words, text.Span{Start: int(w.Pos().Offset()), End: int(w.End().Offset())})
		}
		return true
	})
	src := c.it().Raw
	for at := raw.Start; at < raw.End; at++ {
		if src[at] != '\n' {
			continue
		}
		split := c.it().Line.Offset(at+1) - c.start
		if slices.ContainsFunc(words, func(w text.Span) bool { return w.Start < split && split < w.End }) {
			return false
		}
	}
	return true
}
