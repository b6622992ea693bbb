package server

import (
	"path"
	"slices"
	"strings"

	"go.lsp.dev/uri"
)

// notDockerfile are the language identifiers of files that are named like
// Dockerfiles or live beside them and are something else.
var notDockerfile = []string{
	"dockercompose", "docker-compose", "yaml.docker-compose", "yaml",
	"dockerbake", "docker-bake", "hcl", "json", "jsonc",
	"ignore", "dockerignore",
}

// otherSuffixes are the last parts of names like Dockerfile.md whose files speak
// about Dockerfiles or make them. As a client that opens one as "dockerfile"
// means it, they count only where no language is given.
var otherSuffixes = []string{
	".md", ".rst", ".adoc", ".html",
	".yml", ".yaml", ".json", ".toml", ".hcl",
	".j2", ".jinja", ".jinja2", ".tmpl", ".tpl", ".template", ".erb", ".mustache", ".m4", ".in",
	".orig", ".rej", ".bak", ".swp", ".lock", ".patch", ".diff",
	".sh", ".py", ".rb", ".go", ".js", ".ts",
}

// isDockerfile tells whether a document is a Dockerfile, by its name and the
// language the client gave it, which may be empty. A name of Docker's other
// files, such as compose.yaml, docker-bake.hcl or Dockerfile.dockerignore, is
// never one.
func isDockerfile(u uri.URI, language string) bool {
	name := strings.ToLower(path.Base(u.Path()))
	if isOtherFile(name) || slices.Contains(notDockerfile, strings.ToLower(language)) {
		return false
	}
	switch strings.ToLower(language) {
	case "dockerfile", "containerfile", "docker": // the last is Kate's
		return true
	case "":
		if u.Scheme() == "untitled" {
			return true
		}
	}
	return namesDockerfile(name)
}

// namesDockerfile tells whether a file of this name, in lower case, holds a
// Dockerfile. docker build and podman build look for the first two; the others
// are what people call their second one.
func namesDockerfile(name string) bool {
	switch {
	case name == "dockerfile", name == "containerfile":
		return true
	case strings.HasSuffix(name, ".dockerfile"), strings.HasSuffix(name, ".containerfile"):
		return true
	case strings.HasPrefix(name, "dockerfile."), strings.HasPrefix(name, "containerfile."):
		return !slices.Contains(otherSuffixes, path.Ext(name)) && !strings.HasSuffix(name, "~")
	}
	return false
}

// isOtherFile tells whether a name in lower case is that of a compose or bake
// file or a list of ignored files.
func isOtherFile(name string) bool {
	if path.Ext(name) == ".dockerignore" {
		return true
	}
	stem, ok := strings.CutPrefix(name, "docker-")
	ext := path.Ext(name)
	switch {
	case strings.HasPrefix(stem, "compose."), strings.HasPrefix(stem, "compose-"):
		return ext == ".yml" || ext == ".yaml"
	case strings.HasPrefix(stem, "bake.") || strings.HasPrefix(stem, "bake-"):
		return ok && (ext == ".hcl" || ext == ".json")
	}
	return false
}
