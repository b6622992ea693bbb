package analysis

import (
	"slices"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/analysis/fixture"
	"github.com/slipway-dev/slipway/analysis/text"
)

// everySource are the Dockerfiles of all fixtures, each once, and of the corpus one
// in so many files where it is there.
func everySource(t *testing.T, oneIn int) []string {
	t.Helper()
	sources, err := fixture.Sources("../testdata")
	if err != nil {
		t.Fatal(err)
	}
	for n, file := range fixture.Corpus(t) {
		if (n+1)%oneIn == 0 {
			sources = append(sources, file.Source)
		}
	}
	return compactSorted(sources)
}

func compactSorted(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// TestEverywhere asks all questions at all offsets: nothing may panic, spans must
// lie in the file, and a place that a name is found at must be among its places.
func TestEverywhere(t *testing.T) {
	for _, src := range everySource(t, 40) {
		f := New(text.New(src))
		asked := map[text.Span]bool{}
		for at := 0; at <= len(src); at += 1 + len(src)/maxOffsets {
			if a, ok := Hover(f, at, nil); ok {
				inside(t, f, at, "hover", a.Span)
				if a.Markdown == "" || !a.Touches(at) {
					t.Errorf("%shover has %v: %s", line(f, at), a.Span, a.Markdown)
				}
			}
			name, ok := f.symbolAt(at)
			if !ok || asked[name.place.Span] {
				continue
			}
			asked[name.place.Span] = true
			inside(t, f, at, "definition", Definition(f, at)...)
			inside(t, f, at, "declaration", Declaration(f, at)...)
			spans := References(f, at, true)
			inside(t, f, at, "references", spans...)
			if !slices.Contains(spans, name.place.Span) {
				t.Errorf("%s%v is not among its references %v", line(f, at), name.place.Span, spans)
			}
			checkRename(t, f, at, name)
		}
	}
}

// maxOffsets is about the most offsets to ask for in one file.
const maxOffsets = 2000

// line shows a place of a file, with as much of its line as can be read.
func line(f *File, at int) string {
	from, to := max(0, at-100), min(f.Text.Len(), at+100)
	near := text.New(f.Text.Slice(text.Span{Start: from, End: to}))
	return fixture.Locations(near, text.Span{Start: at - from, End: at - from})
}

func inside(t *testing.T, f *File, at int, what string, spans ...text.Span) {
	t.Helper()
	for _, s := range spans {
		if s.Start < 0 || s.End < s.Start || s.End > f.Text.Len() {
			t.Errorf("%s%s %v leaves the file", line(f, at), what, s)
		}
	}
}

// checkRename renames to a name that stands nowhere and back, which must give the
// text from before, but for the case of the name and continuations within it. The
// file in between must have the same references in it.
func checkRename(t *testing.T, f *File, at int, name found) {
	t.Helper()
	const fresh = "zqfresh"
	src := f.Text.String()
	edits, refusal := Rename(f, at, fresh)
	if refusal != "" {
		if len(edits) > 0 {
			t.Errorf("%srefused, but with edits", line(f, at))
		}
		return
	}
	if len(edits) == 0 {
		t.Errorf("%srenaming %q changes nothing", line(f, at), name.symbol.name)
		return
	}
	exact := true
	for _, e := range edits {
		inside(t, f, at, "rename", e.Span)
		exact = exact && f.Text.Slice(e.Span) == name.symbol.name
	}
	renamed := New(text.New(text.Apply(src, edits)))
	first := edits[0].Start
	if edits[0].New != fresh {
		first++ // in quotes
	}
	if got, want := len(References(renamed, first, true)), len(References(f, at, true)); got != want {
		t.Errorf("%s%d references before, %d after renaming:\n%s", line(f, at), want, got, renamed.Text.String())
	}
	edits, refusal = Rename(renamed, first, name.symbol.name)
	if refusal != "" {
		if permitted(name.symbol) && !strings.Contains(renamed.Text.String(), name.symbol.name) {
			t.Errorf("%scannot be renamed back: %s", line(f, at), refusal)
		}
		return // the old name stands for something else too
	}
	got := text.Apply(renamed.Text.String(), edits)
	if exact && got != src || !exact && normal(got) != normal(src) {
		t.Errorf("there and back again:\n%s\nwas\n%s", got, src)
	}
}

// permitted tells whether a name could be given by Rename.
func permitted(s symbol) bool {
	switch s.kind {
	case ofStage:
		return stageWord.MatchString(s.name) && !slices.Contains(reservedStages, s.name)
	case ofHeredoc:
		return heredocWord.MatchString(s.name)
	}
	return variableWord.MatchString(s.name)
}

// normal is a source without case, continuations and quotes.
func normal(src string) string {
	src = strings.NewReplacer("\r\n", "\n", `"`, "").Replace(src)
	return strings.ToLower(strings.NewReplacer("\\\n", "", "`\n", "").Replace(src))
}

// TestShared holds answers against those of a file that is made by edits, which
// shares instructions and facts.
func TestShared(t *testing.T) {
	const src = "FROM a AS x\nENV A=1\nRUN echo $A\nFROM x\nRUN echo $A\nFROM x\nRUN echo $A\n"
	f := New(text.New("FROM a AS x\n"))
	for at := f.Text.Len(); at < len(src); at++ {
		f = f.Edit(text.Edit{Span: text.Span{Start: at, End: at}, New: src[at : at+1]})
		_, _ = Hover(f, at, nil)
	}
	scratch := New(text.New(src))
	for at := range len(src) + 1 {
		if got, want := References(f, at, true), References(scratch, at, true); !slices.Equal(got, want) {
			t.Errorf("at %d: %v, from scratch %v", at, got, want)
		}
		got, _ := Hover(f, at, nil)
		if want, _ := Hover(scratch, at, nil); got.Text(true) != want.Text(true) || got.Span != want.Span {
			t.Errorf("at %d: %v, from scratch %v", at, got, want)
		}
	}
}
