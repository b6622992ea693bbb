package server

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/slipway-dev/slipway/"

// layers are the packages in the order in which imports may go: each may import
// those of the layers before it, and none of its own layer.
var layers = [][]string{
	{"analysis/text"},
	{"analysis/syntax"},
	{"analysis/reference", "analysis/shell", "analysis/buildcontext"},
	{"analysis"},
	{"analysis/lint", "analysis/refactor", "analysis/format", "completion"},
	{"server/shellcheck"},
	{"server"},
	{"cmd/slipway", "cmd/benchtable"},
}

type goPackage struct {
	ImportPath string
	Imports    []string
	Deps       []string
}

func list(t *testing.T, args ...string) map[string]goPackage {
	t.Helper()
	out, err := exec.Command("go", append([]string{"list", "-json=ImportPath,Imports,Deps"}, args...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	packages := map[string]goPackage{}
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p goPackage
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		packages[strings.TrimPrefix(p.ImportPath, module)] = p
	}
}

// TestImportsGoOneWay holds the picture in ARCHITECTURE.md.
func TestImportsGoOneWay(t *testing.T) {
	packages := list(t, module+"...")
	level := map[string]int{}
	for i, layer := range layers {
		for _, p := range layer {
			level[p] = i
			if _, ok := packages[p]; !ok {
				t.Errorf("there is no package %s", p)
			}
		}
	}
	testOnly := []string{"analysis/fixture", "analysis/lint/buildkittest"}
	for name, p := range packages {
		if slices.Contains(testOnly, name) {
			continue
		}
		from, ok := level[name]
		if !ok {
			t.Errorf("package %s has no layer", name)
		}
		for _, imported := range p.Imports {
			if to, ok := strings.CutPrefix(imported, module); ok && (slices.Contains(testOnly, to) || level[to] >= from) {
				t.Errorf("%s imports %s", name, to)
			}
		}
	}
}

// TestKeepOut holds what may not be imported where.
func TestKeepOut(t *testing.T) {
	packages := list(t, module+"...")
	for name, p := range packages {
		for _, imported := range p.Imports {
			switch {
			case strings.HasPrefix(imported, "go.lsp.dev/") && name != "server",
				strings.HasPrefix(imported, "go.uber.org/zap") && name != "server" && name != "cmd/slipway":
				t.Errorf("%s imports %s", name, imported)
			case imported == "os/exec" && name != "server/shellcheck":
				t.Errorf("%s runs programs", name)
			case strings.HasPrefix(name, "analysis") || name == "completion":
				// No package below the server opens files, looks at a clock or talks to
				// anybody. analysis/lint reads the dates in labels.
				forbidden := slices.Contains([]string{"context", "log", "net/http", "os", "os/exec", "time"}, imported)
				dates := name == "analysis/lint" && imported == "time"
				if forbidden && !dates && !strings.Contains(name, "fixture") && !strings.Contains(name, "buildkittest") {
					t.Errorf("%s imports %s", name, imported)
				}
			}
		}
	}
	for _, dep := range packages["cmd/slipway"].Deps {
		if strings.Contains(dep, "dockerfile2llb") || strings.Contains(dep, "google.golang.org/grpc") {
			t.Errorf("the binary contains %s", dep)
		}
	}
}
