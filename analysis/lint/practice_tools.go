package lint

import (
	"path"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/shell"
)

var toolRules = []*Rule{
	{
		Code: "BuildToolsInFinalStage", Category: Performance, Severity: Hint,
		URL:   "https://docs.docker.com/build/building/multi-stage/",
		Title: "What was needed to build stays in the image",
		Why: "Compilers, headers and build tools make an image large, and are of use to whoever breaks in. Build in a stage of its own, " +
			"and copy what came out of it into a small one.\n\n" +
			"Reported for a compile command in the last stage where that is made on the image of a toolchain, and for compilers that the last stage installs from packages " +
			"and does not remove in the same `RUN`, where something is built with them. Silent where the image has no `CMD` and no `ENTRYPOINT`, because it may be made for building, " +
			"and where what it starts is a shell, a script or the toolchain.",
		Bad:  "FROM golang:1.26\nWORKDIR /src\nCOPY go.mod main.go ./\nRUN go build -o /app\nCMD [\"/app\"]\n",
		Good: "FROM golang:1.26 AS build\nWORKDIR /src\nCOPY go.mod main.go ./\nRUN go build -o /app\n\nFROM debian:13-slim\nCOPY --from=build /app /app\nCMD [\"/app\"]\n",
		File: inFinal("BuildToolsInFinalStage", buildTools),
	},
	{
		Code: "DevDependenciesInFinalStage", Category: Performance, Severity: Hint,
		URL:   "https://docs.docker.com/build/building/multi-stage/",
		Title: "The image has the dependencies of development",
		Why: "What tests, linters and bundlers need does not run in the container. Leave it out (`npm ci --omit=dev`, `composer install --no-dev`, `poetry install --only main`), " +
			"or install it in a stage of its own where the build needs it.\n\n" +
			"Silent where the manifest beside the Dockerfile cannot be read or has no such dependencies, where a variable such as `NODE_ENV` or a later command leaves them out, " +
			"and where the image is made for development.",
		Bad:  "FROM node:24\nWORKDIR /srv\nCOPY package.json package-lock.json ./\nRUN npm ci\nCMD [\"node\", \"server.js\"]\n",
		Good: "FROM node:24\nWORKDIR /srv\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev\nCMD [\"node\", \"server.js\"]\n",
		File: devDependencies,
	},
	{
		Code: "InstallInOwnStage", Category: Performance, Severity: Hint,
		URL:   "https://docs.docker.com/build/building/multi-stage/",
		Title: "Packages can be installed in a stage of their own",
		Why: "With two stages on the same base, one installs (`pip install --prefix=/install -r requirements.txt`) and the other takes over the outcome " +
			"(`COPY --from=build /install /usr/local`): what building them needed, caches and tools, is left behind.\n\n" +
			"Reported for a Dockerfile of one stage on an official Python image that installs what a requirements file names.",
		Bad: "FROM python:3.14-slim\nWORKDIR /srv\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\nCMD [\"python\", \"app.py\"]\n",
		Good: "FROM python:3.14-slim AS base\n\nFROM base AS build\nCOPY requirements.txt .\nRUN pip install --no-cache-dir --prefix=/install -r requirements.txt\n\n" +
			"FROM base\nCOPY --from=build /install /usr/local\nWORKDIR /srv\nCMD [\"python\", \"app.py\"]\n",
		File: func(f *analysis.File, c Config, report Report) {
			if len(f.Stages) == 1 {
				inOwnStage(f, c, report)
			}
		},
	},
}

// toolchains are official images that are made for building, with the programs
// that one builds with.
var toolchains = map[string]string{
	"golang": "go", "rust": "cargo rustc", "maven": "mvn", "gradle": "gradle", "gcc": "gcc g++ make cmake", "swift": "swift", "haskell": "stack cabal ghc",
	"mcr.microsoft.com/dotnet/sdk": "dotnet", "clojure": "lein", "dart": "dart", "buildpack-deps": "make cmake gcc g++",
}

// compileVerbs are the subcommands that make something, by program; "" for none.
var compileVerbs = map[string]string{
	"go": "build install", "cargo": "build install", "mvn": "package install verify", "gradle": "build assemble jar bootJar shadowJar installDist", "dotnet": "publish build",
	"swift": "build", "stack": "build install", "cabal": "build install", "lein": "uberjar", "dart": "compile", "gcc": "", "g++": "", "rustc": "", "make": "", "cmake": "",
}

