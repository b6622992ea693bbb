package buildkittest

import (
	"bytes"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// corpusDir holds real Dockerfiles beside the repository.
const corpusDir = "../../../../shared/corpus"

func corpus(t *testing.T) map[string][]byte {
	t.Helper()
	if _, err := os.Stat(corpusDir); err != nil {
		t.Skip("no corpus of real Dockerfiles beside the repository (../shared/corpus)")
	}
	files := map[string][]byte{}
	err := filepath.WalkDir(corpusDir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !isDockerfile(d.Name()) {
			return err
		}
		files[path], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatal("the corpus holds no Dockerfile")
	}
	return files
}

func isDockerfile(name string) bool {
	return strings.HasPrefix(name, "Dockerfile") || strings.HasSuffix(strings.ToLower(name), ".dockerfile")
}

// variable parts of an error message, for counting messages of one shape
var particulars = regexp.MustCompile(`"[^"]*"|'[^']*'|line \d+|: [A-Za-z]:.*`)

func TestCorpus(t *testing.T) {
	files := corpus(t)
	rules, errorShapes := map[string]int{}, map[string]int{}
	erring := 0
	start := time.Now()
	for _, path := range slices.Sorted(maps.Keys(files)) {
		src := files[path]
		result := Lint(Input{Dockerfile: src})
		if strings.HasPrefix(result.Error, PanicMarker) || strings.HasPrefix(result.Error, RefusalMarker) {
			t.Errorf("%s: %s", path, result.Error)
		}
		if result.Error != "" {
			erring++
			errorShapes[particulars.ReplaceAllString(result.Error, "…")]++
		}
		last := bytes.Count(src, []byte("\n")) + 1
		for _, f := range result.Findings {
			rules[f.Rule]++
			if f.StartLine < 1 || f.EndLine < f.StartLine || f.EndLine > last {
				t.Errorf("%s: lines %d-%d of %d: %s", path, f.StartLine, f.EndLine, last, f.Message)
			}
		}
	}
	t.Logf("%d files, %d with an error, in %v", len(files), erring, time.Since(start).Round(time.Millisecond))
	for _, counts := range []map[string]int{errorShapes, rules} {
		for _, name := range slices.Sorted(maps.Keys(counts)) {
			t.Logf("%5d %s", counts[name], name)
		}
	}
}

func TestCorpusCuts(t *testing.T) {
	for path, src := range corpus(t) {
		cuts, escape, _, err := Parse(src)
		if err != nil {
			continue
		}
		if escape != '\\' && escape != '`' {
			t.Errorf("%s: escape %q", path, escape)
		}
		end := 0
		for _, c := range cuts {
			if c.Start <= end || c.End < c.Start {
				t.Errorf("%s: %s on lines %d-%d follows line %d", path, c.Keyword, c.Start, c.End, end)
			}
			end = c.End
		}
	}
}
