package server

import (
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/analysis/text"
)

func TestDifference(t *testing.T) {
	for _, a := range []string{"", "a", "aa", "ab", "aba", "abab", "é", "è"} {
		for _, b := range []string{"", "a", "aa", "ab", "aba", "abab", "é", "è"} {
			if got := text.Apply(a, []text.Edit{difference(a, b)}); got != b {
				t.Errorf("%q to %q: %+v makes %q", a, b, difference(a, b), got)
			}
			if got := text.Apply(a, lineEdits(a, b)); got != b {
				t.Errorf("%q to %q: %+v makes %q", a, b, lineEdits(a, b), got)
			}
		}
	}
}

func TestLineEdits(t *testing.T) {
	lines := strings.NewReplacer(" ", "\n")
	for _, test := range []struct {
		a, b  string
		edits int
	}{
		{"a b c d", "a b c d", 0},
		{"a b c d ", "a x c y ", 2},
		{"a b c d", "b c d e", 2},
		{"a b c", "", 1},
		{"", "a b c", 1},
		{"a a a ", "a a ", 1},
		{"x a y a z ", "a a ", 3},
		{"a b", "a b ", 1},
		{"a\r b\r c\r ", "a\r B\r c\r ", 1},
		{strings.Repeat("a b ", 2000), strings.Repeat("c d ", 2000), 1},
	} {
		a, b := lines.Replace(test.a), lines.Replace(test.b)
		edits := lineEdits(a, b)
		if got := text.Apply(a, edits); got != b || len(edits) != test.edits {
			t.Errorf("%.40q to %.40q: %d edits %.200v make %.40q", a, b, len(edits), edits, got)
		}
	}
}
