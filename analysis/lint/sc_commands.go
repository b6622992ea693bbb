package lint

import (
	"slices"
	"strings"

	sh "mvdan.cc/sh/v3/syntax"

	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/text"
)

// shellCommandRules are about commands and variables.
var shellCommandRules = []*Rule{
	{
		Code: "SC2002", URL: shellCheckPage("SC2002"), Category: Style, Severity: Off,
		Title:  "cat is not needed to read a file",
		Why:    "`cat file | program` starts a program more than `program < file`, and hides from the shell that the file is missing.",
		Bad:    "FROM debian:12\nRUN cat /etc/passwd | wc -l\n",
		Good:   "FROM debian:12\nRUN wc -l < /etc/passwd\n",
		Script: uselessCat,
	},
	{
		Code: "SC2006", URL: shellCheckPage("SC2006"), Category: Style, Severity: Off,
		Title:  "Use $(…) instead of backquotes",
		Why:    "Backquotes cannot be nested without escapes, and are easily taken for single quotes. `$(…)` means the same in every shell.",
		Bad:    "FROM debian:12\nRUN touch \"/tmp/`date +%s`\"\n",
		Good:   "FROM debian:12\nRUN touch \"/tmp/$(date +%s)\"\n",
		Script: backquotes,
	},
	{
		Code: "SC2028", URL: shellCheckPage("SC2028"), Category: Correctness, Severity: Hint,
		Title: "echo prints the backslash",
		Why: "`echo \"a\\nb\"` prints a line break in dash, and a backslash and an n in bash and in BusyBox. `printf` reads such escapes in every shell. " +
			"Found where the shell is known to print them as they are.",
		Bad:    "FROM fedora:43\nRUN echo \"a\\nb\" > /etc/app.conf\n",
		Good:   "FROM fedora:43\nRUN printf 'a\\nb\\n' > /etc/app.conf\n",
		Script: echoEscapes,
	},
	{
		Code: "SC2034", URL: shellCheckPage("SC2034"), Category: Correctness, Severity: Warning,
		Title: "A variable is set, and nothing reads it",
		Why: "`RUN CGO_ENABLED=0 && go build` sets a variable of the shell, which `go` does not see, and which is gone when the `RUN` ends. " +
			"`CGO_ENABLED=0 go build` sets it for the one command, `export CGO_ENABLED=0` for those that follow, and `ENV` for all. Where the base image may " +
			"set it already, the finding is softer.",
		Bad:    "FROM scratch\nRUN CGO_ENABLED=0 && go build ./...\n",
		Good:   "FROM scratch\nRUN CGO_ENABLED=0 go build ./...\n",
		Script: unusedVariable,
	},
	{
		Code: "SC2038", URL: shellCheckPage("SC2038"), Category: Correctness, Severity: Off,
		Title:  "Names with blanks break find | xargs",
		Why:    "`xargs` splits its input at blanks and quotes. `find … -print0 | xargs -0 …` and `find … -exec … +` take every name.",
		Bad:    "FROM debian:12\nRUN find /usr -name '*.pyc' | xargs rm\n",
		Good:   "FROM debian:12\nRUN find /usr -name '*.pyc' -print0 | xargs -0 rm\n",
		Script: findXargs,
	},
	{
		Code: "SC2045", URL: shellCheckPage("SC2045"), Category: Correctness, Severity: Hint,
		Title:  "The output of ls is no list of files",
		Why:    "A loop over `$(ls …)` splits names at their blanks. `for f in dir/*` gives each name as it is.",
		Bad:    "FROM debian:12\nRUN for f in $(ls /etc); do echo \"$f\"; done\n",
		Good:   "FROM debian:12\nRUN for f in /etc/*; do echo \"$f\"; done\n",
		Script: loopOverLs,
	},
	{
		Code: "SC2059", URL: shellCheckPage("SC2059"), Category: Correctness, Severity: Hint,
		Title:  "A value in the format of printf",
		Why:    "A `%` or a backslash in the value is read as part of the format. `printf '%s\\n' \"$value\"` prints whatever it is.",
		Bad:    "FROM debian:12\nRUN v=$(cat /etc/motd) && printf \"$v\"\n",
		Good:   "FROM debian:12\nRUN v=$(cat /etc/motd) && printf '%s' \"$v\"\n",
		Script: printfFormat,
	},
	{
		Code: "SC2069", URL: shellCheckPage("SC2069"), Category: Correctness, Severity: Warning,
		Title:  "Errors go to where the output went before",
		Why:    "Redirections are made from left to right: in `2>&1 >log` the errors go to the terminal, and only then the output to the file. `>log 2>&1` sends both.",
		Bad:    "FROM debian:12\nRUN make 2>&1 >/var/log/make.log\n",
		Good:   "FROM debian:12\nRUN make >/var/log/make.log 2>&1\n",
		Script: redirectOrder,
	},
	{
		Code: "SC2154", URL: shellCheckPage("SC2154"), Category: Correctness, Severity: Warning,
		Title: "A variable is read that nothing sets",
		Why: "Neither the script nor an `ARG` or `ENV` before it sets the variable, so its value is empty. In `a=1 b && c $a` the value is for `b` alone. " +
			"Names in capitals are left alone, because the base image or the shell may set them.",
		Bad:    "FROM debian:12\nRUN pkgs='curl git' apt-get update && apt-get install -y $pkgs\n",
		Good:   "FROM debian:12\nRUN pkgs='curl git' && apt-get update && apt-get install -y $pkgs\n",
		Script: unsetVariable,
	},
	{
		Code: "SC2155", URL: shellCheckPage("SC2155"), Category: Correctness, Severity: Hint,
		Title: "export hides that a command fails",
		Why: "The status of `export V=$(cmd)` is that of `export`: where `cmd` fails, the build goes on with an empty value. `V=$(cmd) && export V` stops. " +
			"Commands that hardly ever fail, such as `mktemp` or `uname`, are left alone.",
		Bad:    "FROM debian:12\nRUN export V=\"$(cat /etc/version)\" && make\n",
		Good:   "FROM debian:12\nRUN V=\"$(cat /etc/version)\" && export V && make\n",
		Script: maskedStatus,
	},
	{
		Code: "SC2162", URL: shellCheckPage("SC2162"), Category: Correctness, Severity: Off,
		Title:  "read without -r takes backslashes away",
		Why:    "`read` treats a backslash as an escape. With `-r` the line comes as it is.",
		Bad:    "FROM debian:12\nRUN while read line; do echo \"$line\"; done < /etc/motd\n",
		Good:   "FROM debian:12\nRUN while read -r line; do echo \"$line\"; done < /etc/motd\n",
		Script: readRaw,
	},
	{
		Code: "SC2164", URL: shellCheckPage("SC2164"), Category: Correctness, Severity: Warning,
		Title: "Where cd fails, the rest runs in the wrong place",
		Why: "In `cd /src; make` the shell goes on where there is no `/src`, and runs `make` where it is. `cd /src && make` and `cd /src || exit 1` do not. " +
			"Under `set -e`, in conditions, and where nothing follows, nothing is said.",
		Bad:    "FROM debian:12\nRUN cd /src; make\n",
		Good:   "FROM debian:12\nRUN cd /src && make\n",
		Script: uncheckedCd,
	},
	{
		Code: "SC2166", URL: shellCheckPage("SC2166"), Category: Correctness, Severity: Off,
		Title:  "-a and -o in a test are not well defined",
		Why:    "POSIX has given up `[ a -a b ]`, which is read in several ways where a value looks like an operator. `[ a ] && [ b ]` is not.",
		Bad:    "FROM debian:12\nRUN [ -f /etc/a -a -f /etc/b ] || touch /etc/a\n",
		Good:   "FROM debian:12\nRUN { [ -f /etc/a ] && [ -f /etc/b ]; } || touch /etc/a\n",
		Script: testAnd,
	},
}

