package analysis

import (
	"regexp"

	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/text"
)

// Environment variables as PowerShell and cmd read them. cmd is often given a
// PowerShell command, so that both are looked for in its text. PowerShell leaves
// alone what is in single quotes; cmd does not know these.
var (
	powerShellVariable = regexp.MustCompile(`(?i)\$(?:env:([a-z_][a-z0-9_]*)|\{env:([a-z_][a-z0-9_]*)\})`)
	cmdVariable        = regexp.MustCompile(`(?i)%([a-z_][a-z0-9_]*)(?::[^%\r\n]*)?%`)
)

// windowsMentions are the environment variables in a script for PowerShell or cmd.
// Their own variables are not looked for.
func windowsMentions(s Script, group int) []mention {
	var list []mention
	add := func(pattern *regexp.Regexp, quoted func(at int) bool) {
		for _, m := range pattern.FindAllStringSubmatchIndex(s.Src, -1) {
			name := text.Span{Start: m[2], End: m[3]}
			if name.Start < 0 {
				name = text.Span{Start: m[4], End: m[5]}
			}
			if !quoted(m[0]) {
				whole := s.place.span(text.Span{Start: m[0], End: m[1]})
				list = append(list, mention{Span: s.place.span(name), whole: whole, name: s.Src[name.Start:name.End], role: reads, group: group, fold: true})
			}
		}
	}
	switch s.Kind {
	case shell.PowerShell:
		add(powerShellVariable, powerShellQuotes(s.Src))
	case shell.Cmd:
		add(powerShellVariable, func(int) bool { return false })
		add(cmdVariable, func(int) bool { return false })
	}
	return list
}

// powerShellQuotes tells what stands in single quotes, in which a quote is written
// twice, or behind a backtick.
func powerShellQuotes(src string) func(at int) bool {
	quoted := make([]bool, len(src))
	var quote byte
	for i := 0; i < len(src); i++ {
		quoted[i] = quote == '\''
		switch c := src[i]; {
		case c == '`' && quote != '\'':
			if i++; i < len(src) {
				quoted[i] = true
			}
		case quote == 0 && (c == '\'' || c == '"'):
			quote = c
		case c == quote:
			quote = 0
		}
	}
	return func(at int) bool { return quoted[at] }
}
