package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestMain lets the test binary be slipway, so that tests can start it.
func TestMain(m *testing.M) {
	if os.Getenv("BE_SLIPWAY") != "" {
		os.Exit(run(os.Args[1:]))
	}
	os.Exit(m.Run())
}

// slipway is a command that runs slipway.
func slipway(t *testing.T, args ...string) *exec.Cmd {
	c := exec.CommandContext(t.Context(), os.Args[0], args...)
	c.Env = append(os.Environ(), "BE_SLIPWAY=1")
	c.WaitDelay = 10 * time.Second
	return c
}

func send(t *testing.T, w io.Writer, body string) {
	t.Helper()
	if _, err := fmt.Fprintf(w, "Content-Length: %d\r\n\r\n%s", len(body), body); err != nil {
		t.Fatal(err)
	}
}

func receive(t *testing.T, r *bufio.Reader) string {
	t.Helper()
	header, err := r.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.Atoi(strings.TrimSpace(strings.TrimPrefix(header, "Content-Length:")))
	if err != nil {
		t.Fatal(err)
	}
	body := make([]byte, n+2)
	if _, err := io.ReadFull(r, body); err != nil {
		t.Fatal(err)
	}
	return string(body[2:])
}

// converse initializes a server and ends it.
func converse(t *testing.T, w io.Writer, r io.Reader) {
	t.Helper()
	in := bufio.NewReader(r)
	send(t, w, `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}`)
	if got := receive(t, in); !strings.Contains(got, `"name":"slipway"`) {
		t.Errorf("initialize: %s", got)
	}
	send(t, w, `{"jsonrpc":"2.0","id":2,"method":"shutdown"}`)
	if got := receive(t, in); !strings.Contains(got, `"id":2,"result":null`) {
		t.Errorf("shutdown: %s", got)
	}
	send(t, w, `{"jsonrpc":"2.0","method":"exit"}`)
}

func TestServeStdio(t *testing.T) {
	for _, args := range [][]string{
		{"serve"},
		{"serve", "--stdio"},
		{"serve", "--stdio", "--clientProcessId=" + strconv.Itoa(os.Getpid()), "--log-level=error", "--paranoid"},
	} {
		c := slipway(t, args...)
		in, out := startPiped(t, c)
		converse(t, in, out)
		if err := c.Wait(); err != nil {
			t.Errorf("%q: %v", args, err)
		}
	}
}

func TestServeEndsWithInput(t *testing.T) {
	err := slipway(t, "serve").Run() // standard input is at its end
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 1 {
		t.Errorf("%v, want exit code 1", err)
	}
}

func TestServeListen(t *testing.T) {
	for _, address := range []string{"localhost:0", ":0", "unix:" + filepath.Join(t.TempDir(), "socket")} {
		c := slipway(t, "serve", "--listen", address)
		told, err := c.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		line, _ := bufio.NewReader(told).ReadString('\n')
		words := strings.Fields(line) // listening on NETWORK ADDRESS
		if len(words) != 4 {
			t.Fatalf("%s: told %q", address, line)
		}
		if path, ok := strings.CutPrefix(address, "unix:"); ok {
			if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("the socket is open to others: %v %v", info.Mode(), err)
			}
		} else if host, _, _ := net.SplitHostPort(words[3]); !net.ParseIP(host).IsLoopback() {
			t.Errorf("%s listens at %s", address, words[3])
		}
		for range 2 { // one session after the other
			conn, err := net.Dial(words[2], words[3])
			if err != nil {
				t.Fatal(err)
			}
			converse(t, conn, conn)
			if _, err := conn.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
				t.Errorf("%s: %v at the end", address, err)
			}
			conn.Close()
		}
		c.Process.Signal(os.Interrupt)
		if err := c.Wait(); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// startPiped starts a program with its input and output in the test's hands.
func startPiped(t *testing.T, c *exec.Cmd) (in io.WriteCloser, out io.ReadCloser) {
	t.Helper()
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err = c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	return in, out
}

func TestCommandLine(t *testing.T) {
	for _, test := range []struct {
		args string
		code int
		out  string
	}{
		{"--version", 0, "slipway "},
		{"version", 0, "slipway "},
		{"help", 0, "serve"},
		{"no-such-command", 2, "unknown command"},
		{"serve --no-such-flag", 2, "unknown flag"},
		{"serve extra", 2, "extra"},
		{"serve --log-level=loud", 2, "loud"},
		{"serve --listen=nowhere", 2, "nowhere"},
	} {
		out, err := slipway(t, strings.Fields(test.args)...).CombinedOutput()
		code := 0
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			code = exit.ExitCode()
		} else if err != nil {
			t.Fatal(err)
		}
		if code != test.code || !strings.Contains(string(out), test.out) {
			t.Errorf("%s: %d %q, want %d %q", test.args, code, out, test.code, test.out)
		}
	}
}
