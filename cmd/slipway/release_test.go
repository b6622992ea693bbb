package main

import (
	"cmp"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

// TestManPages writes a man page for each command, and looks at what it says of the
// flags. They go to the folder SLIPWAY_MAN where that is set: what makes them is a
// test, so that it is no part of the binary.
func TestManPages(t *testing.T) {
	dir := cmp.Or(os.Getenv("SLIPWAY_MAN"), t.TempDir())
	root := rootCommand()
	root.DisableAutoGenTag = true
	header := &doc.GenManHeader{Section: "1", Source: "slipway", Manual: "slipway"}
	if err := doc.GenManTree(root, header, dir); err != nil {
		t.Fatal(err)
	}
	for _, c := range append(root.Commands(), root) {
		if !c.IsAvailableCommand() && c != root {
			continue
		}
		name := strings.ReplaceAll(c.CommandPath(), " ", "-") + ".1"
		page, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Error(err)
			continue
		}
		for flag := range strings.FieldsSeq(flagNames(c)) {
			if !strings.Contains(strings.ReplaceAll(string(page), `\-`, "-"), "--"+flag) {
				t.Errorf("%s does not tell of --%s", name, flag)
			}
		}
	}
}

func flagNames(c *cobra.Command) string {
	var names []string
	for flag := range strings.Lines(c.LocalFlags().FlagUsages()) {
		if _, rest, ok := strings.Cut(flag, "--"); ok {
			name, _, _ := strings.Cut(rest, " ")
			names = append(names, strings.TrimSpace(name))
		}
	}
	return strings.Join(names, " ")
}

// Each shell gets its completions.
func TestCompletions(t *testing.T) {
	for shell, want := range map[string]string{
		"bash": "complete -o default", "zsh": "#compdef slipway", "fish": "complete -c slipway", "powershell": "Register-ArgumentCompleter",
	} {
		out, err := slipway(t, "completion", shell).Output()
		if err != nil || !strings.Contains(string(out), want) {
			t.Errorf("%s: %v, no %q in %d bytes", shell, err, want, len(out))
		}
	}
}
