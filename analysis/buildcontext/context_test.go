package buildcontext

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/moby/patternmatcher"
	"github.com/moby/patternmatcher/ignorefile"
)

// tree makes a file system of "path", "path=content" and "path->target".
func tree(files ...string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for _, f := range files {
		if name, target, ok := strings.Cut(f, "->"); ok {
			fsys[name] = &fstest.MapFile{Data: []byte(target), Mode: fs.ModeSymlink | 0o777}
			continue
		}
		name, content, _ := strings.Cut(f, "=")
		fsys[name] = &fstest.MapFile{Data: []byte(content)}
	}
	return fsys
}

// names are the paths of entries, with a slash behind folders and @ behind links.
func names(entries []Entry) string {
	var list []string
	for _, e := range entries {
		switch {
		case e.Dir:
			e.Path += "/"
		case e.Link:
			e.Path += "@"
		}
		list = append(list, e.Path)
	}
	return strings.Join(list, " ")
}

func TestIgnoreFile(t *testing.T) {
	all := []string{".dockerignore=a", "Dockerfile.dockerignore=b", "docker/web.Dockerfile.dockerignore=c", "docker/.dockerignore=d"}
	for _, c := range []struct {
		dockerfile string
		files      []string
		want       string
	}{
		{"Dockerfile", all, "Dockerfile.dockerignore [b]"},
		{"./Dockerfile", all, "Dockerfile.dockerignore [b]"},
		{"docker/web.Dockerfile", all, "docker/web.Dockerfile.dockerignore [c]"},
		{"docker/Dockerfile", all, ".dockerignore [a]"},
		{"../Dockerfile", all, ".dockerignore [a]"},
		{"/abs/Dockerfile", all, ".dockerignore [a]"},
		{"Dockerfile", nil, " []"},
		{"Dockerfile", []string{".dockerignore=a", "Dockerfile.dockerignore="}, "Dockerfile.dockerignore []"},
		{"Dockerfile", []string{".dockerignore=a", "Dockerfile.dockerignore/x="}, ".dockerignore [a]"},
		{"Dockerfile", []string{".dockerignore->../../../lists/ignore", "lists/ignore=a"}, "lists/ignore [a]"},
		{"Dockerfile", []string{".dockerignore->.dockerignore"}, " []"},
	} {
		ctx := New(tree(c.files...), c.dockerfile)
		if got := fmt.Sprint(ctx.IgnoreFile(), " ", ctx.Patterns()); got != c.want {
			t.Errorf("%s in %v: %s, want %s", c.dockerfile, c.files, got, c.want)
		}
	}
}

// Read line by line, the patterns are those that BuildKit reads at once.
func TestPatterns(t *testing.T) {
	for _, src := range []string{
		"", "\n", "a\nb\n", "a\r\nb\r\n", "\uFEFF# c\na", "\uFEFFa\n\uFEFFb", "  # no comment\n#comment\n",
		"/abs\n/\n.\n!\t/x/../y\n! z \na//b/./c/\n**/*.go\n", "*\n!src\n", "a\x00b\n", "\u00a0a\u00a0\n",
	} {
		want, err := ignorefile.ReadAll(strings.NewReader(src))
		if err != nil {
			t.Fatal(err)
		}
		ctx := New(tree(".dockerignore="+src), "Dockerfile")
		if diff := cmp.Diff(want, ctx.Patterns()); diff != "" {
			t.Errorf("%q (-BuildKit +here):\n%s", src, diff)
		}
		if len(ctx.Mistakes()) > 0 {
			t.Errorf("%q: %v", src, ctx.Mistakes())
		}
	}
}

