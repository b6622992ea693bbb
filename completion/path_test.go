package completion

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/buildcontext"
	"github.com/slipway-dev/slipway/analysis/text"
)

// What is chosen names the file for BuildKit, whose variables and patterns leave
// nothing but its name.
func TestPathsMeanTheirFiles(t *testing.T) {
	chosen := 0
	for _, form := range []string{"%sCOPY │ /d/\n", "%sCOPY [\"│\", \"/d/\"]\n", "%sADD a │ /d/\n"} {
		for _, escape := range []string{"", "# escape=`\n"} {
			before, after, _ := strings.Cut(fmt.Sprintf(form, escape+"FROM scratch\n"), "│")
			f := analysis.New(text.New(before + after))
			items, _ := Complete(f, len(before), workshop)
			for _, it := range items {
				if it.Kind != File {
					continue
				}
				sources := sourcesOf(t, f.Edit(it.Edit))
				got := path.Clean(sources[len(sources)-1])
				if ok, err := path.Match(got, it.Label); !ok || err != nil || !strings.Contains(it.Label, "[") && got != it.Label {
					t.Errorf("%q: %q does not mean %q", it.Edit.New, got, it.Label)
				}
				chosen++
			}
		}
	}
	if chosen < 40 {
		t.Errorf("only %d names were tried", chosen)
	}
}

func sourcesOf(t *testing.T, f *analysis.File) []string {
	t.Helper()
	last := f.Stages[0].Steps[len(f.Stages[0].Steps)-1]
	switch c := last.Command.(type) {
	case *instructions.CopyCommand:
		return c.SourcePaths
	case *instructions.AddCommand:
		return c.SourcePaths
	}
	t.Fatalf("%v in\n%s", last.In.Err, f.Text)
	return nil
}

// Links are what they lead to, and nothing where that is outside of the context.
func TestLinkedPaths(t *testing.T) {
	link := func(to string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(to), Mode: fs.ModeSymlink} }
	around := Around{Context: buildcontext.New(fstest.MapFS{
		"dir/file": {}, "to-dir": link("dir"), "to-file": link("dir/file"), "gone": link("nowhere"), "up": link("../../etc/passwd"),
	}, "Dockerfile")}
	src := "FROM scratch\nCOPY "
	items, _ := Complete(analysis.New(text.New(src)), len(src), around)
	var labels []string
	for _, it := range items {
		if it.Kind == File || it.Kind == Folder {
			labels = append(labels, it.Label)
		}
	}
	if want := []string{"dir/", "to-dir/", "to-file", "."}; !slices.Equal(labels, want) {
		t.Errorf("got %q, want %q", labels, want)
	}
}

// Of a large folder what begins with the typed letters is offered.
func TestLargeFolder(t *testing.T) {
	files := fstest.MapFS{}
	for i := range 3000 {
		files[fmt.Sprintf("%04d.txt", i)] = &fstest.MapFile{}
	}
	around := Around{Context: buildcontext.New(files, "Dockerfile")}
	src := "FROM scratch\nCOPY 299"
	items, more := Complete(analysis.New(text.New(src)), len(src), around)
	if !more || len(items) > maxEntries+1 || items[0].Label != "2990.txt" {
		t.Errorf("%d items, more: %v, the first is %q", len(items), more, items[0].Label)
	}
}
