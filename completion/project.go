package completion

import (
	"encoding/json"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/analysis/buildcontext"
)

// project is what lies in the build context, which may be nil.
type project struct{ context *buildcontext.Context }

// files are the names in a folder that match a pattern, without what is ignored.
func (pr project) files(pattern string) []string {
	if pr.context == nil {
		return nil
	}
	entries, _ := pr.context.List(path.Dir(pattern))
	var names []string
	for _, e := range entries {
		if ok, _ := path.Match(path.Base(pattern), path.Base(e.Path)); ok {
			names = append(names, e.Path)
		}
	}
	return names
}

// has tells whether a file matches a pattern, or whether package.json has the script
// behind a "#".
func (pr project) has(pattern string) bool {
	if name, script, ok := strings.Cut(pattern, "#"); ok {
		return pr.packageJSON(name).Scripts[script] != ""
	}
	return len(pr.files(pattern)) > 0
}

// text is a file's text, "" where it cannot be read.
func (pr project) text(name string) string {
	if pr.context == nil {
		return ""
	}
	src, _ := pr.context.ReadFile(name)
	return string(src)
}

// line is what follows a prefix in the first line that has it, without blanks and
// quotes around it.
func (pr project) line(name, prefix string) string {
	for line := range strings.Lines(pr.text(name)) {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(line), prefix); ok {
			return strings.Trim(strings.TrimSpace(rest), `"'`)
		}
	}
	return ""
}

// plainName tells whether a name can stand in a Dockerfile as it is.
func plainName(name string) bool {
	return name != "" && !strings.ContainsAny(name, " \t\"'`$\\{}[]*?|,;&<>()#")
}

// one is a single value, or none where the name could not stand as it is.
func one(name string) []string {
	if !plainName(name) {
		return nil
	}
	return []string{name}
}

// readGo finds the packages that are programs, and what to call them.
func readGo(pr project) blanksOf {
	var mains []string
	if isMain := func(name string) bool { return pr.line(name, "package ") == "main" }; slices.ContainsFunc(pr.files("*.go"), isMain) {
		mains = append(mains, ".")
	}
	for _, dir := range pr.files("cmd/*") {
		if plainName(dir) && pr.has(dir+"/*.go") {
			mains = append(mains, "./"+dir)
		}
	}
	v := blanksOf{"package": mains}
	for _, dir := range mains {
		for _, name := range pr.files(path.Join(dir, "*.go")) {
			if port := portIn(pr.text(name)); len(mains) == 1 && port != nil {
				v["port"] = port
			}
		}
	}
	switch {
	case len(mains) == 1 && mains[0] != ".":
		v["name"] = one(path.Base(mains[0]))
	case len(mains) == 1:
		v["name"] = one(path.Base(pr.line("go.mod", "module ")))
	}
	return v
}

// packageJSON is what counts of package.json.
type packageJSON struct {
	Main    string
	Scripts map[string]string
}

// packageJSON is empty where the file cannot be read.
func (pr project) packageJSON(name string) (p packageJSON) {
	if json.Unmarshal([]byte(pr.text(name)), &p) != nil {
		return packageJSON{}
	}
	return p
}

// readNode finds how a project is started, where its build is put, and its port.
func readNode(pr project) blanksOf {
	p := pr.packageJSON("package.json")
	start := []string{"node", p.Main}
	words := strings.Fields(p.Scripts["start"])
	switch {
	case len(words) > 1 && words[0] == "node" && !slices.ContainsFunc(words, func(w string) bool { return !plainName(w) }):
		start = words
	case len(words) > 0:
		start = []string{"npm", "start"}
	case p.Main == "":
		for _, name := range []string{"index.js", "app.js", "server.js"} {
			if pr.has(name) {
				start[1] = name
			}
		}
	}
	if !plainName(start[1]) {
		return blanksOf{"port": portIn(p.Scripts["start"])}
	}
	script := start[1]
	for _, w := range slices.Backward(start[1:]) {
		if path.Ext(w) != "" {
			script = w
		}
	}
	v := blanksOf{"start": {jsonWords(start)}, "port": portIn(p.Scripts["start"] + pr.text(script))}
	if dir, _, ok := strings.Cut(strings.TrimPrefix(script, "./"), "/"); ok && dir != "src" {
		v["out"] = []string{dir}
	} else if strings.HasPrefix(p.Scripts["build"], "next ") {
		v["out"] = []string{".next"}
	}
	return v
}