func uselessCat(t *shellText, report func(Note, ...string)) {
	t.pipes(func(left, _ *sh.Stmt) {
		c, ok := left.Cmd.(*sh.CallExpr)
		if ok && len(left.Redirs) == 0 && len(c.Args) == 2 && c.Args[0].Lit() == "cat" && !glob(c.Args[1]) && firstByteOf(c.Args[1].Lit()) != '-' && c.Args[1].Lit() != "" {
			report(Note{Span: nodeSpan(c), Message: "cat is not needed here; redirect the file into the program"})
		}
	})
}

func firstByteOf(s string) byte { return (s + "\x00")[0] }

// pipes yields the two sides of each pipe; the left one is the command right before
// the operator.
func (t *shellText) pipes(yield func(left, right *sh.Stmt)) {
	for _, n := range t.nodes {
		if b, ok := n.(*sh.BinaryCmd); ok && (b.Op == sh.Pipe || b.Op == sh.PipeAll) {
			if _, longer := b.X.Cmd.(*sh.BinaryCmd); !longer {
				yield(b.X, b.Y)
			}
		}
	}
}

func backquotes(t *shellText, report func(Note, ...string)) {
	sh.Walk(t.Tree, func(n sh.Node) bool {
		if sub, ok := n.(*sh.CmdSubst); ok && sub.Backquotes {
			at := nodeSpan(sub)
			body := t.Src[at.Start+1 : max(at.Start+1, at.End-1)]
			var fix *Fix
			if !strings.ContainsAny(body, "`\\#") {
				fix = &Fix{Title: "Use $(…)", Edits: []text.Edit{
					{Span: text.Span{Start: at.Start, End: at.Start + 1}, New: "$("}, {Span: text.Span{Start: at.End - 1, End: at.End}, New: ")"},
				}}
			}
			report(Note{Span: at, Message: "use $(…) instead of backquotes", Fix: fix})
			return false
		}
		return true
	})
}

