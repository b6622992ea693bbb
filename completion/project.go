package completion

import (
	"encoding/json"
	"path"
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

func (pr project) has(pattern string) bool { return len(pr.files(pattern)) > 0 }

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

// readNode finds how a project is started and built.
func readNode(pr project) blanksOf {
	var p packageJSON
	if json.Unmarshal([]byte(pr.text("package.json")), &p) != nil {
		return nil
	}
	v := blanksOf{}
	words := strings.Fields(p.Scripts["start"])
	switch {
	case len(words) > 1 && words[0] == "node" && !slices.ContainsFunc(words, func(w string) bool { return !plainName(w) }):
		v["start"] = []string{jsonWords(words)}
	case len(words) > 0:
		v["start"] = []string{jsonWords([]string{"npm", "start"})}
	case plainName(p.Main):
		v["start"] = []string{jsonWords([]string{"node", p.Main})}
	default:
		for _, name := range []string{"server.js", "app.js", "index.js"} {
			if pr.has(name) {
				v["start"] = []string{jsonWords([]string{"node", name})}
				break
			}
		}
	}
	return v
}

// jsonWords are words as what stands in a JSON array.
func jsonWords(words []string) string {
	return `"` + strings.Join(words, `", "`) + `"`
}

// readPython finds the module that is run.
func readPython(pr project) blanksOf {
	for _, name := range []string{"main.py", "app.py", "server.py", "manage.py"} {
		if pr.has(name) {
			return blanksOf{"main": {name}}
		}
	}
	return nil
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
