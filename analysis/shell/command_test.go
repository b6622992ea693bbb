package shell

import (
	"fmt"
	"strings"
	"testing"
)

// show is a command in one line: its operators, its words (static ones as
// values, others as written in <>), its environment and its places.
func show(c Command) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%q", c.Before)
	for _, a := range c.Env {
		fmt.Fprintf(&b, " %s=", a.Name)
	}
	for _, w := range c.Words {
		if w.Static {
			fmt.Fprintf(&b, " %s", w.Value)
		} else {
			fmt.Fprintf(&b, " <%s>", w.Raw)
		}
	}
	fmt.Fprintf(&b, " %q", c.After)
	for i, name := range []string{"subshell", "substitution", "function", "loop", "condition", "branch"} {
		if c.Is(1 << i) {
			b.WriteString(" " + name)
		}
	}
	return b.String()
}

func TestCommands(t *testing.T) {
	for _, c := range []struct {
		src  string
		kind Kind
		want string
	}{
		{`apt-get update && apt-get install -y 'a b' "c"`, POSIX, `"" apt-get update "&&" / "&&" apt-get install -y a b c ""`},
		{`a | b || c; d & e`, POSIX, `"" a "|" / "|" b "||" / "||" c ";" / ";" d "&" / "&" e ""`},
		{"a\nb", POSIX, `"" a "\n" / "\n" b ""`},
		{"a;", POSIX, `"" a ""`},
		{`A=1 B=$x make -j$(nproc) *.c`, POSIX, `"" A= B= make <-j$(nproc)> <*.c> "" / "" nproc "" substitution`},
		{`A=1`, POSIX, `"" A= ""`},
		{`(cd a && make)`, POSIX, `"" cd a "&&" subshell / "&&" make "" subshell`},
		{`a && (b; c)`, POSIX, `"" a "&&" / "" b ";" subshell / ";" c "" subshell`},
		{`if a; then b; elif c; then d; else e; f; fi`, POSIX, `"" a "" condition / "" b "" branch / "" c "" condition branch / "" d "" branch / "" e ";" branch / ";" f "" branch`},
		{`while a; do b; c; done`, POSIX, `"" a "" loop condition / "" b ";" loop / ";" c "" loop`},
		{`for x in $(ls); do rm $x; done`, POSIX, `"" ls "" substitution loop / "" rm <$x> "" loop`},
		{`case $x in a) b;; *) c; d;; esac`, POSIX, `"" b "" branch / "" c ";" branch / ";" d "" branch`},
		{`f() { a; }; f`, POSIX, `"" a "" function / ";" f ""`},
		{`! time a`, Bash, `"" a ""`},
		{`export A=1 B="x y" C D=$x; make`, Bash, `"" export A=1 B=x y C <D=$x> ";" / ";" make ""`},
		{`export A=1 B="x y" C D=$x; make`, POSIX, `"" export A=1 B=x y C <D=$x> ";" / ";" make ""`},
		{`curl x | { tar x; rm y; }`, POSIX, `"" curl x "|" / "" tar x ";" / ";" rm y ""`},
		{`$RUN a`, POSIX, `"" <$RUN> a ""`},
		{`a "$(b "$(c)")"`, POSIX, `"" a <"$(b "$(c)")"> "" / "" b <"$(c)"> "" substitution / "" c "" substitution`},
		{`a >f 2>&1 <<E`, POSIX, `"" a ""`},
		{"a <<E && b\n$(c)\nE\n", POSIX, `"" a "&&" / "" c "" substitution / "&&" b ""`},
	} {
		s := Parse(c.src, c.kind)
		var got []string
		for _, command := range s.Commands() {
			got = append(got, show(command))
			for _, w := range command.Words {
				if w.Raw != c.src[w.Start:w.End] || !command.Contains(w.Span) {
					t.Errorf("%s: %q at %v is not in %v", c.src, w.Raw, w.Span, command.Span)
				}
			}
		}
		if joined := strings.Join(got, " / "); joined != c.want {
			t.Errorf("%s (%v):\n got %s\nwant %s", c.src, c.kind, joined, c.want)
		}
	}
}

func TestProgram(t *testing.T) {
	for src, want := range map[string]string{
		"make -j":                                "make",
		"sudo apt-get update":                    "apt-get",
		"sudo -Eu root -- apt-get update":        "apt-get",
		"sudo -uroot A=b apt-get":                "apt-get",
		"sudo --user=root apt-get":               "apt-get",
		"sudo --user root apt-get":               "apt-get",
		"sudo -i":                                "sudo",
		"sudo -nv x":                             "sudo",
		"env -i A=b B=$c -u D make":              "make",
		"env":                                    "env",
		"env -S 'a b'":                           "env",
		"exec -a name java -jar x":               "java",
		"command -v java":                        "command",
		"command -p java":                        "java",
		"time -p nice -n 5 nohup make":           "make",
		"nice -10 make":                          "make",
		"timeout -k 5 $T make":                   "make",
		"su-exec user:group nginx":               "nginx",
		"sudo $OPTS make":                        "sudo",
		"/usr/bin/sudo make":                     "make",
		"A=b":                                    "",
		"sudo sudo sudo sudo sudo sudo sudo x":   "x",
		"stdbuf -oL make":                        "make",
		"sudo -E env PATH=$PATH timeout 10 make": "make",
	} {
		name := ""
		if words := Parse(src, POSIX).Commands()[0].Program(); len(words) > 0 {
			name = words[0].Value
		}
		if name != want {
			t.Errorf("%s runs %q, want %q", src, name, want)
		}
	}
}

func TestFunctions(t *testing.T) {
	src := "f() { make; }; f; g && 'f' a; function g { f; }"
	var got []string
	for _, f := range Parse(src, Bash).Functions() {
		got = append(got, fmt.Sprint(src[f.Start:f.End], "|", src[f.NameSpan.Start:f.NameSpan.End], "|", f.Name, len(f.Calls)))
		for _, call := range f.Calls {
			if name := src[call.Start:call.End]; strings.Trim(name, "'") != f.Name {
				t.Errorf("a call of %s is %s", f.Name, name)
			}
		}
	}
	want := "f() { make; }|f|f3 / function g { f; }|g|g1"
	if joined := strings.Join(got, " / "); joined != want {
		t.Errorf("got %s\nwant %s", joined, want)
	}
	if got := Parse("make", POSIX).Functions(); got != nil {
		t.Errorf("functions out of nothing: %v", got)
	}
}
