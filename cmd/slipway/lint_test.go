package main

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/slipway-dev/slipway/analysis/fixture"
)

// TestCommands runs the scripts in testdata/cli. Section "command" is the command
// line, "stdin" the standard input, "env" variables; "want stdout", "want stderr"
// and "want status" are what it answers, "want file NAME" is a file afterwards. All
// other sections are files.
func TestCommands(t *testing.T) {
	paths, err := filepath.Glob("../../testdata/cli/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatal("no scripts: ", err)
	}
	for _, path := range paths {
		path, err := filepath.Abs(path)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) { runScript(t, path) })
	}
}

func runScript(t *testing.T, path string) {
	a, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	t.Setenv("PATH", "") // no ShellCheck
	var command, stdin string
	for _, f := range a.Files {
		switch {
		case f.Name == "command":
			command = strings.TrimSpace(string(f.Data))
		case f.Name == "stdin":
			stdin = string(f.Data)
		case f.Name == "env":
			for line := range strings.Lines(string(f.Data)) {
				key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
				t.Setenv(key, value)
			}
		case !strings.HasPrefix(f.Name, "want "):
			write(t, f.Name, string(f.Data))
		}
	}
	args := strings.Fields(command)
	if len(args) == 0 || args[0] != "slipway" {
		t.Fatalf("%s: the command is %q", path, command)
	}
	stdout, stderr, status := inProcess(t, args[1:], stdin)
	wants := 0
	for i, f := range a.Files {
		var got string
		switch {
		case f.Name == "want stdout":
			got = stdout
		case f.Name == "want stderr":
			got = stderr
		case f.Name == "want status":
			got = strconv.Itoa(status) + "\n"
		case strings.HasPrefix(f.Name, "want file "):
			src, err := os.ReadFile(strings.TrimPrefix(f.Name, "want file "))
			if err != nil {
				t.Fatal(err)
			}
			got = string(src)
		default:
			continue
		}
		wants++
		if fixture.Updating() {
			a.Files[i].Data = []byte(got)
		}
		if diff := cmp.Diff(string(a.Files[i].Data), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", f.Name, diff)
		}
	}
	if wants == 0 {
		t.Error("the script wants nothing")
	}
	if fixture.Updating() {
		write(t, path, string(txtar.Format(a)))
	}
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

var changing = regexp.MustCompile(`"version": "(?:devel|v[0-9][^"]*)"`)

// inProcess runs a command line with its own standard streams.
func inProcess(t *testing.T, args []string, stdin string) (stdout, stderr string, status int) {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "in"), stdin)
	in, err := os.Open(filepath.Join(dir, "in"))
	if err != nil {
		t.Fatal(err)
	}
	out, err := os.Create(filepath.Join(dir, "out"))
	if err != nil {
		t.Fatal(err)
	}
	errs, err := os.Create(filepath.Join(dir, "err"))
	if err != nil {
		t.Fatal(err)
	}
	oldIn, oldOut, oldErr := os.Stdin, os.Stdout, os.Stderr
	os.Stdin, os.Stdout, os.Stderr = in, out, errs
	defer func() { os.Stdin, os.Stdout, os.Stderr = oldIn, oldOut, oldErr }()
	status = run(args)
	read := func(f *os.File) string {
		defer f.Close()
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(f)
		if err != nil {
			t.Fatal(err)
		}
		return changing.ReplaceAllString(string(b), `"version": "VERSION"`)
	}
	in.Close()
	return read(out), read(errs), status
}