// compilers are packages that hardly anything needs but a build.
const compilers = "build-essential build-base gcc g++ gcc-c++ clang make cmake automake autoconf libtool musl-dev linux-headers libc6-dev libc-dev golang cargo rustc"

// interactive tells of programs with which people work in a container.
const interactive = "bash sh zsh fish tmux"

func buildTools(x final, report func(int, Note)) {
	if slices.ContainsFunc(x.programs(), mayBuild) {
		return
	}
	built := slices.ContainsFunc(x, builds)
	for depth, st := range x {
		for _, r := range runSteps(st) {
			if r.in.Trigger != nil {
				continue
			}
			at, message := compiles(st, r)
			if message == "" && built {
				at, message = leavesCompiler(r)
			}
			if message != "" {
				report(depth, r.note(at.place(at.program[0].Span), message, nil))
				return
			}
		}
	}
}

// mayBuild tells of a program that a container starts whether it may be there to
// build: a shell, a script, or a part of a toolchain.
func mayBuild(name string) bool {
	_, ok := compileVerbs[name]
	return ok || listed(interactive, name) || isScript(name)
}

// isScript tells by its name that a program is a script, which starts others.
func isScript(name string) bool {
	return strings.HasSuffix(name, ".sh") || strings.Contains(name, "entrypoint")
}

// builds tells whether a stage runs something that compilers are installed for.
// Otherwise they may be meant for those who use the image.
func builds(st *analysis.Facts) bool {
	return slices.ContainsFunc(runSteps(st), func(r *runStep) bool {
		return slices.ContainsFunc(r.commands, func(c runCommand) bool {
			_, compiles := compileVerbs[c.name()]
			return compiles || listed("configure qmake meson ninja", c.name()) || c.call.manager != nil && c.call.Does == installs && listed("pip npm yarn pnpm gem bundle", c.call.Name)
		})
	})
}

// compiles finds a compile command on the image of its toolchain.
func compiles(st *analysis.Facts, r *runStep) (*runCommand, string) {
	image, ok := official(st)
	if !ok {
		image, _, _ = strings.Cut(st.Root(), ":")
	}
	for i := range r.commands {
		c := &r.commands[i]
		name := c.name()
		if !listed(toolchains[image], name) {
			continue
		}
		verbs, known := compileVerbs[name]
		if known && (verbs == "" || slices.ContainsFunc(c.program[1:], func(w shell.Word) bool { return listed(verbs, w.Value) })) {
			return c, "the compiler and all sources stay in the image; build in a stage of its own, and copy the outcome from there"
		}
	}
	return nil, ""
}

// leavesCompiler finds compilers among the packages that a run installs and leaves.
func leavesCompiler(r *runStep) (*runCommand, string) {
	for c, call := range r.calls("apt-get apt apk yum dnf tdnf zypper", installs) {
		var names []string
		for _, w := range call.Operands {
			if listed(compilers, w.Value) {
				names = append(names, w.Value)
			}
		}
		if len(names) > 0 && !r.removesPackages() {
			return c, "needed to build, and left in the image: " + enumerate(names) + "; build in a stage of its own, or remove them in this RUN"
		}
	}
	return nil, ""
}

// removesPackages tells whether the run removes packages, of which nobody knows
// what goes with them.
func (r *runStep) removesPackages() bool {
	for range r.calls("apt-get apt aptitude apk yum dnf tdnf zypper", removes) {
		return true
	}
	return r.helped() || slices.ContainsFunc(r.commands, func(c runCommand) bool { return listed("dpkg rpm apt-mark", c.name()) })
}

// omission is how a manager is told to leave out what only development needs.
type omission struct {
	options  string // parted by blanks, "name" or "name=value"
	env      string // variables that may do it
	declares string // what a manifest has in it where there are such dependencies
	manifest string
}

