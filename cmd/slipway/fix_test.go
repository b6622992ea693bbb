package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestUnifiedDiff: patch makes the new text of the old one.
func TestUnifiedDiff(t *testing.T) {
	long := strings.Repeat("same\n", 20)
	for _, test := range [][2]string{
		{"a\nb\nc\n", "a\nx\nc\n"},
		{"a\n", "a"},
		{"a", "a\nb"},
		{"", "a\n"},
		{"a\n", ""},
		{"1\n" + long + "2\n", "x\n" + long + "y\n"},
		{"1\nsame\nsame\nsame\nsame\nsame\nsame\n2\n", "x\nsame\nsame\nsame\nsame\nsame\nsame\ny\n"},
		{"1\nsame\nsame\nsame\nsame\nsame\nsame\nsame\n2\n", "x\nsame\nsame\nsame\nsame\nsame\nsame\nsame\ny\n"},
		{long + "1\n" + long, long + long},
		{"a\r\nb\r\n", "a\r\nc\r\n"},
		{"a\nb\nc\nd\n", "b\na\nd\nc\n"},
	} {
		diff := unifiedDiff("f", test[0], test[1])
		old, added := sides(t, diff)
		if !strings.Contains(test[0], old[0]) || len(old) == 0 || len(added) == 0 {
			t.Errorf("%q", diff)
		}
		git, err := exec.LookPath("git")
		if err != nil {
			continue // the hunks were read above
		}
		t.Chdir(t.TempDir())
		write(t, "f", test[0])
		if out, err := exec.Command(git, "init", "-q").CombinedOutput(); err != nil {
			t.Fatalf("%s %v", out, err)
		}
		apply := exec.Command(git, "apply", "--unidiff-zero", "-")
		apply.Stdin = strings.NewReader(diff)
		if out, err := apply.CombinedOutput(); err != nil {
			t.Errorf("git cannot apply: %s\n%s", out, diff)
			continue
		}
		if got, _ := os.ReadFile("f"); string(got) != test[1] {
			t.Errorf("applied: %q, want %q\n%s", got, test[1], diff)
		}
	}
	if unifiedDiff("f", "a", "a") != "" {
		t.Error("no change has a difference")
	}
}

// sides are the texts of each hunk, before and after.
func sides(t *testing.T, diff string) (before, after []string) {
	for _, hunk := range strings.Split(diff, "\n@@ ")[1:] {
		_, body, ok := strings.Cut(hunk, "@@\n")
		if !ok {
			t.Errorf("%q is no hunk", hunk)
		}
		var a, b strings.Builder
		for line := range strings.Lines(body) {
			if line[0] != '+' && line[0] != '\\' {
				a.WriteString(line[1:])
			}
			if line[0] != '-' && line[0] != '\\' {
				b.WriteString(line[1:])
			}
		}
		before, after = append(before, strings.TrimSuffix(a.String(), "\n")), append(after, b.String())
	}
	return before, after
}

// TestReplaceFile: the mode stays, links stay links, and nothing is left behind.
func TestReplaceFile(t *testing.T) {
	dir := t.TempDir()
	file, link := filepath.Join(dir, "Dockerfile"), filepath.Join(dir, "link")
	write(t, file, "old")
	if err := os.Chmod(file, 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("Dockerfile", link); err != nil {
		t.Fatal(err)
	}
	if err := replaceFile(link, "new"); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(file)
	if err != nil || info.Mode() != 0o640 {
		t.Errorf("the mode is %v: %v", info.Mode(), err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is %v: %v", info.Mode(), err)
	}
	if src, _ := os.ReadFile(file); string(src) != "new" {
		t.Errorf("the file holds %q", src)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 2 {
		t.Errorf("left behind: %v", entries)
	}
	if err := os.Chmod(file, 0o440); err != nil {
		t.Fatal(err)
	}
	if err := replaceFile(file, "newer"); err == nil {
		t.Error("a protected file was replaced")
	}
}

// A file that cannot be written has had no fixes.
func TestFixProtected(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "Dockerfile", "FROM alpine:3.23\nENV A b\n")
	if err := os.Chmod("Dockerfile", 0o440); err != nil {
		t.Fatal(err)
	}
	_, stderr, status := inProcess(t, []string{"fix"}, "")
	if want := "slipway: Dockerfile: the file is write-protected\n0 fixes in 0 files\n"; status != int(usageError) || stderr != want {
		t.Errorf("%q %d, want %q", stderr, status, want)
	}
}

// An absolute path has one slash behind a/ and b/.
func TestDiffOfAbsolutePath(t *testing.T) {
	if diff := unifiedDiff("/srv/Dockerfile", "a\n", "b\n"); !strings.HasPrefix(diff, "--- a/srv/Dockerfile\n+++ b/srv/Dockerfile\n") {
		t.Error(diff)
	}
}

// What is no text is told in one line, instead of a finding for each of its bytes.
func TestBinaryFile(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "Dockerfile", "FROM a\x00\xff\xfe")
	for _, command := range []string{"lint", "fix", "fmt"} {
		stdout, stderr, status := inProcess(t, []string{command, "."}, "")
		if status != int(usageError) || stdout != "" || !strings.Contains(stderr, "Dockerfile: this is no Dockerfile") {
			t.Errorf("%s: %q %q %d", command, stdout, stderr, status)
		}
	}
}
