package lint

import (
	"maps"
	"slices"
	"strings"

	sh "mvdan.cc/sh/v3/syntax"

	"github.com/slipway-dev/slipway/analysis/text"
)

// shellWordRules are about what the shell makes of words: splitting, files, quotes.
var shellWordRules = []*Rule{
	{
		Code: "SC2016", URL: shellCheckPage("SC2016"), Category: Correctness, Severity: Off,
		Title: "Nothing is put in between single quotes",
		Why: "Between single quotes the shell reads no `$NAME` and no `$(…)`: `echo '$HOME'` prints these five letters. Often that is what is wanted, as in " +
			"a line for `.bashrc`; where it is not, double quotes help.",
		Bad:    "FROM debian:12\nRUN echo 'home is $HOME'\n",
		Good:   "FROM debian:12\nRUN echo \"home is $HOME\"\n",
		Script: singleQuoted,
	},
	{
		Code: "SC2035", URL: shellCheckPage("SC2035"), Category: Correctness, Severity: Off,
		Title:  "A file whose name begins with a dash becomes an option",
		Why:    "`rm *` hands over the names as they are. One such as `-rf` is an option to the program. With `./*` no name begins with a dash.",
		Bad:    "FROM debian:12\nWORKDIR /tmp\nRUN rm *.log\n",
		Good:   "FROM debian:12\nWORKDIR /tmp\nRUN rm ./*.log\n",
		Script: leadingGlob,
	},
	{
		Code: "SC2046", URL: shellCheckPage("SC2046"), Category: Correctness, Severity: Off,
		Title: "What a command prints is split into words",
		Why: "Without quotes around it, the output of `$(…)` is split at blanks, and words with `*` in them become names of files. Where several words are " +
			"wanted, as for a list of packages, that is right; a path or a name belongs in double quotes. Commands that print a single word, such as " +
			"`nproc` or `uname -m`, are left alone.",
		Bad:    "FROM debian:12\nRUN mkdir -p $(cat /etc/data-dir)\n",
		Good:   "FROM debian:12\nRUN mkdir -p \"$(cat /etc/data-dir)\" && make -j$(nproc)\n",
		Script: splitOutput,
	},
	{
		Code: "SC2061", URL: shellCheckPage("SC2061"), Category: Correctness, Severity: Warning,
		Title: "The shell reads the pattern that is meant for find",
		Why: "Without quotes the shell puts the names of matching files of the current folder in the place of the pattern. `find` then looks for these, " +
			"or complains about several.",
		Bad:    "FROM debian:12\nRUN find /usr -name *.pyc -delete\n",
		Good:   "FROM debian:12\nRUN find /usr -name '*.pyc' -delete\n",
		Script: findPattern,
	},
	{
		Code: "SC2062", URL: shellCheckPage("SC2062"), Category: Correctness, Severity: Warning,
		Title:  "The shell reads the pattern that is meant for grep",
		Why:    "Without quotes the shell puts the names of matching files of the current folder in the place of the pattern.",
		Bad:    "FROM debian:12\nRUN grep foo* /etc/passwd\n",
		Good:   "FROM debian:12\nRUN grep 'foo*' /etc/passwd\n",
		Script: grepPattern,
	},
	{
		Code: "SC2068", URL: shellCheckPage("SC2068"), Category: Correctness, Severity: Warning,
		Title:  "Arguments are split again",
		Why:    "`$@` without quotes splits each argument at its blanks. `\"$@\"` hands the arguments on as they are.",
		Bad:    "FROM debian:12\nENTRYPOINT [\"sh\", \"-c\", \"exec /app $@\", \"--\"]\n",
		Good:   "FROM debian:12\nENTRYPOINT [\"sh\", \"-c\", \"exec /app \\\"$@\\\"\", \"--\"]\n",
		Script: splitArguments,
	},
	{
		Code: "SC2086", URL: shellCheckPage("SC2086"), Category: Correctness, Severity: Hint,
		Title: "The value of a variable is split into words",
		Why: "Without quotes, a value is split at its blanks, and words with `*` in it become names of files; an empty one vanishes. Found are variables whose " +
			"values nobody can foresee, as the output of a command is. Those of `ARG` and `ENV`, and lists (by their names, or because the script writes them down) are left alone.",
		Bad:    "FROM debian:12\nRUN dir=$(cat /etc/data-dir) && mkdir -p $dir\n",
		Good:   "FROM debian:12\nRUN dir=$(cat /etc/data-dir) && mkdir -p \"$dir\"\n",
		Script: splitVariable,
	},
	{
		Code: "SC2088", URL: shellCheckPage("SC2088"), Category: Correctness, Severity: Warning,
		Title:  "~ in quotes is only a letter",
		Why:    "The shell puts in the home directory for a `~` outside of quotes only. `\"$HOME/…\"` works in quotes.",
		Bad:    "FROM debian:12\nRUN mkdir -p \"~/.config\"\n",
		Good:   "FROM debian:12\nRUN mkdir -p \"$HOME/.config\"\n",
		Script: quotedTilde,
	},
	{
		Code: "SC2115", URL: shellCheckPage("SC2115"), Category: Correctness, Severity: Info,
		Title:  "rm -r deletes everything where the variable is empty",
		Why:    "`rm -rf \"$DIR\"/*` is `rm -rf /*` where `DIR` is not set. With `\"${DIR:?}\"/*` the shell stops instead. Variables that `ARG` or `ENV` set are left alone.",
		Bad:    "FROM debian:12\nRUN rm -rf \"$dir\"/*\n",
		Good:   "FROM debian:12\nRUN rm -rf \"${dir:?}\"/*\n",
		Script: emptyRemoval,
	},
}

