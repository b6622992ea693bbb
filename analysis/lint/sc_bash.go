package lint

import (
	"slices"
	"strings"

	sh "mvdan.cc/sh/v3/syntax"

	"github.com/slipway-dev/slipway/analysis/text"
)

// bashism is a feature that bash has and other shells behind /bin/sh have not.
type bashism struct {
	code, alias string // alias is its code in a POSIX shell of which no more is known
	// what is the feature, in the plural; instead is what to write.
	what, instead string
	// notBusybox tells that BusyBox's ash lacks it too, as dash does.
	notBusybox bool
	bad, good  string // commands
	// find is the place of the feature in a node of a tree that was read as bash.
	find func(n sh.Node) (text.Span, bool)
}

// What dash 0.5.12 and the ash of BusyBox 1.37, built as Alpine builds it, do not
// know. "local" is no part of POSIX, and both have it.
var bashisms = []bashism{
	{code: "SC3001", what: "process substitutions such as <(…)", instead: "a pipe or a file", bad: "diff <(ls /a) <(ls /b)", good: "ls /a | diff - /b", find: isNode[*sh.ProcSubst]},
	{code: "SC3003", what: "quotes such as $'…'", instead: "printf", bad: "printf %s $'a\\tb'", good: "printf 'a\\tb'", find: dollarQuote},
	{code: "SC3005", what: "loops such as for ((…))", instead: "while with [ … ]", notBusybox: true, bad: "for ((i=0; i<3; i++)); do echo x; done", good: "for i in 1 2 3; do echo x; done", find: countingLoop},
	{code: "SC3009", what: "braces such as {a,b}", instead: "each word by itself", notBusybox: true, bad: "mkdir -p /app/{bin,etc}", good: "mkdir -p /app/bin /app/etc", find: braceExpansion},
	{code: "SC3010", what: "tests such as [[ … ]]", instead: "[ … ]", bad: "if [[ -f /etc/motd ]]; then rm /etc/motd; fi", good: "if [ -f /etc/motd ]; then rm /etc/motd; fi", find: isNode[*sh.TestClause]},
	{code: "SC3011", what: "here-strings such as <<< word", instead: "echo … |", notBusybox: true, bad: "cat <<< hello", good: "echo hello | cat", find: hereString},
	{code: "SC3014", what: "comparisons with == in [ … ]", instead: "=", bad: "if [ \"$HOME\" == /root ]; then echo root; fi", good: "if [ \"$HOME\" = /root ]; then echo root; fi", find: doubleEquals},
	{code: "SC3020", what: "redirections such as &>", instead: "> file 2>&1", bad: "make &> /dev/null", good: "make > /dev/null 2>&1", find: bothOutputs},
	{code: "SC3024", what: "assignments with +=", instead: "A=\"$A…\"", notBusybox: true, bad: "A=x; A+=y; echo \"$A\"", good: "A=x; A=\"${A}y\"; echo \"$A\"", find: appending},
	{code: "SC3030", what: "arrays", instead: "a list in a variable, or set --", notBusybox: true, bad: "A=(x y); echo \"${A[0]}\"", good: "set -- x y; echo \"$1\"", find: arrayValue},
	{code: "SC3036", alias: "SC3037", what: "options of echo but -n", instead: "printf", bad: "echo -e 'a\\tb'", good: "printf 'a\\tb\\n'", find: echoOption},
	{code: "SC3040", what: "the option pipefail", instead: "SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]", bad: "set -o pipefail; curl -fsSL https://example.com/a.tgz | tar xz", good: "curl -fsSL https://example.com/a.tgz -o a.tgz && tar xzf a.tgz", find: pipefailOption},
	{code: "SC3044", what: "declare, typeset, pushd, popd, shopt and disown", instead: "what POSIX has", notBusybox: true, bad: "pushd /src && make && popd", good: "(cd /src && make)", find: bashBuiltin},
	{code: "SC3046", what: "source", instead: ". (a dot)", bad: "source /etc/os-release && echo \"$ID\"", good: ". /etc/os-release && echo \"$ID\"", find: sourceBuiltin},
	{code: "SC3053", what: "indirect values such as ${!a}", instead: "eval, or case", notBusybox: true, bad: "a=HOME; echo \"${!a}\"", good: "echo \"$HOME\"", find: indirectValue},
	{code: "SC3054", what: "elements of arrays", instead: "$1, $2 …", notBusybox: true, bad: "A=(x y); echo \"${A[0]}\"", good: "set -- x y; echo \"$1\"", find: arrayElement},
	{code: "SC3057", what: "parts of values such as ${a:0:3}", instead: "cut, or ${a%…}", bad: "a=$(uname -r); echo \"${a:0:3}\"", good: "a=$(uname -r); echo \"${a%%-*}\"", find: sliceOfValue},
	{code: "SC3059", what: "changes of case such as ${a^^}", instead: "tr", notBusybox: true, bad: "a=$(uname); echo \"${a,,}\"", good: "uname | tr A-Z a-z", find: caseOfValue},
	{code: "SC3060", what: "replacements such as ${a/b/c}", instead: "sed, or ${a#…}", bad: "a=$(uname); echo \"${a/x/y}\"", good: "uname | sed s/x/y/", find: replacedValue},
}

