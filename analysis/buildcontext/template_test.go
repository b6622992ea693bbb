package buildcontext

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTemplate(t *testing.T) {
	key := "-----BEGIN RSA PRIVATE KEY-----"
	for _, c := range []struct {
		files, named string // parted by blanks
		want         string // lines without comments
	}{
		{"a", "", "**/.git **/.env **/Dockerfile **/.dockerignore"},
		{"package.json", "", "**/.git **/.env **/node_modules **/Dockerfile **/.dockerignore"},
		{"package.json", "node_modules/x .env", "**/.git **/Dockerfile **/.dockerignore"},
		{"package.json", ".env*", "**/.git **/node_modules **/Dockerfile **/.dockerignore"},
		{"web/package.json web/node_modules/.git/x", "", "**/.git **/.env **/node_modules **/Dockerfile **/.dockerignore"},
		{"x.pem=CERTIFICATE y.key=" + strings.ReplaceAll(key, " ", "_"), "", "**/.git **/.env **/Dockerfile **/.dockerignore"},
		{"target/x", "", "**/.git **/.env **/Dockerfile **/.dockerignore"},
		{"target/x Cargo.toml", "", "**/.git **/.env **/target **/Dockerfile **/.dockerignore"},
		{"env/pyvenv.cfg a.pyc", "", "**/.git **/.env **/env **/*.pyc **/Dockerfile **/.dockerignore"},
		{"bin/x app.csproj compose.yaml compose.dev.yml Dockerfile.dev", "", "**/.git **/.env **/bin **/obj **/Dockerfile **/Dockerfile.* **/.dockerignore **/compose.y*ml **/compose.*.y*ml"},
	} {
		got := New(tree(strings.Fields(c.files)...), "Dockerfile").Template(strings.Fields(c.named))
		var lines []string
		for _, l := range strings.Split(got, "\n") {
			if l != "" && !strings.HasPrefix(l, "#") {
				lines = append(lines, l)
			}
		}
		if diff := cmp.Diff(c.want, strings.Join(lines, " ")); diff != "" {
			t.Errorf("%s: %s", c.files, diff)
		}
	}
	want := `# The history of the sources
**/.git

# Secrets and the settings of one machine
**/.env
**/*.pem

# What describes the build; a change of it need not copy everything again
**/Dockerfile
**/.dockerignore
`
	if diff := cmp.Diff(want, New(tree("a.pem="+key), "Dockerfile").Template(nil)); diff != "" {
		t.Error(diff)
	}
}

func TestUnwanted(t *testing.T) {
	for _, c := range []struct{ files, want string }{
		{"a b/c", ""},
		{".git/HEAD .env web/node_modules/x/y", ".env:**/.env:true .git:**/.git:false web/node_modules:**/node_modules:false"},
		{".git/HEAD .env .dockerignore=.git", ".env:**/.env:true"},
		{".env .dockerignore=*\n!.env", ""},
		{"a/.env .dockerignore=*\n!a", "a/.env:**/.env:true"},
		{"a/b/c/.git/x a/b/c/d/.git/x", "a/b/c/.git:**/.git:false"},
	} {
		var got []string
		for _, u := range New(tree(strings.Split(c.files, " ")...), "Dockerfile").Unwanted() {
			got = append(got, fmt.Sprintf("%s:%s:%v", u.Path, u.Pattern, u.Secret))
		}
		if diff := cmp.Diff(c.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%q: %s", c.files, diff)
		}
	}
}

// TestTemplateIsUnderstood: every line of the table is one that BuildKit takes.
func TestTemplateIsUnderstood(t *testing.T) {
	for _, g := range groups {
		for _, l := range g.lines {
			if pattern, mistake := parsePattern(l.pattern); pattern != l.pattern || mistake != "" {
				t.Errorf("%s: read as %q, %s", l.pattern, pattern, mistake)
			}
		}
	}
}
