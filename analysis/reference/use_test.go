package reference

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/moby/buildkit/frontend/dockerfile/shell"
)

func TestFind(t *testing.T) {
	for _, tt := range []struct {
		keyword, flag, option string
		want                  string
	}{
		{"run", "mount", "DST", "target"},
		{"RUN", "mount", "ro", "readonly"},
		{"Run", "device", "required", "required"},
		{"copy", "Link", "", ""}, // BuildKit knows only the lower case
		{"runs", "", "", ""},
	} {
		var got string
		if in, ok := Find(tt.keyword); ok {
			if f, ok := in.Flag(tt.flag); ok {
				if o, ok := f.Option(tt.option); ok {
					got = o.Name
				}
			}
		}
		if got != tt.want {
			t.Errorf("%s --%s %s: %q, want %q", tt.keyword, tt.flag, tt.option, got, tt.want)
		}
	}
	if d, ok := Directive("Escape"); !ok || d.Name != "escape" {
		t.Error("Directive does not ignore case")
	}
	if v, ok := Predefined("http_proxy"); !ok || v.Use != Proxy {
		t.Error("http_proxy is not known as a proxy")
	}
	if _, ok := Predefined("Http_Proxy"); ok {
		t.Error("Predefined ignores case")
	}
	for _, c := range Checks() {
		if got, ok := FindCheck(c.Name); !ok || got.Name != c.Name {
			t.Errorf("FindCheck does not find %s", c.Name)
		}
	}
	if _, ok := FindCheck("Nonsense"); ok {
		t.Error("FindCheck finds Nonsense")
	}
}

func TestHeredoc(t *testing.T) {
	for word, want := range map[string][]string{
		"<<EOF":      {"<<EOF"},
		"<<-EOF":     {"<<-EOF"},
		"<<'E'OF":    {"<<EOF", `<<"EOF"`},
		`3<<-"EOF"`:  {"<<-EOF", `<<"EOF"`, "3<<EOF"},
		"<< EOF":     {"<<EOF"},
		"<EOF":       nil,
		"robots.txt": nil,
	} {
		var got []string
		for _, topic := range Heredoc(word) {
			got = append(got, topic.Name)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: %s", word, d)
		}
	}
}

func TestPlain(t *testing.T) {
	for body, want := range map[string]string{
		"FROM ${1:image}:${2:tag}": "FROM image:tag",
		`--platform=\$X $1 ${2}$0`: "--platform=$X  ",
		"STOP ${1|A,B|}":           "STOP A",
		`${1:a\}b} \\ c`:           `a}b \ c`,
		"${12:open":                "open",
		"a$":                       "a",
	} {
		if got := (Snippet{Body: body}).Plain(); got != want {
			t.Errorf("%q: %q, want %q", body, got, want)
		}
	}
}

func TestBaseEnv(t *testing.T) {
	for image, want := range map[string]string{
		"golang":                                "GOPATH",
		"golang:1.26-alpine":                    "GOPATH",
		"docker.io/library/python":              "PYTHON_VERSION",
		"docker.io/python@sha256:0":             "PYTHON_VERSION",
		"library/node:24@sha256:0":              "NODE_VERSION",
		"public.ecr.aws/docker/library/ruby:4":  "GEM_HOME",
		"mcr.microsoft.com/dotnet/sdk:10.0":     "DOTNET_VERSION",
		"localhost:5000/golang":                 "",
		"example.com/library/golang":            "",
		"someone/golang":                        "",
		"scratch":                               "",
		"":                                      "",
		"mcr.microsoft.com/dotnet/sdk/aspnet:1": "",
	} {
		got := BaseEnv(image)
		if want == "" && got != nil || want != "" && !slices.Contains(got, want) {
			t.Errorf("%q: %v, want %q", image, got, want)
		}
	}
	for i, e := range baseEnvs {
		if !slices.IsSorted(e.names) || len(slices.Compact(slices.Clone(e.names))) != len(e.names) {
			t.Errorf("%s: names are not sorted, or there twice", e.image)
		}
		if i > 0 && baseEnvs[i-1].image >= e.image {
			t.Errorf("%s is out of order", e.image)
		}
	}
}

// What the modifiers' summaries promise, asked of BuildKit.
func TestModifiersMeanWhatIsSaid(t *testing.T) {
	env := shell.EnvsFromSlice([]string{"EMPTY=", "TAG=v1.2.3", "REPO=https://github.com/example/app", "BRANCH=feature/login/page"})
	for word, want := range map[string]string{
		"${NONE:-d}": "d", "${EMPTY:-d}": "d", "${TAG:-d}": "v1.2.3",
		"${NONE-d}": "d", "${EMPTY-d}": "",
		"${NONE:+t}": "", "${EMPTY:+t}": "", "${TAG:+t}": "t",
		"${NONE+t}": "", "${EMPTY+t}": "t",
		"${NONE:?m}": "error", "${EMPTY:?m}": "error",
		"${NONE?m}": "error", "${EMPTY?m}": "",
		"${TAG#v}": "1.2.3", "${REPO##*/}": "app", "${REPO#*/}": "/github.com/example/app",
		"${TAG%.*}": "v1.2", "${TAG%%.*}": "v1",
		"${BRANCH/login/logout}": "feature/logout/page", `${BRANCH//\//-}`: "feature-login-page",
		"${TAG/v/}": "1.2.3", "${TAG/v}": "error",
	} {
		res, err := shell.NewLex('\\').ProcessWordWithMatches(word, env)
		if err != nil {
			res.Result = "error"
		}
		if res.Result != want {
			t.Errorf("%s: %q, want %q (%v)", word, res.Result, want, err)
		}
	}
}

func TestMarkdown(t *testing.T) {
	want := strings.Join([]string{
		"**--network**: Choose the network the command sees.",
		"```dockerfile\n--network=default|none|host\n```",
		"Without a network the command cannot fetch anything, which proves that a step needs only what was copied in.",
		"Values:\n- `default`: The network of the build, as without the flag\n- `none`: No network but a loopback of its own\n- `host`: The network of the build host",
		"Example:",
		"```dockerfile\nFROM python:3.14\nCOPY wheels/ /wheels/\nRUN --network=none pip install --no-index --find-links=/wheels app\n```",
		"Since Dockerfile 1.3 · [Reference](https://docs.docker.com/reference/dockerfile/#run---network)",
	}, "\n\n")
	if d := cmp.Diff(want, runFlags[1].Markdown()); d != "" {
		t.Error(d)
	}
	for _, tt := range []struct{ text, part string }{
		{fromInstruction.Markdown(), "Flags: `--platform`\n"},
		{runFlags[0].Markdown(), "- `target`, `dst`, `destination`: Where the mount appears\n"},
		{runFlags[0].Markdown(), "(cache, secret, ssh)"},
		{heredocs[0].Markdown(), "**`<<EOF`**: "},
		{parserDirectives[1].Markdown(), "- `` ` ``: The backtick"},
		{checks[9].Markdown(), "# check=experimental=InvalidDefinitionDescription"},
		{mountOptions[0].Markdown(), "- `secret`: A secret as a file"},
	} {
		if !strings.Contains(tt.text, tt.part) {
			t.Errorf("%q is not in\n%s", tt.part, tt.text)
		}
	}
	for path, topic := range topics() {
		if n := strings.Count(topic.Markdown(), "```"); n%2 != 0 {
			t.Errorf("%s: a fence is open", path)
		}
	}
}
