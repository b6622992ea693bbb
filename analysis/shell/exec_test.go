package shell

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

var (
	sh   = []string{"/bin/sh", "-c"}
	bash = []string{"/bin/bash", "-o", "pipefail", "-c"}
)

// exactTests are scripts that need no shell, with their words.
var exactTests = []struct {
	src   string
	shell []string
	args  []string
}{
	{`npm start`, sh, []string{"npm", "start"}},
	{"  npm\t start ; ", sh, []string{"npm", "start"}},
	{`args 'a b' "c d" e\ f`, sh, []string{"args", "a b", "c d", "e f"}},
	{`args "a\"b" 'a"b' a\"b a\\b 'a\b'`, sh, []string{"args", `a"b`, `a"b`, `a"b`, `a\b`, `a\b`}},
	{`args "\$HOME" '$HOME' \$HOME "\a" "\\" ""`, sh, []string{"args", "$HOME", "$HOME", "$HOME", `\a`, `\`, ""}},
	{`args '' "" a''b 'it'"'"'s'`, sh, []string{"args", "", "", "ab", "it's"}},
	{"args a\\\nb \"c\\\nd\" 'e\\\nf'", sh, []string{"args", "ab", "cd", "e\\\nf"}},
	{`args --opt=val --x='*' "[a]" \* '{a,b}' {} \~ a~ a#b`, sh, []string{"args", "--opt=val", "--x=*", "[a]", "*", "{a,b}", "{}", "~", "a~", "a#b"}},
	{`args a # b`, sh, []string{"args", "a"}},
	{`args é 'naïve ☃' a=b "a=~"`, sh, []string{"args", "é", "naïve ☃", "a=b", "a=~"}},
	{`args "costs 5$" "$ 5" 'a'"b"c ! } ] [ , %1 ^ @ + :`, sh, []string{"args", "costs 5$", "$ 5", "abc", "!", "}", "]", "[", ",", "%1", "^", "@", "+", ":"}},
	{`args if then 'do' esac`, sh, []string{"args", "if", "then", "do", "esac"}},
	{`"ar"gs a`, sh, []string{"args", "a"}},
	{`args $'a\tb' $'it\'s' $'\x41\102\e\\'`, bash, []string{"args", "a\tb", "it's", "AB\x1b\\"}},
	{"args \"two\nlines\"", bash, []string{"args", "two\nlines"}},
	{`echo hello "wide  world"`, sh, []string{"echo", "hello", "wide  world"}},
	{`./bin/app -v`, sh, []string{"./bin/app", "-v"}},
}

func TestExecExact(t *testing.T) {
	for _, c := range exactTests {
		got := Exec(c.src, c.shell)
		if !got.Exact || !got.OK || got.Reason != "" || !slices.Equal(got.Args, c.args) {
			t.Errorf("%s: %+v", c.src, got)
		}
	}
}

// The shells of this machine judge the words. The program args is a function
// that prints its arguments, each ended by a NUL.
func TestExecJudged(t *testing.T) {
	for _, c := range exactTests {
		if c.args[0] != "args" {
			continue
		}
		for _, name := range []string{"sh", "bash"} {
			if name == "sh" && &c.shell[0] == &bash[0] {
				continue
			}
			if got, ok := argv(t, name, c.src); ok && !slices.Equal(got, c.args[1:]) {
				t.Errorf("%s: %s: %q, want %q", name, c.src, got, c.args[1:])
			}
		}
	}
}

// argv is what the shell gives to the program args in src; ok is false where
// this machine has no such shell, which it may not say of sh.
func argv(t *testing.T, shell, src string) (words []string, ok bool) {
	t.Helper()
	path, err := exec.LookPath(shell)
	if err != nil && shell != "sh" {
		return nil, false
	}
	cmd := exec.Command(path, "-c", "args() { printf '%s\\0' \"$@\"; }\n"+src)
	cmd.Dir = t.TempDir()
	out, err := cmd.Output()
	if err != nil {
		t.Errorf("%s: %q: %v", shell, src, err)
	}
	return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00"), true
}

func TestExecNeedsShell(t *testing.T) {
	for src, reason := range map[string]string{
		`npm start && x`:         "uses &&",
		`a | b`:                  "uses |",
		`echo $HOME`:             "expands $HOME",
		`echo "${A:-b}"`:         "expands ${A}",
		`$CMD`:                   "expands $CMD",
		`cat *.sh`:               "matches files with *.sh",
		`cat a?`:                 "matches files with a?",
		`cat [ab]`:               "matches files with [ab]",
		`ls ~`:                   "expands ~",
		`x --home=~/a`:           "expands ~",
		`echo {a,b}`:             "expands the braces in {a,b}",
		`echo a{1..3}`:           "expands the braces in a{1..3}",
		`a > b`:                  "redirects with >",
		`a 2>&1`:                 "redirects with >&",
		`A=1 b`:                  "sets A",
		`A=1`:                    "sets A",
		`A+=1 b`:                 "may set a variable with A+=1",
		`a &`:                    "starts a background job with &",
		`a; b`:                   "has several commands",
		"a\nb":                   "has several commands",
		`! a`:                    "negates with !",
		`(a)`:                    "uses a subshell ( )",
		`{ a; }`:                 "uses a block { }",
		`if a; then b; fi`:       "uses if",
		`for x in a; do b; done`: "uses for",
		`while a; do b; done`:    "uses while",
		`until a; do b; done`:    "uses until",
		`case a in a) ;; esac`:   "uses case",
		`f() { a; }`:             "declares a function",
		`[[ a == b ]]`:           "uses the keyword [[",
		`cd /app`:                "runs the shell's own cd",
		`. ./env`:                "runs the shell's own .",
		`test -f x`:              "runs the shell's own test",
		`[ -f x ]`:               "runs the shell's own [",
		`printf x`:               "runs the shell's own printf",
		`echo -e x`:              "runs the shell's own echo, which reads options and escapes in its own way",
		`time a`:                 "uses the keyword time",
		"echo `a`":               "runs a command inside a word",
		`echo $(a)`:              "runs a command inside a word",
		`echo $((1))`:            "calculates",
		`echo $'a'`:              "reads a lone $",
		`echo $"a"`:              "reads a lone $",
		`a $`:                    "reads a lone $",
		`a=(b)`:                  "uses syntax that not every shell knows",
		`a <(b)`:                 "uses syntax that not every shell knows",
		`echo !(a)`:              "uses syntax that not every shell knows",
		`a &> b`:                 "uses syntax that not every shell knows",
		`'' a`:                   "runs a command without a name",
		`%1`:                     "runs a job with %1",
		`exec`:                   "runs exec without a program",
		`exec -a x y`:            "runs exec with the option -a",
		`exec > x`:               "redirects with >",
		"a\rb":                   "has a carriage return",
		"a b\\":                  `ends in \`,
		"a # b \\\nc":            "has several lines",
		`# a`:                    "runs no command",
		"a \x01":                 "reads a control character",
		`true x`:                 "runs the shell's own true",
	} {
		want := Conversion{Args: []string{"/bin/sh", "-c", src}, Reason: reason, OK: true}
		if got := Exec(src, sh); !got.OK || got.Exact || got.Reason != want.Reason || !slices.Equal(got.Args, want.Args) {
			t.Errorf("%s: %+v", src, got)
		}
	}
}

func TestExecDropsExec(t *testing.T) {
	got := Exec(`exec node 'a b'`, sh)
	if !got.Exact || got.Dropped != "exec" || !slices.Equal(got.Args, []string{"node", "a b"}) {
		t.Errorf("%+v", got)
	}
	// After exec there are no builtins.
	if got := Exec("exec printf x", bash); !got.Exact || !slices.Equal(got.Args, []string{"printf", "x"}) {
		t.Errorf("%+v", got)
	}
}

func TestExecRefused(t *testing.T) {
	for src, reason := range map[string]string{
		"":         "has no command",
		" \t":      "has no command",
		"a && ":    "has a syntax error: a command must follow &&",
		`a "b`:     `has a syntax error: the quote " is never closed`,
		"a \xff":   "is not UTF-8, which JSON cannot hold",
		"a \x00 b": "has a NUL byte, which no argument can hold",
	} {
		if got := Exec(src, sh); got.OK || got.Args != nil || got.Reason != reason {
			t.Errorf("%q: %+v", src, got)
		}
	}
	if got := Exec("a", nil); got.OK {
		t.Errorf("without a shell: %+v", got)
	}
}

func TestExecShells(t *testing.T) {
	for _, c := range []struct{ shell, src, reason string }{ // no reason: exact
		{"/bin/bash -o pipefail -c", "npm start", ""},
		{"/bin/bash -euo pipefail -c", "npm start", ""},
		{"/bin/sh -ec", "npm start", ""},
		{"/usr/bin/env bash -c", "npm start", ""},
		{"zsh -c", "npm start --port=1", ""},
		{"ksh -c", "npm 'a b'", ""},
		{"zsh -c", "npm a^b", "reads a^b in zsh's own way"},
		{"zsh -c", "npm =ls", "reads =ls in zsh's own way"},
		{"/bin/bash -lc", "npm start", "runs in a shell started with -lc"},
		{"/bin/bash --login -c", "npm start", "runs in a shell started with --login"},
		{"/bin/bash -xc", "npm start", "runs in a shell started with -xc"},
		{"/bin/bash -o xtrace -c", "npm start", "runs in a shell started with -o"},
		{"/bin/bash -e", "npm start", "runs in a shell started without -c"},
		{"env A=b sh -c", "npm start", "runs in a shell started with A=b"},
		{"/busybox/sh -c", "npm start", "may run BusyBox's own programs, which are not on PATH"},
		{"/bin/bash -c", "cat $'a'", ""},
		{"/bin/ksh -c", "cat $'a'", "decodes $'a'"},
		{"/bin/bash -c", `cat $"a"`, `translates $"…"`},
		{"/bin/bash -c", `cat $'\u00e9'`, `decodes $'\u00e9'`},
		{"/bin/bash -c", "cat <(a)", "uses process substitution"},
		{"/bin/bash -c", "cat @(a)", "matches files with @(a)"},
		{"/bin/bash -c", "export A=b", "runs the shell's own export"},
		{"python3 -c", "print()", "is written for a shell that is not known"},
		{"cmd /S /C", `C:\app\app.exe -port 80 /v`, ""},
		{"cmd /S /C", `npm start`, "may run something of cmd's own, as npm does not end in .exe"},
		{"cmd /S /C", `app.exe %PATH%`, "leaves %PATH% for cmd to read"},
		{"cmd /S /C", `./app.exe`, "may run something of cmd's own, as ./app.exe does not end in .exe"},
		{"powershell -Command", `.\app.exe --port 80 name`, ""},
		{"powershell -Command", `app.exe -a.b`, "leaves -a.b for PowerShell to read"},
		{"powershell -Command", `app.exe "a b"`, `leaves "a for PowerShell to read`},
		{"powershell -Command", `Get-Service`, "may run something of PowerShell's own, as Get-Service does not end in .exe"},
	} {
		shell := strings.Fields(c.shell)
		got := Exec(c.src, shell)
		if !got.OK || got.Exact != (c.reason == "") || got.Reason != c.reason {
			t.Errorf("%s: %s: %+v", c.shell, c.src, got)
		}
		if !got.Exact && !slices.Equal(got.Args, append(shell, c.src)) {
			t.Errorf("%s: %s: %q", c.shell, c.src, got.Args)
		}
	}
}
