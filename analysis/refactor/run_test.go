package refactor

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/text"
)

// scripts are what a RUN may hold: of each rewrite that is offered, this machine's
// shells say whether it does the same.
var scripts = []string{
	`echo a && false && echo b`,
	`echo a && echo b | cat && echo c`,
	`x=$(false) && echo b`,
	`x=$(echo 1) && echo $x`,
	`x=1; echo $x`,
	`cd / && pwd`,
	`(cd / && pwd) && pwd`,
	`pwd`,
	`[ -f nothing ] && echo b`,
	`echo a > f && cat f && rm f`,
	`set -e && echo a && false && echo b`,
	`set -eu && echo 'a b' && echo "c  d"`,
	`set -e; echo a; false; echo b`,
	`export A=1 && sh -c 'echo $A'`,
	`echo "[$A$x]"`,
	`test -n a && ! true && echo c`,
	`echo a && (false; echo b) && echo c`,
	`echo a && { false; echo b; } && echo c`,
	`echo a && if false; then echo b; fi && echo c`,
	`echo a && exit 3 && echo b`,
	`exit 0`,
	`false | true && echo ok`,
	"echo a \\\n  # comment\n  b && \\\n\n  echo c",
	"echo 'a  \\\n b' && echo c\\\nd",
	"echo a \\\n && # not a comment && echo b",
	`umask 077 && umask`,
	`umask`,
	`true && false || echo x`,
	`false || echo x`,
	`echo a; false; echo b`,
	`eval 'false; echo x' && echo y`,
	`. ./nothing && echo x`,
	`A=1 && echo $A`,
	`alias q='echo q' && q`,
	`echo a && echo $(false; echo b) && echo c`,
	`f() { false; echo b; } && f`,
	`echo a & wait`,
	`echo a && echo b # c`,
	`read x < /dev/null && echo b`,
	`for i in 1 2; do echo $i; done && echo $i`,
	`echo "$i"`,
	`exec echo a`,
	`trap 'echo bye' EXIT && echo a`,
	`echo \$x "\"" '"' && echo a\ \ b`,
	`> f && ls f && rm f`,
}

func TestRunsAlike(t *testing.T) {
	for _, script := range scripts {
		f := analysis.New(text.New("FROM debian\nRUN " + script + "\n"))
		for _, again := range runsAlike(t, f) {
			runsAlike(t, again)
		}
	}
}

// Two neighbours: any of the scripts, and one that shows what it left behind.
func TestRunsAlikeJoined(t *testing.T) {
	for _, first := range scripts {
		for _, second := range []string{`pwd && umask`, `echo "[$A$x$i]"`, `false && echo x`} {
			f := analysis.New(text.New("FROM debian\nRUN " + first + "\nRUN " + second + "\n"))
			if f.Items.Len() == 3 {
				runsAlike(t, f, "Join")
			}
		}
	}
}

// runsAlike applies what is offered for the first RUN, or what of it begins with
// only, and runs the outcome. It gives back the outcomes.
func runsAlike(t *testing.T, f *analysis.File, only ...string) []*analysis.File {
	t.Helper()
	var outcomes []*analysis.File
	at := f.Items.At(1).At
	for _, a := range Actions(f, nil, text.Span{Start: at, End: at}) {
		if a.Disabled != "" || len(only) > 0 && !strings.HasPrefix(a.Title, only[0]) || !strings.Contains("Use Split Join", strings.SplitN(a.Title, " ", 2)[0]) {
			continue
		}
		g := analysis.New(text.New(text.Apply(f.Text.String(), a.Edits)))
		outcomes = append(outcomes, g)
		for _, name := range []string{"sh", "bash"} {
			if want, got := output(t, name, f), output(t, name, g); got != want {
				t.Errorf("%s: %s: %q, want %q\n--- before\n%s--- after\n%s", name, a.Title, got, want, f.Text.String(), g.Text.String())
			}
		}
	}
	return outcomes
}

// output is what the RUNs of a file print one after the other, until one fails,
// with its status.
func output(t *testing.T, shell string, f *analysis.File) string {
	t.Helper()
	path, err := exec.LookPath(shell)
	if err != nil {
		t.Skip("no shell: ", err)
	}
	var out strings.Builder
	start := t.TempDir()
	dir := start
	for _, it := range f.Items.All() {
		if c, ok := it.Command.(*instructions.WorkdirCommand); ok {
			dir = c.Path
		}
		args, script, ok := commandLine(it.Instruction)
		if !ok {
			continue
		}
		if len(it.Heredocs) > 0 {
			args = []string{it.Raw[it.Heredocs[0].Body.Start:it.Heredocs[0].Body.End]}
		}
		if script {
			args = []string{path, "-c", args[0]}
		} else if args[0] == sh[0] {
			args = append([]string{path}, args[1:]...)
		}
		cmd := exec.Command(args[0], args[1:]...)
		cmd.Dir, cmd.Stdout = dir, &out
		if err := cmd.Run(); err != nil {
			return strings.ReplaceAll(out.String(), start, "/start") + err.Error()
		}
	}
	return strings.ReplaceAll(out.String(), start, "/start")
}
