package format_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/fixture"
	"github.com/slipway-dev/slipway/analysis/format"
	"github.com/slipway-dev/slipway/analysis/text"
)

func TestFixtures(t *testing.T) {
	fixture.Run(t, "../../testdata/format", func(t *testing.T, c fixture.Case, name string) (string, bool) {
		o, src := optionsOf(t, c), c.Source.String()
		f := analysis.New(c.Source)
		switch name {
		case "format":
			check(t, src, o)
			got, refusal := format.Source(src, o)
			return got + refusal, true
		case "range":
			edits, refusal := format.Range(f, c.Selection, o)
			return text.Apply(src, edits) + refusal, true
		case "newline":
			return text.Apply(src, format.OnType(f, c.Cursor, "\n", o)), true
		case "edits":
			edits, refusal := format.File(f, o)
			return edited(c.Source, edits) + refusal, true
		}
		return "", false
	})
}

// edited shows what edits replace.
func edited(t text.Text, edits []text.Edit) string {
	var b strings.Builder
	for _, e := range edits {
		fmt.Fprintf(&b, "%d: %q -> %q\n", t.Line(e.Start)+1, t.Slice(e.Span), e.New)
	}
	return strings.ReplaceAll(b.String(), `\r\n`, `\n`)
}

// optionsOf reads the section "options" of a fixture: lines of "key: value".
func optionsOf(t *testing.T, c fixture.Case) format.Options {
	o := format.Default()
	file, ok := c.Files["options"]
	if !ok {
		return o
	}
	for line := range strings.Lines(string(file.Data)) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		n, _ := strconv.Atoi(value)
		set, ok := map[string]func(){
			"indent":            func() { o.Indent = strings.Repeat(" ", n) },
			"tabs":              func() { o.Indent, o.TabSize = "\t", n },
			"keywords":          func() { o.Keywords = map[string]format.KeywordCase{"as is": format.AsIs}[value] },
			"and":               func() { o.And = map[string]format.AndPosition{"first": format.AndFirst, "last": format.AndLast}[value] },
			"align":             func() { o.AlignContinuation = value == "true" },
			"shell":             func() { o.Shell = value == "true" },
			"trimTrailing":      func() { o.TrimTrailing = value == "true" },
			"finalNewline":      func() { o.FinalNewline = value == "true" },
			"trimFinalNewlines": func() { o.TrimFinalNewlines = value == "true" },
		}[key]
		if !ok {
			t.Fatalf("no option is called %q", key)
		}
		set()
	}
	return o
}

// check holds what must be true of every source: formatting twice is formatting
// once, BuildKit accepts the result if it accepted the source, and it reads the
// same out of it but for blanks and case.
func check(t *testing.T, src string, o format.Options) (refusal string) {
	t.Helper()
	got, refusal := format.Source(src, o)
	if refusal != "" {
		if got != src {
			t.Errorf("refused (%s) but changed:\n%q\n%q", refusal, src, got)
		}
		return refusal
	}
	if again, _ := format.Source(got, o); again != got {
		t.Errorf("formatting twice is not formatting once, with %+v:\nsource %q\nonce   %q\ntwice  %q", o, src, got, again)
	}
	before, errBefore := parser.Parse(strings.NewReader(src))
	after, errAfter := parser.Parse(strings.NewReader(got))
	if (errBefore == nil) != (errAfter == nil) {
		t.Fatalf("BuildKit says %v before and %v after, with %+v:\n%q\n%q", errBefore, errAfter, o, src, got)
	}
	if errBefore != nil {
		return ""
	}
	if diff := cmp.Diff(reading(before.AST, o), reading(after.AST, o)); diff != "" {
		t.Errorf("BuildKit reads something else, with %+v (-before +after):\n%s\n%q\n%q", o, diff, src, got)
	}
	if strings.HasPrefix(src, "\uFEFF") != strings.HasPrefix(got, "\uFEFF") {
		t.Errorf("the byte-order mark is not kept: %q", got)
	}
	if lines := strings.Count(src, "\n"); lines > 0 && lines == strings.Count(src, "\r\n") && strings.Count(got, "\n") != strings.Count(got, "\r\n") {
		t.Errorf("the line ends are not kept:\n%q\n%q", src, got)
	}
	return ""
}

// reading is what BuildKit reads, one line an instruction, without blanks and
// case. The shell's printer writes some things in another way; the formatter's
// own check looks after these.
func reading(root *parser.Node, o format.Options) []string {
	var list []string
	for _, n := range root.Children {
		if o.Shell {
			list = append(list, strings.ToLower(n.Value))
			continue
		}
		s := strings.ToLower(n.Dump()) + fmt.Sprintf("%+v %q", n.Heredocs, n.PrevComment)
		list = append(list, strings.NewReplacer(" ", "", `\t`, "", "\t", "").Replace(s))
	}
	return list
}

// variants are options that differ from each other in all they can.
var variants = []format.Options{
	format.Default(),
	{},
	{Indent: "\t", TabSize: 8, And: format.AndFirst, FinalNewline: true},
	{Indent: "  ", And: format.AndLast, AlignContinuation: true, TrimFinalNewlines: true},
	{Indent: " ", Keywords: format.AsIs, AlignContinuation: true, And: format.AndFirst, TrimTrailing: true},
	{Shell: true, FinalNewline: true, TrimTrailing: true},
	{Shell: true, Indent: "\t", And: format.AndFirst, AlignContinuation: true},
}

