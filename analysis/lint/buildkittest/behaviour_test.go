package buildkittest

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite what the fixtures want")

// Each fixture states one thing BuildKit does and proves it. A section
// "experimental" turns the experimental check on; "base env" is the
// environment of every base image.
func TestBehaviour(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("fixtures: %v, error %v", paths, err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			in, want := fixture(t, archive)
			got := strings.Join(append(lintTenTimes(t, in), ""), "\n")
			if *update {
				want.Data = []byte(got)
				if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(want.Data), got); diff != "" {
				t.Errorf("BuildKit says (-want +got):\n%s", diff)
			}
		})
	}
}

// fixture is what an archive asks, and the file in it that holds the answer.
func fixture(t *testing.T, archive *txtar.Archive) (in Input, want *txtar.File) {
	t.Helper()
	for i, file := range archive.Files {
		switch file.Name {
		case "Dockerfile":
			in.Dockerfile = file.Data
		case ".dockerignore":
			in.Dockerignore, in.HasDockerignore = string(file.Data), true
		case "base env":
			in.BaseEnv = func(string) []string { return strings.Fields(string(file.Data)) }
		case "experimental":
			in.Experimental = true
		case "want":
			want = &archive.Files[i]
		default:
			t.Fatalf("unknown section %q", file.Name)
		}
	}
	if want == nil {
		t.Fatal(`no section "want"`)
	}
	return in, want
}