func TestMistakes(t *testing.T) {
	src := "# list\nok\n[a-\n!\n\nfine\na[]b\n" + strings.Repeat("x", 1<<16) + "\n"
	ctx := New(tree(".dockerignore="+src, "ok=", "other="), "Dockerfile")
	want := []Mistake{
		{".dockerignore", 3, `syntax error in pattern "[a-"`},
		{".dockerignore", 4, `illegal exclusion pattern: "!"`},
		{".dockerignore", 7, `syntax error in pattern "a[]b"`},
		{".dockerignore", 8, "line is too long"},
	}
	if diff := cmp.Diff(want, ctx.Mistakes()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !ctx.Ignored("ok") || ctx.Ignored("other") {
		t.Error("the lines that are right do not count")
	}
}

func TestIgnored(t *testing.T) {
	ctx := New(tree(".dockerignore=node_modules\n*.log\n**/tmp\n/docs\n!docs/keep.md\n"), "Dockerfile")
	for name, want := range map[string]bool{
		"node_modules": true, "node_modules/a/b.js": true, "/node_modules/": true, "sub/node_modules": false,
		"a.log": true, "sub/a.log": false, "sub/tmp/x": true, "docs": true, "docs/a.md": true,
		"docs/keep.md": false, ".": false, "/": false, "": false, "../docs": true, "src": false,
	} {
		if got := ctx.Ignored(name); got != want {
			t.Errorf("Ignored(%q) = %v", name, got)
		}
	}
	if !ctx.Exclusions() {
		t.Error("an exception is not seen")
	}
	if New(tree(), "Dockerfile").Exclusions() {
		t.Error("an exception without an ignore file")
	}
}

func TestMatch(t *testing.T) {
	files := []string{
		"Dockerfile=FROM a", "go.mod=m", "go.sum=ss", "main.go=", "src/a.go=", "src/b.txt=", "src/deep/c.go=",
		"docs/a.md=", "docs/keep.md=", "tmp/x=", "a*b=", "link->src", "out->../../etc", "abs->/src/deep",
		"loop->loop", "file->src/a.go", "linked/inner->../docs",
	}
	ignore := ".dockerignore=tmp\ndocs\n!docs/keep.md\n"
	for _, c := range []struct{ source, want string }{
		{"go.mod", "go.mod"},
		{"/go.mod", "go.mod"},
		{"../../go.mod", "go.mod"},
		{"go.*", "go.mod go.sum"},
		{"*.go", "main.go"},
		{"src", "src/a.go src/b.txt src/deep/c.go"},
		{"src/", "src/a.go src/b.txt src/deep/c.go"},
		{"./src/.", "src/a.go src/b.txt src/deep/c.go"},
		{"s*/*.go", "src/a.go"},
		{"s?c", "src/a.go src/b.txt src/deep/c.go"},
		{"src/[a-b].*", "src/a.go src/b.txt"},
		{"docs", "docs/keep.md"},
		{"docs/*.md", "docs/keep.md"},
		{"*/*.md", "docs/keep.md"},
		{"tmp", ""},
		{"nothing", ""},
		{"nothing/*", ""},
		{"src/[", ""},
		{`a\*b`, ""},
		{"a[*]b", "a*b"},
		{"link", "src/a.go src/b.txt src/deep/c.go"},
		{"link/deep/c.go", "src/deep/c.go"},
		{"abs/*", "src/deep/c.go"},
		{"loop", ""},
		{"out", ""},
		{"file", "src/a.go"},
		{"linked", "linked/inner@"},
		{"linked/inner", "docs/keep.md"},
	} {
		got, more := New(tree(append(files, ignore)...), "Dockerfile").Match(c.source)
		if names(got) != c.want || more {
			t.Errorf("Match(%q) = %s, %v; want %s", c.source, names(got), more, c.want)
		}
	}
	if got, _ := New(tree(files...), "Dockerfile").Match("go.*"); got[0].Size != 1 || got[1].Size != 2 {
		t.Errorf("sizes are %v", got)
	}
}

// What is ignored is told at the topmost folder, unless an exception may be below.
func TestSelect(t *testing.T) {
	files := []string{"a/x=", "a/b.log=", "n/m/x=", "n/y=", "l->../n", "keep/x.log="}
	for _, c := range []struct {
		ignore, source, files, ignored string
		exists                         bool
	}{
		{"n\n**/*.log\n", "a", "a/x", "a/b.log", true},
		{"n\n**/*.log\n", "n", "", "n/", false},
		{"n\n**/*.log\n", "n/m", "", "n/m/", false},
		{"n\n**/*.log\n", "l", "", "n/", false},
		{"n\n**/*.log\n", "keep", "", "keep/x.log", true},
		{"n\n**/*.log\n", "none", "", "", false},
		{"n\n!n/y\n", "n", "n/y", "n/m/x", true},
	} {
		s := New(tree(append(files, ".dockerignore="+c.ignore)...), "Dockerfile").Select(c.source)
		if names(s.Files) != c.files || names(s.Ignored) != c.ignored || s.Exists != c.exists || s.More {
			t.Errorf("%q: Select(%q) = %s, ignored %s, %v %v", c.ignore, c.source, names(s.Files), names(s.Ignored), s.Exists, s.More)
		}
	}
}

func TestResolve(t *testing.T) {
	ctx := New(tree(".dockerignore=n\nkept\n", "a/x=12", "n/y=", "kept->a", "l->../a", "out->../../etc/passwd", "dead->none"), "Dockerfile")
	for name, want := range map[string]string{
		"a": "a/", "/a/x": "a/x", "../a/x": "a/x", "l/x": "a/x", "l": "a/", ".": "./", "n/y": "", "kept": "", "kept/x": "", "out": "", "dead": "", "none": "",
	} {
		e, ok := ctx.Resolve(name)
		if got := names([]Entry{e}); ok != (want != "") || ok && got != want {
			t.Errorf("Resolve(%q) = %s, %v", name, got, ok)
		}
	}
}

func TestMatchRoot(t *testing.T) {
	fsys := tree(".dockerignore=*\n!src\nsrc/deep\n", "Dockerfile=", "src/a=", "src/deep/b=", "x/y=")
	for _, source := range []string{".", "/", "./", "*"} {
		if got, more := New(fsys, "Dockerfile").Match(source); names(got) != "src/a" || more {
			t.Errorf("Match(%q) = %s, %v", source, names(got), more)
		}
	}
}

func TestList(t *testing.T) {
	fsys := tree(".dockerignore=docs\n!docs/keep.md\ntmp\n", "Dockerfile=", "docs/keep.md=", "docs/a=", "tmp/x=", "src/a=", "l->src")
	ctx := New(fsys, "Dockerfile")
	for dir, want := range map[string]string{
		"": ".dockerignore Dockerfile docs/ l@ src/", "docs": "docs/keep.md", "src/": "src/a", "l": "src/a",
		"tmp": "", "none": "", "..": ".dockerignore Dockerfile docs/ l@ src/",
	} {
		if got, _ := ctx.List(dir); names(got) != want {
			t.Errorf("List(%q) = %s, want %s", dir, names(got), want)
		}
	}
}

// shut is a file system in which a folder cannot be read.
type shut struct {
	fstest.MapFS
	dir string
}

func (s shut) ReadDir(name string) ([]fs.DirEntry, error) {
	if name == s.dir {
		return nil, fs.ErrPermission
	}
	return s.MapFS.ReadDir(name)
}

func TestUnreadable(t *testing.T) {
	ctx := New(shut{tree("a/x=", "b/y=", "c/z="), "b"}, "Dockerfile")
	if got, more := ctx.Match("."); names(got) != "a/x c/z" || !more {
		t.Errorf("Match = %s, %v", names(got), more)
	}
}

func TestLimits(t *testing.T) {
	var files []string
	for i := range 30 {
		files = append(files, fmt.Sprintf("d/%02d=", i))
	}
	files = append(files, "a/b/c/d/e=")
	for _, c := range []struct {
		limits limits
		source string
		want   int
		more   bool
	}{
		{limits{visits: 100, files: 100, depth: 9}, ".", 31, false},
		{limits{visits: 10, files: 100, depth: 9}, "d", 9, true},
		{limits{visits: 10, files: 100, depth: 9}, "d/*", 10, true},
		{limits{visits: 100, files: 7, depth: 9}, "d", 7, true},
		{limits{visits: 100, files: 100, depth: 3}, "a", 0, true},
	} {
		ctx := New(tree(files...), "Dockerfile")
		ctx.limits = c.limits
		got, more := ctx.Match(c.source)
		if len(got) != c.want || more != c.more {
			t.Errorf("%+v: Match(%q) has %d files, %v; want %d, %v", c.limits, c.source, len(got), more, c.want, c.more)
		}
	}
}

// A hostile ignore file costs neither memory without end nor time.
func TestHostileIgnore(t *testing.T) {
	for _, pattern := range []string{"**/", "*", "a*", "?", "[a-z]", "{", "(", `\\`, "!"} {
		src := strings.Repeat(pattern, maxIgnoreLine/len(pattern))
		ctx := New(tree(".dockerignore="+src+"\n*.log\n"), "Dockerfile")
		if !ctx.Ignored("a.log") || ctx.Ignored(strings.Repeat("b/", 1000)+"c") {
			t.Errorf("%.10q many times: %v", pattern, ctx.Mistakes())
		}
	}
	var b strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&b, "**/dir%d/*.go\n", i)
	}
	files := []string{".dockerignore=" + b.String(), "a/dir7/x.go="}
	for i := range 300 {
		files = append(files, fmt.Sprintf("b/%03d=", i))
	}
	ctx := New(tree(files...), "Dockerfile")
	if got, more := ctx.Match("."); len(got) == 0 || len(got) > maxTries/100_000 || !more {
		t.Errorf("%d files, %v", len(got), more)
	}
	if !ctx.Ignored("a/dir99999/x.go") || ctx.Ignored("a/dir/x.go") {
		t.Error("the last of 100,000 patterns does not count")
	}
}

