package server

import "testing"

// TestKeystrokeAllocations holds the garbage of a keystroke, to its published
// diagnostics and with the test's own share, under a ceiling. What grows with the
// file are copies of a few tables, not the number of things made.
func TestKeystrokeAllocations(t *testing.T) {
	for _, test := range []struct{ lines, most int }{
		{20, 450},
		{500, 470},
		{5000, 500},
	} {
		typist := drive(t).typist(test.lines)
		if got := testing.AllocsPerRun(100, typist.key); got > float64(test.most) {
			t.Errorf("%d lines: %v allocations, want at most %d", test.lines, got, test.most)
		}
	}
}
