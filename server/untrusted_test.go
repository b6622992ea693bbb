package server

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/yuin/goldmark"
	md "github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	mdtext "github.com/yuin/goldmark/text"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/buildcontext"
	"github.com/slipway-dev/slipway/analysis/text"
	"github.com/slipway-dev/slipway/completion"
)

// payloads are what an author would write who wants the reader to follow a link,
// load a picture or run a command.
var payloads = []string{
	"[x](command:evil)", "![x](https://evil.example/x.png)", "<img/src=https://evil.example>", "<https://evil.example>", "https://evil.example",
	"`[x](command:evil)", "``[x](command:evil)`", "](command:evil)[", "x`](https://evil.example)", "<!--", "</span><a/href=command:evil>x</a>",
	"[x]:https://evil.example", "$(evil)", "www.evil.example", "\\`[x](command:evil)", "x\u0085[x](command:evil)", "x\r```\r[x](command:evil)", "x\\n```\\n[x](command:evil)", "x\r\r[x](command:evil)", "evil@evil.example",
}

// places is a Dockerfile with a payload wherever the file's own words are shown.
func places(p string) string {
	return strings.ReplaceAll(`# syntax=PP
# PP: PP
ARG PP=PP
ARG ok=PP
# ok: PP
# PP
FROM PP/PP:PP AS PP
# base PP
FROM alpine:PP AS base
ARG ok
ENV key=PP PP=PP value="PP $key"
LABEL PP="PP"
ENV old PP
USER PP:PP
WORKDIR /PP
SHELL ["PP", "PP"]
EXPOSE PP
VOLUME PP
STOPSIGNAL PP
COPY --from=PP --chown=PP --PP=PP PP $key PP
RUN --mount=type=PP,target=PP,id=PP,from=PP --network=PP echo $key ${key:-PP} PP
RUN <<PP
echo PP $value
PP
RUN PP <<PP
x
PP
ADD https://evil.example/PP PP
HEALTHCHECK --interval=PP CMD PP
ONBUILD COPY --from=PP PP PP
CMD ["PP", "$key"]
PP PP
FROM base
FROM $ok
COPY --from=base $key $value
`, "PP", p)
}

// What is shown as Markdown has no pictures, no HTML and no links but our own,
// whatever the file says.
func TestMarkdownIsOurs(t *testing.T) {
	for _, p := range payloads {
		src := places(p)
		f := analysis.New(text.New(src))
		files := fstest.MapFS{}
		if fs.ValidPath(p) {
			files[p] = &fstest.MapFile{}
		}
		context := buildcontext.New(files, "Dockerfile")
		seen := map[string]bool{}
		look := func(at int, shown string) {
			if !seen[shown] {
				seen[shown] = true
				checkMarkdown(t, at, p, shown)
			}
		}
		for at := range len(src) + 1 {
			if a, ok := analysis.Hover(f, at, context); ok {
				look(at, a.Markdown)
			}
			items, _ := completion.Complete(f, at, completion.Around{Context: context})
			for _, item := range items {
				look(at, item.Doc)
			}
			if help, ok := analysis.Signatures(f, at); ok {
				for _, s := range help.Signatures {
					look(at, s.Doc)
					for _, param := range s.Params {
						look(at, param.Doc)
					}
				}
			}
		}
		if len(seen) < 50 {
			t.Errorf("%s: only %d texts", p, len(seen))
		}
	}
}

// hosts are those that our own links lead to.
var hosts = []string{"docs.docker.com", "hub.docker.com", "github.com", "www.shellcheck.net"}

func checkMarkdown(t *testing.T, at int, payload, shown string) {
	t.Helper()
	src := []byte(strings.ReplaceAll(shown, "\r", "\n")) // which end lines alike
	parser := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser()
	bad := func(what string) { t.Errorf("%q at %d: %s in %q", payload, at, what, shown) }
	_ = md.Walk(parser.Parse(mdtext.NewReader(src)), func(n md.Node, entering bool) (md.WalkStatus, error) {
		var link []byte
		switch n := n.(type) {
		case *md.Image:
			bad("a picture")
		case *md.RawHTML, *md.HTMLBlock:
			bad("HTML")
		case *md.Link:
			link = n.Destination
		case *md.AutoLink:
			link = n.URL(src)
		}
		if u, err := url.Parse(string(link)); link != nil && entering &&
			(err != nil || u.Scheme != "https" || !slices.Contains(hosts, u.Host) || strings.Contains(string(link), "evil")) {
			bad("a link to " + string(link))
		}
		return md.WalkContinue, nil
	})
}

// runner is the one package that may start a program: shellcheck, where the user
// wants it.
const runner = "server/shellcheck"

