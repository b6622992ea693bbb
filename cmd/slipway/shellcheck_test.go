package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestShellCheck: the command line asks the program that it is told of, and goes on
// without it, having said so once, where it fails.
func TestShellCheck(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv("PATH", "/usr/bin:/bin")
	write(t, "Dockerfile", "FROM debian:12\nRUN cd /src; make\nRUN cd /src; make all\n")
	write(t, "buildkit.yaml", "lint:\n  profile: buildkit\n")
	program := func(body string) string {
		path := filepath.Join(t.TempDir(), "program")
		src := "#!/bin/sh\nif [ \"$1\" = --version ]; then echo 'version: 0.10.0'; exit; fi\n" + body + "\n"
		if err := os.WriteFile(path, []byte(src), 0o700); err != nil {
			t.Fatal(err)
		}
		return path
	}
	finds := program(`echo '{"comments":[{"line":2,"endLine":2,"column":1,"endColumn":3,"level":"warning","code":2999,"message":"found"}]}'; exit 1`)
	for _, c := range []struct {
		args           []string
		status         int
		stdout, stderr string
		count          int
	}{
		{[]string{"--shellcheck", finds}, 1, "SC2999", "", 2},
		{[]string{"--shellcheck", finds, "--config", "buildkit.yaml"}, 0, "SC2999", "", 0},
		{[]string{"--shellcheck", "off"}, 1, "SC2164", "", 2},
		{[]string{"--shellcheck", program("exit 4")}, 1, "SC2164", "", 2},
		{[]string{"--shellcheck", "./missing"}, 2, "", "--shellcheck: ", 1},
	} {
		stdout, stderr, status := inProcess(t, append([]string{"lint"}, c.args...), "")
		text := stdout
		if c.stderr != "" {
			text = stderr
		}
		if status != c.status || strings.Count(text, c.stdout+c.stderr) != c.count {
			t.Errorf("%v: status %d, want %d\n%s%s", c.args, status, c.status, stdout, stderr)
		}
	}
}