func echoEscapes(t *shellText, report func(Note, ...string)) {
	if t.dialect != "bash" && t.dialect != "busybox" {
		return
	}
	t.calls(func(c *sh.CallExpr) {
		if c.Args[0].Lit() != "echo" || len(c.Args) < 2 || strings.HasPrefix(c.Args[1].Lit(), "-") {
			return
		}
		for _, w := range c.Args[1:] {
			for _, p := range w.Parts {
				if body, ok := quotedBody(p); ok && escape(body) {
					report(Note{Span: nodeSpan(p), Message: "echo prints this backslash as it is; use printf"})
					return
				}
			}
		}
	})
}

// quotedBody is what stands between quotes, where that is nothing but text.
func quotedBody(p sh.WordPart) (string, bool) {
	switch q := p.(type) {
	case *sh.SglQuoted:
		return q.Value, !q.Dollar
	case *sh.DblQuoted:
		if len(q.Parts) == 1 && !q.Dollar {
			lit, ok := q.Parts[0].(*sh.Lit)
			return litValue(lit), ok
		}
	}
	return "", false
}

func litValue(l *sh.Lit) string {
	if l == nil {
		return ""
	}
	return l.Value
}

// escape tells whether a text has a line break, a tab or the like as an escape, and no
// other backslash.
func escape(s string) bool {
	found := false
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' {
			continue
		}
		if i++; i == len(s) || !strings.ContainsRune("nrt", rune(s[i])) {
			return false
		}
		found = true
	}
	return found
}

func findXargs(t *shellText, report func(Note, ...string)) {
	t.pipes(func(left, right *sh.Stmt) {
		find, ok := left.Cmd.(*sh.CallExpr)
		xargs, also := right.Cmd.(*sh.CallExpr)
		if !ok || !also || len(find.Args) == 0 || len(xargs.Args) == 0 || find.Args[0].Lit() != "find" || xargs.Args[0].Lit() != "xargs" {
			return
		}
		plain := !slices.ContainsFunc(find.Args, func(w *sh.Word) bool {
			return strings.HasPrefix(w.Lit(), "-print") || strings.HasPrefix(w.Lit(), "-exec")
		})
		if plain && (len(xargs.Args) < 2 || !strings.HasPrefix(xargs.Args[1].Lit(), "-")) {
			report(Note{Span: nodeSpan(find.Args[0]), Message: "names with blanks are split; use find -print0 | xargs -0, or find -exec … +"})
		}
	})
}

func loopOverLs(t *shellText, report func(Note, ...string)) {
	for _, n := range t.nodes {
		loop, ok := n.(*sh.WordIter)
		if !ok {
			continue
		}
		for _, w := range loop.Items {
			sub, ok := w.Parts[0].(*sh.CmdSubst)
			if !ok || len(w.Parts) > 1 || len(sub.Stmts) != 1 {
				continue
			}
			if c, ok := sub.Stmts[0].Cmd.(*sh.CallExpr); ok && len(c.Args) > 0 && c.Args[0].Lit() == "ls" {
				report(Note{Span: nodeSpan(sub), Message: "the output of ls is split at blanks; loop over a pattern such as dir/*"})
			}
		}
	}
}

func printfFormat(t *shellText, report func(Note, ...string)) {
	t.calls(func(c *sh.CallExpr) {
		if c.Args[0].Lit() != "printf" || len(c.Args) != 2 {
			return
		}
		if e := firstExpansion(c.Args[1]); e != nil && e.Param != nil && plainExpansion(e) {
			report(Note{Span: nodeSpan(c.Args[1]), Message: "a % in the value is read as part of the format; write printf '%s' in front of it"})
		}
	})
}

