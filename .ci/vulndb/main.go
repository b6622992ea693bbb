// Command vulndb writes the Go vulnerability database into a folder, in the form
// that govulncheck -db reads (go.dev/security/vuln/database). It takes it from the
// newest version of module golang.org/x/vulndb, so that govulncheck works wherever
// modules can be had, and nothing but the module proxy need be reached.
package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// report is what the indexes need of an OSV report.
type report struct {
	ID       string    `json:"id"`
	Modified time.Time `json:"modified"`
	Affected []struct {
		Package struct {
			Name string `json:"name"`
		} `json:"package"`
	} `json:"affected"`
}

// module is an element of index/modules.json.
type module struct {
	Path  string `json:"path"`
	Vulns []vuln `json:"vulns"`
}

type vuln struct {
	ID       string    `json:"id"`
	Modified time.Time `json:"modified"`
}

func main() {
	if len(os.Args) != 2 {
		fail(fmt.Errorf("usage: vulndb FOLDER"))
	}
	version, source, err := download()
	if err == nil {
		err = write(os.Args[1], filepath.Join(source, "data", "osv"))
	}
	if err != nil {
		fail(err)
	}
	fmt.Println("vulnerability database: golang.org/x/vulndb", version)
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "vulndb:", err)
	os.Exit(1)
}

// download has the go command fetch the module and tells where it lies.
func download() (version, dir string, err error) {
	c := exec.Command("go", "mod", "download", "-json", "golang.org/x/vulndb@latest")
	out, err := c.Output()
	var m struct{ Version, Dir, Error string }
	if e := json.Unmarshal(out, &m); e != nil || m.Error != "" {
		return "", "", fmt.Errorf("the vulnerability database cannot be downloaded: %v %s", err, m.Error)
	}
	return m.Version, m.Dir, err
}

// write copies the reports in source and makes the indexes of them.
func write(target, source string) error {
	reports, err := filepath.Glob(filepath.Join(source, "GO-*.json"))
	if err != nil || len(reports) == 0 {
		return fmt.Errorf("no reports in %s", source)
	}
	for _, dir := range []string{"ID", "index"} {
		if err := os.MkdirAll(filepath.Join(target, dir), 0o755); err != nil {
			return err
		}
	}
	modules := map[string]*module{}
	for _, path := range reports {
		if err := add(modules, target, path); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	list := slices.SortedFunc(maps.Values(modules), func(a, b *module) int { return strings.Compare(a.Path, b.Path) })
	if err := writeJSON(filepath.Join(target, "index", "modules.json"), list); err != nil {
		return err
	}
	return writeJSON(filepath.Join(target, "index", "db.json"), map[string]time.Time{"modified": time.Now().UTC()})
}

// add copies one report and enters it into the index of modules.
func add(modules map[string]*module, target, path string) error {
	raw, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var r report
	if err := json.Unmarshal(raw, &r); err != nil {
		return err
	}
	for _, a := range r.Affected {
		m := modules[a.Package.Name]
		if m == nil {
			m = &module{Path: a.Package.Name}
			modules[m.Path] = m
		}
		if !slices.ContainsFunc(m.Vulns, func(v vuln) bool { return v.ID == r.ID }) {
			m.Vulns = append(m.Vulns, vuln{r.ID, r.Modified})
		}
	}
	return os.WriteFile(filepath.Join(target, "ID", filepath.Base(path)), raw, 0o644)
}

func writeJSON(path string, v any) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return os.WriteFile(path, raw, 0o644)
}
