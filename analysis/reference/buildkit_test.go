package reference

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/dockerfile/dockerfile2llb"
	dfinstructions "github.com/moby/buildkit/frontend/dockerfile/instructions"
	dfparser "github.com/moby/buildkit/frontend/dockerfile/parser"
	digest "github.com/opencontainers/go-digest"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
)

// parse reads a Dockerfile as BuildKit does, up to and with the mounts of RUN,
// which it evaluates late. Variables stay as they are.
func parse(src string) (stages []dfinstructions.Stage, err error) {
	res, err := dfparser.Parse(strings.NewReader(src))
	if err != nil {
		return nil, err
	}
	stages, _, err = dfinstructions.Parse(res.AST, nil)
	if err != nil {
		return nil, err
	}
	for _, stage := range stages {
		for _, cmd := range stage.Commands {
			if run, ok := cmd.(*dfinstructions.RunCommand); ok {
				if err := run.Expand(func(w string) (string, error) { return w, nil }); err != nil {
					return nil, err
				}
			}
		}
	}
	return stages, nil
}

// resolver answers for every image with an amd64 one that sets nothing.
type resolver struct{}

func (resolver) ResolveImageConfig(_ context.Context, ref string, _ sourceresolver.Opt) (string, digest.Digest, []byte, error) {
	arch := "amd64"
	if strings.Contains(ref, "arm64v8") {
		arch = "arm64"
	}
	layer := digest.FromString("one layer").String() // without any it would pass for scratch
	return ref, "", []byte(`{"architecture":"` + arch + `","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":["` + layer + `"]}}`), nil
}

// lint returns the names of the build checks that BuildKit reports, and its
// error if it cannot convert the Dockerfile.
func lint(t *testing.T, src string) (rules []string, failure string) {
	t.Helper()
	sources := llb.NewSourceMap(nil, "Dockerfile", "Dockerfile", []byte(src))
	sources.Definition = &llb.Definition{}
	res, err := dockerfile2llb.DockerfileLint(t.Context(), []byte(src), dockerfile2llb.ConvertOpt{
		MetaResolver:   resolver{},
		SourceMap:      sources,
		TargetPlatform: &ocispecs.Platform{OS: "linux", Architecture: "amd64"},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range res.Warnings {
		rules = append(rules, w.RuleName)
	}
	if res.Error != nil {
		failure = res.Error.Message
	}
	return rules, failure
}

// frontend is the folder of BuildKit's Dockerfile frontend, the truth that the
// tables are held against.
var frontend = sync.OnceValues(func() (string, error) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/moby/buildkit").Output()
	return filepath.Join(strings.TrimSpace(string(out)), "frontend"), err
})

// source parses one Go file below BuildKit's frontend folder.
func source(t *testing.T, path string) *ast.File {
	t.Helper()
	dir, err := frontend()
	if err != nil {
		t.Fatalf("go list cannot find BuildKit: %v", err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(dir, path), nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// stringsIn returns the string literals below n in order.
func stringsIn(n ast.Node) []string {
	var found []string
	ast.Inspect(n, func(n ast.Node) bool {
		if s, ok := literalString(n); ok {
			found = append(found, s)
		}
		return true
	})
	return found
}

func literalString(n ast.Node) (string, bool) {
	lit, ok := n.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

// function returns the function or method of that name.
func function(t *testing.T, file *ast.File, name string) *ast.FuncDecl {
	t.Helper()
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Name.Name == name {
			return f
		}
	}
	t.Fatalf("BuildKit has no function %s any more", name)
	return nil
}

// caseStrings returns the strings of the case clauses of the switch over the
// variable named tag.
func caseStrings(n ast.Node, tag string) []string {
	var found []string
	ast.Inspect(n, func(n ast.Node) bool {
		sw, ok := n.(*ast.SwitchStmt)
		if !ok {
			return true
		}
		if id, ok := sw.Tag.(*ast.Ident); !ok || id.Name != tag {
			return true
		}
		for _, c := range sw.Body.List {
			for _, e := range c.(*ast.CaseClause).List {
				if s, ok := literalString(e); ok {
					found = append(found, s)
				}
			}
		}
		return true
	})
	slices.Sort(found)
	return slices.Compact(found)
}
