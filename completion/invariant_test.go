package completion

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/buildcontext"
	"github.com/slipway-dev/slipway/analysis/fixture"
	"github.com/slipway-dev/slipway/analysis/reference"
	"github.com/slipway-dev/slipway/analysis/text"
)

// workshop is a build context with names of all kinds.
var workshop = Around{Context: buildcontext.New(fstest.MapFS{
	"src/main.go": {}, "src/a b.go": {}, ".env": {}, "it's": {}, "$x": {}, "a[0].txt": {}, `q"q`: {}, "<<EOF": {}, "--x": {}, "R&D": {}, "ö/é": {},
	"go.mod": {Data: []byte("module example.com/x\n\ngo 1.26\n")}, "package.json": {Data: []byte("{}")},
}, "Dockerfile"), Images: func() []string { return []string{"registry.example.com/base:1"} }}

// What holds for every candidate at every offset of every file.
func TestEveryOffset(t *testing.T) {
	sources, err := fixture.Sources(fixtures)
	if err != nil {
		t.Fatal(err)
	}
	sources = append(sources, endings(sources)...)
	sources = append(sources, others(t)...)
	for _, src := range append(sources, corpus(t)...) {
		f := analysis.New(text.New(src))
		for at := range len(src) + 1 {
			items, _ := Complete(f, at, workshop)
			checkItems(t, f, at, items)
		}
		if t.Failed() {
			t.Fatalf("in\n%s", src)
		}
	}
}

// others are some short sources of the fixtures for other features.
func others(t *testing.T) []string {
	all, err := fixture.Sources("../testdata")
	if err != nil {
		t.Fatal(err)
	}
	var some []string
	for i, src := range all {
		if i%7 == 0 && len(src) < 400 {
			some = append(some, src)
		}
	}
	return some
}

// endings are sources cut off at the end of each of their lines: a file that ends
// where somebody is writing.
func endings(sources []string) []string {
	var cut []string
	for _, src := range sources {
		if end := strings.LastIndexAny(strings.TrimRight(src, "\r\n"), "\n"); end > 0 && strings.Count(src, "\n") < 12 {
			cut = append(cut, src[:end], strings.TrimRight(src, "\r\n"))
		}
	}
	return cut
}

func checkItems(t *testing.T, f *analysis.File, at int, items []Item) {
	line := f.Text.LineSpan(f.Text.Line(at))
	labels, sorts := map[string]bool{}, ""
	for _, it := range items {
		span := it.Edit.Span
		if labels[it.Label] || it.Label == "" {
			t.Errorf("offset %d: label %q twice", at, it.Label)
		}
		labels[it.Label] = true
		if it.SortText <= sorts {
			t.Errorf("offset %d: %q is sorted by %q behind %q", at, it.Label, it.SortText, sorts)
		}
		sorts = it.SortText
		if !span.Touches(at) || !line.Contains(span) {
			t.Errorf("offset %d: %q replaces %v of line %v", at, it.Label, span, line)
		}
		if it.Snippet == (it.Plain == "") {
			t.Errorf("offset %d: %q is a snippet: %v, with plain text %q", at, it.Label, it.Snippet, it.Plain)
		}
		typed := f.Text.Slice(text.Span{Start: span.Start, End: at})
		lines := strings.Contains(plain(it).New, "\n") // found by its name, not by its text
		if strings.HasPrefix(plain(it).New, typed) && !strings.HasPrefix(it.FilterText, typed) && !lines {
			t.Errorf("offset %d: %q is compared with %q, but %q is there", at, it.Label, it.FilterText, typed)
		}
		checkDoubled(t, f, it)
	}
}

// checkDoubled looks for what must not stand twice where an edit meets its
// surroundings.
func checkDoubled(t *testing.T, f *analysis.File, it Item) {
	src, edit := f.Text.String(), plain(it)
	before, after := src[:edit.Start], src[edit.End:]
	for _, mark := range []string{"--", "=", "$", "{", "#"} {
		if strings.HasSuffix(before, mark) && strings.HasPrefix(edit.New, mark) ||
			strings.HasSuffix(edit.New, mark) && strings.HasPrefix(after, mark) {
			t.Errorf("%q at %v doubles %q", it.Label, edit.Span, mark)
		}
	}
}

// corpus are some real files.
func corpus(t *testing.T) []string {
	const root, step, most = "../../shared/corpus", 40, 4 << 10
	if _, err := os.Stat(root); err != nil {
		t.Logf("no corpus at %s", root)
		return nil
	}
	var sources []string
	n := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.Contains(filepath.Base(path), "Dockerfile") {
			return err
		}
		if n++; n%step != 0 {
			return nil
		}
		src, err := os.ReadFile(path)
		if len(src) < most {
			sources = append(sources, string(src))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return sources
}

// A keyword, a flag or a stage that is chosen within an instruction that BuildKit
// accepts leaves the cut of the file as it was.
func TestChosenKeepsCut(t *testing.T) {
	sources, err := fixture.Sources(fixtures)
	if err != nil {
		t.Fatal(err)
	}
	applied := 0
	for _, src := range append(sources, corpus(t)...) {
		f := analysis.New(text.New(src))
		for at := range len(src) + 1 {
			i, inside := f.ItemAt(at)
			if inside && (f.Items.At(i).Err != nil || blankLine(f.Text, at)) {
				continue
			}
			items, _ := Complete(f, at, workshop)
			for _, it := range items {
				if !keepsCut(f, i, inside, it) {
					continue
				}
				want := f.Items.Len()
				if !inside && it.Kind == Keyword {
					want++
				}
				applied++
				if got := f.Edit(plain(it)).Items.Len(); got != want {
					t.Fatalf("%q at %d makes %d instructions of %d in\n%s", it.Label, at, got, want, src)
				}
			}
		}
	}
	if applied < 1000 {
		t.Errorf("only %d candidates were tried", applied)
	}
}

func blankLine(t text.Text, at int) bool {
	return strings.TrimSpace(t.Slice(t.LineSpan(t.Line(at)))) == ""
}

// keepsCut tells whether a candidate must not change the cut. Another keyword may
// take the heredocs of an instruction away.
func keepsCut(f *analysis.File, i int, inside bool, it Item) bool {
	switch {
	case it.Kind == Class, it.Kind == Property && strings.HasPrefix(it.Label, "--"):
		return true
	case it.Kind != Keyword:
		return false
	case !inside || len(f.Items.At(i).Heredocs) == 0:
		return true
	}
	in, ok := reference.Find(it.Label)
	return ok && in.Heredocs
}
