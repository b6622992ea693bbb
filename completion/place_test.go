package completion

import (
	"slices"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/text"
)

// Places that a fixture cannot hold: the end of a file without a newline, and
// characters that the variants of fixtures change.
func TestOddPlaces(t *testing.T) {
	tests := []struct{ name, src, label, want string }{
		{"flag at the end of the file", "FROM a\nCOPY --fr│", "--from=", "FROM a\nCOPY --from="},
		{"keyword at the end of the file", "FROM a\nWOR│", "WORKDIR", "FROM a\nWORKDIR"},
		{"keyword in a file of one word", "F│", "FROM", "FROM"},
		{"behind the last newline", "FROM a\n│", "RUN", "FROM a\nRUN"},
		{"in an open continuation", "FROM a\nCOPY \\\n│", "--from=", "FROM a\nCOPY \\\n--from="},
		{"no keyword in an open continuation", "FROM a\nRUN x \\\n│", "RUN", ""},
		{"behind a comment in an open continuation", "FROM a\nRUN --network=none \\\n# x\n  --│", "--mount=", "FROM a\nRUN --network=none \\\n# x\n  --mount="},
		{"behind an escape at the end", "FROM a\nRUN --network=none \\│", "--mount=", ""},
		{"in an open heredoc", "FROM a\nARG B=1\nRUN <<EOF\necho $│", "B", "FROM a\nARG B=1\nRUN <<EOF\necho $B"},
		{"in an open heredoc before another instruction", "FROM a\nARG B=1\nRUN <<EOF\necho $│\nRUN true\n", "B", "FROM a\nARG B=1\nRUN <<EOF\necho $B\nRUN true\n"},
		{"in front of a byte-order mark", "│\uFEFFFROM a\n", "FROM", ""},
		{"behind a byte-order mark", "\uFEFF│", "# syntax=", "\uFEFF# syntax="},
		{"a mark on a later line is part of a word", "FROM a\n\uFEFFR│\n", "RUN", "FROM a\nRUN\n"},
		{"a lone CR is a blank for BuildKit", "FROM a\rAS b\rA│", "ARG", ""},
		{"blanks behind the cursor", "FROM a\nCOPY │   \n", "--link", "FROM a\nCOPY --link   \n"},
		{"tabs", "FROM a\nCOPY\t--│\ta\tb\n", "--link", "FROM a\nCOPY\t--link\ta\tb\n"},
		{"bytes that are not UTF-8", "FROM a\nENV A=\xff\nRUN echo \xff $│", "A", "FROM a\nENV A=\xff\nRUN echo \xff $A"},
		{"a NUL byte", "FROM a\nENV A=1\nRUN echo \x00 $│", "A", "FROM a\nENV A=1\nRUN echo \x00 $A"},
		{"snippets have the line ends of the file", "FROM a\r\n│", "RUN <<EOF", "FROM a\r\nRUN <<EOF\r\nset -e\r\ncommand\r\nEOF"},
		{"a word that goes on in the next line", "FROM a AS b\nFROM c\nCOPY --from=│\\\nx a b", "b", ""},
		{"an instruction whose keyword comes late", "FROM a\n\\\nCOPY --│ a b", "--link", "FROM a\n\\\nCOPY --link a b"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			before, after, _ := strings.Cut(test.src, "│")
			f := analysis.New(text.New(before + after))
			items, _ := Complete(f, len(before), Around{})
			i := slices.IndexFunc(items, func(it Item) bool { return it.Label == test.label })
			switch {
			case i < 0 && test.want != "":
				t.Errorf("no candidate %q", test.label)
			case i >= 0:
				if got := text.Apply(f.Text.String(), []text.Edit{plain(items[i])}); got != test.want {
					t.Errorf("got %q, want %q", got, test.want)
				}
			}
		})
	}
}

// A position outside of the file has no candidates.
func TestOutside(t *testing.T) {
	f := analysis.New(text.New("FROM a\n"))
	for _, at := range []int{-1, 8, 1 << 40} {
		if items, _ := Complete(f, at, Around{}); items != nil {
			t.Errorf("candidates at %d: %v", at, items)
		}
	}
}

// A deprecated instruction is marked as such.
func TestDeprecated(t *testing.T) {
	items, _ := Complete(analysis.New(text.New("FROM a\n")), 7, Around{})
	for _, it := range items {
		if want := strings.HasPrefix(it.Label, "MAINTAINER"); it.Deprecated != want && it.Kind == Keyword {
			t.Errorf("%s: deprecated is %v", it.Label, it.Deprecated)
		}
	}
}

func BenchmarkComplete(b *testing.B) {
	body := strings.Repeat("# a comment\nARG VERSION=1.2.3\nENV NAME=value\nCOPY --link a /b\nRUN --mount=type=cache,target=/c \\\n    useradd app && make \"$NAME\" ${VERSION}\n\n", 5000/7)
	places := []struct{ name, end string }{
		{"keyword", "W│"},
		{"flag", "COPY --│"},
		{"base", "FROM │"},
		{"variable", "RUN echo $│"},
		{"user", "USER │"},
		{"command", "RUN │"},
		{"option", "RUN true && apt-get install │"},
		{"destination", "COPY a │"},
	}
	for _, p := range places {
		before, after, _ := strings.Cut("FROM debian:13\n"+body+p.end, "│")
		f := analysis.New(text.New(before + after))
		b.Run(p.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if items, _ := Complete(f, len(before), Around{}); len(items) == 0 {
					b.Fatal("no candidates")
				}
			}
		})
	}
}
