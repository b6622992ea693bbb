package text

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

// odd are texts with everything that makes lines and columns hard. They are also
// the seeds of the fuzz targets.
var odd = []string{
	"",
	"a",
	"\n",
	"\r",
	"\r\n",
	"\n\r",
	"\r\r\n\n",
	"a\nb\r\nc\rd",
	"FROM scratch\n",
	"FROM scratch\r\nRUN x\r\n",
	"é\n😀x\n\u2028y\u0085z",
	"\ufeffFROM a\n",
	"a\xffb\xc3\n\xf0\x9f\x98",
	"\xf0\x9f\x98\x80\x80",
	"\x00\n\x00",
	"e\u0301\U0001F468\u200d\U0001F469",
}

func TestLines(t *testing.T) {
	for _, test := range []struct {
		src   string
		lines []string
	}{
		{"", []string{""}},
		{"a", []string{"a"}},
		{"a\n", []string{"a", ""}},
		{"a\nb", []string{"a", "b"}},
		{"a\r\nb\r\n", []string{"a", "b", ""}},
		{"a\rb", []string{"a", "b"}},
		{"a\r\rb", []string{"a", "", "b"}},
		{"a\n\rb", []string{"a", "", "b"}},
		{"a\r\r\nb", []string{"a", "", "b"}},
		{"a\u2028b\u0085c\vd\fe", []string{"a\u2028b\u0085c\vd\fe"}},
	} {
		x := New(test.src)
		var lines []string
		for i := range x.Lines() {
			lines = append(lines, x.Slice(x.LineSpan(i)))
		}
		if !slices.Equal(lines, test.lines) {
			t.Errorf("%q: lines %q, want %q", test.src, lines, test.lines)
		}
	}
}

func TestLineSpanOutside(t *testing.T) {
	x := New("a\nbc")
	for line, want := range map[int]Span{-1: {0, 0}, 0: {0, 1}, 1: {2, 4}, 2: {4, 4}, 99: {4, 4}} {
		if got := x.LineSpan(line); got != want {
			t.Errorf("line %d: %v, want %v", line, got, want)
		}
	}
	if got := (Text{}).LineSpan(0); got != (Span{}) {
		t.Errorf("of the zero Text: %v", got)
	}
}

func TestPosition(t *testing.T) {
	for _, test := range []struct {
		src string
		at  int
		// as UTF-8, UTF-16 and UTF-32
		want [3]Position
	}{
		{"", 0, [3]Position{}},
		{"abc", 2, [3]Position{{0, 2}, {0, 2}, {0, 2}}},
		{"a\nbc", 3, [3]Position{{1, 1}, {1, 1}, {1, 1}}},
		{"éb", 2, [3]Position{{0, 2}, {0, 1}, {0, 1}}},
		{"😀b", 4, [3]Position{{0, 4}, {0, 2}, {0, 1}}},
		{"a\r\nb", 3, [3]Position{{1, 0}, {1, 0}, {1, 0}}},
		{"a\rb", 2, [3]Position{{1, 0}, {1, 0}, {1, 0}}},
		{"\ufeffa", 3, [3]Position{{0, 3}, {0, 1}, {0, 1}}},
		{"\xff\xffa", 2, [3]Position{{0, 2}, {0, 2}, {0, 2}}},
		{"abc", 99, [3]Position{{0, 3}, {0, 3}, {0, 3}}},
		{"abc", -1, [3]Position{}},
		{"a\n", 2, [3]Position{{1, 0}, {1, 0}, {1, 0}}},
	} {
		for i, enc := range []Encoding{UTF8, UTF16, UTF32} {
			if got := New(test.src).Position(test.at, enc); got != test.want[i] {
				t.Errorf("%q at %d, encoding %d: %v, want %v", test.src, test.at, enc, got, test.want[i])
			}
		}
	}
}

