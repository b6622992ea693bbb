package analysis

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/analysis/text"
)

// TestScopesAreLinear holds that a file four times as long takes about four times the
// memory, also where each stage has the variables of all stages below it, and where
// thousands of names have no value.
func TestScopesAreLinear(t *testing.T) {
	for name, line := range map[string]string{
		"a chain of stages":           "FROM s%[1]d AS s%[2]d\nENV v%[1]d=x w%[1]d=x\n",
		"variables that nobody sets":  "ENV v%d=$w%d\n",
		"variables that are set anew": "ENV a=$w%d\nARG b=%d\n",
	} {
		allocated := func(n int) float64 {
			var b strings.Builder
			b.WriteString("FROM a AS s0\n")
			for i := range n {
				fmt.Fprintf(&b, line, i, i+1)
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			New(text.New(b.String()))
			runtime.ReadMemStats(&after)
			return float64(after.TotalAlloc - before.TotalAlloc)
		}
		allocated(100) // what is made once
		if ratio := allocated(4000) / allocated(1000); ratio > 6 {
			t.Errorf("%s: four times as many take %.1f times the memory", name, ratio)
		}
	}
}

// TestKnown lists the names that a misspelt one is compared with.
func TestKnown(t *testing.T) {
	f := New(text.New("FROM a AS b\nENV x=1 y=2\nARG z\nARG w=3\nENV x=4\nFROM b\nENV y=5\nRUN --mount=target=$no ls\n"))
	st := f.Stages[1]
	if got := strings.Join(st.Steps[2].Known(), " "); got != "PATH w x y" {
		t.Errorf("got %s", got)
	}
}
