package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// transcript is a session up to a request that is being answered.
func transcript() string {
	var b strings.Builder
	for _, body := range []string{
		`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}`,
		`{"jsonrpc":"2.0","method":"initialized","params":{}}`,
		`{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"file:///ws/Dockerfile",` +
			`"languageId":"dockerfile","version":1,"text":"` + strings.Repeat(`FROM a\nFOO\n`, 2000) + `"}}}`,
		`{"jsonrpc":"2.0","id":2,"method":"textDocument/documentSymbol","params":{"textDocument":{"uri":"file:///ws/Dockerfile"}}}`,
	} {
		fmt.Fprintf(&b, "Content-Length: %d\r\n\r\n%s", len(body), body)
	}
	return b.String()
}

// A client may be killed at any point, also while it does not read: its pipes are
// closed, and within a second the server is gone.
func TestClientKilled(t *testing.T) {
	all := transcript()
	for _, n := range []int{1, 10, 18, 21, 40, 200, 400, len(all) / 2, len(all) - 1, len(all)} {
		c := slipway(t, "serve")
		in, out := startPiped(t, c)
		if _, err := io.WriteString(in, all[:n]); err != nil {
			t.Fatal(err)
		}
		killed := time.Now()
		in.Close()
		out.Close()
		err := c.Wait()
		if took := time.Since(killed); took > time.Second {
			t.Errorf("killed after %d bytes: the server ended %v later", n, took)
		}
		if err == nil {
			t.Errorf("killed after %d bytes: exit code 0", n)
		}
	}
}

// A full disk never costs a file: the new text is written beside the old one, which
// is there until all of it is.
func TestFullDisk(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the limit on the size of files is set by a shell")
	}
	src := "FROM a as b\nRUN apt-get install vim\n" + strings.Repeat("RUN echo a long line of a file that is larger than the disk\n", 1000)
	for _, command := range []string{"fmt", "fix"} {
		dir := t.TempDir()
		path := filepath.Join(dir, "Dockerfile")
		if err := os.WriteFile(path, []byte(src), 0o640); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink("Dockerfile", filepath.Join(dir, "link")); err != nil {
			t.Fatal(err)
		}
		run := func(limit string) (string, error) {
			c := exec.CommandContext(t.Context(), "sh", "-c", `trap "" XFSZ; ulimit -f `+limit+`; exec "$0" "$@"`,
				os.Args[0], command, filepath.Join(dir, "link"))
			c.Env = append(os.Environ(), "BE_SLIPWAY=1")
			out, err := c.CombinedOutput()
			return string(out), err
		}
		out, err := run("8") // blocks of 512 bytes
		if got, _ := os.ReadFile(path); err == nil || string(got) != src || !strings.Contains(out, "large") {
			t.Errorf("%s: %v, %q; the file has %d bytes, want %d", command, err, out, len(got), len(src))
		}
		if left, _ := filepath.Glob(filepath.Join(dir, ".*")); len(left) > 0 {
			t.Errorf("%s left %v", command, left)
		}
		if out, err := run("unlimited"); err != nil {
			t.Errorf("%s: %v %s", command, err, out)
		}
		info, err := os.Stat(path)
		link, _ := os.Readlink(filepath.Join(dir, "link"))
		if err != nil || info.Mode() != 0o640 || link != "Dockerfile" {
			t.Errorf("%s: mode %v, link to %q, %v", command, info.Mode(), link, err)
		}
		if got, _ := os.ReadFile(path); string(got) == src || len(got) < len(src) {
			t.Errorf("%s wrote %.40q", command, got)
		}
	}
}

// Where nothing can be written to, a report says so by its exit code, and a server
// serves without its log.
func TestFullOutput(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("there is no device that is always full:", err)
	}
	defer full.Close()
	path := filepath.Join(t.TempDir(), "Dockerfile")
	if err := os.WriteFile(path, []byte("FOO\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"text", "json", "sarif"} {
		c := slipway(t, "lint", "--format", format, path)
		c.Stdout = full
		var exit *exec.ExitError
		if err := c.Run(); !errors.As(err, &exit) || exit.ExitCode() != int(usageError) {
			t.Errorf("lint --format %s: %v, want exit code %d", format, err, usageError)
		}
	}
	c := slipway(t, "serve", "--log-level=debug")
	c.Stderr = full
	in, out := startPiped(t, c)
	converse(t, in, out)
	if err := c.Wait(); err != nil {
		t.Error(err)
	}
}