// reach is the functions through which Go code reaches beyond its own memory, and
// where they may be used. Of the packages os, net and syscall nothing else may be.
var reach = map[string][]string{
	"server/files.go":                {"os.ReadFile", "os.Stat"},
	"server/snapshot.go":             {"os.DirFS"},
	"server/context.go":              {"os.DirFS"},
	"server/beside.go":               {"os.ReadFile"}, // of the build context
	"cmd/slipway/fix.go":             {"os.ReadFile", "os.WriteFile"},
	"cmd/benchtable/main.go":         {"os.Args", "os.Exit", "os.Stderr", "os.Stdin", "os.Stdout"}, // is not shipped
	"server/process_unix.go":         {"os.Getppid", "syscall.EPERM", "syscall.Kill"},              // signal 0: is it there?
	"server/process_windows.go":      {"syscall.OpenProcess", "syscall.SYNCHRONIZE", "syscall.WAIT_TIMEOUT", "syscall.WaitForSingleObject"},
	"analysis/lint/expose.go":        {"net.ParseIP", "net.SplitHostPort"},
	"cmd/slipway/serve.go":           {"net.Dial", "net.ListenConfig", "net.Listener", "os.Chmod", "os.Interrupt", "os.Remove", "os.Stderr", "os.Stdin", "os.Stdout", "syscall.ECONNREFUSED", "syscall.SIGTERM"},
	"cmd/slipway/rewrite.go":         {"os.CreateTemp", "os.Remove", "os.Rename", "os.Stat"}, // fix and fmt
	"cmd/slipway/main.go":            {"os.Args", "os.Exit", "os.Stderr"},
	"cmd/slipway/config.go":          {"os.DirFS", "os.Getwd", "os.ReadFile", "os.Stderr"},
	"cmd/slipway/lint.go":            {"os.DirFS", "os.PathError"},
	"cmd/slipway/source.go":          {"os.ReadFile", "os.Stat"},
	"cmd/slipway/source_ignore.go":   {"os.ReadFile", "os.Stat"},
	"cmd/slipway/report_terminal.go": {"os.File", "os.Getenv", "os.ModeCharDevice"},
}

// TestReach holds what the source can do: nothing is run, nothing is fetched, and
// nothing is written, except in the files that are for that.
func TestReach(t *testing.T) {
	watched := []string{"os", "os/exec", "net", "net/http", "syscall", "plugin", "unsafe", "io/ioutil", "golang.org/x/sys/unix"}
	for dep := range list(t, "-deps", "../cmd/slipway") {
		if strings.Contains(dep, "regexp2") || strings.Contains(dep, "pcre") {
			t.Errorf("%s is an engine for regular expressions that may take time without end", dep)
		}
	}
	for _, dir := range []string{"analysis", "completion", "server", "cmd"} {
		err := filepath.WalkDir(filepath.Join("..", dir), func(path string, e fs.DirEntry, err error) error {
			name := strings.TrimPrefix(filepath.ToSlash(path), "../")
			testOnly := strings.HasSuffix(name, "_test.go") || strings.Contains(name, "/buildkittest/") || strings.Contains(name, "/fixture/")
			if err == nil && strings.HasSuffix(name, ".go") && !testOnly && !strings.HasPrefix(name, runner+"/") {
				checkReach(t, path, name, watched)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func checkReach(t *testing.T, path, name string, watched []string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	imported := map[string]bool{}
	for _, spec := range f.Imports {
		of, _ := strconv.Unquote(spec.Path.Value)
		if !slices.Contains(watched, of) {
			continue
		}
		if spec.Name != nil || of != "os" && of != "net" && of != "syscall" {
			t.Errorf("%s imports %s", name, spec.Path.Value)
		}
		imported[of] = true
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && imported[x.Name] {
				if what := x.Name + "." + s.Sel.Name; !slices.Contains(reach[name], what) {
					t.Errorf("%s uses %s", name, what)
				}
			}
		}
		return true
	})
}

// Every test that SECURITY.md names exists.
func TestSecurityIsHeld(t *testing.T) {
	src, err := os.ReadFile("../SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]bool{}
	for _, pattern := range []string{"*_test.go", "../cmd/slipway/*_test.go", "../analysis/*/*_test.go"} {
		files, _ := filepath.Glob(pattern)
		for _, file := range files {
			code, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range regexp.MustCompile(`(?m)^func (Test\w+)\(t`).FindAllSubmatch(code, -1) {
				tests[string(m[1])] = true
			}
		}
	}
	named := regexp.MustCompile("`(Test\\w+)`").FindAllSubmatch(src, -1)
	for _, m := range named {
		if !tests[string(m[1])] {
			t.Errorf("there is no %s", m[1])
		}
	}
	if len(named) < 15 {
		t.Errorf("SECURITY.md names %d tests", len(named))
	}
}