// seeds are the shapes that are hard to format.
var seeds = []string{
	"FROM a\nRUN x \\\n", "FROM a\nRUN x \\\n\n\n", "FROM a\nRUN x\\\n  y\n", "FROM a\nRUN x\\\ny\n",
	"from a as b\nrun x  \\  \n\n # c\n&& y", "\uFEFF\n\n#c\nfrom a\n\n\n\n", "\n# escape=`\nfrom a\nRUN x \\\n y\n",
	"# escape=`\nFROM a\nRUN x `\n  y `\n`\n z\n", "FROM a\nRUN echo 'a \\\n   b' \\\n  c\n",
	"FROM a\nRUN echo a\\ \\\n   b\n", "FROM a\nRUN <<E   cat \\\n   <<F\n x \nE\n y \nF\n",
	"FROM a\nCMD [ \"a\" ,\\\n\"b\"\\\n,\"c\" ]\nSHELL [\"x\" ,\"y\"]\n", "FROM a\nRUN a && \\\n b || \\\n&& \\\n c\n",
	"FROM a\nONBUILD   healthcheck  cmd [ \"a\" ]\nONBUILD RUN a \\\n  && b\n", "FROM a\nENV a  b   c \\\n   d\nENV a=b   \\\n c=\"d  \\\n   e\"\n",
	"FROM a\r\nRUN a \\\r\n\r\n  b\r\n\r\n\r\n", "FROM a\nRUN a\rb  \\\n c\n", "FROM a\nRUN a \\\nCOPY b c\n", "FROM a\nRUN if a; then b; \\\n  fi; \\\n c\n",
	"FROM a\n# slipway fmt off\nrun  a\n# slipway fmt on\nrun  b\n", "FROM a\nSHELL [\"pwsh\"]\nRUN a; \\\n   b\n", "run  x\n", "FROM a\nfoo  bar\nuser   x\n",
	"FROM a\nRUN a `b \\\n c` $(d \\\n e) ${f:-g \\\n h} $((1 \\\n + 2)) # i \\\n j\n", "\\\nFROM a\nFR\\\nOM   b\n", "FROM a\nUSER  a  b \\\n  c\nMAINTAINER  a   b\n",
	"FROM a\nCOPY <<\tE  /x\n y\nE\n", "FROM a\nCOPY --from=b   --  --x  y\n", "FROM a\nLABEL a=b\\\n c=d\nEXPOSE 1\t2 \\\n 3\n",
	"RuN \\\n ", "\r ", "#0 \r", "FROM a\r", "#\r \nFROM a\n\r \n",
	"FROM a\nRUN --mount=a \\\n    --network=none \\\n  a; { b; }; \\\n a() { c; \\\n }; case a in b) c;; \\\n esac\n",
}

func FuzzFormat(f *testing.F) {
	sources, err := fixture.Sources("../../testdata")
	if err != nil {
		f.Fatal(err)
	}
	for i, src := range sources {
		if i%len(fixture.Variants) == 0 { // TestFixtures has the others
			f.Add(src, uint8(i))
		}
	}
	for _, src := range seeds {
		for i := range variants {
			f.Add(src, uint8(i))
		}
	}
	f.Fuzz(func(t *testing.T, src string, variant uint8) {
		check(t, src, variants[int(variant)%len(variants)])
	})
}

// The edits of a file are in order, apart from each other, and none changes
// nothing.
func TestEdits(t *testing.T) {
	for _, src := range seeds {
		for _, o := range variants {
			edits, _ := format.File(analysis.New(text.New(src)), o)
			at := 0
			for _, e := range edits {
				if e.Start < at || src[e.Start:e.End] == e.New {
					t.Errorf("%q: edit %+v behind %d", src, e, at)
				}
				at = e.End
			}
		}
	}
}

// A range gives edits that the whole file has too, and none far away from it.
func TestRange(t *testing.T) {
	for _, src := range seeds {
		f := analysis.New(text.New(src))
		all, refusal := format.File(f, format.Default())
		if refusal != "" {
			t.Fatalf("%q: %s", src, refusal)
		}
		for at := range len(src) {
			edits, _ := format.Range(f, text.Span{Start: at, End: at}, format.Default())
			for _, e := range edits {
				if !slices.Contains(all, e) {
					t.Errorf("%q at %d: %+v", src, at, e)
				}
			}
		}
	}
}

func TestCorpus(t *testing.T) {
	const root = "../../../shared/corpus"
	if _, err := os.Stat(root); err != nil {
		t.Skip("no corpus of Dockerfiles beside the repository: ", err)
	}
	files := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.Contains(strings.ToLower(d.Name()), "dockerfile") {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		t.Run(path, func(t *testing.T) {
			for _, o := range []format.Options{variants[0], variants[1+files%(len(variants)-1)]} {
				if refusal := check(t, string(src), o); refusal != "" {
					t.Errorf("refused: %s", refusal)
				}
			}
		})
		return nil
	})
	if err != nil || files == 0 {
		t.Fatalf("%d files, %v", files, err)
	}
}
