package lint

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/fixture"
	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/text"
)

// everyShellRule turns all rules about commands on, as warnings.
func everyShellRule() Config {
	c := Config{Severities: map[string]Severity{}}
	for _, r := range hadolintShellRules {
		c.Severities[r.Code] = Warning
	}
	return c
}

// shellFindings are the findings of one of the rules about commands.
func shellFindings(f *analysis.File, code string) []Finding {
	return slices.DeleteFunc(Run(f, everyShellRule()), func(found Finding) bool { return found.Code != code })
}

// TestHadolintShellExamples: each rule finds something in its bad example and
// nothing in its good one, and both can be built.
func TestHadolintShellExamples(t *testing.T) {
	for _, r := range hadolintShellRules {
		if r.Title == "" || r.Why == "" || r.Category == "" || hadolintShellLevels[r.Code] == Off {
			t.Errorf("%s lacks a title, a reason, a category or hadolint's level", r.Code)
		}
		for src, want := range map[string]bool{r.Bad: true, r.Good: false} {
			f := analysis.New(text.New(src))
			if got := len(shellFindings(f, r.Code)) > 0; got != want {
				t.Errorf("%s finds something: %v, want %v in\n%s", r.Code, got, want, src)
			}
			for _, found := range Run(f, Config{}) {
				if found.Severity == Error {
					t.Errorf("an example of %s has an error: %s\n%s", r.Code, found.Message, src)
				}
			}
		}
	}
	if len(hadolintShellLevels) != len(hadolintShellRules) {
		t.Errorf("%d levels for %d rules", len(hadolintShellLevels), len(hadolintShellRules))
	}
}

// TestHadolintShellFixtures: «want DL…» is what that rule finds, on or off by
// default, and «want DL… fixed» the file after all its fixes; fixes that are not
// safe are marked.
func TestHadolintShellFixtures(t *testing.T) {
	fixture.Run(t, "../../testdata/lint/commands", func(t *testing.T, c fixture.Case, name string) (string, bool) {
		code, fixed := strings.CutSuffix(name, " fixed")
		if _, ok := hadolintShellLevels[code]; !ok {
			return "", false
		}
		f := analysis.New(c.Source)
		var found strings.Builder
		var edits []text.Edit
		for _, n := range shellFindings(f, code) {
			found.WriteString(fixture.Locations(f.Text, n.Span) + "   " + n.Message)
			if n.Fix != nil {
				edits = append(edits, n.Fix.Edits...)
				found.WriteString(" [" + n.Fix.Title + map[bool]string{true: ", unsafe"}[n.Fix.Unsafe] + "]")
			}
			found.WriteString("\n")
		}
		if fixed {
			return text.Apply(c.Source.String(), edits), true
		}
		return found.String(), true
	})
}

// TestHadolintShellFixes: after any fix, in any fixture and any file of the corpus,
// the finding is gone, the file still parses, and what the fix has no business
// with is as it was.
func TestHadolintShellFixes(t *testing.T) {
	sources, err := fixture.Sources("../../testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range hadolintShellRules {
		sources = append(sources, r.Bad)
	}
	seen := map[string]int{}
	for _, src := range append(sources, corpusSources(t)...) {
		f := analysis.New(text.New(src))
		for _, found := range Run(f, everyShellRule()) {
			if _, ours := hadolintShellLevels[found.Code]; ours && found.Fix != nil {
				seen[found.Code]++
				checkFix(t, f, found)
			}
		}
	}
	for _, code := range []string{
		"DL3003", "DL3004", "DL3009", "DL3014", "DL3015", "DL3019", "DL3027", "DL3030", "DL3032", "DL3034", "DL3036", "DL3038",
		"DL3040", "DL3042", "DL3046", "DL3047", "DL3060", "DL4006",
	} {
		if seen[code] == 0 {
			t.Errorf("no fix of %s was tried", code)
		}
	}
	t.Log("fixes tried:", seen)
}

