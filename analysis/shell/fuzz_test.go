package shell

import (
	"slices"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/analysis/text"
)

// FuzzParse: no text breaks a reader, spans stay in the text, in order, and say
// what they stand for.
func FuzzParse(f *testing.F) {
	for _, c := range errorTests {
		f.Add(strings.Replace(c.script, "│", "", 1), uint8(c.kind))
	}
	for _, c := range exactTests {
		f.Add(c.src, uint8(Bash))
	}
	for i, src := range silent {
		f.Add(src, uint8(i))
	}
	f.Add("f() { local a=$1; for x in ${a[@]}; do echo $((x+=1)) \"${b:-`c`}\"; done; }; export A B=$C; read -r x <<E\n$y\nE\n", uint8(Bash))
	f.Fuzz(func(t *testing.T, src string, k uint8) {
		s := Parse(src, Kind(k)%(Cmd+1))
		checkSpans(t, s)
		for _, c := range s.Sketch().Commands() {
			c.Program()
			for _, w := range c.Words {
				_ = w.Raw
			}
		}
		shells := [...][]string{{"x"}, sh, bash, {"ksh", "-c"}, {"zsh", "-c"}, {"pwsh", "-c"}, {"cmd", "/c"}}
		c := Exec(src, shells[s.Kind])
		if c.OK != (len(c.Args) > 0) || c.Exact != (c.Reason == "") || c.Exact && !c.OK {
			t.Errorf("%q: %+v", src, c)
		}
		if c.OK && !c.Exact && !slices.Equal(c.Args, append(slices.Clone(shells[s.Kind]), src)) {
			t.Errorf("%q: %q", src, c.Args)
		}
	})
}

func checkSpans(t *testing.T, s *Script) {
	t.Helper()
	whole := text.Span{Start: 0, End: len(s.Src)}
	in := func(what string, outer, inner text.Span) {
		if inner.Start > inner.End || !outer.Contains(inner) {
			t.Errorf("%q (%v): %s at %v is outside of %v", s.Src, s.Kind, what, inner, outer)
		}
	}
	if e := s.Err; e != nil {
		in("error", whole, text.Span{Start: e.At, End: e.At + e.Len})
	}
	for _, c := range s.Commands() {
		in("command", whole, c.Span)
		for _, w := range c.Words {
			in("word", c.Span, w.Span)
		}
		c.Program()
	}
	for _, u := range s.Uses() {
		in("use", whole, u.Span)
		in("name", u.Span, u.NameSpan)
		in("operand", u.Span, u.Operand)
	}
	for _, a := range s.Assignments() {
		in("assignment", whole, a.Span)
		in("name", a.Span, a.NameSpan)
		in("value", a.Span, a.Value)
	}
	for _, f := range s.Functions() {
		in("function", whole, f.Span)
		in("name", f.Span, f.NameSpan)
	}
}
