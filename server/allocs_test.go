package server

import (
	"runtime"
	"testing"
)

// TestKeystrokeAllocations holds the garbage of a keystroke, to its published
// diagnostics and with the test's own share, under a ceiling. The number of allocations
// hardly grows with the file: what rules ask of every stage is carried from version to
// version. Their size does, by the list of stages and the published findings, but by
// neither the text nor the instructions nor what lies beside it.
func TestKeystrokeAllocations(t *testing.T) {
	const runs = 100
	for _, test := range []struct{ lines, most, mostKiB int }{
		{20, 450, 160},
		{500, 430, 220},
		{5000, 430, 450},
	} {
		typist := drive(t).typist(test.lines)
		typist.key()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		got := testing.AllocsPerRun(runs, typist.key)
		runtime.ReadMemStats(&after)
		if got > float64(test.most) {
			t.Errorf("%d lines: %v allocations, want at most %d", test.lines, got, test.most)
		}
		if kib := int(after.TotalAlloc-before.TotalAlloc) / (runs + 1) >> 10; kib > test.mostKiB {
			t.Errorf("%d lines: %d KiB allocated, want at most %d", test.lines, kib, test.mostKiB)
		}
	}
}