var omissions = map[string]omission{
	"npm":      {"--omit --production --only --include", "NODE_ENV NPM_CONFIG_OMIT NPM_CONFIG_PRODUCTION npm_config_omit", `"devDependencies"`, "package.json"},
	"yarn":     {"--production --prod", "NODE_ENV YARN_PRODUCTION", `"devDependencies"`, "package.json"},
	"pnpm":     {"--prod -P --production --filter", "NODE_ENV", `"devDependencies"`, "package.json"},
	"bun":      {"--production -p --omit", "NODE_ENV", `"devDependencies"`, "package.json"},
	"composer": {"--no-dev", "COMPOSER_NO_DEV", `"require-dev"`, "composer.json"},
	"poetry":   {"--only --without --no-dev", "POETRY_WITHOUT", ".dev.dependencies]", "pyproject.toml"},
}

// development are words that tell of an image or a command that people develop with it.
var development = []string{"dev", "debug", "test", "watch", "nodemon", "lint", "storybook", "vite", "ng serve"}

// devKey is the key of the restores that install what development needs, unless
// the manifest says that there is nothing of that.
type devKey struct{}

// devRestore is one of them, and the stage of a final that it is in.
type devRestore struct {
	restore
	depth int
}

func devDependencies(f *analysis.File, c Config, report Report) {
	last, ok := lastStage(f)
	if !ok || last.Steps[0].Command == nil {
		return
	}
	list := last.Memo(devKey{}, func() any { return finalOf(last.Facts).devRestores() }).([]devRestore)
	if len(list) == 0 || !c.fits(f) {
		return
	}
	for _, r := range list {
		o := omissions[r.manager.Name]
		if src, ok := c.Context.Source(o.manifest); !ok || !strings.Contains(src, o.declares) {
			continue
		}
		option, _, _ := strings.Cut(o.options, " ")
		if r.manager.Name == "npm" {
			option += "=dev"
		}
		message := r.manager.Name + " installs what only development needs into the image; say " + option + ", or install in a stage of its own"
		report(placed(f, last, finalNote{r.depth, r.run.note(r.place(r.program[0].Span), message, nil)}))
		return
	}
}

func (x final) devRestores() (found []devRestore) {
	if !x.runs() || x.forDevelopment() {
		return nil
	}
	for depth, st := range x {
		list := restores(st)
		for i, r := range list {
			o, known := omissions[r.manager.Name]
			if known && !r.has(o.options) && r.run.in.Trigger == nil && !x.leavesOut(o, r, list[i+1:]) {
				found = append(found, devRestore{r, depth})
			}
		}
	}
	return found
}

// forDevelopment tells by the stage's name and by what it starts whether people
// develop in the image.
func (x final) forDevelopment() bool {
	says := func(s string) bool { return containsAny(strings.ToLower(s), development) }
	s, _, _ := x.last(command.Cmd)
	e, _, _ := x.last(command.Entrypoint)
	return says(x[0].Name) || s != nil && says(s.In.Raw) || e != nil && says(e.In.Raw)
}

// leavesOut tells whether something else than an option leaves them out: a
// variable, or a command that removes them afterwards.
func (x final) leavesOut(o omission, r restore, later []restore) bool {
	for name := range strings.FieldsSeq(o.env) {
		if _, known := r.run.env(r.runCommand, name); known {
			return true
		}
	}
	if slices.ContainsFunc(later, func(l restore) bool { return l.has(o.options) }) {
		return true
	}
	for _, st := range x {
		for _, run := range runSteps(st) {
			for _, c := range run.commands {
				if slices.ContainsFunc(c.program, func(w shell.Word) bool {
					return listed("prune autoclean", w.Value) || strings.Contains(w.Value, "node_modules")
				}) {
					return true
				}
			}
		}
	}
	return false
}

var inOwnStage = inFinal("InstallInOwnStage", installInOwnStage)

func installInOwnStage(x final, report func(int, Note)) {
	if len(x) > 1 || x.forDevelopment() || !basedOn(x[0], "python") {
		return
	}
	for _, r := range restores(x[0]) {
		if r.manager.Name == "pip" && r.run.in.Trigger == nil {
			message := "what " + path.Base(r.program[0].Value) + " needed to install stays in the image; install in a stage of its own, and copy the outcome"
			report(0, r.run.note(r.place(r.program[0].Span), message, nil))
			return
		}
	}
}
