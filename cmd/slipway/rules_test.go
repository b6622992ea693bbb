package main

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/spf13/cobra"

	"github.com/slipway-dev/slipway/server"
)

// TestHooks: the hooks for pre-commit run commands that there are, for the files
// that a folder stands for on the command line.
func TestHooks(t *testing.T) {
	src, err := os.ReadFile("../../editors/ci/.pre-commit-hooks.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var hooks []struct{ ID, Entry, Files, Exclude string }
	if err := yaml.Unmarshal(src, &hooks); err != nil || len(hooks) == 0 {
		t.Fatal("no hooks: ", err)
	}
	for _, h := range hooks {
		words := strings.Fields(h.Entry)
		if len(words) != 2 || !hasCommand(words[1]) {
			t.Errorf("%s runs %q", h.ID, h.Entry)
		}
		files, exclude := regexp.MustCompile(h.Files), regexp.MustCompile(h.Exclude)
		for _, name := range []string{
			"Dockerfile", "dockerfile", "Containerfile", "Dockerfile.dev", "app.Dockerfile", "app.containerfile", "Dockerfile.dockerignore",
			"Dockerfile.md", "docker-compose.yml", "README.md", "mydockerfile", "Dockerfile.yaml", "x.go",
		} {
			if got, want := files.MatchString("sub/"+name) && !exclude.MatchString("sub/"+name), server.IsDockerfile(name); got != want {
				t.Errorf("%s takes %s: %v, a folder on the command line: %v", h.ID, name, got, want)
			}
		}
	}
}

// TestAction: the inputs that the action passes on are flags.
func TestAction(t *testing.T) {
	src, err := os.ReadFile("../../editors/ci/action.yml")
	if err != nil {
		t.Fatal(err)
	}
	var action struct {
		Inputs map[string]struct{ Description string }
		Runs   struct {
			Steps []struct{ Run string }
		}
	}
	if err := yaml.Unmarshal(src, &action); err != nil || len(action.Inputs) == 0 {
		t.Fatal("no inputs: ", err)
	}
	flags := regexp.MustCompile(`"--([a-z-]+)=\$`).FindAllStringSubmatch(string(src), -1)
	if len(flags) < 4 {
		t.Errorf("the action passes on only %q", flags)
	}
	for _, m := range flags {
		if lintCommand().Flag(m[1]) == nil || action.Inputs[m[1]].Description == "" {
			t.Errorf("--%s is no flag of slipway lint, or no input", m[1])
		}
	}
}

func hasCommand(name string) bool {
	return slices.ContainsFunc(rootCommand().Commands(), func(c *cobra.Command) bool { return c.Name() == name })
}
