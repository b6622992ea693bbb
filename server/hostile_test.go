package server

import (
	"runtime/debug"
	"strconv"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/analysis/fixture"
	"github.com/slipway-dev/slipway/analysis/text"
)

// hostile are Dockerfiles that repeat something n times.
var hostile = []struct {
	name string
	make func(n int) string
}{
	{"variables within variables", func(n int) string { return "FROM a\nENV a=" + strings.Repeat("${a:-", n) + "\nRUN x\n" }},
	{"variables within variables, closed", func(n int) string {
		return "FROM a\nENV a=" + strings.Repeat("${a:-", n) + "x" + strings.Repeat("}", n) + "\nRUN x\n"
	}},
	{"variables within variables over lines", func(n int) string {
		return "FROM a\nENV a=" + strings.Repeat("${a:-\\\n", n) + "\nRUN x\n"
	}},
	{"variables within quotes within variables", func(n int) string {
		return "FROM a\nENV a=" + strings.Repeat("\"${a:-\\\n", n) + "\nRUN x\n"
	}},
	{"variables within variables in FROM", func(n int) string { return "FROM " + strings.Repeat("${a:-\\\n", n) + "\nRUN x\n" }},
	{"variables within variables in ARG", func(n int) string { return "ARG a=" + strings.Repeat("${a:-\\\n", n) + "\nFROM $a\nRUN x\n" }},
	{"variables within variables in a heredoc", func(n int) string {
		return "FROM a\nCOPY <<E /x\n" + strings.Repeat("${a:-\n", n) + "\nE\nRUN x\n"
	}},
	{"variables within variables in a mount", func(n int) string {
		return "FROM a\nRUN --mount=type=cache,target=" + strings.Repeat("${a:-\\\n", n) + " x\n"
	}},
	{"variables within variables in a shell", func(n int) string { return "FROM a\nRUN echo " + strings.Repeat("${a:-\\\n", n) + "\n" }},
	{"patterns within variables", func(n int) string { return "FROM a\nENV a=" + strings.Repeat("${a/${a/\\\n", n) + "\n" }},
	{"triggers", func(n int) string { return "FROM a\n" + strings.Repeat("ONBUILD \\\n", n) + "RUN x\n" }},
	{"health checks in triggers", func(n int) string {
		return "FROM a\n" + strings.Repeat("ONBUILD HEALTHCHECK \\\n", n) + "RUN x\n"
	}},
	{"subshells", func(n int) string { return "FROM a\nRUN " + strings.Repeat("(\\\n", n) + "\n" }},
	{"subshells in a heredoc", func(n int) string { return "FROM a\nRUN <<E\n" + strings.Repeat("(\n", n) + "\nE\n" }},
	{"shells within shells", func(n int) string { return "FROM a\nRUN " + strings.Repeat("sh -c '", n) + "\n" }},
	{"arrays", func(n int) string { return "FROM a\nRUN " + strings.Repeat("[\\\n", n) + "\n" }},
	{"objects", func(n int) string { return "FROM a\nCMD [" + strings.Repeat(`{"a":`+"\\\n", n) + "\n" }},
	{"stages on stages", func(n int) string {
		var b strings.Builder
		b.WriteString("FROM a AS s0\n")
		for i := range n / 64 {
			b.WriteString("FROM s" + strconv.Itoa(i) + " AS s" + strconv.Itoa(i+1) + "\n")
		}
		return b.String()
	}},
	{"variables from variables", func(n int) string {
		var b strings.Builder
		b.WriteString("FROM a\nARG v0\n")
		for i := range n / 64 {
			b.WriteString("ENV v" + strconv.Itoa(i+1) + "=$v" + strconv.Itoa(i) + "$v" + strconv.Itoa(i) + "\n")
		}
		return b.String()
	}},
	{"values that double", func(n int) string { return "FROM a\nENV a=x\n" + strings.Repeat("ENV a=$a$a\n", n/64) }},
	{"global values that double", func(n int) string { return "ARG a=x\n" + strings.Repeat("ARG a=$a$a\n", n/64) + "FROM $a\n" }},
	{"many heredocs", func(n int) string {
		return "FROM a\nRUN " + strings.Repeat("<<E ", n/64) + "\n" + strings.Repeat("E\n", n/64)
	}},
	{"quotes", func(n int) string {
		return "FROM a\nENV a=" + strings.Repeat("'\"", n/64) + "\nUSER " + strings.Repeat("`", n/64) + "\n"
	}},
	{"patterns", func(n int) string {
		return "FROM a\nCOPY " + strings.Repeat("[", n/64) + " /\nCOPY " + strings.Repeat("*", n/64) + " /\n"
	}},
	{"one long line of NUL", func(n int) string { return "FROM a\nRUN " + strings.Repeat("\x00", n/16) + "\n" }},
}

// Running out of stack or of memory ends a Go program: what recurses over a text
// knows where to stop, and values that double do not grow for ever. Every request
// is answered.
func TestHostile(t *testing.T) {
	const n = 20_000
	defer debug.SetMaxStack(debug.SetMaxStack(12 << 20)) // 600 bytes for each of n, also under -race
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(2 << 30))
	w := newWire(t, text.UTF16, true)
	for _, h := range hostile {
		t.Run(h.name, func(t *testing.T) {
			src := h.make(n)
			p := w.open(t, fixture.Case{Name: "Dockerfile"}, src)
			p.askAll(len(src)/3, questions)
			p.askAll(len(src)-2, questions)
			p.close()
		})
	}
}
