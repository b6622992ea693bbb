package analysis

import (
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/analysis/text"
)

const stages = `ARG V=1
FROM alpine AS a
ENV A=1
FROM a AS b
RUN echo b
FROM scratch AS c
RUN echo c
FROM a AS d
RUN echo $V
`

// TestFactsAreKept: an edit leaves the facts of the stages alone that do not
// depend on what it changed.
func TestFactsAreKept(t *testing.T) {
	for _, c := range []struct {
		name, at string
		kept     string // stages
	}{
		{"in a stage nobody starts from", "echo b", "acd"},
		{"in a base", "A=1", "c"},
		{"a global argument", "V=1", ""},
		{"in the last stage", "echo $", "abc"},
	} {
		before := New(text.New(stages))
		at := strings.Index(stages, c.at) + len(c.at)
		after := before.Edit(text.Edit{Span: text.Span{Start: at, End: at}, New: "2"})
		kept := ""
		for i := range after.Stages {
			if after.Stages[i].Facts == before.Stages[i].Facts {
				kept += after.Stages[i].Name
			}
		}
		if kept != c.kept {
			t.Errorf("%s: kept the facts of %q, want %q", c.name, kept, c.kept)
		}
	}
}

// TestFactsMoveAlong: a new stage in front shifts the others without reading them
// anew.
func TestFactsMoveAlong(t *testing.T) {
	before := New(text.New(stages))
	at := strings.Index(stages, "FROM alpine")
	after := before.Edit(text.Edit{Span: text.Span{Start: at, End: at}, New: "FROM busybox\n"})
	if len(after.Stages) != 5 {
		t.Fatalf("%d stages, want 5", len(after.Stages))
	}
	for i, st := range before.Stages {
		if after.Stages[i+1].Facts != st.Facts {
			t.Errorf("stage %s was read anew", st.Name)
		}
	}
}

// TestValues: what BuildKit would reckon is reckoned.
func TestValues(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"ARG takes the global value", "ARG V=1\nFROM a\nARG V\nENV X=$V\n", "1"},
		{"its own default wins", "ARG V=1\nFROM a\nARG V=2\nENV X=$V\n", "2"},
		{"a global argument that is not declared again is not there", "ARG V=1\nFROM a\nENV X=$V\n", ""},
		{"one ENV sees what was before it", "FROM a\nENV A=1\nENV A=2 X=$A\n", "1"},
		{"one ARG sees the words before", "FROM a\nARG A=1 B=$A\nENV X=$B\n", "1"},
		{"inherited through a stage", "FROM a AS s\nARG A=1\nENV B=2\nFROM s\nENV X=$A$B\n", "12"},
		{"modifiers", "FROM a\nENV A=abc.tar.gz\nENV X=${A%.*}-${N:-n}-${A:+y}-${A/b/B}\n", "abc.tar-n-y-aBc.tar.gz"},
		{"single quotes keep", "FROM a\nENV A=1\nENV X='$A'\n", "$A"},
		{"backtick escape", "# escape=`\nFROM a\nENV A=1\nENV X=`$A\\$A\n", `$A\1`},
		{"platform arguments are declared first", "FROM a\nARG TARGETARCH\nENV X=$TARGETARCH\n", "amd64"},
		{"legacy form", "FROM a\nENV A b c\nENV X $A d\n", "b c d"},
		{"triggers of a base run first", "FROM a AS s\nONBUILD ENV A=1\nFROM s\nENV X=$A\n", "1"},
	} {
		f := New(text.New(c.src))
		v, ok := f.Stages[len(f.Stages)-1].After.Vars.Lookup("X")
		if !ok || v.Value != c.want {
			t.Errorf("%s: X is %q, want %q", c.name, v.Value, c.want)
		}
	}
}
