package shellcheck

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/analysis/lint"
	"github.com/slipway-dev/slipway/analysis/text"
)

// fake writes a program that answers as body says, and tells its version.
func fake(t *testing.T, body string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "shellcheck")
	src := "#!/bin/sh\nif [ \"$1\" = --version ]; then echo 'version: 0.10.0'; exit; fi\n" + body + "\n"
	if err := os.WriteFile(path, []byte(src), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestFailures: a program that fails in whatever way is told of once, and is off then.
func TestFailures(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"crash":   {"echo oops >&2; kill -SEGV $$", "signal"},
		"refuses": {"echo 'bad option' >&2; exit 4", "bad option"},
		"garbage": {"echo '{'", "not understood"},
		"floods":  {"while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done", "without end"},
	} {
		t.Run(name, func(t *testing.T) {
			var told []string
			k := &Checker{Path: fake(t, c.body), Failed: func(err error) { told = append(told, err.Error()) }}
			for i := range 3 {
				if _, ok := k.Now(t.Context(), lint.ShellScript{Source: fmt.Sprint("x", i), Dialect: "sh"}); ok {
					t.Error("it answers")
				}
			}
			if len(told) != 1 || !strings.Contains(told[0], c.want) || !k.Off() {
				t.Errorf("told %q, off %v", told, k.Off())
			}
		})
	}
}

// TestHang: who waits for a program that hangs waits no longer than its context lasts,
// and that is no failure of the program.
func TestHang(t *testing.T) {
	ctx, stop := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer stop()
	k := &Checker{Path: fake(t, "exec sleep 60"), Failed: func(err error) { t.Error(err) }}
	start := time.Now()
	if _, ok := k.Now(ctx, lint.ShellScript{Source: "x", Dialect: "sh"}); ok || time.Since(start) > 5*time.Second {
		t.Errorf("answered %v after %s", ok, time.Since(start))
	}
}

// TestMissing: that there is no program on the PATH is no failure; that a program which
// was named is missing is one.
func TestMissing(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	for path, want := range map[string]int{"": 0, "/nowhere/shellcheck": 1, "shellcheck": 1} {
		told := 0
		k := &Checker{Path: path, Failed: func(error) { told++ }}
		for range 2 {
			if _, ok := k.Now(t.Context(), lint.ShellScript{Source: "x"}); ok || told != want || !k.Off() {
				t.Errorf("%q: answered %v, told %d times, off %v", path, ok, told, k.Off())
			}
		}
	}
}

// TestWork: what is wanted is asked about one after the other, each script once, and what
// an asker no longer wants is not.
func TestWork(t *testing.T) {
	log := filepath.Join(t.TempDir(), "log")
	k := &Checker{Path: fake(t, "grep -v '^:' >> "+log+"; echo '{\"comments\":[]}'"), Failed: func(err error) { t.Error(err) }}
	script := func(s string) lint.ShellScript { return lint.ShellScript{Source: s, Dialect: "sh"} }
	if !k.Want("a", []lint.ShellScript{script("old")}) || k.Want("a", []lint.ShellScript{script("one"), script("two")}) || k.Want("b", []lint.ShellScript{script("two")}) {
		t.Error("not exactly one has to work")
	}
	var news atomic.Int32
	k.Work(t.Context(), func() { news.Add(1) })
	asked, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Fields(string(asked)); len(got) != 2 || strings.Contains(string(asked), "old") {
		t.Errorf("asked about %q", got)
	}
	if _, ok := k.Known(script("two")); !ok || news.Load() == 0 || k.Answers() != 2 {
		t.Errorf("known %v, news %d, answers %d", ok, news.Load(), k.Answers())
	}
	if !k.Want("a", []lint.ShellScript{script("three")}) {
		t.Error("nobody works any more, and nobody is told to")
	}
}

// TestInput: lines and columns lead back to the script, whatever stands in it.
func TestInput(t *testing.T) {
	c := checker(t)
	for _, src := range []string{
		"cd é; make «$x»", "\tcd /a && \tmake «$x»\n", "#!/bin/sh\ncd /a && \\\n  make «$x»\r\n", "# a comment\n\n# another\nmake «$x»", "make a «$x",
	} {
		start := strings.Index(src, "«")
		plain := strings.NewReplacer("«", "", "»", "").Replace(src)
		want := text.Span{Start: start, End: start + len("$x")}
		notes, ok := c.Now(t.Context(), lint.ShellScript{Source: plain, Dialect: "dash"})
		var got []text.Span
		for _, n := range notes {
			if n.Code == "SC2086" {
				got = append(got, n.Span)
			}
		}
		if diff := cmp.Diff([]text.Span{want}, got); !ok || diff != "" {
			t.Errorf("%q: %v %s", plain, ok, diff)
		}
	}
}

// TestSetup: what is set is not missed, and a directive at the top is for all of the
// script.
func TestSetup(t *testing.T) {
	c := checker(t)
	for _, k := range []struct {
		script lint.ShellScript
		want   string
	}{
		{lint.ShellScript{Source: "echo $x $y; cd /a; make", Dialect: "sh"}, "SC2154 SC2086 SC2154 SC2086 SC2164"},
		{lint.ShellScript{Source: "echo $x $y; cd /a; make", Dialect: "sh", Variables: "x y", Errexit: true}, ""},
		{lint.ShellScript{Source: "# shellcheck disable=SC2154,SC2086\necho $x\necho $y", Dialect: "bash"}, ""},
		{lint.ShellScript{Source: "[[ $x ]]", Dialect: "bash", Variables: "x"}, ""},
		{lint.ShellScript{Source: "[[ $x ]]", Dialect: "dash", Variables: "x"}, "SC3010"},
	} {
		notes, ok := c.Now(t.Context(), k.script)
		var got []string
		for _, n := range notes {
			got = append(got, n.Code)
		}
		if !ok || !sameWords(got, strings.Fields(k.want)) {
			t.Errorf("%+v: %v %v, want %s", k.script, ok, got, k.want)
		}
	}
}

func sameWords(a, b []string) bool {
	count := map[string]int{}
	for _, w := range a {
		count[w]++
	}
	for _, w := range b {
		count[w]--
	}
	for _, n := range count {
		if n != 0 {
			return false
		}
	}
	return true
}
