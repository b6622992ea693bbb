package analysis_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/buildcontext"
	"github.com/slipway-dev/slipway/analysis/fixture"
)

func TestLinks(t *testing.T) {
	fixture.Run(t, "../testdata/links", func(t *testing.T, c fixture.Case, name string) (string, bool) {
		var b strings.Builder
		for _, l := range analysis.Links(analysis.New(c.Source), buildcontext.New(c.Files, c.Name)) {
			b.WriteString(fixture.Locations(c.Source, l.Span))
			switch {
			case l.URL != "":
				b.WriteString("   → " + l.URL + "\n")
			default:
				b.WriteString("   → file " + l.Path + "\n")
			}
		}
		return b.String(), name == "links"
	})
}

// A link of the disk is followed as BuildKit does it, and never out of the context.
func TestLinksInside(t *testing.T) {
	link := func(to string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(to), Mode: fs.ModeSymlink} }
	files := fstest.MapFS{
		"etc/passwd": {}, "f": {}, "dir/g": {}, "ignored": {}, ".dockerignore": {Data: []byte("ignored\n")},
		"in": link("dir/g"), "indir": link("dir"), "up": link("../../f"), "abs": link("/etc/passwd"), "lost": link("/etc/shadow"), "loop": link("loop"),
	}
	f := analysis.New(newText("FROM scratch\nCOPY in indir/g up abs lost loop ignored dir indir . ../../f /d/\n"))
	var got []string
	for _, l := range analysis.Links(f, buildcontext.New(files, "Dockerfile")) {
		got = append(got, f.Text.Slice(l.Span)+"="+l.Path)
	}
	if want := "in=dir/g indir/g=dir/g up=f abs=etc/passwd ../../f=f"; strings.Join(got, " ") != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestLinksWithoutContext(t *testing.T) {
	f := analysis.New(newText("FROM scratch\nCOPY a /\n"))
	if got := analysis.Links(f, nil); len(got) != 0 {
		t.Errorf("links without a build context: %v", got)
	}
}
