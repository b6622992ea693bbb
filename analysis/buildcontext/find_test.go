package buildcontext_test

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/slipway-dev/slipway/analysis/buildcontext"
	"github.com/slipway-dev/slipway/analysis/fixture"
)

// A fixture wants «context», the folder, who says so, and the additional contexts.
func TestFind(t *testing.T) {
	fixture.Run(t, "../../testdata/context", func(_ *testing.T, c fixture.Case, name string) (string, bool) {
		p := buildcontext.Find(c.Files, c.Name, ".")
		var b strings.Builder
		fmt.Fprintf(&b, "%s (%s)\n", p.Dir, p.Source)
		for _, name := range slices.Sorted(maps.Keys(p.Named)) {
			fmt.Fprintf(&b, "%s = %s\n", name, p.Named[name])
		}
		return b.String(), name == "context"
	})
}

// Nothing is looked at above the folder that is the highest.
func TestFindStaysBelow(t *testing.T) {
	files := fstest.MapFS{
		"compose.yaml":     {Data: []byte("services:\n  a:\n    build:\n      context: .\n      dockerfile: a/b/Dockerfile\n")},
		"a/b/Dockerfile":   {},
		"a/other/anything": {},
	}
	for top, want := range map[string]string{".": ".", "a": "a/b", "a/b": "a/b", "a/other": "a/b", "": "a/b"} {
		if got := buildcontext.Find(files, "a/b/Dockerfile", top).Dir; got != want {
			t.Errorf("up to %q: %q, want %q", top, got, want)
		}
	}
}

// Whatever stands in the files, an answer comes, and the folder is one of the FS.
func FuzzFind(f *testing.F) {
	f.Add("services:\n  a:\n    build: {context: ., dockerfile: a/Dockerfile}\n", "target \"a\" { context = \".\"\n dockerfile = \"a/Dockerfile\" }")
	f.Add("x: &x [*x]\nservices: *x\n", "variable \"a\" { default = \"${\"b\"}\" }\n<<E\n")
	f.Fuzz(func(t *testing.T, compose, bake string) {
		files := fstest.MapFS{"compose.yaml": {Data: []byte(compose)}, "docker-bake.hcl": {Data: []byte(bake)}, "docker-bake.json": {Data: []byte(bake)}}
		if p := buildcontext.Find(files, "a/Dockerfile", "."); !fs.ValidPath(p.Dir) {
			t.Errorf("the context is %q", p.Dir)
		}
	})
}