func checkFix(t *testing.T, f *analysis.File, found Finding) {
	t.Helper()
	src := f.Text.String()
	after := text.Apply(src, found.Fix.Edits)
	g := analysis.New(text.New(after))
	fail := func(why string) {
		t.Errorf("%s, %s: %s\n%s----\n%s", found.Code, found.Fix.Title, why, found.near(src), found.near(after))
	}
	if before, now := len(shellFindings(f, found.Code)), len(shellFindings(g, found.Code)); now >= before {
		fail("the finding is still there")
	}
	if refused(f) != refused(g) {
		fail("BuildKit refuses something else now")
	}
	added := g.Items.Len() - f.Items.Len()
	if added != 0 && (added != 1 || found.Code != "DL3003") {
		fail("the number of instructions changed")
		return
	}
	if rest(f) != rest(g) {
		fail("comments or heredocs changed")
	}
	if !strings.Contains(strings.ReplaceAll(src, "\r\n", ""), "\n") && strings.Contains(strings.ReplaceAll(after, "\r\n", ""), "\n") {
		fail("a line ends in another way")
	}
	if at, _ := f.ItemAt(found.Start); !readable(f, at) || !readable(g, at+added) {
		fail("the shell text cannot be read")
	}
}

// near is the text around a finding, for a message.
func (f Finding) near(src string) string {
	return src[max(0, min(f.Start-200, len(src))):min(len(src), f.End+400)] + "\n"
}

// refused is the number of BuildKit's errors.
func refused(f *analysis.File) (n int) {
	for _, found := range Run(f, Config{}) {
		if found.Severity == Error {
			n++
		}
	}
	return n
}

// rest is all comments and documents of a file.
func rest(f *analysis.File) string {
	var b strings.Builder
	for _, it := range f.Items.All() {
		for _, c := range it.Comments {
			b.WriteString(it.Raw[c.Start:c.End] + "\n")
		}
		for _, h := range it.Heredocs {
			b.WriteString(h.Name.Value + "\n")
		}
		b.WriteString(strings.Join(it.Lead, "\n"))
	}
	return b.String()
}

func readable(f *analysis.File, item int) bool {
	return !slices.ContainsFunc(f.Scripts(item), func(s analysis.Script) bool { return !s.Complete })
}

