package lint

import (
	"regexp"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/shell"
)

// languageRules are about the package managers of programming languages, pip left
// out.
var languageRules = []*Rule{
	{
		Code: "DL3016", URL: hadolintPage("DL3016"), Category: Maintainability, Severity: Off,
		Title: "Pin the versions of packages that npm installs",
		Why: "`npm install express` takes the version that is newest on the day of the build; `express@4.21.0` names one. " +
			"`npm install` and `npm ci` without a package go by the lock file and are fine, and so are local paths, archives and addresses.",
		Bad:  "FROM node:22\nRUN npm install -g pm2\n",
		Good: "FROM node:22\nRUN npm install -g pm2@5.4.2\n",
		Stage: perRun(unpinned{
			managers: "npm", loose: looseNPM, message: "pin the versions in npm install",
			exempt: func(_ *runStep, c *call) bool { return c.has("--dry-run -h --help") },
		}.check),
	},
	{
		Code: "DL3028", URL: hadolintPage("DL3028"), Category: Maintainability, Severity: Off,
		Title: "Pin the versions of gems",
		Why:   "`gem install rake` takes the version that is newest on the day of the build; `rake:13.2.1`, or `-v 13.2.1`, names one.",
		Bad:   "FROM ruby:3.3\nRUN gem install rake\n",
		Good:  "FROM ruby:3.3\nRUN gem install rake:13.2.1\n",
		Stage: perRun(unpinned{
			managers: "gem", message: "pin the versions in gem install",
			exempt: func(_ *runStep, c *call) bool { return c.has("-v --version -g --file --explain -h --help") },
			loose: func(name string) bool {
				return name != "" && !strings.ContainsAny(name, ":/*") && !strings.HasPrefix(name, ".") && !strings.HasSuffix(name, ".gem")
			},
		}.check),
	},
	{
		Code: "DL3060", URL: hadolintPage("DL3060"), Category: Performance, Severity: Info,
		Title: "yarn leaves its cache in the image",
		Why: "yarn keeps a copy of each package it downloads. Drop them with `yarn cache clean` in the same `RUN`, or keep them out with a " +
			"cache mount. Stages whose layers end in no image, because others only copy files from them, are not looked at.",
		Bad:  "FROM node:22\nCOPY package.json yarn.lock ./\nRUN yarn install --frozen-lockfile\n",
		Good: "FROM node:22\nCOPY package.json yarn.lock ./\nRUN yarn install --frozen-lockfile && yarn cache clean\n",
		File: inImages("DL3060", yarnLeaves.check, nil),
	},
	{
		Code: "DL3062", URL: hadolintPage("DL3062"), Category: Maintainability, Severity: Off,
		Title: "Pin the versions of Go packages",
		Why: "`go install example.com/tool@latest` takes the version that is newest on the day of the build; `@v1.2.3` names one. " +
			"Packages of the module at hand (`.`, `./cmd/…`) are fine.",
		Bad:  "FROM golang:1.26\nRUN go install golang.org/x/tools/gopls@latest\n",
		Good: "FROM golang:1.26\nRUN go install golang.org/x/tools/gopls@v0.20.0\n",
		Stage: perRun(unpinned{
			managers: "go", loose: looseGo, message: "pin the versions of Go packages",
			exempt: func(r *runStep, c *call) bool { return c.has("-n -h -help") || goInModule(r, c) },
			packages: func(c *call) []shell.Word {
				if c.Verb.Value == "run" {
					return c.Operands[:min(1, len(c.Operands))] // the rest is for the program
				}
				return c.Operands
			},
		}.check),
	},
}

// npmFromGit is a repository that npm clones, perhaps behind the name that the
// package gets: its default branch, unless a commit, tag or range follows a "#".
var npmFromGit = regexp.MustCompile(`^(?:(?:@[^/@]+/)?[^/@:]+@)?(?:git[+@]|git://|(?:github|gitlab|bitbucket|gist):)`)

// looseNPM tells whether npm chooses the version of what it is told to install.
// With a slash in it, a name is a path, an address or a repository, unless it
// starts with the "@" of a scope.
func looseNPM(name string) bool {
	unscoped, scoped := strings.CutPrefix(name, "@")
	switch {
	case npmFromGit.MatchString(name):
		return !strings.Contains(name, "#")
	case name == "" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~") || strings.Contains(unscoped, "@"):
		return false
	case strings.HasSuffix(name, ".tgz") || strings.HasSuffix(name, ".tar.gz") || strings.HasSuffix(name, ".tar"):
		return false
	case scoped:
		return strings.Count(name, "/") == 1
	}
	return !strings.ContainsAny(name, "/:#")
}

// goPath is an import path, perhaps with a version.
var goPath = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._~/-]*(@.*)?$`)

// looseGo tells whether go chooses the version of a package.
func looseGo(name string) bool {
	pkg, version, pinned := strings.Cut(name, "@")
	if !goPath.MatchString(name) || strings.HasSuffix(pkg, ".go") || listed("std cmd all tool", pkg) || strings.HasPrefix(pkg, "cmd/") {
		return false
	}
	return !pinned || listed("latest upgrade patch", version)
}

// goInModule tells that go.mod may choose the versions: go install and go run take
// packages without one only in a module, and something may have brought that along.
func goInModule(r *runStep, c *call) bool {
	versioned := func(w shell.Word) bool { return strings.Contains(w.Value, "@") }
	brings := func(s analysis.Step) bool { return listed("copy add", s.In.Kind()) }
	makes := func(c runCommand) bool { return c.name() == "git" || c.name() == "go" && c.call.Verb.Value == "mod" }
	return listed("install run", c.Verb.Value) && !slices.ContainsFunc(c.Operands, versioned) &&
		(!r.facts.External() || len(r.mounts) > 0 || slices.ContainsFunc(r.facts.Steps[:r.step], brings) || slices.ContainsFunc(r.commands, makes))
}

var yarnLeaves = leftover{
	managers: "yarn", does: installs, cleaners: "yarn", cleanup: "yarn cache clean",
	dirs:    []string{"/usr/local/share/.cache/yarn", "~/.cache/yarn", "~/.yarn/berry/cache", ".yarn/cache"},
	message: "yarn keeps its cache in this layer; run yarn cache clean in the same RUN",
	exempt: func(r *runStep, c *runCommand, call *call) bool {
		_, elsewhere := r.env(c, "YARN_CACHE_FOLDER")
		_, global := r.env(c, "YARN_GLOBAL_FOLDER")
		return call.Verb.Value != "install" || elsewhere || global || call.has("--cache-folder") ||
			r.mounted("~/.yarn", "/usr/local/share/.cache/yarn/v6")
	},
}
