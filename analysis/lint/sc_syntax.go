package lint

import "github.com/slipway-dev/slipway/analysis/text"

// shellSyntax is the code of the rule about text that a shell cannot read.
const shellSyntax = "ShellSyntaxError"

var shellSyntaxRules = []*Rule{{
	Code: shellSyntax, Category: Correctness, Severity: Error,
	Title: "The shell cannot read the command",
	Why: "A quote or a bracket is left open, or a word such as `fi` or `done` stands where none belongs: the shell stops with a syntax error, and " +
		"with it the build. Reported is only what every shell that may read the text refuses.",
	Bad:  "FROM debian:12\nRUN if [ -f /etc/motd ]; then rm /etc/motd\n",
	Good: "FROM debian:12\nRUN if [ -f /etc/motd ]; then rm /etc/motd; fi\n",
	Script: func(t *shellText, report func(Note, ...string)) {
		if e := t.failure; e != nil {
			report(Note{Span: text.Span{Start: e.At, End: e.At + e.Len}, Message: e.Message})
		}
	},
}}