// listening is where a program says which port it listens on.
var listening = regexp.MustCompile(`(?:--port[ =]|-p |\bport *= *|listen\( *|PORT *\|\| *|["'` + "`" + `]:)(\d{2,5})\b`)

// portIn is the port that a text speaks of.
func portIn(src string) []string {
	if m := listening.FindStringSubmatch(src); m != nil {
		return m[1:]
	}
	return nil
}

// jsonWords are words as what stands in a JSON array.
func jsonWords(words []string) string {
	return `"` + strings.Join(words, `", "`) + `"`
}

// readPython finds how a project is started: by the server that it depends on, or as
// a program.
func readPython(pr project) blanksOf {
	wants := strings.ToLower(pr.text("requirements.txt") + pr.text("pyproject.toml"))
	v := blanksOf{}
	start := func(words ...string) { v["start"] = []string{jsonWords(words)} }
	main := ""
	for _, name := range []string{"server.py", "app.py", "main.py"} {
		if pr.has(name) {
			main = name
		}
	}
	if v["port"] = portIn(pr.text(main)); v["port"] == nil {
		v["port"] = []string{"8000"}
	}
	port := v["port"][0]
	switch {
	case pr.has("manage.py"):
		start("python", "manage.py", "runserver", "0.0.0.0:"+port)
		for _, dir := range pr.files("*") {
			if strings.Contains(wants, "gunicorn") && plainName(dir) && pr.has(dir+"/wsgi.py") {
				start("gunicorn", "--bind", "0.0.0.0:"+port, dir+".wsgi")
			}
		}
	case main == "":
	case strings.Contains(wants, "uvicorn"), strings.Contains(wants, "fastapi"):
		start("uvicorn", "--host", "0.0.0.0", "--port", port, base(main)+":app")
	case strings.Contains(wants, "gunicorn"):
		start("gunicorn", "--bind", "0.0.0.0:"+port, base(main)+":app")
	case strings.Contains(wants, "flask"):
		start("flask", "--app", base(main), "run", "--host", "0.0.0.0", "--port", port)
	default:
		start("python", main)
	}
	return v
}

func readRust(pr project) blanksOf {
	return blanksOf{"name": one(pr.line("Cargo.toml", "name = "))}
}

func readDotnet(pr project) blanksOf {
	var names []string
	for _, pattern := range []string{"*.csproj", "*.fsproj", "*.vbproj"} {
		for _, name := range pr.files(pattern) {
			if plainName(name) {
				names = append(names, name)
			}
		}
	}
	v := blanksOf{"project": names}
	if len(names) == 1 {
		v["name"] = []string{base(names[0])}
	}
	return v
}

// readStatic finds the folder that is served.
func readStatic(pr project) blanksOf {
	for _, dir := range []string{"public", "dist", "build", "site", "html"} {
		if pr.has(dir + "/index.html") {
			return blanksOf{"folder": {dir}}
		}
	}
	return blanksOf{"folder": {"."}}
}

// readSite finds where the build of a site in Node.js puts it.
func readSite(pr project) blanksOf {
	out := "dist"
	switch {
	case pr.has("angular.json"):
		return nil
	case strings.Contains(pr.text("package.json"), `"react-scripts"`):
		out = "build"
	case pr.has("astro.config.*") || pr.has("vite.config.*"):
	default:
		return nil
	}
	return blanksOf{"folder": {out}}
}

func readRuby(pr project) blanksOf {
	switch {
	case pr.has("bin/rails"):
		return blanksOf{"start": {jsonWords([]string{"bundle", "exec", "rails", "server", "-b", "0.0.0.0"})}, "port": {"3000"}}
	case pr.has("config.ru"):
		return blanksOf{"start": {jsonWords([]string{"bundle", "exec", "rackup", "--host", "0.0.0.0"})}, "port": {"9292"}}
	}
	return nil
}
