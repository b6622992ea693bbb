package server

import "testing"

// TestKeystrokeAllocations holds the garbage of a keystroke, to its published
// diagnostics and with the test's own share, under a ceiling. It hardly
// grows with the file: what rules ask of every stage is carried from version to version.
func TestKeystrokeAllocations(t *testing.T) {
	for _, test := range []struct{ lines, most int }{
		{20, 500},
		{500, 430},
		{5000, 430},
	} {
		typist := drive(t).typist(test.lines)
		if got := testing.AllocsPerRun(100, typist.key); got > float64(test.most) {
			t.Errorf("%d lines: %v allocations, want at most %d", test.lines, got, test.most)
		}
	}
}