func TestOffset(t *testing.T) {
	for _, test := range []struct {
		src  string
		p    Position
		enc  Encoding
		want int
	}{
		{"abc\ndef", Position{1, 1}, UTF16, 5},
		{"abc\ndef", Position{0, 99}, UTF16, 3},
		{"abc\r\ndef", Position{0, 99}, UTF16, 3},
		{"abc\r\ndef", Position{0, 99}, UTF8, 3},
		{"abc\rdef", Position{0, 4}, UTF8, 3},
		{"abc\ndef", Position{9, 0}, UTF16, 7},
		{"abc\ndef", Position{-1, 0}, UTF16, 0},
		{"abc\ndef", Position{0, -1}, UTF16, 0},
		{"abc\ndef", Position{0, -1}, UTF8, 0},
		{"😀x", Position{0, 1}, UTF16, 0},
		{"😀x", Position{0, 2}, UTF16, 4},
		{"😀x", Position{0, 3}, UTF16, 5},
		{"😀x", Position{0, 1}, UTF32, 4},
		{"😀x", Position{0, 2}, UTF8, 0},
		{"😀x", Position{0, 4}, UTF8, 4},
		{"é\xffx", Position{0, 2}, UTF16, 3},
		{"", Position{3, 3}, UTF16, 0},
	} {
		if got := New(test.src).Offset(test.p, test.enc); got != test.want {
			t.Errorf("%q %v, encoding %d: %d, want %d", test.src, test.p, test.enc, got, test.want)
		}
	}
}

// A client counts UTF-16 in strings of its own; Go's encoder is what they hold.
func TestColumnsAreUTF16(t *testing.T) {
	for _, src := range odd {
		if !utf8.ValidString(src) {
			continue
		}
		x := New(src)
		for i := range x.Lines() {
			line := x.LineSpan(i)
			if got, want := x.Position(line.End, UTF16).Column, len(utf16.Encode([]rune(x.Slice(line)))); got != want {
				t.Errorf("%q line %d: %d columns, want %d", src, i, got, want)
			}
		}
	}
}

func TestApply(t *testing.T) {
	for _, test := range []struct {
		src   string
		edits []Edit
		want  string
	}{
		{"abc", nil, "abc"},
		{"abc", []Edit{{Span{1, 2}, "X"}}, "aXc"},
		{"abc", []Edit{{Span{2, 3}, "Z"}, {Span{0, 1}, "X"}}, "XbZ"},
		{"abc", []Edit{{Span{1, 1}, "1"}, {Span{1, 1}, "2"}}, "a12bc"},
		{"abc", []Edit{{Span{0, 2}, "X"}, {Span{1, 3}, "Y"}}, "Xc"},
		{"abc", []Edit{{Span{0, 1}, ""}, {Span{1, 2}, ""}}, "c"},
		{"abc", []Edit{{Span{-5, 99}, "X"}}, "X"},
		{"", []Edit{{Span{0, 0}, "X"}}, "X"},
	} {
		if got := Apply(test.src, test.edits); got != test.want {
			t.Errorf("%q with %v: %q, want %q", test.src, test.edits, got, test.want)
		}
	}
}

func TestSpan(t *testing.T) {
	type pair struct{ a, b Span }
	for p, want := range map[pair]bool{
		{Span{0, 2}, Span{1, 3}}: true,
		{Span{0, 2}, Span{2, 3}}: false,
		{Span{0, 2}, Span{2, 2}}: true,
		{Span{1, 1}, Span{1, 1}}: true,
		{Span{1, 1}, Span{2, 2}}: false,
		{Span{0, 9}, Span{3, 4}}: true,
	} {
		if p.a.Overlaps(p.b) != want || p.b.Overlaps(p.a) != want {
			t.Errorf("%v and %v: not %v", p.a, p.b, want)
		}
	}
	for p, want := range map[pair]Span{
		{Span{-3, 99}, Span{0, 5}}: {0, 5},
		{Span{4, 2}, Span{0, 5}}:   {4, 4},
		{Span{7, 9}, Span{0, 5}}:   {5, 5},
	} {
		if got := p.a.Clamp(p.b.End); got != want {
			t.Errorf("%v to %d: %v, want %v", p.a, p.b.End, got, want)
		}
	}
}