// On a real disk a link that leads outside is not followed either.
func TestOutside(t *testing.T) {
	dir := t.TempDir()
	root := filepath.Join(dir, "context")
	for _, err := range []error{
		os.Mkdir(root, 0o755),
		os.WriteFile(filepath.Join(dir, "secret"), []byte("x"), 0o644),
		os.Symlink("../secret", filepath.Join(root, "up")),
		os.Symlink(dir, filepath.Join(root, "abs")),
	} {
		if err != nil {
			t.Skip("this system has no symbolic links: ", err)
		}
	}
	ctx := New(os.DirFS(root), "Dockerfile")
	for _, source := range []string{"up", "abs", "abs/secret", "abs/*", "../secret"} {
		if got, _ := ctx.Match(source); len(got) > 0 {
			t.Errorf("Match(%q) = %s", source, names(got))
		}
	}
	if got, _ := ctx.Match("."); names(got) != "abs@ up@" {
		t.Errorf("Match(.) = %s", names(got))
	}
}

func TestConcurrent(t *testing.T) {
	ctx := New(tree(".dockerignore=*.log\n**/tmp/*\n", "a.log=", "x/tmp/y="), "Dockerfile")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if got, _ := ctx.Match("."); names(got) != ".dockerignore" {
				t.Errorf("Match = %s", names(got))
			}
		})
	}
	wg.Wait()
}

