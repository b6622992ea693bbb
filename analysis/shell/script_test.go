package shell

import (
	"os/exec"
	"strings"
	"testing"

	"mvdan.cc/sh/v3/syntax"
)

// errorTests are scripts with │ at the place of the error.
var errorTests = []struct {
	script  string
	kind    Kind
	message string
}{
	{`echo │"a`, POSIX, `the quote " is never closed`},
	{`echo │'a`, POSIX, `the quote ' is never closed`},
	{`echo $x && echo │"a`, Bash, `the quote " is never closed`},
	{`make │&&`, POSIX, "a command must follow &&"},
	{`make │|`, Bash, "a command must follow |"},
	{`│&& make`, POSIX, "a command must stand before &&"},
	{`make; │; make`, POSIX, "a command must stand before ;"},
	{`make │&& && make`, POSIX, "a command must follow &&"},
	{`│if make; then true`, POSIX, "if is never closed with fi"},
	{`if make; true; │fi`, POSIX, "fi is not expected here"},
	{`│if make`, POSIX, "if needs then after it"},
	{`│while make`, POSIX, "while needs do after it"},
	{`│for x in a b; echo $x; done`, POSIX, "for needs do after it"},
	{`make; │fi`, POSIX, "fi is not expected here"},
	{`make; │done`, Bash, "done is not expected here"},
	{`│then`, POSIX, "then is not expected here"},
	{`make │)`, POSIX, ") is not expected here"},
	{`│(make`, POSIX, "( is never closed with )"},
	{`echo │$(make`, POSIX, "$( is never closed with )"},
	{`│{ make`, Ksh, "{ is never closed with }"},
	{`make; │}`, POSIX, "} is not expected here"},
	{`make │>`, POSIX, "a file name must follow >"},
	{`echo │(a)`, POSIX, "( is not expected here"},
	{`│;; make`, POSIX, ";; belongs in a case only"},
	{`│case x in a) true`, POSIX, "case is never closed with esac"},
}

func TestErrors(t *testing.T) {
	for _, c := range errorTests {
		at := strings.Index(c.script, "│")
		src := strings.Replace(c.script, "│", "", 1)
		err := Parse(src, c.kind).Err
		if err == nil {
			t.Errorf("%s: no error", c.script)
		} else if err.At != at || err.Message != c.message || err.Len < 1 {
			t.Errorf("%s: %q at %d+%d", c.script, err.Message, err.At, err.Len)
		}
	}
}

// The shell of this machine judges: what Parse calls an error it must refuse.
func TestErrorsJudged(t *testing.T) {
	for _, c := range errorTests {
		src := strings.Replace(c.script, "│", "", 1)
		if out, err := exec.Command("sh", "-n", "-c", src).CombinedOutput(); err == nil {
			t.Errorf("sh accepts %s: %s", src, out)
		}
	}
}

// silent are texts that some shell accepts, or whose fate is not known from the
// text.
var silent = []string{
	"", "   ", "# nothing", "make", "a=(1 2)", "[[ -f x && -f y ]]", "echo ${x//a/b}", "function f { make; }",
	"cat <<EOF\nno end", "echo \xff", "echo $((1 +))", "x=${y:-it's}; echo \"${a:-it's}\"", "! ! make",
	"$((make); (make))", ">f } x", ">f then", "echo `if`", "echo {a,b} $'a'", "for ((i=0;i<3;i++)); do make; done",
	"foo-bar() { make; }", "echo a &> f", "diff <(a) <(b)", "echo !(a)", "cat <<< x", "${ make;}", "a\\", "echo $", "let 'a", "\x00", "a;\xff",
	"2>&1 { ", "export >f\\\n }", "<<E {\n${x\nE\n", "a &>\\\n>f", "coproc while", "[[ !( a",
}

func TestSilent(t *testing.T) {
	for _, src := range silent {
		for _, kind := range []Kind{POSIX, Ksh, Zsh} {
			if err := Parse(src, kind).Err; err != nil {
				t.Errorf("%v: %q: %s", kind, src, err.Message)
			}
		}
	}
	// dash has no "function", so this is a command with four words.
	if err := Parse("function fi { -}", POSIX).Err; err != nil {
		t.Error(err.Message)
	}
	for _, kind := range []Kind{Unknown, PowerShell, Cmd} {
		if s := Parse("if (", kind); s.Err != nil || s.Tree != nil {
			t.Errorf("%v was read: %v", kind, s.Err)
		}
	}
}

func TestGrammar(t *testing.T) {
	for src, want := range map[string]syntax.LangVariant{
		"make": syntax.LangPOSIX, "[[ a && b ]]": syntax.LangPOSIX, "a=(1)": syntax.LangBash, "cat <<< x": syntax.LangBash,
	} {
		if s := Parse(src, POSIX); !s.Complete || s.Variant != want {
			t.Errorf("%s: %v, complete %v", src, s.Variant, s.Complete)
		}
	}
}

func TestStatementsBeforeTheError(t *testing.T) {
	s := Parse("make a; make b; make 'c", POSIX)
	if s.Err == nil || s.Complete || len(s.Commands()) != 2 {
		t.Errorf("error %v, complete %v, commands %v", s.Err, s.Complete, s.Commands())
	}
}

// Deep, long and wide text must neither crash nor stop the work.
func TestHostile(t *testing.T) {
	for _, piece := range []string{
		"(", "((", "{ ", "$(", "`", "\"$(", "${a:-", "if ", "while ", "case a in a) ", "f()", "! ", "time ", "$((", "$[", "a[", "${a[",
		"((a=", "$((-", "[[ (", "[[ ! ", "a&&", "a|", "a;", "a\n", "elif a;then b;", "<(", "@(", ">a ", "a=b ", "'", "\"", "\\", "<<a ", "<<a\n", "\x00", "\r",
		"a $x ", "$((1+", "(a);", "((1?",
	} {
		src := strings.Repeat(piece, 4096/len(piece))
		for kind := Unknown; kind <= Cmd; kind++ {
			s := Parse(src, kind)
			s.Commands()
			s.Uses()
			s.Functions()
		}
		Exec(src, []string{"/bin/sh", "-c"})
	}
	for _, piece := range []string{"(", "((", "$(", "if ", "$((", "{ "} {
		if s := Parse(strings.Repeat(piece, maxSource/len(piece)), POSIX); s.Complete {
			t.Errorf("%q a million times is complete", piece)
		}
	}
	long := strings.Repeat("make && ", 100_000) + "make"
	if s := Parse(long, POSIX); !s.Complete || len(s.Commands()) != 100_001 {
		t.Errorf("a long list has %d commands, complete %v", len(s.Commands()), s.Complete)
	}
	deep := strings.Repeat("(", 100) + "make" + strings.Repeat(")", 100)
	if s := Parse(deep, POSIX); !s.Complete {
		t.Error("a hundred subshells are too deep")
	}
	if s := Parse(strings.Repeat("x", maxSource+1), POSIX); s.Tree != nil || s.Err != nil {
		t.Error("a text beyond the limit was read")
	}
}