// corpusSources are real Dockerfiles, where there are some beside the repository.
func corpusSources(t *testing.T) []string {
	const root = "../../../shared/corpus"
	if _, err := os.Stat(root); err != nil {
		t.Log("no corpus in", root)
		return nil
	}
	var sources []string
	resolved, _ := filepath.EvalSymlinks(root)
	err := filepath.WalkDir(resolved, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.Contains(strings.ToLower(d.Name()), "dockerfile") {
			return err
		}
		src, err := os.ReadFile(path)
		sources = append(sources, string(src))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return sources
}

// TestReadCall: command lines of package managers, as their manuals read them.
func TestReadCall(t *testing.T) {
	for line, want := range map[string]string{
		"apt-get install -y curl git=1":                    "apt-get install [-y] curl git=1",
		"apt-get -o Dir=x -qq install -t stable a -- -b":   "apt-get install [-o=Dir=x -q -q -t=stable] a -b",
		"apt-get -t=stable install a":                      "apt-get install [-t=stable] a",
		"/usr/bin/apt-get update":                          "apt-get update []",
		"sudo -E apt-get install a":                        "apt-get install [] a",
		"DEBIAN_FRONTEND=noninteractive apt-get install a": "apt-get install [] a",
		"env A=b apk --no-cache add --virtual .deps gcc":   "apk install [--no-cache --virtual=.deps] gcc",
		"python3.12 -m pip install -U --index-url x a":     "pip install [-U --index-url=x] a",
		"python3 -I -m pip install a":                      "pip install [] a",
		"pip3 install -r requirements.txt":                 "pip install [-r=requirements.txt]",
		"uv pip install a":                                 "uv install [] a",
		"npm i -g @a/b":                                    "npm install [-g] @a/b",
		"yarn cache clean":                                 "yarn  [] clean",
		"gem install -v 1 rake":                            "gem install [-v=1] rake",
		"go install -ldflags -s a@latest":                  "go install [-ldflags=-s] a@latest",
		"dnf5 in x":                                        "dnf  [] x",
		"microdnf install x":                               "dnf install [] x",
		"zypper -n in x":                                   "zypper install [-n] x",
		"apt-get $OPTS install a":                          "apt-get install [] a",
		"apt-get":                                          "",
		"python3 app.py -m pip":                            "",
		"echo apt-get install":                             "",
	} {
		got := ""
		if c, ok := readCall(shell.Parse(line, shell.POSIX).Commands()[0].Program()); ok {
			var options, operands []string
			for _, o := range c.Options {
				if o.Value != "" {
					o.Name += "=" + o.Value
				}
				options = append(options, o.Name)
			}
			for _, w := range c.Operands {
				operands = append(operands, w.Value)
			}
			got = strings.TrimSpace(c.Name + " " + string(c.Does) + " [" + strings.Join(options, " ") + "] " + strings.Join(operands, " "))
		}
		if got != want {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
}

// TestLoose: what names a version and what does not.
func TestLoose(t *testing.T) {
	for _, c := range []struct {
		name   string
		loose  func(string) bool
		yes    string
		pinned string
	}{
		{"apt-get", looseDeb, "curl libstdc++6 g++", "curl=7.* curl/bookworm ./a.deb /tmp/a.deb vim- lamp-server^ lib*"},
		{"rpm", looseRPM, "httpd python3-pip gcc-c++", "httpd-2.4 @development https://a/b.rpm /tmp/a.rpm a.rpm java-1.8.0-openjdk php*"},
		{"pip", loosePip, "django a[b] git+https://github.com/a/b https://github.com/a/b/tarball/master", "django==5 a>=1 a~=1 a!=2 . ./a /src/a a.whl git+https://github.com/a/b@v1 git+ssh://git@github.com/a/b@v1 https://a/b-1.tar.gz https://a/b.whl#sha256=1 file:///src/a"},
		{"npm", looseNPM, "express @a/b git+https://a/b.git git@a:b.git github:a/b c@git+ssh://git@a/b.git", "express@4 @a/b@1 . ./a /a ~/a a/b git+https://a/b.git#v1 https://a/b.tgz github:a/b#4f2a5d c@git+ssh://git@a/b.git#v1 a.tgz"},
		{"go", looseGo, "foobar a.com/b a.com/b@latest a.com/b@upgrade", "a.com/b@v1 . ./... ../a /a/b std cmd/go main.go"},
	} {
		for _, name := range strings.Fields(c.yes) {
			if !c.loose(name) {
				t.Errorf("%s: %s is taken as pinned", c.name, name)
			}
		}
		for _, name := range strings.Fields(c.pinned) {
			if c.loose(name) {
				t.Errorf("%s: %s is taken as loose", c.name, name)
			}
		}
	}
}

// TestManagersTable: no program and no subcommand has two meanings.
func TestManagersTable(t *testing.T) {
	programs := map[string]bool{}
	for _, m := range managers {
		verbs := map[string]bool{}
		for _, list := range m.Verbs {
			for _, verb := range strings.Fields(list) {
				if verbs[verb] {
					t.Errorf("%s %s does two things", m.Name, verb)
				}
				verbs[verb] = true
			}
		}
		for _, p := range strings.Fields(m.Programs) {
			if programs[p] {
				t.Errorf("%s is two managers", p)
			}
			programs[p] = true
		}
		for _, option := range strings.Fields(m.Valued) {
			if !strings.HasPrefix(option, "-") {
				t.Errorf("%s: %s is no option", m.Name, option)
			}
		}
	}
}