// bashismOf is the bashism of a code.
func bashismOf(code string) (bashism, bool) {
	i := slices.IndexFunc(bashisms, func(b bashism) bool { return b.code == code })
	if i < 0 {
		return bashism{}, false
	}
	return bashisms[i], true
}

// bashismRules are the rules about them.
func bashismRules() []*Rule {
	var rules []*Rule
	for _, b := range bashisms {
		who := "The `sh` of Debian and Ubuntu, dash, does not know "
		if b.notBusybox {
			who = "The `sh` of Debian and Ubuntu (dash) and that of Alpine (BusyBox) do not know "
		}
		var aliases []string
		if b.alias != "" {
			aliases = []string{b.alias}
		}
		const image = "FROM debian:12\n"
		rules = append(rules, &Rule{
			Code: b.code, Aliases: aliases, URL: shellCheckPage(b.code), Category: Correctness, Severity: Warning,
			Title: "sh does not know " + b.what,
			Why: who + b.what + ": the command fails, or does something else. Write " + b.instead + ", or have bash read the instructions with " +
				"`SHELL [\"/bin/bash\", \"-c\"]`. Images whose `sh` is bash, as Fedora's is, and images of which that is not known are left alone.",
			Bad: image + "RUN " + b.bad + "\n", Good: image + "RUN " + b.good + "\n",
			Script: b.check,
		})
	}
	return rules
}

// check reports each place of the feature in a shell that lacks it.
func (b bashism) check(t *shellText, report func(Note, ...string)) {
	if t.dialect != "dash" && (t.dialect != "busybox" || !b.notBusybox) || b.code == "SC3040" && !t.oldDash {
		return
	}
	name := map[string]string{"dash": "dash", "busybox": "BusyBox's ash"}[t.dialect]
	for _, n := range t.nodes {
		if at, ok := b.find(n); ok {
			report(Note{Span: at, Message: "sh is " + name + " here, which does not know " + b.what + "; use " + b.instead})
		}
	}
}

// spanIf is the place of a node, where it is one that was looked for.
func spanIf(n sh.Node, found bool) (text.Span, bool) {
	if !found {
		return text.Span{}, false
	}
	return nodeSpan(n), true
}

func isNode[N sh.Node](n sh.Node) (text.Span, bool) {
	_, ok := n.(N)
	return spanIf(n, ok)
}

func countingLoop(n sh.Node) (text.Span, bool) {
	loop, ok := n.(*sh.ForClause)
	if !ok {
		return text.Span{}, false
	}
	_, counts := loop.Loop.(*sh.CStyleLoop)
	at := nodeSpan(loop)
	at.End = at.Start + len("for")
	return at, counts
}

func dollarQuote(n sh.Node) (text.Span, bool) {
	q, ok := n.(*sh.SglQuoted)
	return spanIf(n, ok && q.Dollar)
}

