package server

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
)

// workspace is a folder and a server for it whose client pulls diagnostics.
func workspace(t *testing.T, files map[string]string) (*editor, string) {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		write(t, filepath.Join(dir, name), content)
	}
	e := launch(t, Options{})
	e.initialize(object{
		"capabilities":     everything("utf-16", true),
		"workspaceFolders": []object{{"uri": string(uri.File(dir)), "name": "ws"}},
	})
	return e, dir
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// pulled is how many findings each Dockerfile of the workspace has.
func (e *editor) pulled(dir string) map[string]int {
	e.t.Helper()
	m := e.call("workspace/diagnostic", object{"previousResultIds": []any{}})
	if m.Error != nil {
		e.t.Fatal(m.Error)
	}
	var report struct {
		Items []struct {
			URI   uri.URI
			Items []json.RawMessage
		}
	}
	if err := json.Unmarshal(m.Result, &report); err != nil {
		e.t.Fatal(err)
	}
	found := map[string]int{}
	for _, item := range report.Items {
		name, err := filepath.Rel(dir, item.URI.FsPath())
		if err != nil {
			e.t.Fatal(err)
		}
		found[filepath.ToSlash(name)] = len(item.Items)
	}
	return found
}

// What cannot be read is passed over, and the rest is served.
func TestOddWorkspace(t *testing.T) {
	outside := t.TempDir()
	write(t, filepath.Join(outside, "Dockerfile"), "FOO\n")
	e, dir := workspace(t, map[string]string{
		"good/Dockerfile": "FOO\n", "folder/Dockerfile/x": "", "big/Dockerfile": strings.Repeat("#", maxFile+1),
	})
	for name, target := range map[string]string{
		"loop/Dockerfile": "Dockerfile", "loop/self": ".", "nothing/Dockerfile": "none", "linked/Dockerfile": "../good/Dockerfile",
		"out/Dockerfile": filepath.Join(outside, "Dockerfile"), "out/up": outside, "device/Dockerfile": os.DevNull,
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	found := e.pulled(dir)
	if len(found) != 2 || found["good/Dockerfile"] == 0 || found["linked/Dockerfile"] == 0 {
		t.Errorf("%v", found)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if found := e.pulled(dir); len(found) != 0 {
		t.Errorf("the workspace is gone: %v", found)
	}
	gone := string(uri.File(filepath.Join(dir, "good", "Dockerfile")))
	e.open(gone, 1, "FROM a\nCOPY x .\nFOO\n")
	for _, q := range questions {
		if m := e.call(q.method, q.about(gone, protocol.Position{}, protocol.Range{})); !q.may(m.code()) {
			t.Errorf("%s: %v", q.method, m.Error)
		}
	}
}

// A file that is written while it is read is read again.
func TestChangingFile(t *testing.T) {
	e, dir := workspace(t, map[string]string{"Dockerfile": ""})
	path := filepath.Join(dir, "Dockerfile")
	done := make(chan bool)
	go func() {
		defer close(done)
		for i := range 300 {
			os.WriteFile(path, []byte(strings.Repeat("FOO\n", i%40)), 0o644)
		}
		os.WriteFile(path, []byte("FOO\nFROM a\nFOO\nFOO\n"), 0o644)
	}()
	for writing := true; writing; {
		select {
		case <-done:
			writing = false
		default:
		}
		e.pulled(dir)
	}
	fresh := launch(t, Options{})
	fresh.initialize(object{
		"capabilities":     everything("utf-16", true),
		"workspaceFolders": []object{{"uri": string(uri.File(dir)), "name": "ws"}},
	})
	if got, want := e.pulled(dir), fresh.pulled(dir); got["Dockerfile"] != want["Dockerfile"] || want["Dockerfile"] == 0 {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestManyDockerfiles(t *testing.T) {
	const n = 10_000
	files := map[string]string{"large/Dockerfile": "FOO\n" + strings.Repeat("# a comment of a usual length\n", 10<<20/30)}
	for i := range n {
		files[fmt.Sprintf("d%02d/s%03d/Dockerfile", i%100, i/100)] = "FROM a\nFOO\n"
	}
	e, dir := workspace(t, files)
	start := time.Now()
	first := e.pulled(dir)
	if len(first) != n+1 || first["d99/s099/Dockerfile"] == 0 || first["large/Dockerfile"] == 0 {
		t.Errorf("%d files, %d findings in the last, %d in the large one", len(first), first["d99/s099/Dockerfile"], first["large/Dockerfile"])
	}
	t.Logf("%d files in %v", len(first), time.Since(start))
	if m := e.call("textDocument/hover", at(string(uri.File(filepath.Join(dir, "d00/s000/Dockerfile"))), 0, 1)); string(m.Result) == "null" {
		t.Error("no hover in a file that is not open")
	}
}
