package lint

import (
	"slices"
	"strings"
	"sync"

	"github.com/slipway-dev/slipway/analysis/text"
)

// shellTextRules look at the text that a shell reads: in RUN, CMD, ENTRYPOINT and
// HEALTHCHECK, also behind ONBUILD, in exec form and in heredocs. Their codes are
// those that ShellCheck made known. Where the program itself has looked at a text
// (Config.Shell) its findings stand in the place of these.
//
// They say less than ShellCheck, never more: nothing of text for PowerShell, cmd, zsh
// or an unknown program, and nothing about features of bash where it is not known
// that /bin/sh lacks them.
var shellTextRules = slices.Concat(shellSyntaxRules, shellWordRules, shellCommandRules, bashismRules())

// ShellScript is a text that a shell reads, and what there is to know about it. Two
// equal ones have the same findings.
type ShellScript struct {
	// Source is the text as the shell gets it, and Dialect what reads it: "sh" where
	// it is not known which, "dash", "busybox", "bash" or "ksh".
	Source, Dialect string
	// Variables are names that have a value when the script starts, as far as it uses
	// them, sorted and parted by blanks.
	Variables string
	// Errexit tells that the shell is started with -e.
	Errexit bool
}

// ShellNote is what ShellCheck says about a place in a ShellScript.
type ShellNote struct {
	text.Span // in Source
	// Code is written as in "SC2086".
	Code    string
	Level   Severity
	Message string
	// Fix is a change of Source, or nil.
	Fix *Fix
}

// shellLevel is the severity of a finding of ShellCheck's at a level, for which there
// is no rule here: one step softer than there, and what is taste is off, unless
// somebody asks for it.
func (p Profile) shellLevel(level Severity) Severity {
	switch p.Name {
	case "buildkit":
		return Off
	case "recommended":
		return map[Severity]Severity{Error: Warning, Warning: Info, Info: Hint}[level]
	}
	return level
}

// shellCheckCode tells of a name that it is written like one of ShellCheck's.
func shellCheckCode(name string) bool {
	digits, ok := strings.CutPrefix(strings.ToUpper(name), "SC")
	return ok && len(digits) == 4 && strings.Trim(digits, "0123456789") == ""
}

// shellCheckPage is the address of ShellCheck's page about a code.
func shellCheckPage(code string) string { return "https://www.shellcheck.net/wiki/" + code }

var foreignRules sync.Map

// foreignRule stands for a code of ShellCheck's that is in no table here. There is
// one for each code.
func foreignRule(name string) *Rule {
	code := strings.ToUpper(name)
	r, _ := foreignRules.LoadOrStore(code, &Rule{
		Code: code, URL: shellCheckPage(code), Category: Correctness, Severity: Hint,
		Title: "One of ShellCheck's checks",
		Why: "slipway has no check of its own for this code. Where the program `shellcheck` is installed, its findings in `RUN`, `CMD`, " +
			"`ENTRYPOINT` and `HEALTHCHECK` are shown, one step softer than there, and matters of style are off, unless " +
			"the profile or `lint.rules` say otherwise. Its page explains the code.",
	})
	return r.(*Rule)
}

// shellCheckLevels are the levels at which ShellCheck reports what the rules find.
var shellCheckLevels = func() map[string]Severity {
	levels := map[string]Severity{
		shellSyntax: Error, "SC2002": Hint, "SC2006": Hint, "SC2016": Info, "SC2028": Info, "SC2034": Warning, "SC2035": Info, "SC2038": Warning,
		"SC2045": Error, "SC2046": Warning, "SC2059": Info, "SC2061": Warning, "SC2062": Warning, "SC2068": Error, "SC2069": Warning,
		"SC2086": Info, "SC2088": Warning, "SC2115": Warning, "SC2154": Warning, "SC2155": Warning, "SC2162": Info, "SC2164": Warning,
		"SC2166": Warning,
	}
	for _, b := range bashisms {
		levels[b.code] = Warning
	}
	return levels
}()
