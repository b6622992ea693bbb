package analysis_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/fixture"
	"github.com/slipway-dev/slipway/analysis/text"
)

// broken are sources that no editor should send.
var broken = []string{
	"", "\n", "\r", "\x00", "\xff\xfe", "FROM \xff\nRUN \xff \"\xff\n", "FROM a\rRUN b\r# c\rd\n", "\uFEFF", "\uFEFF#", "#", "# ", "FROM",
	"FROM a\nRUN \\\n\n\n# c\n\n", "FROM a\nRUN <<A <<B\nx\nA\n", "FROM a\nRUN <<EOF\r\nx\rEOF\r\n", "FROM a\nRUN echo ${", "FROM a\nCOPY [\"\\u00", "ONBUILD ONBUILD RUN x",
	"FROM a\nRUN a # b \\\n c\nCMD [\"\\ud83d\\ude00\"]\nENV a=${b:-${c:-$d}}", "FROM ${a${b}}:x@y", "FROM a AS b\nFROM b AS a\nFROM b\n", "FROM a\nRUN $((1+$(a `b \"c`)))\n",
	"FROM a\nLABEL \\\n a\\\n=\\\nb\n", "\\\nFROM\\\n a\n", "FROM a\nHEALTHCHECK CMD\nHEALTHCHECK CMD [\nHEALTHCHECK --x CMD [\"a\",", "FROM a\nRUN --mount=,,=,from=,\"a\n",
}

// Each answer holds what its type promises, for any source.
func TestAnswersForAnySource(t *testing.T) {
	sources, err := fixture.Sources("../testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, src := range append(sources, broken...) {
		checkFile(t, src)
		step := 1 + len(src)/300
		f := analysis.New(text.New(src))
		for at := 0; at <= len(src); at += step {
			checkPlace(t, f, at)
		}
	}
}

func TestAnswersForCorpus(t *testing.T) {
	root := "../../shared/corpus"
	if _, err := os.Stat(root); err != nil {
		t.Skip("no corpus of real Dockerfiles beside the repository (../shared/corpus)")
	}
	n := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.Contains(strings.ToLower(d.Name()), "dockerfile") {
			return err
		}
		if n++; n%7 != 0 { // a sample
			return nil
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		checkFile(t, string(src))
		f := analysis.New(text.New(string(src)))
		for at := n % 97; at <= len(src); at += 97 {
			checkPlace(t, f, at)
		}
		return nil
	})
	if err != nil || n == 0 {
		t.Fatalf("%d files in the corpus: %v", n, err)
	}
}

// checkFile checks the answers about a whole file.
func checkFile(t *testing.T, src string) {
	t.Helper()
	f := analysis.New(text.New(src))
	all := text.Span{Start: 0, End: len(src)}
	inside := func(what string, s text.Span) {
		if s.Start > s.End || !all.Contains(s) {
			t.Errorf("%s %v leaves the file %q", what, s, src)
		}
	}
	checkTokens(t, f, src)
	checkFolds(t, f, src)
	checkSymbols(t, analysis.Symbols(f), all, src)
	for _, s := range analysis.NamedSymbols(f) {
		inside("symbol", s.Full)
	}
	for _, l := range analysis.Links(f, nil) {
		inside("link", l.Span)
		if l.Empty() || l.URL == "" {
			t.Errorf("link %+v in %q", l, src)
		}
	}
	last := 0
	for _, h := range analysis.Hints(f, all, analysis.AllHints) {
		inside("hint", text.Span{Start: last, End: h.At})
		last = h.At
		if strings.ContainsAny(h.Label, "\r\n") {
			t.Errorf("hint of several lines: %q", h.Label)
		}
	}
	for _, l := range analysis.Lenses(f) {
		inside("lens", l.Span)
		for _, p := range l.Places {
			inside("place of a lens", p)
		}
	}
	g := analysis.NewGraph(f)
	for _, e := range g.Edges {
		if max(e.From, e.To) >= len(g.Nodes) || min(e.From, e.To) < 0 || g.Nodes[e.To].Stage != e.To {
			t.Errorf("edge %+v of %d nodes in %q", e, len(g.Nodes), src)
		}
	}
	if got := strings.Count(g.Mermaid(), "\n"); got < 1+len(g.Nodes)+len(g.Edges) {
		t.Errorf("the chart of %q has %d lines", src, got)
	}
}