// braceExpansion is a word with braces around a comma or two dots, outside of quotes.
func braceExpansion(n sh.Node) (text.Span, bool) {
	c, ok := n.(*sh.CallExpr)
	if !ok {
		return text.Span{}, false
	}
	for _, w := range c.Args {
		// SplitBraces changes the word that it is given.
		own := &sh.Word{Parts: slices.Clone(w.Parts)}
		sh.SplitBraces(own)
		for _, p := range own.Parts {
			if b, ok := p.(*sh.BraceExp); ok && len(b.Elems) > 1 {
				return nodeSpan(w), true
			}
		}
	}
	return text.Span{}, false
}

func hereString(n sh.Node) (text.Span, bool) {
	r, ok := n.(*sh.Redirect)
	return spanIf(n, ok && r.Op == sh.WordHdoc)
}

func doubleEquals(n sh.Node) (text.Span, bool) {
	if c, ok := n.(*sh.CallExpr); ok && len(c.Args) > 0 && listed("[ test", c.Args[0].Lit()) {
		for i, w := range c.Args {
			if i > 1 && w.Lit() == "==" {
				return nodeSpan(w), true
			}
		}
	}
	return text.Span{}, false
}

func bothOutputs(n sh.Node) (text.Span, bool) {
	r, ok := n.(*sh.Redirect)
	return spanIf(n, ok && (r.Op == sh.RdrAll || r.Op == sh.AppAll))
}

func appending(n sh.Node) (text.Span, bool) {
	a, ok := n.(*sh.Assign)
	return spanIf(n, ok && a.Append)
}

func arrayValue(n sh.Node) (text.Span, bool) {
	_, ok := n.(*sh.ArrayExpr)
	return spanIf(n, ok)
}

func echoOption(n sh.Node) (text.Span, bool) {
	c, ok := n.(*sh.CallExpr)
	if !ok || len(c.Args) < 2 || c.Args[0].Lit() != "echo" {
		return text.Span{}, false
	}
	option := c.Args[1].Lit()
	return nodeSpan(c.Args[1]), len(option) > 1 && option != "-n" && strings.Trim(option[1:], "neE") == "" && option[0] == '-'
}

func pipefailOption(n sh.Node) (text.Span, bool) {
	if c, ok := n.(*sh.CallExpr); ok && len(c.Args) > 2 && c.Args[0].Lit() == "set" {
		for i, w := range c.Args[1:] {
			if w.Lit() == "pipefail" && strings.HasPrefix(c.Args[i].Lit(), "-") && strings.HasSuffix(c.Args[i].Lit(), "o") {
				return nodeSpan(w), true
			}
		}
	}
	return text.Span{}, false
}

func bashBuiltin(n sh.Node) (text.Span, bool) {
	switch n := n.(type) {
	case *sh.DeclClause:
		return nodeSpan(n.Variant), listed("declare typeset", n.Variant.Value)
	case *sh.CallExpr:
		if len(n.Args) > 0 {
			return nodeSpan(n.Args[0]), listed("pushd popd shopt disown", n.Args[0].Lit())
		}
	}
	return text.Span{}, false
}

func sourceBuiltin(n sh.Node) (text.Span, bool) {
	if c, ok := n.(*sh.CallExpr); ok && len(c.Args) > 1 && c.Args[0].Lit() == "source" {
		return nodeSpan(c.Args[0]), true
	}
	return text.Span{}, false
}

func indirectValue(n sh.Node) (text.Span, bool) {
	p, ok := n.(*sh.ParamExp)
	return spanIf(n, ok && (p.Excl || p.Names != 0))
}

func arrayElement(n sh.Node) (text.Span, bool) {
	p, ok := n.(*sh.ParamExp)
	return spanIf(n, ok && p.Index != nil)
}

func sliceOfValue(n sh.Node) (text.Span, bool) {
	p, ok := n.(*sh.ParamExp)
	return spanIf(n, ok && p.Slice != nil)
}

func caseOfValue(n sh.Node) (text.Span, bool) {
	p, ok := n.(*sh.ParamExp)
	return spanIf(n, ok && p.Exp != nil && listed("^ ^^ , ,,", p.Exp.Op.String()))
}

func replacedValue(n sh.Node) (text.Span, bool) {
	p, ok := n.(*sh.ParamExp)
	return spanIf(n, ok && p.Repl != nil)
}
