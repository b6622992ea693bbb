package server

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/buildcontext"
	"github.com/slipway-dev/slipway/analysis/lint"
	"github.com/slipway-dev/slipway/analysis/text"
	"github.com/slipway-dev/slipway/completion"
)

// pinning are the rules that ask for exact versions, which nobody can know for
// long: images by digest, packages by version.
var pinning = []string{"DL3008", "DL3013", "DL3016", "DL3018", "DL3028"}

// projects are small projects of each kind, and words that their Dockerfile has.
var projects = []struct {
	name  string
	files string // names and texts, "NAME=TEXT", parted by lines
	want  []string
}{
	{"Go", "go.mod=module example.com/tool\\n\ngo.sum=\ncmd/serve/main.go=package main", []string{"go.sum", "./cmd/serve", "/serve"}},
	{"Node.js with npm", "package.json={\"scripts\": {\"start\": \"node lib/start.js\"}}\npackage-lock.json=", []string{"npm ci", `CMD ["node", "lib/start.js"]`}},
	{"Node.js with Yarn", "package.json={\"main\": \"a.js\"}\nyarn.lock=", []string{"--frozen-lockfile", `CMD ["node", "a.js"]`}},
	{"Node.js with pnpm", "package.json={\"scripts\": {\"start\": \"next start\"}}\npnpm-lock.yaml=", []string{"pnpm install", `CMD ["npm", "start"]`}},
	{"Python with pip", "requirements.txt=\napp.py=", []string{`CMD ["python", "app.py"]`}},
	{"Python with uv", "pyproject.toml=\nuv.lock=\nmain.py=", []string{"uv sync", "main.py"}},
	{"Python with Poetry", "pyproject.toml=\npoetry.lock=\nserver.py=", []string{"poetry install", "server.py"}},
	{"Java with Maven", "pom.xml=\nsrc/A.java=", []string{"mvn"}},
	{"Java with Gradle", "build.gradle.kts=\nsrc/A.java=", []string{"gradle"}},
	{"Rust", "Cargo.toml=[package]\\nname = \"ship\"\\n\nCargo.lock=\nsrc/main.rs=", []string{"--locked", "/usr/local/bin/ship"}},
	{".NET", "Shop.csproj=\nProgram.cs=", []string{"Shop.csproj", "Shop.dll"}},
	{"a static site", "public/index.html=", []string{"COPY public "}},
	{"a site built with npm", "package.json={}\nvite.config.ts=", []string{"npm run build", "/app/dist"}},
	{"PHP", "composer.json=\ncomposer.lock=\nindex.php=", []string{"composer install"}},
	{"Ruby", "Gemfile=\nGemfile.lock=\nconfig.ru=", []string{"rackup", "9292"}},
	{
		"Node.js with npm", "package.json={\"scripts\": {\"start\": \"node build/main.js --port 4000\", \"build\": \"tsc\"}}\npackage-lock.json=",
		[]string{"npm run build", "COPY --from=build /app/build ./build", "EXPOSE 4000"},
	},
	{"Node.js with npm", "package.json={\"scripts\": {\"build\": \"next build\", \"start\": \"next start\"}}", []string{"npm install\n", "/app/.next"}},
	{"Node.js with Yarn", "package.json={\"scripts\": {\"build\": \"tsc\"}}\nyarn.lock=\n.yarnrc.yml=\nserver.js=app.listen(5050)", []string{"--immutable", "yarn build", "EXPOSE 5050"}},
	{"Node.js with pnpm", "package.json={\"scripts\": {\"build\": \"tsc\", \"start\": \"node dist/x.js\"}}\npnpm-lock.yaml=", []string{"pnpm run build", "/app/dist"}},
	{"Python with pip", "requirements.txt=Django\\ngunicorn\nmanage.py=\nshop/wsgi.py=", []string{`CMD ["gunicorn", "--bind", "0.0.0.0:8000", "shop.wsgi"]`}},
	{"Python with uv", "pyproject.toml=fastapi\nuv.lock=\nmain.py=", []string{`"main:app"`}},
	{"Python with pip", "requirements.txt=Flask\napp.py=app.run(port=5001)", []string{`"--port", "5001"`, "EXPOSE 5001"}},
	{"Go", "go.mod=module example.com/tool\nmain.go=package main\\nvar a = \":9000\"", []string{"/out/tool .", "EXPOSE 9000"}},
	{"PHP", "public/index.php=", []string{"/var/www/html/public"}},
	{"Rust", "Cargo.toml=[workspace]", []string{"/usr/local/bin/app"}},
}

// A whole Dockerfile that is offered in an empty file is read by BuildKit and has no
// findings under «all» but those of pinning: for a project of its kind, where it is
// the first candidate, and for none.
func TestStarters(t *testing.T) {
	kinds := map[string]bool{}
	for _, pr := range projects {
		kinds[pr.name] = true
		t.Run(pr.name, func(t *testing.T) {
			files := fstest.MapFS{}
			for line := range strings.Lines(pr.files) {
				file, src, _ := strings.Cut(strings.TrimSpace(line), "=")
				files[file] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(src, "\\n", "\n"))}
			}
			// With the ignore file that we would make: its absence is a finding of the context.
			files[".dockerignore"] = &fstest.MapFile{Data: []byte(buildcontext.New(files, "Dockerfile").Template(nil))}
			context := buildcontext.New(files, "Dockerfile")
			items, _ := completion.Complete(analysis.New(text.New("")), 0, completion.Around{Context: context})
			if label := "Dockerfile for " + pr.name; items[0].Label != label {
				t.Fatalf("the first candidate is %s", items[0].Label)
			}
			checkStarter(t, items[0], context)
			for _, want := range pr.want {
				if !strings.Contains(items[0].Plain, want) {
					t.Errorf("no %q in\n%s", want, items[0].Plain)
				}
			}
		})
	}
	seen := 0
	items, _ := completion.Complete(analysis.New(text.New("")), 0, completion.Around{})
	for _, it := range items {
		if strings.HasPrefix(it.Label, "Dockerfile for ") {
			seen++
			checkStarter(t, it, nil)
		}
	}
	if seen != len(kinds) {
		t.Errorf("%d are offered, and there are projects for %d", seen, len(kinds))
	}
}

func checkStarter(t *testing.T, it completion.Item, context *buildcontext.Context) {
	t.Helper()
	f := analysis.New(text.New(it.Plain))
	for _, item := range f.Items.All() {
		if item.Err != nil {
			t.Errorf("%s: %s in\n%s", it.Label, item.Err.Message, it.Plain)
		}
	}
	c := lint.Settings{Profile: "all"}.Config()
	c.Context = context
	for _, finding := range lint.Run(f, c) {
		if !slices.Contains(pinning, finding.Code) {
			t.Errorf("%s: %s %s at %q in\n%s", it.Label, finding.Code, finding.Message, f.Text.Slice(finding.Span), it.Plain)
		}
	}
}