func redirectOrder(t *shellText, report func(Note, ...string)) {
	piped := map[*sh.Stmt]bool{}
	sh.Walk(t.Tree, func(n sh.Node) bool {
		switch n := n.(type) {
		case *sh.CmdSubst, *sh.ProcSubst:
			return false
		case *sh.BinaryCmd:
			if n.Op == sh.Pipe || n.Op == sh.PipeAll {
				piped[n.X] = true
			}
		case *sh.Stmt:
			if piped[n] {
				return false
			}
			for i := 1; i < len(n.Redirs); i++ {
				if errorsToOutput(n.Redirs[i-1]) && outputToFile(n.Redirs[i]) {
					report(Note{Span: nodeSpan(n.Redirs[i-1]), Message: "errors go to where the output went before; write 2>&1 behind the file"})
				}
			}
		}
		return true
	})
}

func errorsToOutput(r *sh.Redirect) bool {
	return r.Op == sh.DplOut && r.N != nil && r.N.Value == "2" && r.Word.Lit() == "1"
}

func outputToFile(r *sh.Redirect) bool {
	return (r.Op == sh.RdrOut || r.Op == sh.AppOut || r.Op == sh.RdrClob) && (r.N == nil || r.N.Value == "1")
}

func maskedStatus(t *shellText, report func(Note, ...string)) {
	for _, n := range t.nodes {
		decl, ok := n.(*sh.DeclClause)
		if !ok {
			continue
		}
		for _, a := range decl.Args {
			if a.Name != nil && a.Value != nil && !a.Naked && substitutes(a.Value) {
				report(Note{Span: nodeSpan(a.Name), Message: decl.Variant.Value + " hides that the command fails; set " + a.Name.Value + " first, then " + decl.Variant.Value + " it"})
			}
		}
	}
}

// substitutes tells whether a command that may fail is run for a value.
func substitutes(w *sh.Word) bool {
	parts := w.Parts
	if q, ok := parts[0].(*sh.DblQuoted); ok && len(parts) == 1 {
		parts = q.Parts
	}
	return slices.ContainsFunc(parts, func(p sh.WordPart) bool {
		sub, ok := p.(*sh.CmdSubst)
		return ok && !oneWord(sub)
	})
}

func readRaw(t *shellText, report func(Note, ...string)) {
	t.calls(func(c *sh.CallExpr) {
		if c.Args[0].Lit() == "read" && !slices.ContainsFunc(c.Args[1:], func(w *sh.Word) bool { return strings.HasPrefix(w.Lit(), "-") || w.Lit() == "" }) {
			report(Note{Span: nodeSpan(c.Args[0]), Message: "read takes backslashes away; use read -r", Fix: &Fix{
				Title: "Use read -r", Unsafe: true, Edits: []text.Edit{{Span: text.Span{Start: nodeSpan(c.Args[0]).End, End: nodeSpan(c.Args[0]).End}, New: " -r"}},
			}})
		}
	})
}

func uncheckedCd(t *shellText, report func(Note, ...string)) {
	if t.errexit || t.exits() {
		return
	}
	for _, c := range t.commands {
		if c.Name != "cd" || len(c.Words) != 2 || c.After != ";" && c.After != "\n" || c.Before == "&&" || c.Before == "||" || c.Before == "|" {
			continue
		}
		if c.In&(shell.InCondition|shell.InFunction) != 0 || listed("/ .. . - ../..", c.Words[1].Value) {
			continue
		}
		fix := &Fix{Title: "Stop where cd fails", Unsafe: true, Edits: []text.Edit{{Span: text.Span{Start: c.End, End: c.End}, New: " || exit 1"}}}
		report(Note{Span: c.Span, Message: "where cd fails, the rest runs in the wrong place; write cd … && or cd … || exit 1", Fix: fix})
	}
}

// exits tells whether the script turns "set -e" on somewhere.
func (t *shellText) exits() bool {
	return slices.ContainsFunc(t.commands, func(c shell.Command) bool {
		return c.Name == "set" && slices.ContainsFunc(c.Words[1:], func(w shell.Word) bool {
			return exitsOnError(w.Value)
		})
	})
}

func testAnd(t *shellText, report func(Note, ...string)) {
	t.calls(func(c *sh.CallExpr) {
		if c.Args[0].Lit() != "[" {
			return
		}
		for i, w := range c.Args {
			if i > 2 && i < len(c.Args)-2 && listed("-a -o", w.Lit()) {
				report(Note{Span: nodeSpan(w), Message: "use two tests with " + map[string]string{"-a": "&&", "-o": "||"}[w.Lit()] + " between"})
			}
		}
	})
}
