package server

import (
	"testing"

	"go.lsp.dev/uri"
)

func TestIsDockerfile(t *testing.T) {
	for _, test := range []struct {
		uri, language string
		want          bool
	}{
		{"file:///w/Dockerfile", "", true},
		{"file:///w/dockerfile", "", true},
		{"file:///w/Containerfile", "", true},
		{"file:///w/Dockerfile.dev", "", true},
		{"file:///w/Dockerfile.dev.arm64", "", true},
		{"file:///w/Containerfile.dev", "", true},
		{"file:///w/api.Dockerfile", "", true},
		{"file:///w/api.dockerfile", "", true},
		{"file:///w/api.containerfile", "", true},
		{"file:///w/a%20b/Dockerfile", "", true},
		{"file:///w/.dockerfile", "", true},
		{"untitled:Untitled-1", "", true},
		{"untitled:Untitled-1", "dockerfile", true},
		{"file:///w/anything", "dockerfile", true},
		{"file:///w/Dockerfile-alpine", "dockerfile", true},
		{"file:///w/Dockerfile.tmpl", "dockerfile", true},
		{"file://", "dockerfile", true},
		{"file:///w/anything", "docker", true},
		{"file:///w/Dockerfile", "plaintext", true},
		{"vscode-notebook-cell:/w/x#1", "Dockerfile", true},

		{"file:///w/docker-compose.yml", "", false},
		{"file:///w/docker-compose.yml", "dockerfile", false},
		{"file:///w/docker-compose.override.yaml", "dockerfile", false},
		{"file:///w/compose.yaml", "dockerfile", false},
		{"file:///w/compose-dev.yaml", "dockerfile", false},
		{"file:///w/docker-bake.hcl", "dockerfile", false},
		{"file:///w/docker-bake.override.json", "dockerfile", false},
		{"file:///w/Dockerfile.dockerignore", "dockerfile", false},
		{"file:///w/.dockerignore", "dockerfile", false},
		{"file:///w/Dockerfile.dockerignore", "", false},
		{"file:///w/Dockerfile", "dockercompose", false},
		{"file:///w/Dockerfile", "yaml", false},
		{"file:///w/Dockerfile.md", "", false},
		{"file:///w/Dockerfile.md", "markdown", false},
		{"file:///w/Dockerfile.j2", "", false},
		{"file:///w/Dockerfile.template", "", false},
		{"file:///w/Dockerfile~", "", false},
		{"file:///w/Dockerfile.dev~", "", false},
		{"file:///w/MyDockerfile", "", false},
		{"file:///w/Dockerfile-alpine", "", false},
		{"file:///Dockerfile/x", "", false},
		{"file:///w/x.txt", "", false},
		{"untitled:Untitled-1", "plaintext", false},
		{"untitled:compose.yaml", "", false},
		{"", "", false},
	} {
		if got := isDockerfile(uri.URI(test.uri), test.language); got != test.want {
			t.Errorf("%s as %q: %v", test.uri, test.language, got)
		}
	}
}
