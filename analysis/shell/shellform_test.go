package shell

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func TestShellForm(t *testing.T) {
	ps := []string{"powershell", "-Command"}
	for _, c := range []struct {
		args, shell []string
		src, reason string
	}{
		{[]string{"npm", "start"}, sh, "npm start", ""},
		{[]string{"/bin/sh", "-c", "npm start && x"}, sh, "npm start && x", ""},
		{[]string{"/bin/sh", "-c", " a; b\t"}, sh, "a; b", ""},
		{[]string{"/bin/sh", "-c", "a"}, bash, "/bin/sh -c a", ""},
		{[]string{"/bin/sh", "-c", "a $b"}, bash, "/bin/sh -c 'a $b'", ""},
		{[]string{"a", "b c", "", "$x", "*", "it's", `"`, `\`, "~", "{a,b}", "#", "a=b", "é"}, sh, `a 'b c' '' '$x' '*' "it's" '"' '\' '~' '{a,b}' '#' 'a=b' é`, ""},
		{[]string{"if", "x"}, sh, "", "uses the keyword if"},
		{[]string{"a", "two\nlines"}, bash, `a $'two\nlines'`, ""},
		{[]string{"a", "two\nlines"}, sh, "", "has an argument that the shell has no way to write: POSIX shell lacks escape sequences"},
		{[]string{"a", "\x00"}, bash, "", "has an argument that the shell has no way to write: shell strings cannot contain null bytes"},
		{[]string{"a", "\xff"}, bash, "", "has an argument that the shell has no way to write: POSIX shell lacks escape sequences"},
		{[]string{"zsh", "a^b"}, []string{"zsh", "-c"}, "zsh 'a^b'", ""},
		{[]string{"cd", "/x"}, sh, "", "runs the shell's own cd"},
		{[]string{"exec", "a"}, sh, "", "would lose the word exec"},
		{[]string{"a"}, []string{"bash", "-lc"}, "", "runs in a shell started with -lc"},
		{[]string{"--a"}, sh, "", "would begin with a flag of the instruction"},
		{[]string{"[", "]"}, sh, "", "runs the shell's own ["},
		{[]string{"/bin/sh", "-c", `["a"]`}, sh, "", "would be an exec form again"},
		{[]string{"/bin/sh", "-c", `[ -f a ] && b`}, sh, "[ -f a ] && b", ""},
		{[]string{"/bin/sh", "-c", "null"}, sh, "null", ""},
		{[]string{"/bin/sh", "-c", ""}, sh, "", "has an empty script"},
		{[]string{"/bin/sh", "-c", "a\nb"}, sh, "", "has several lines"},
		{[]string{"/bin/sh", "-c", `a \`}, sh, "", "would go on in the next line"},
		{[]string{"/bin/sh", "-c", "cat <<E"}, sh, "", "would begin a heredoc"},
		{[]string{"/bin/sh", "-c", "a\u00a0"}, sh, "", "would lose the blanks at its ends"},
		{[]string{"/bin/sh", "-c", "a \xff"}, sh, "", "has bytes that a Dockerfile cannot hold"},
		{nil, sh, "", "has no command"},
		{[]string{"a"}, nil, "", "has no shell"},
		{[]string{"python", "x"}, []string{"python", "-c"}, "", "is written for a shell that is not known"},
		{[]string{"app.exe", "80"}, ps, "app.exe 80", ""},
		{[]string{"app.exe", "a b"}, ps, "", "would be split into other words"},
		{[]string{"powershell", "-Command", "Get-Service | x"}, ps, "Get-Service | x", ""},
		{[]string{"npm", "start"}, ps, "", "may run something of PowerShell's own, as npm does not end in .exe"},
	} {
		src, ok, reason := ShellForm(c.args, c.shell)
		if src != c.src || ok != (c.reason == "") || reason != c.reason {
			t.Errorf("%q under %q: %q, %v, %q", c.args, c.shell, src, ok, reason)
		}
	}
}

func TestJSONArray(t *testing.T) {
	for want, args := range map[string][]string{
		`[]`:                         nil,
		`["a"]`:                      {"a"},
		`["a", "b c"]`:               {"a", "b c"},
		`["<a> && 'b'", "\"", "\\"]`: {"<a> && 'b'", `"`, `\`},
		`["é☃", "\n\t\u0001"]`:       {"é☃", "\n\t\x01"},
	} {
		if got, ok := JSONArray(args); got != want || !ok {
			t.Errorf("%q: %s, %v", args, got, ok)
		}
	}
	if got, ok := JSONArray([]string{"a", "\xff"}); ok || got != "" {
		t.Errorf("not UTF-8: %s", got)
	}
}

// FuzzExecRoundTrip: an array that has a shell form comes back from it as it
// was, and through JSON too.
func FuzzExecRoundTrip(f *testing.F) {
	for _, seed := range []string{"npm\nstart", "a\nb c\n\n$x", "it's\n\"\\", "exec\na", "cd\n/", "a\n*?[]{}~!#&;|<>()=`$", "é\n\u00a0\t\r", "a\n{a,b}\n$'x'"} {
		for n := range uint8(4) {
			f.Add(seed, n)
		}
	}
	shells := [][]string{sh, bash, {"zsh", "-c"}, {"powershell", "-Command"}}
	f.Fuzz(func(t *testing.T, lines string, n uint8) {
		args, shell := strings.Split(lines, "\n"), shells[int(n)%len(shells)]
		if array, ok := JSONArray(args); ok {
			var back []string
			if err := json.Unmarshal([]byte(array), &back); err != nil || !slices.Equal(args, back) {
				t.Errorf("%s is %q, not %q: %v", array, back, args, err)
			}
		}
		src, ok, reason := ShellForm(args, shell)
		if ok != (reason == "") || ok != (src != "") {
			t.Fatalf("%q: %q, %v, %q", args, src, ok, reason)
		}
		if back := Exec(src, shell); ok && (!back.Exact || !slices.Equal(back.Args, args)) {
			t.Errorf("%q is written %q and read %+v", args, src, back)
		}
	})
}
