package refactor

import (
	"slices"
	"strconv"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
)

// buildsSite tells of a command that runs the script build of a package of Node.
func buildsSite(words []string) bool {
	return slices.Contains([]string{"npm", "yarn", "pnpm"}, words[0]) && slices.Contains(words, "build")
}

const siteRoot = "/usr/share/nginx/html"

// staticSite is the folder that a server of files serves, which is all that it does.
func staticSite(b program) (product, bool) {
	_, ok := b.builder("node")
	s, served := served(b.start)
	if !ok || !served || b.dir == "/" || !slices.ContainsFunc(b.called(), buildsSite) || !b.onlyServes() {
		return product{}, false
	}
	made := product{image: "nginxinc/nginx-unprivileged:stable-alpine", paths: []string{b.resolve(s.folder)}, server: s.program}
	if s.program != "http-server" || s.port != 8080 {
		made.site = s.configuration()
	}
	return made, strings.HasPrefix(made.paths[0], b.dir+"/")
}

// onlyServes tells whether below what builds nothing is added but the server.
func (b program) onlyServes() bool {
	for i := b.item + 1; i < b.stage().End; i++ {
		if it := b.Items.At(i); len(it.Comments) > 0 || checks(it) {
			return false
		}
		switch b.expanded(i).(type) {
		case *instructions.CmdCommand, *instructions.EntrypointCommand, *instructions.ExposeCommand, *instructions.LabelCommand, *instructions.EnvCommand:
		case *instructions.RunCommand:
			if called := b.other(i).called(); len(called) != 1 || !slices.Contains(called[0], "-g") || !slices.Contains(fileServers, called[0][len(called[0])-1]) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// site is what a server of files is told.
type site struct {
	program string
	folder  string
	port    int
	single  bool // what is not there is index.html
}

// fileServers are packages of npm, and their programs.
var fileServers = []string{"serve", "http-server"}

// served reads the words of serve or http-server, from npx on; ok where it knows
// them all.
func served(words []string) (s site, ok bool) {
	if len(words) > 0 && words[0] == "npx" {
		if words = words[1:]; len(words) > 0 && (words[0] == "-y" || words[0] == "--yes") {
			words = words[1:]
		}
	}
	if len(words) == 0 || !slices.Contains(fileServers, words[0]) {
		return s, false
	}
	s.program, s.port = words[0], map[string]int{"serve": 3000, "http-server": 8080}[words[0]]
	for i := 1; i < len(words); i++ {
		switch w := words[i]; {
		case s.program == "serve" && (w == "-s" || w == "--single"):
			s.single = true
		case s.program == "serve" && slices.Contains([]string{"-l", "--listen", "-p"}, w), s.program == "http-server" && w == "-p":
			if i++; i == len(words) {
				return s, false
			}
			port, err := strconv.Atoi(words[i])
			if s.port = port; err != nil {
				return s, false
			}
		case !strings.HasPrefix(w, "-") && s.folder == "":
			s.folder = w
		default:
			return s, false
		}
	}
	return s, s.folder != "" && s.port >= 1024 && s.port < 1<<16
}

// configuration is a COPY of what tells nginx the same.
func (s site) configuration() string {
	missing := "=404"
	if s.single {
		missing = "/index.html"
	}
	return "COPY <<'EOF' /etc/nginx/conf.d/default.conf\nserver {\n    listen " + strconv.Itoa(s.port) + ";\n    root " + siteRoot +
		";\n    location / {\n        try_files $uri $uri.html $uri/ " + missing + ";\n    }\n}\nEOF"
}
