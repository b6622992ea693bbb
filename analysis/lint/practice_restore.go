package lint

import (
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/reference"
	"github.com/slipway-dev/slipway/analysis/shell"
)

// restore is a command that installs what a project's manifest names.
type restore struct {
	run *runStep
	*runCommand
	manager reference.Manager
	command string // of the manager's table, such as "npm ci"
	arguments
}

type restoresKey struct{}

// restores are those of a stage.
func restores(st *analysis.Facts) []restore {
	return st.Memo(restoresKey{}, func() any {
		var list []restore
		for _, r := range runSteps(st) {
			for i := range r.commands {
				if x, ok := restoreOf(r, &r.commands[i]); ok {
					list = append(list, x)
				}
			}
		}
		return list
	}).([]restore)
}

// harmlessValued are options with a value in the next word that do not say what is
// installed, or where.
const harmlessValued = "--omit --include --loglevel --registry --cache --network-timeout --mutex --jobs -j --retry --without --with --only --group --no-group --extra " +
	"--fetch-timeout --fetch-retries --only-group -r --requirement -c --constraint -i --index-url --extra-index-url --trusted-host --cache-dir --prefix --target -t " +
	"--timeout --retries --progress-bar --runtime --os --arch --configfile --verbosity -v"

// restoreCommand is a command of the table of managers.
type restoreCommand struct {
	manager reference.Manager
	command string
	verbs   []string // behind the program
}

// restoreCommands are all of them, by their programs.
var restoreCommands = sync.OnceValue(func() map[string][]restoreCommand {
	found := map[string][]restoreCommand{}
	for m := range reference.Managers() {
		for _, command := range m.Restore {
			words := strings.Fields(command)
			found[words[0]] = append(found[words[0]], restoreCommand{m, command, words[1:]})
		}
	}
	return found
})

func restoreOf(r *runStep, c *runCommand) (restore, bool) {
	words := moduleOfPython(c.program)
	if len(words) == 0 || !words[0].Static {
		return restore{}, false
	}
	name := path.Base(words[0].Value)
	if strings.HasPrefix(words[0].Value, "./") {
		name = words[0].Value
	}
	if programOf(words[0]) == "pip" {
		name = "pip"
	}
	commands := restoreCommands()[name]
	if len(commands) == 0 {
		return restore{}, false
	}
	a := readArguments(words[1:], harmlessValued, false)
	for _, m := range commands {
		if n := len(m.verbs); len(a.Operands) >= n && slices.EqualFunc(a.Operands[:n], m.verbs, func(w shell.Word, verb string) bool { return w.Value == verb }) {
			x := restore{r, c, m.manager, m.command, a}
			x.Operands = a.Operands[n:]
			if x.onlyManifest() {
				return x, true
			}
		}
	}
	return restore{}, false
}

// onlyManifest tells whether the command needs manifests and nothing else of the
// project.
func (x restore) onlyManifest() bool {
	if len(x.Unclear) > 0 || x.has("-g --global --help -h --version") {
		return false
	}
	switch x.manager.Name {
	case "pip":
		return len(x.requirements()) > 0 && len(x.Operands) == 0 && !x.has("-e --editable")
	case "uv":
		return len(x.Operands) == 0 && x.has("--no-install-project --no-install-workspace --no-install-local")
	case "poetry":
		return len(x.Operands) == 0 && x.has("--no-root --only-root --no-directory") && !x.has("--only-root")
	case "dotnet":
		return true
	case "cargo":
		return false // cargo refuses a manifest without a target, which is a source
	}
	return len(x.Operands) == 0
}

// requirements are the files that pip is given.
func (x restore) requirements() (files []string) {
	for _, o := range x.Options {
		if listed("-r --requirement", o.Name) {
			files = append(files, o.Value)
		}
	}
	return files
}

// nodeNeeds are texts in a package.json that make an install read other files.
var nodeNeeds = []string{
	`"preinstall"`, `"install":`, `"postinstall"`, `"prepare"`, `"prepublish"`, `"workspaces"`, `"file:`, `"link:`, `"workspace:`, `"portal:`, `"patch:`, "packages:",
}

// needsSources are texts in a manifest that make the install read other files of
// the project, by manager.
var needsSources = map[string][]string{
	"npm": nodeNeeds, "yarn": nodeNeeds, "pnpm": nodeNeeds, "bun": nodeNeeds,
	"pip":      {"-e ", "--editable", "\n.", "\n-r ", "\n-c ", "file:", "@ ."},
	"pipenv":   {"path =", "path="},
	"uv":       {"workspace", "path =", "path="},
	"poetry":   {"path =", "path="},
	"bundler":  {"gemspec", "path:", ":path", "eval_gemfile"},
	"composer": {`"classmap"`, `"path"`, `-cmd"`, `"post-autoload-dump"`, `"pre-autoload-dump"`, `"files"`},
	"go":       {"=> ./", "=> ../", "\nuse "},
	"maven":    {"<modules>", "<relativePath>", "<systemPath>"},
	"gradle":   {"include", "project(", "apply from"},
	"dotnet":   {"ProjectReference", "Import "},
	"mix":      {"path:", "in_umbrella"},
}
