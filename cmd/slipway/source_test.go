package main

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// ignoreLines are lines of a .gitignore, and ignorePaths the paths that each of
// them is asked about; a slash at the end makes a folder.
var (
	ignoreLines = []string{
		"a", "/a", "a/", "/a/", "a/b", "/a/b", "**/b", "a/**", "a/**/b", "**/a/b", "a**b", "*.x", "/*.x", "b?", "[ab]c", "[!a]c", "[^a]c", "[a-c]c",
		"[[:digit:]]", "[]]", "[", "a[", `\a`, `\#a`, `\!a`, "#a", "a ", `a\ `, "a\r", "", "/", "//", "*", "**", "/**", "**/", "a//b", "é*", "[é]", "a*/b", "*/b", "a/*", "!a",
		"a/b/", "**/c/d", `[\]]`, "a[!]]", "?", "*/", `a\`,
	}
	ignorePaths = []string{
		"a", "b", "a/b", "a/b/c", "x/a", "x/a/b", "x/y/a/b", "a.x", "x/a.x", "bb", "ac", "bc", "dc", "7", "]", "a]", "#a", "!a", "a ", "é", "éa", "c/x/c/d", "axb", "ax/b",
		"a/", "x/a/", "a/b/", "[", "a/x/y/b", "x/b", "b/",
	}
)

// TestIgnoreLikeGit asks git what each line does to each path.
func TestIgnoreLikeGit(t *testing.T) {
	git, err := exec.LookPath("git")
	if err != nil {
		t.Skip("no git to ask: ", err)
	}
	t.Chdir(t.TempDir())
	if out, err := exec.Command(git, "init", "-q").CombinedOutput(); err != nil {
		t.Fatalf("%s %v", out, err)
	}
	ignored := 0
	for _, line := range ignoreLines {
		write(t, ".gitignore", line+"\n")
		check := exec.Command(git, "-c", "core.excludesFile=", "check-ignore", "--no-index", "--stdin", "-z")
		check.Stdin = strings.NewReader(strings.Join(ignorePaths, "\x00"))
		out, _ := check.Output() // its status is 1 where nothing is ignored
		want := strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
		g := ignoresOf(".")
		g.enter(".")
		for _, path := range ignorePaths {
			if strings.HasSuffix(path, "/") && strings.Contains(line, "/*") {
				continue // to git the slash is then a name without letters
			}
			got := matchAll(g, path)
			if got {
				ignored++
			}
			if git := slices.Contains(want, path); git != got {
				t.Errorf("%q ignores %q: %v, git says %v", line, path, got, git)
			}
		}
	}
	if ignored == 0 {
		t.Error("nothing is ignored")
	}
}

// matchAll asks about the folders above a path first, as the walk through them
// does.
func matchAll(g *ignores, path string) bool {
	plain, folder := strings.CutSuffix(path, "/")
	parts := strings.Split(plain, "/")
	for i := range parts {
		if g.match(filepath.Join(parts[:i+1]...), folder || i+1 < len(parts)) {
			return true
		}
	}
	return false
}

// TestIgnoreFolders: nearer files go before those above, up to the top of the
// repository and not beyond.
func TestIgnoreFolders(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, content := range map[string]string{
		".gitignore":                "Dockerfile\n",
		"repo/.git/info/exclude":    "excluded\n/sub/kept\n",
		"repo/.gitignore":           "build\n*.dockerfile\n!/sub/kept\n",
		"repo/sub/.gitignore":       "!a.dockerfile\n/only\n",
		"repo/Dockerfile":           "",
		"repo/build/Dockerfile":     "",
		"repo/excluded/Dockerfile":  "",
		"repo/sub/a.dockerfile":     "",
		"repo/sub/b.dockerfile":     "",
		"repo/sub/only/Dockerfile":  "",
		"repo/sub/kept/Dockerfile":  "",
		"repo/sub/x/only/d":         "",
		"repo/vendor/Dockerfile":    "",
		"repo/sub/x/Containerfile":  "",
		"repo/sub/x/Dockerfile.dev": "",
	} {
		write(t, name, content)
	}
	for root, want := range map[string]string{
		"repo":       "[repo/Dockerfile repo/sub/a.dockerfile repo/sub/kept/Dockerfile repo/sub/x/Containerfile repo/sub/x/Dockerfile.dev]",
		"repo/sub/x": "[repo/sub/x/Containerfile repo/sub/x/Dockerfile.dev]",
		"repo/sub":   "[repo/sub/a.dockerfile repo/sub/kept/Dockerfile repo/sub/x/Containerfile repo/sub/x/Dockerfile.dev]",
		"repo/build": "[repo/build/Dockerfile]", // it was asked for
		".":          "[]",
	} {
		var got []string
		for _, s := range below(root) {
			got = append(got, filepath.ToSlash(s.path))
		}
		if root == "." { // outside of the repository the file above counts
			got = slices.DeleteFunc(got, func(s string) bool { return strings.HasPrefix(s, "repo/sub") })
		}
		if fmt.Sprint(got) != want {
			t.Errorf("below %s: %v, want %s", root, got, want)
		}
	}
}
