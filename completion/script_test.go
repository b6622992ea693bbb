package completion

import (
	"slices"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/fixture"
	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/text"

	"mvdan.cc/sh/v3/syntax"
)

func TestCommandAt(t *testing.T) {
	const none = "none"
	for src, want := range map[string]string{
		"│":                            "",
		"a │":                          "a",
		"a b│":                         "a",
		"a && │":                       "",
		"a; b c │":                     "b c",
		"a | b │":                      "b",
		"A=1 B=\"x y\" a │":            "a",
		"sudo a │":                     "a",
		"if a │":                       "a",
		"if a; then b │":               "b",
		"! a │":                        "a",
		"{ a │":                        "a",
		"( a │":                        "a",
		"(a) │":                        none,
		"(a); b │":                     "b",
		"x $(a │":                      "a",
		"x $(a) │":                     "x ",
		"x \"$(a │":                    none,
		"x `a │":                       none,
		"x 'a │":                       none,
		"x 'a' │":                      "x ",
		"x # a │":                      none,
		"x # a\nb │":                   "b",
		"x a#b │":                      "x a#b",
		"x >│":                         none,
		"x > f │":                      "x",
		"x 2>&1 │":                     "x",
		"x &> f │":                     "x",
		"x <<< y │":                    "x",
		"x <<E\na │":                   none,
		"x <<E\na\nE\nb │":             "b",
		"x <<-'E' && y\n\ta\n\tE\nb │": "b",
		"x \\\n  y │":                  "x y",
		"for a in │":                   none,
		"for a in b; do c │":           "c",
		"case x in │":                  none,
		"f() { a │":                    "a",
		"x ${a │":                      none,
		"x $((1 + │":                   none,
		"x $a│":                        none,
		"x $a │":                       "x ",
		"[ │":                          none,
		"[[ a │":                       none,
		"while a │; do b; done":        "a",
		"x |& a │":                     "a",
		"x; │y z":                      "",
		"a \\│":                        none,
		"x <(a │":                      "a",
	} {
		before, after, _ := strings.Cut(src, "│")
		p := place{line: before + after, cur: len(before)}
		got := none
		if c, ok := p.commandAt(zone{}); ok {
			got = strings.Join(c.words, " ")
		}
		if got != want {
			t.Errorf("%q: %q, want %q", src, got, want)
		}
	}
}

// Where the shell's own tree has a command, the words in front of the cursor are the
// command's, and in its strings there is none.
func TestCommandAtAgreesWithTree(t *testing.T) {
	sure, all := 0, 0
	for _, file := range fixture.Corpus(t) {
		f := analysis.New(text.New(file.Source))
		for i := range f.Items.Len() {
			for _, s := range f.Scripts(i) {
				if s.Tree == nil || !s.Complete || f.Items.At(i).Kind() != "run" {
					continue
				}
				n, ok := checkCommands(t, s.Script)
				all, sure = all+n, sure+ok
				checkQuotes(t, s.Script)
			}
		}
		if t.Failed() {
			t.Fatal(file.Path)
		}
	}
	if all > 0 && sure < all*8/10 {
		t.Errorf("of %d places only %d are sure", all, sure)
	}
}

func checkCommands(t *testing.T, s *shell.Script) (all, sure int) {
	for _, c := range s.Commands() {
		for i, w := range c.Words {
			all++
			got, ok := (&place{line: s.Src, cur: w.Start}).commandAt(zone{})
			if !ok {
				continue
			}
			sure++
			var want []string
			for _, before := range c.Words[:i] {
				value := before.Raw
				if strings.ContainsAny(value, "\"'`$\\") {
					value = ""
				}
				want = append(want, value)
			}
			cut := len(want) - len(got.words)
			if cut < 0 || !slices.Equal(want[max(cut, 0):], got.words) ||
				slices.ContainsFunc(want[:max(cut, 0)], func(w string) bool { return !slices.Contains(beforeCommand, w) }) {
				t.Errorf("at %q: %q, want %q", s.Src[w.Start:min(w.Start+20, len(s.Src))], got.words, want)
			}
		}
	}
	return all, sure
}

func checkQuotes(t *testing.T, s *shell.Script) {
	syntax.Walk(s.Tree, func(n syntax.Node) bool {
		if q, ok := n.(*syntax.SglQuoted); ok && !q.Dollar {
			at := int(q.Pos().Offset()) + 1
			if got, ok := (&place{line: s.Src, cur: at}).commandAt(zone{}); ok {
				t.Errorf("in the string %q: %q", q.Value, got.words)
			}
		}
		return true
	})
}
