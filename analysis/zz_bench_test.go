package analysis

import (
	"fmt"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/analysis/text"
)

func zzFile() (*File, int) {
	var b strings.Builder
	b.WriteString("ARG V=1\nFROM debian:$V AS s0\nARG V\nENV A=1\n")
	for i := range 1000 {
		if i%50 == 49 {
			fmt.Fprintf(&b, "FROM s%d AS s%d\n", i/50, i/50+1)
		}
		fmt.Fprintf(&b, "RUN apt-get update && \\\n  echo %d \"$A\" $V && \\\n  rm -rf /x\nCOPY --chown=$A a%d /b\nENV X%d=$A\n", i, i, i)
	}
	src := b.String()
	f := New(text.New(src))
	return f, strings.LastIndex(src, "$V") + 1
}

func BenchmarkZZ(b *testing.B) {
	f, at := zzFile()
	b.Log(f.Text.Lines())
	for name, fn := range map[string]func(){
		"hover": func() { Hover(f, at) }, "refs": func() { References(f, at, true) }, "def": func() { Definition(f, at) },
		"rename": func() { Rename(f, at, "zz") }, "stage": func() { Hover(f, strings.Index(f.Text.String(), "s0")) },
		"keyword": func() { Hover(f, strings.LastIndex(f.Text.String(), "RUN")) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				fn()
			}
		})
	}
}