// FuzzIgnore holds reading line by line and matching against the libraries that
// BuildKit gives the whole file to.
func FuzzIgnore(f *testing.F) {
	for _, src := range []string{
		"", "a\nb\n", "\uFEFF# c\r\na\r\n", "/abs\n/\n.\n!\t/x/../y\n", "*\n!src\n**/*.go\n", "[a-\n!\na[]b\n", "a\x00b\n", `\!x` + "\n", "**/\n?[^a]\n", "\\\n",
	} {
		f.Add(src, "src/a.go")
	}
	f.Fuzz(func(t *testing.T, src, name string) {
		ctx := New(fstest.MapFS{".dockerignore": {Data: []byte(src)}}, "Dockerfile")
		got := ctx.Ignored(name)
		ctx.CopyIgnored(name)
		ctx.Match(name)
		ctx.List(name)
		patterns, err := ignorefile.ReadAll(strings.NewReader(src))
		if err != nil || len(ctx.Mistakes()) > 0 || slices.ContainsFunc(patterns, unusable) {
			return
		}
		if diff := cmp.Diff(patterns, ctx.Patterns()); diff != "" {
			t.Fatalf("%q (-BuildKit +here):\n%s", src, diff)
		}
		matcher, err := patternmatcher.New(patterns)
		if err != nil || inside(name) == "." {
			return
		}
		if want, err := matcher.MatchesOrParentMatches(inside(name)); err == nil && got != want {
			t.Fatalf("%q: %q is ignored: %v, want %v", src, name, got, want)
		}
	})
}
