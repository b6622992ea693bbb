package shellcheck

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"time"

	"github.com/slipway-dev/slipway/analysis/lint"
)

// Limits on a run of the program. Real scripts take it some 20 ms.
const (
	timeout   = 10 * time.Second
	maxOutput = 4 << 20   // bytes
	maxScript = 128 << 10 // bytes; larger scripts are not looked at
)

// Program is a ShellCheck that can be run.
type Program struct {
	path    string
	busybox bool // it knows BusyBox's ash, as those from 0.10 on do
}

// Look finds the program: at an absolute path, or for "" the one that is called
// shellcheck on the PATH. A missing one is an exec.ErrNotFound or fs.ErrNotExist.
func Look(ctx context.Context, path string) (*Program, error) {
	if path == "" {
		path = "shellcheck"
	} else if !filepath.IsAbs(path) {
		return nil, fmt.Errorf("%s: the path of shellcheck must be absolute", path)
	}
	path, err := exec.LookPath(path) // it refuses a program in the current folder
	if err != nil {
		return nil, err
	}
	p := &Program{path: path}
	out, err := p.run(ctx, "", "--version")
	if err != nil {
		return nil, err
	}
	m := version.FindSubmatch(out)
	if m == nil {
		return nil, fmt.Errorf("%s: it does not tell its version as ShellCheck does", path)
	}
	major, _ := strconv.Atoi(string(m[1]))
	minor, _ := strconv.Atoi(string(m[2]))
	if major == 0 && minor < 7 {
		return nil, fmt.Errorf("%s: version %d.%d is too old; 0.7 is the first that will do", path, major, minor)
	}
	p.busybox = major > 0 || minor >= 10
	return p, nil
}

var version = regexp.MustCompile(`(?m)^version: (\d+)\.(\d+)`)

// unwanted are codes about first lines and sourced scripts, which there are none of in
// an instruction, and about runs of blanks, which joined lines leave everywhere.
const unwanted = "SC1008,SC1090,SC1091,SC2148,SC2187,SC2239,SC2291"

// Check has the program look at a script.
func (p *Program) Check(ctx context.Context, s lint.ShellScript) ([]lint.ShellNote, error) {
	if len(s.Source) > maxScript {
		return nil, nil
	}
	dialect := s.Dialect
	if dialect == "busybox" && !p.busybox {
		dialect = "dash"
	}
	in := newInput(s)
	out, err := p.run(ctx, in.text, "--norc", "-e", unwanted, "-s", dialect, "-f", "json1", "-")
	if err != nil {
		return nil, err
	}
	return in.notes(out)
}

// run is what the program prints. To find something is no error.
func (p *Program) run(ctx context.Context, stdin string, args ...string) ([]byte, error) {
	ctx, stop := context.WithTimeout(ctx, timeout)
	defer stop()
	c := exec.CommandContext(ctx, p.path, args...)
	c.Dir = os.TempDir()
	c.Stdin = bytes.NewReader([]byte(stdin))
	c.WaitDelay = time.Second // for children that keep the output open
	out, errs := &limited{stop: stop}, &limited{stop: stop}
	c.Stdout, c.Stderr = out, errs
	err := c.Run()
	var exit *exec.ExitError
	switch {
	case out.full || errs.full:
		return nil, fmt.Errorf("%s: it prints without end", p.path)
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return nil, fmt.Errorf("%s: no answer within %s", p.path, timeout)
	case errors.As(err, &exit) && exit.ExitCode() == 1, err == nil:
		return out.kept.Bytes(), nil
	}
	return nil, fmt.Errorf("%s: %w: %s", p.path, err, bytes.TrimSpace(errs.kept.Bytes()[:min(errs.kept.Len(), 200)]))
}

// limited keeps so much of what is written to it, and stops the writer beyond.
type limited struct {
	kept bytes.Buffer // not embedded: its ReadFrom would take everything
	full bool
	stop func()
}

func (l *limited) Write(b []byte) (int, error) {
	if l.kept.Len()+len(b) > maxOutput {
		l.full = true
		l.stop()
		return 0, errors.New("too much output")
	}
	return l.kept.Write(b)
}
