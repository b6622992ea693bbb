package server

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// fakeShellCheck is a program that finds SC2010 at the first "ls" of any text, and
// writes a line into a log for each.
func fakeShellCheck(t *testing.T) (path, log string) {
	t.Helper()
	dir := t.TempDir()
	path, log = filepath.Join(dir, "program"), filepath.Join(dir, "log")
	script := `#!/bin/sh
if [ "$1" = --version ]; then echo 'version: 0.10.0'; exit; fi
echo asked >> ` + log + `
echo '{"comments":[{"line":2,"endLine":2,"column":1,"endColumn":3,"level":"warning","code":2010,"message":"use a pattern"}]}'
exit 1
`
	if err := os.WriteFile(path, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	return path, log
}

func startWithShellCheck(t *testing.T, path string, capabilities object) *editor {
	e := launch(t, Options{ShellCheck: true})
	e.answerTo["workspace/diagnostic/refresh"] = func(json.RawMessage) any { return nil }
	e.initialize(object{
		"capabilities":          capabilities,
		"initializationOptions": object{"lint": object{"shellcheck": path}},
	})
	return e
}

func hasCode(list []shown, code string) bool {
	return slices.ContainsFunc(list, func(d shown) bool { return d.Code == code })
}

// What ShellCheck finds is published when it is there, for the version that there is by
// then; our own rules speak until then.
func TestShellCheckPushed(t *testing.T) {
	path, log := fakeShellCheck(t)
	e := startWithShellCheck(t, path, object{})
	e.open(dockerfile, 1, "FROM debian:12\nRUN cd /src; make\n")
	if p := e.diagnostics(dockerfile, 1); !hasCode(p.Diagnostics, "SC2164") {
		t.Errorf("at first: %+v", p)
	}
	e.change(dockerfile, 2, object{"text": "FROM debian:12\nRUN cd /src; make it\n"})
	p := e.diagnostics(dockerfile, 2)
	for !hasCode(p.Diagnostics, "SC2010") {
		p = e.diagnostics(dockerfile, 2)
	}
	if hasCode(p.Diagnostics, "SC2164") {
		t.Errorf("one finding twice: %+v", p)
	}
	// What was looked at is not looked at again.
	e.change(dockerfile, 3, object{"text": "FROM debian:12\n\nRUN cd /src; make it\n"})
	if p := e.diagnostics(dockerfile, 3); !hasCode(p.Diagnostics, "SC2010") {
		t.Errorf("moved: %+v", p)
	}
	asked, err := os.ReadFile(log)
	if err != nil || strings.Count(string(asked), "asked") > 2 {
		t.Errorf("asked %q %v", asked, err)
	}
}

// A client that pulls is told to pull again.
func TestShellCheckPulled(t *testing.T) {
	path, _ := fakeShellCheck(t)
	e := startWithShellCheck(t, path, object{
		"textDocument": object{"diagnostic": object{}},
		"workspace":    object{"diagnostics": object{"refreshSupport": true}},
	})
	e.open(dockerfile, 1, "FROM debian:12\nRUN cd /src; make\n")
	first := e.pull(dockerfile, "")
	e.notice("workspace/diagnostic/refresh", nil)
	if p := e.pull(dockerfile, first.ResultID); !strings.Contains(fmt.Sprintf("%s", p.Items), "SC2010") {
		t.Errorf("%+v", p)
	}
}

// A file in the project may turn ShellCheck off, and cannot choose a program.
func TestShellCheckUntrusted(t *testing.T) {
	path, log := fakeShellCheck(t)
	t.Setenv("PATH", t.TempDir())
	for _, c := range []struct{ file, options string }{{path, "auto"}, {"off", ""}} {
		root := tree(t, map[string]string{"Dockerfile": "", ".slipway.yaml": "lint:\n  shellcheck: " + c.file + "\n"})
		e := launch(t, Options{ShellCheck: true})
		options := object{}
		if c.options != "" {
			options = object{"lint": object{"shellcheck": c.options}}
		}
		e.initialize(object{"initializationOptions": options})
		uri := "file://" + root + "/Dockerfile"
		e.open(uri, 1, "FROM debian:12\nRUN cd /src; make\n")
		if p := e.diagnostics(uri, 1); !hasCode(p.Diagnostics, "SC2164") {
			t.Errorf("%+v", p)
		}
		e.call("shutdown", nil)
	}
	if asked, err := os.ReadFile(log); err == nil {
		t.Errorf("the program was run: %s", asked)
	}
}
