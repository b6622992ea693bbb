package shell

import "testing"

func TestSketch(t *testing.T) {
	for src, want := range map[string]int{ // commands
		"a && b &&":            2,
		"a | b |":              2,
		`a && echo "x`:         2,
		`a && echo 'x`:         2,
		"a && echo `x":         3,
		"if a; then b":         2,
		"if a":                 1,
		"while a; do b; c":     3,
		"(a; b":                2,
		"f() { a; b":           2,
		"a && echo $(b":        3,
		"a && echo ${b":        2,
		"a; case x in y) b":    2,
		"for i in 1 2; do a $": 1,
	} {
		s := Parse(src, POSIX)
		if s.Complete {
			t.Errorf("%q is complete", src)
		}
		if got := len(s.Sketch().Commands()); got < want {
			t.Errorf("%q: %d commands, want %d", src, got, want)
		}
	}
	if s := Parse("a && b", POSIX); s.Sketch() != s {
		t.Error("a complete script is sketched anew")
	}
}
