package server

import "testing"

// TestKeystrokeAllocations holds the garbage of a keystroke, to its published
// diagnostics and with the test's own share, under a ceiling. Nearly all that grows with
// the file is what rules ask of every stage.
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