func checkTokens(t *testing.T, f *analysis.File, src string) {
	t.Helper()
	tokens := analysis.Tokens(f)
	last := 0
	for _, token := range tokens {
		switch {
		case token.Start < last || token.End <= token.Start || token.End > len(src):
			t.Errorf("token %+v behind %d in %q", token, last, src)
			return
		case strings.ContainsAny(src[token.Start:token.End], "\r\n"):
			t.Errorf("token %+v of several lines in %q", token, src)
		case utf8.ValidString(src) && (!utf8.RuneStart(src[token.Start]) || token.End < len(src) && !utf8.RuneStart(src[token.End])):
			t.Errorf("token %+v cuts a character of %q", token, src)
		case int(token.Type) >= len(analysis.TokenTypes) || token.Mods >= 1<<len(analysis.TokenModifiers):
			t.Errorf("token %+v is not in the legend", token)
		}
		last = token.End
	}
	part := text.Span{Start: len(src) / 3, End: 2 * len(src) / 3}
	var want []analysis.Token
	for _, token := range tokens {
		if token.End > part.Start && token.Start < part.End {
			want = append(want, token)
		}
	}
	if got := analysis.TokensIn(f, part); len(got)+len(want) > 0 && !cmp.Equal(want, got) {
		t.Errorf("tokens in %v of %q (-want +got):\n%s", part, src, cmp.Diff(want, got))
	}
}

func checkFolds(t *testing.T, f *analysis.File, src string) {
	t.Helper()
	var around []int
	start := -1
	for _, fold := range analysis.Folds(f) {
		first, last := f.Text.Line(fold.Start), f.Text.Line(fold.End)
		for len(around) > 0 && around[len(around)-1] < first {
			around = around[:len(around)-1]
		}
		if first <= start || last <= first || fold.End > len(src) || len(around) > 0 && last > around[len(around)-1] {
			t.Errorf("fold %+v of lines %d to %d, behind %d and within %v, in %q", fold, first, last, start, around, src)
		}
		start, around = first, append(around, last)
	}
}

func checkSymbols(t *testing.T, list []analysis.Symbol, outer text.Span, src string) {
	t.Helper()
	for _, s := range list {
		if strings.TrimSpace(s.Name) == "" || !outer.Contains(s.Full) || !s.Full.Contains(s.Selection) || s.Selection.Start > s.Selection.End {
			t.Errorf("symbol %q %v %v within %v in %q", s.Name, s.Full, s.Selection, outer, src)
		}
		checkSymbols(t, s.Children, s.Full, src)
	}
}

// checkPlace checks the answers about one place of a file.
func checkPlace(t *testing.T, f *analysis.File, at int) {
	t.Helper()
	src := f.Text.String()
	chain := analysis.Selection(f, at)
	for i, s := range chain {
		if !s.Touches(at) || s.End > len(src) || i > 0 && (!s.Contains(chain[i-1]) || s.Len() <= chain[i-1].Len()) {
			t.Fatalf("selections %v at %d of %q", chain, at, src)
		}
	}
	if n := len(chain); n == 0 || chain[n-1].Len() != len(src) {
		t.Fatalf("selections %v at %d of %q do not end with the file", chain, at, src)
	}
	if places, ok := analysis.Linked(f, at); ok {
		if len(places) != 2 || places[1].End > len(src) || f.Text.Slice(places[0]) != f.Text.Slice(places[1]) || !places[0].Touches(at) && !places[1].Touches(at) {
			t.Fatalf("linked %v at %d of %q", places, at, src)
		}
	}
	if help, ok := analysis.Signatures(f, at); ok {
		if help.Active < 0 || help.Active >= len(help.Signatures) || help.Param >= len(help.Signatures[help.Active].Params) || help.Param < -1 {
			t.Fatalf("signature %+v at %d of %q", help, at, src)
		}
	}
}

// FuzzAnswers asks everything about a text and a place in it.
func FuzzAnswers(f *testing.F) {
	sources, err := fixture.Sources("../testdata")
	if err != nil {
		f.Fatal(err)
	}
	for i, src := range append(sources, broken...) {
		if len(src) < 1000 {
			f.Add(src, uint16(7*i))
		}
	}
	f.Fuzz(func(t *testing.T, src string, at uint16) {
		checkFile(t, src)
		checkPlace(t, analysis.New(text.New(src)), int(at)%(len(src)+1))
	})
}