// FuzzPositions: every offset has a position and comes back from it, whatever the
// text and the encoding; and no position leads out of the text.
// Short texts have several pieces here.
func init() { pieceSize = 4 }

func FuzzPositions(f *testing.F) {
	for _, s := range odd {
		f.Add(s, 0, 1)
		f.Add(s, 1, 1<<31)
	}
	f.Fuzz(func(t *testing.T, src string, line, column int) {
		src = src[:min(len(src), 1<<10)] // the work grows with the square
		x := New(src)
		for _, enc := range []Encoding{UTF8, UTF16, UTF32} {
			for at, r := range src + "\x00" {
				p := x.Position(at, enc)
				switch got := x.Offset(p, enc); {
				case r == '\n' && at > 0 && src[at-1] == '\r':
					// Between CR and LF there is no column; the end of the line it is.
					if got != at-1 {
						t.Fatalf("%q: %d within CRLF is %v is %d", src, at, p, got)
					}
				case got != at && utf8.ValidString(src):
					t.Fatalf("%q, encoding %d: %d is %v is %d", src, enc, at, p, got)
				case x.Position(got, enc) != p:
					t.Fatalf("%q, encoding %d: %v is %d is %v", src, enc, p, got, x.Position(got, enc))
				}
			}
			at := x.Offset(Position{line, column}, enc)
			if at < 0 || at > len(src) || x.Line(at) >= x.Lines() {
				t.Fatalf("%q, encoding %d: %d:%d is %d", src, enc, line, column, at)
			}
			if line >= 0 && line < x.Lines() && x.Line(at) != line {
				t.Fatalf("%q, encoding %d: %d:%d is %d on line %d", src, enc, line, column, at, x.Line(at))
			}
		}
	})
}

// FuzzReplace: an edited Text is what New makes of the edited source.
func FuzzReplace(f *testing.F) {
	for _, s := range odd {
		for _, replacement := range odd {
			f.Add(s, 1, 2, replacement)
		}
		f.Add(s, 0, 0, "\n")
		f.Add(s, len(s), len(s), "\n")
		f.Add(s, 0, len(s), "")
	}
	f.Fuzz(func(t *testing.T, src string, start, end int, replacement string) {
		same(t, New(src).Replace(Span{start, end}, replacement),
			New(Apply(src, []Edit{{Span{start, end}, replacement}})))
	})
}

func same(t *testing.T, got, want Text) {
	t.Helper()
	lines := func(x Text) (starts []int) {
		for n := range x.Lines() + 1 {
			starts = append(starts, x.LineSpan(n).Start, x.LineSpan(n).End)
		}
		for at := -1; at <= x.Len()+1; at++ {
			starts = append(starts, x.Line(at))
		}
		return starts
	}
	if got.CRLF() != strings.Contains(want.String(), "\r\n") {
		t.Fatalf("%q: CRLF is %v", got.String(), got.CRLF())
	}
	if got.String() != want.String() || got.Len() != want.Len() || !slices.Equal(lines(got), lines(want)) {
		t.Fatalf("%q with lines at %v, want %q at %v", got.String(), lines(got), want.String(), lines(want))
	}
}

// Many edits one after the other, of pieces that join and part line ends.
func TestReplaceAgain(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	pieces := []string{"", "\r", "\n", "\r\n", "a", "é", "😀", "x\ny\rz\r\n", "\xff"}
	x := New("")
	for range 20_000 {
		start := random.IntN(x.Len() + 1)
		x = x.Replace(Span{start, start + random.IntN(4)}, pieces[random.IntN(len(pieces))])
		same(t, x, New(x.String()))
		if x.Len() > 60 {
			x = New(strings.Repeat("\r\n", random.IntN(3)))
		}
	}
}