// calls yields the simple commands with their words; the name comes first.
func (t *shellText) calls(yield func(*sh.CallExpr)) {
	for _, n := range t.nodes {
		if c, ok := n.(*sh.CallExpr); ok && len(c.Args) > 0 {
			yield(c)
		}
	}
}

// glob tells whether there is a "*" or "?" outside of quotes in a word.
func glob(w *sh.Word) bool {
	return slices.ContainsFunc(w.Parts, func(p sh.WordPart) bool {
		lit, ok := p.(*sh.Lit)
		return ok && strings.ContainsAny(unescaped(lit.Value), "*?")
	})
}

// unescaped is a literal without what a backslash stands before.
func unescaped(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' {
			i++
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// quote puts a node in double quotes.
func quote(n sh.Node) *Fix {
	s := nodeSpan(n)
	return &Fix{Title: `Put it in double quotes`, Unsafe: true, Edits: []text.Edit{
		{Span: text.Span{Start: s.Start, End: s.Start}, New: `"`}, {Span: text.Span{Start: s.End, End: s.End}, New: `"`},
	}}
}

func singleQuoted(t *shellText, report func(Note, ...string)) {
	t.calls(func(c *sh.CallExpr) {
		if !listed("echo printf", c.Args[0].Lit()) {
			return
		}
		for _, w := range c.Args[1:] {
			for _, p := range w.Parts {
				if q, ok := p.(*sh.SglQuoted); ok && !q.Dollar && expandable(q.Value) {
					report(Note{Span: nodeSpan(q), Message: "nothing is put in between single quotes; use double quotes if it should be"})
				}
			}
		}
	})
}

// expandable tells whether a text has something that a shell would put a value in for.
func expandable(s string) bool {
	for i := 0; i+1 < len(s); i++ {
		if next := s[i+1]; s[i] == '$' && (next == '{' || next == '(' || next == '_' || 'a' <= next|0x20 && next|0x20 <= 'z') {
			return true
		}
	}
	return false
}

func leadingGlob(t *shellText, report func(Note, ...string)) {
	t.calls(func(c *sh.CallExpr) {
		if listed("echo printf [ test set find", c.Args[0].Lit()) {
			return
		}
		for _, w := range c.Args[1:] {
			if w.Lit() == "--" {
				return
			}
			if lit, ok := w.Parts[0].(*sh.Lit); ok && (strings.HasPrefix(lit.Value, "*") || strings.HasPrefix(lit.Value, "?")) && pathLike(lit.Value) {
				at := nodeSpan(w)
				fix := &Fix{Title: "Write ./ in front", Unsafe: true, Edits: []text.Edit{{Span: text.Span{Start: at.Start, End: at.Start}, New: "./"}}}
				report(Note{Span: at, Message: "a file whose name begins with a dash would be an option; write ./" + t.Src[at.Start:at.End], Fix: fix})
			}
		}
	})
}

// pathLike tells of a pattern that it looks like one for names of files.
func pathLike(s string) bool {
	return s == "*" || strings.HasPrefix(s, "*.") || strings.HasPrefix(s, "*/")
}

func splitOutput(t *shellText, report func(Note, ...string)) {
	t.calls(func(c *sh.CallExpr) {
		if c.Args[0].Lit() == "eval" {
			return
		}
		for _, w := range c.Args[1:] {
			for _, p := range w.Parts {
				if sub, ok := p.(*sh.CmdSubst); ok && len(sub.Stmts) > 0 && !oneWord(sub) {
					report(Note{Span: nodeSpan(sub), Message: "the output is split into words; put $(…) in double quotes if it is one"})
				}
			}
		}
	})
}

// oneWordCommands print a single word, whatever their arguments are.
const oneWordCommands = "nproc getconf arch uname id whoami hostname wc expr lsb_release mktemp dpkg-architecture basename rpm dpkg apk date"

// oneWord tells of a substitution that it puts in a single word.
func oneWord(sub *sh.CmdSubst) bool {
	if len(sub.Stmts) != 1 {
		return false
	}
	c, ok := sub.Stmts[0].Cmd.(*sh.CallExpr)
	if !ok || len(c.Args) == 0 {
		return false
	}
	switch name := c.Args[0].Lit(); name {
	case "command", "which", "type":
		return true
	case "dpkg", "apk", "rpm":
		return len(c.Args) > 1 && listed("--print-architecture --print-arch -E --eval", c.Args[1].Lit())
	default:
		return listed(oneWordCommands, name)
	}
}

func findPattern(t *shellText, report func(Note, ...string)) {
	t.calls(func(c *sh.CallExpr) {
		if c.Args[0].Lit() != "find" {
			return
		}
		for i, w := range c.Args[1:] {
			if listed("-name -iname -path -ipath -wholename -iwholename -lname -ilname", c.Args[i].Lit()) && glob(w) {
				report(Note{Span: nodeSpan(w), Message: "the shell reads this pattern before find does; put it in quotes", Fix: quotePattern(w)})
			}
		}
	})
}

// quotePattern puts a word that is a plain literal in single quotes.
func quotePattern(w *sh.Word) *Fix {
	value := strings.TrimSuffix(w.Lit(), "\r") // of the end of the line
	if value == "" || strings.ContainsAny(value, `\'`) {
		return nil
	}
	start := nodeSpan(w).Start
	at := text.Span{Start: start, End: start + len(value)}
	return &Fix{Title: "Put the pattern in quotes", Edits: []text.Edit{{Span: at, New: "'" + value + "'"}}}
}

func grepPattern(t *shellText, report func(Note, ...string)) {
	t.calls(func(c *sh.CallExpr) {
		if !listed("grep egrep", c.Args[0].Lit()) {
			return
		}
		for _, w := range c.Args[1:] {
			if value := w.Lit(); value == "" || strings.HasPrefix(value, "-") {
				if strings.HasPrefix(value, "-") && !strings.ContainsAny(value, "efm") {
					continue
				}
				return
			}
			if strings.Contains(unescaped(w.Lit()), "*") {
				report(Note{Span: nodeSpan(w), Message: "the shell reads this pattern before grep does; put it in quotes", Fix: quotePattern(w)})
			}
			return
		}
	})
}

func splitArguments(t *shellText, report func(Note, ...string)) {
	t.calls(func(c *sh.CallExpr) {
		for _, w := range c.Args[1:] {
			for _, p := range w.Parts {
				if e, ok := p.(*sh.ParamExp); ok && e.Param != nil && e.Param.Value == "@" && plainExpansion(e) {
					report(Note{Span: nodeSpan(e), Message: `the arguments are split again; write "$@"`, Fix: quote(e)})
				}
			}
		}
	})
}

// plainExpansion tells of an expansion that it is nothing but a variable.
func plainExpansion(e *sh.ParamExp) bool {
	return e.Exp == nil && e.Repl == nil && e.Slice == nil && e.Index == nil && !e.Length && !e.Excl && e.Names == 0 && e.NestedParam == nil
}

func splitVariable(t *shellText, report func(Note, ...string)) {
	var open map[string]bool
	t.calls(func(c *sh.CallExpr) {
		for _, w := range c.Args[1:] {
			for _, p := range w.Parts {
				e, ok := p.(*sh.ParamExp)
				if !ok || e.Param == nil || !plainExpansion(e) {
					continue
				}
				if open == nil {
					open = t.unforeseen()
				}
				if open[e.Param.Value] {
					report(Note{Span: nodeSpan(e), Message: "the value is split into words; put $" + e.Param.Value + " in double quotes", Fix: quote(e)})
				}
			}
		}
	})
}

// unforeseen are the variables of the script that are given the output of commands or
// a line of input, and nothing else.
func (t *shellText) unforeseen() map[string]bool {
	open := map[string]bool{}
	closed := map[string]bool{}
	for _, n := range t.nodes {
		if a, ok := n.(*sh.Assign); ok && a.Name != nil {
			if a.Value != nil && printed(a.Value) && !a.Append {
				open[a.Name.Value] = true
			} else if !a.Naked {
				closed[a.Name.Value] = true
			}
		}
	}
	for _, a := range t.assigned {
		switch a.By {
		case "read":
			open[a.Name] = true
		case "=", "export", "local", "readonly", "declare", "typeset":
		default:
			closed[a.Name] = true
		}
	}
	for name := range closed {
		delete(open, name)
	}
	maps.DeleteFunc(open, func(name string, _ bool) bool { return plural(name) })
	return open
}

// plural tells of a variable by its name that it holds several words, which are meant to
// be split: runDeps, PHPIZE_DEPS, pkg_list.
func plural(name string) bool {
	name = strings.ToLower(name)
	return strings.HasSuffix(name, "s") || strings.HasSuffix(name, "list")
}

// printed tells of a value that it is what a command prints, of more than one word for
// all we know.
func printed(w *sh.Word) bool {
	parts := w.Parts
	if q, ok := parts[0].(*sh.DblQuoted); ok && len(parts) == 1 {
		parts = q.Parts
	}
	if len(parts) != 1 {
		return false
	}
	sub, ok := parts[0].(*sh.CmdSubst)
	return ok && len(sub.Stmts) > 0 && !oneWord(sub)
}

func quotedTilde(t *shellText, report func(Note, ...string)) {
	t.calls(func(c *sh.CallExpr) {
		if listed("echo printf sed awk grep egrep perl python python3", c.Args[0].Lit()) {
			return
		}
		for _, w := range c.Args[1:] {
			if q, ok := w.Parts[0].(*sh.DblQuoted); ok && len(q.Parts) > 0 {
				if lit, ok := q.Parts[0].(*sh.Lit); ok && strings.HasPrefix(lit.Value, "~/") {
					at := nodeSpan(lit)
					at.End = at.Start + 1
					report(Note{Span: at, Message: "~ in quotes is no home directory; use $HOME", Fix: &Fix{
						Title: "Write $HOME", Unsafe: true, Edits: []text.Edit{{Span: at, New: "$HOME"}},
					}})
				}
			}
		}
	})
}

func emptyRemoval(t *shellText, report func(Note, ...string)) {
	assigned := map[string]bool{}
	for _, a := range t.assigned {
		assigned[a.Name] = true
	}
	t.calls(func(c *sh.CallExpr) {
		if c.Args[0].Lit() != "rm" || !slices.ContainsFunc(c.Args, recursive) {
			return
		}
		for _, w := range c.Args[1:] {
			e := firstExpansion(w)
			if e == nil || e.Param == nil || !plainExpansion(e) || assigned[e.Param.Value] || !sh.ValidName(e.Param.Value) {
				continue
			}
			end := nodeSpan(e).End
			if rest := strings.Trim(t.Src[end:nodeSpan(w).End], `"`); rest == "/*" || rest == "/" {
				report(Note{Span: nodeSpan(e), Message: "this deletes everything where " + e.Param.Value + " is empty; write ${" + e.Param.Value + ":?}"}, e.Param.Value)
			}
		}
	})
}

func recursive(w *sh.Word) bool {
	option := w.Lit()
	return option == "--recursive" || strings.HasPrefix(option, "-") && !strings.HasPrefix(option, "--") && strings.ContainsAny(option, "rR")
}

// firstExpansion is the variable that a word begins with, in quotes or not.
func firstExpansion(w *sh.Word) *sh.ParamExp {
	part := w.Parts[0]
	if q, ok := part.(*sh.DblQuoted); ok && len(q.Parts) > 0 {
		part = q.Parts[0]
	}
	e, _ := part.(*sh.ParamExp)
	return e
}
