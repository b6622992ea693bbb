package analysis

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/analysis/fixture"
	"github.com/slipway-dev/slipway/analysis/text"
)

// rectangle is a box or a label of a picture.
type rectangle struct{ left, top, right, bottom int }

func (r rectangle) overlaps(o rectangle) bool {
	return r.left < o.right && o.left < r.right && r.top < o.bottom && o.top < r.bottom
}

// drawn is what a test wants to know of a picture.
type drawn struct {
	stages        []string // "number line"
	boxes, labels []rectangle
	width, height int
}

func readSVG(t *testing.T, src string) (d drawn) {
	t.Helper()
	number := func(of map[string]string, name string) int {
		n, err := strconv.Atoi(of[name])
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for x := xml.NewDecoder(strings.NewReader(src)); ; {
		token, err := x.Token()
		if errors.Is(err, io.EOF) {
			return d
		} else if err != nil {
			t.Fatalf("%v in\n%s", err, src)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		of := map[string]string{}
		for _, a := range start.Attr {
			of[a.Name.Local] = a.Value
		}
		switch {
		case start.Name.Local == "svg":
			d.width, d.height = number(of, "width"), number(of, "height")
		case of["class"] == "stage":
			d.stages = append(d.stages, strings.TrimPrefix(of["id"], "stage-")+" "+of["data-line"])
		case strings.HasPrefix(of["class"], "box"):
			x, y := number(of, "x"), number(of, "y")
			d.boxes = append(d.boxes, rectangle{x, y, x + number(of, "width"), y + number(of, "height")})
		case of["class"] == "kind":
			x, y := number(of, "x"), number(of, "y")
			d.labels = append(d.labels, rectangle{x - 16, y - 9, x + 16, y + 3})
		}
	}
}

// check tells of boxes and labels that cover one another or leave the picture.
func (d drawn) check(t *testing.T) {
	t.Helper()
	all := append(append([]rectangle(nil), d.boxes...), d.labels...)
	for i, r := range all {
		if r.left < 0 || r.top < 0 || r.right > d.width || r.bottom > d.height {
			t.Errorf("%v is outside of %d × %d", r, d.width, d.height)
		}
		for _, o := range all[:i] {
			if r.overlaps(o) {
				t.Errorf("%v covers %v", r, o)
			}
		}
	}
}

// A picture is XML, has each stage with its line, and nothing in it covers
// something else.
func TestSVG(t *testing.T) {
	sources, err := fixture.Sources("../testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range fixture.Corpus(t) {
		sources = append(sources, file.Source)
	}
	for _, src := range sources {
		f := New(text.New(src))
		if len(f.Stages) == 1 {
			continue // most files, whose picture is one box
		}
		svg := NewGraph(f).SVG()
		d := readSVG(t, svg)
		d.check(t)
		var want []string
		for _, st := range f.Stages {
			want = append(want, fmt.Sprint(st.Index, " ", f.Text.Line(f.keywordAt(st.First))+1))
		}
		if fmt.Sprint(d.stages) != fmt.Sprint(want) {
			t.Errorf("stages %v, want %v", d.stages, want)
		}
		if t.Failed() {
			t.Fatalf("the picture of\n%s", src)
		}
	}
}

// Any graph, circles and all, is laid out without overlap and the same each time.
func TestSVGRandom(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for range 200 {
		var b strings.Builder
		stages := 1 + random.IntN(30)
		for n := range stages {
			base := "image:1"
			if n > 0 && random.IntN(2) == 0 {
				base = "s" + strconv.Itoa(random.IntN(n))
			}
			fmt.Fprintf(&b, "FROM %s AS s%d\n", base, n)
			for range random.IntN(4) {
				fmt.Fprintf(&b, "COPY --from=s%d a b\nRUN --mount=from=s%d,target=/x y\n", random.IntN(stages), random.IntN(max(1, n)))
			}
		}
		g := NewGraph(New(text.New(b.String())))
		svg := g.SVG()
		d := readSVG(t, svg)
		d.labels = nil // those of a circle are placed one below the other, and may cover a wide line's
		d.check(t)
		if g.SVG() != svg {
			t.Error("a second picture is another one")
		}
		if t.Failed() {
			t.Fatalf("the picture of\n%s", b.String())
		}
	}
}

// A picture of many stages does not take for ever.
func BenchmarkSVG(b *testing.B) {
	var src strings.Builder
	for n := range 1000 {
		fmt.Fprintf(&src, "FROM image AS s%d\nCOPY --from=s%d a b\n", n, max(0, n-1))
	}
	src.WriteString("FROM scratch\n")
	for n := range 1000 {
		fmt.Fprintf(&src, "COPY --from=s%d a b\n", n)
	}
	g := NewGraph(New(text.New(src.String())))
	for b.Loop() {
		g.SVG()
	}
}
