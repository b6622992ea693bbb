package reference

import (
	"iter"
	"path"
	"slices"
	"strings"
)

// Manager is a package manager that people call in RUN: which files of a project
// tell it what to install, by which commands it does so, and where it keeps what
// it has downloaded.
type Manager struct {
	// Name is how people call it, such as "npm".
	Name string
	// Restore are the commands that install what Manifests and Locks name, each a
	// program and the words that follow it once options are left out: "npm ci". They
	// need no other file of the project. It is empty for managers of a system.
	Restore []string
	// Install are the commands that install what their own arguments name.
	Install []string
	// Manifests and Locks are patterns of path.Match for the names of files in the
	// folder of a project. Manifests say what is wanted, Locks what that came to.
	Manifests, Locks []string
	// Settings are patterns of other files that Restore reads where they exist.
	Settings []string
	// Caches are the folders in which downloads are kept, for root on Linux.
	Caches []Cache
	// NoCache are options that keep it from keeping what it downloads.
	NoCache []string
	// Clean are the commands that empty its caches, options left out, as Restore.
	Clean []string
	// Needed tells that later commands read the caches again: what was restored
	// is nowhere else, so they must be mounted there too.
	Needed bool
}

// Cache is a folder for the downloads of a Manager, as a cache mount would name it.
type Cache struct {
	// Target is the absolute path.
	Target string
	// Locked tells that two commands must not use it at once: sharing=locked.
	Locked bool
	// Image is the official image that sets the path by its own ENV, "" where it is
	// the program's default.
	Image string
	// Env are variables which, where they are set, put the folder elsewhere.
	Env []string
}

// managers in the order in which they are tried. Sources are the manuals of the
// programs and, where Image is set, the Dockerfiles of official images.
var managers = []Manager{
	{
		Name: "npm", Restore: []string{"npm ci", "npm clean-install", "npm install", "npm i"}, Install: []string{"npm install", "npm i", "npm add"},
		Manifests: []string{"package.json"}, Locks: []string{"package-lock.json", "npm-shrinkwrap.json"}, Settings: []string{".npmrc"},
		Caches: []Cache{{Target: "/root/.npm", Env: []string{"npm_config_cache", "NPM_CONFIG_CACHE"}}},
		Clean:  []string{"npm cache clean"},
	},
	{
		Name: "yarn", Restore: []string{"yarn install", "yarn"}, Install: []string{"yarn add", "yarn global"},
		Manifests: []string{"package.json"}, Locks: []string{"yarn.lock"}, Settings: []string{".yarnrc", ".yarnrc.yml", ".npmrc"},
		Caches: []Cache{{Target: "/usr/local/share/.cache/yarn", Env: []string{"YARN_CACHE_FOLDER", "XDG_CACHE_HOME"}}},
		Clean:  []string{"yarn cache clean"},
	},
	{
		Name: "pnpm", Restore: []string{"pnpm install", "pnpm i", "pnpm fetch"}, Install: []string{"pnpm add"},
		Manifests: []string{"package.json", "pnpm-workspace.yaml"}, Locks: []string{"pnpm-lock.yaml"}, Settings: []string{".npmrc"},
		Caches: []Cache{{Target: "/root/.local/share/pnpm/store", Env: []string{"PNPM_HOME", "XDG_DATA_HOME"}}},
	},
	{
		Name: "bun", Restore: []string{"bun install", "bun i"}, Install: []string{"bun add"},
		Manifests: []string{"package.json"}, Locks: []string{"bun.lock", "bun.lockb"}, Settings: []string{"bunfig.toml", ".npmrc"},
		Caches:  []Cache{{Target: "/root/.bun/install/cache", Env: []string{"BUN_INSTALL_CACHE_DIR", "BUN_INSTALL"}}},
		NoCache: []string{"--no-cache"}, Clean: []string{"bun pm cache rm"},
	},
	{
		Name: "uv", Restore: []string{"uv sync"}, Install: []string{"uv pip install", "uv tool install", "uv add"},
		Manifests: []string{"pyproject.toml"}, Locks: []string{"uv.lock"}, Settings: []string{"uv.toml", ".python-version"},
		Caches:  []Cache{{Target: "/root/.cache/uv", Env: []string{"UV_CACHE_DIR", "UV_NO_CACHE", "XDG_CACHE_HOME"}}},
		NoCache: []string{"--no-cache", "--no-cache-dir", "-n"}, Clean: []string{"uv cache clean"},
	},
	{
		Name: "poetry", Restore: []string{"poetry install", "poetry sync"}, Install: []string{"poetry add"},
		Manifests: []string{"pyproject.toml"}, Locks: []string{"poetry.lock"}, Settings: []string{"poetry.toml"},
		Caches: []Cache{ // beside them, in the same folder, poetry keeps virtual environments
			{Target: "/root/.cache/pypoetry/artifacts", Env: []string{"POETRY_CACHE_DIR", "POETRY_NO_CACHE", "XDG_CACHE_HOME"}},
			{Target: "/root/.cache/pypoetry/cache", Env: []string{"POETRY_CACHE_DIR", "POETRY_NO_CACHE", "XDG_CACHE_HOME"}},
		},
		NoCache: []string{"--no-cache"},
	},
	{
		Name: "pipenv", Restore: []string{"pipenv install", "pipenv sync"},
		Manifests: []string{"Pipfile"}, Locks: []string{"Pipfile.lock"},
		Caches: []Cache{{Target: "/root/.cache/pipenv", Env: []string{"PIPENV_CACHE_DIR", "XDG_CACHE_HOME"}}},
	},
	{
		Name: "pip", Restore: []string{"pip install", "pip3 install", "python -m pip install", "python3 -m pip install"},
		Install:   []string{"pip install", "pip3 install", "python -m pip install", "python3 -m pip install"},
		Manifests: []string{"requirements.txt", "requirements*.txt", "*requirements.txt", "constraints.txt"},
		Caches:    []Cache{{Target: "/root/.cache/pip", Env: []string{"PIP_CACHE_DIR", "PIP_NO_CACHE_DIR", "XDG_CACHE_HOME"}}},
		NoCache:   []string{"--no-cache-dir"}, Clean: []string{"pip cache purge", "pip3 cache purge"},
	},
	{
		Name: "bundler", Restore: []string{"bundle install", "bundle"},
		Manifests: []string{"Gemfile", "gems.rb"}, Locks: []string{"Gemfile.lock", "gems.locked"}, Settings: []string{".ruby-version", ".tool-versions"},
		Caches: []Cache{{Target: "/usr/local/bundle/cache", Image: "ruby", Env: []string{"BUNDLE_PATH", "GEM_HOME"}}},
	},
	{
		Name: "composer", Restore: []string{"composer install"}, Install: []string{"composer require", "composer global require"},
		Manifests: []string{"composer.json"}, Locks: []string{"composer.lock"}, Settings: []string{"auth.json", "symfony.lock"},
		Caches:  []Cache{{Target: "/root/.composer/cache", Env: []string{"COMPOSER_HOME", "COMPOSER_CACHE_DIR", "XDG_CACHE_HOME"}}},
		NoCache: []string{"--no-cache"}, Clean: []string{"composer clear-cache", "composer clearcache"},
	},
	{
		Name: "go", Restore: []string{"go mod download"}, Install: []string{"go install"},
		Manifests: []string{"go.mod", "go.work"}, Locks: []string{"go.sum", "go.work.sum"},
		Caches: []Cache{
			{Target: "/go/pkg/mod", Image: "golang", Env: []string{"GOPATH", "GOMODCACHE"}},
			{Target: "/root/.cache/go-build", Env: []string{"GOCACHE", "XDG_CACHE_HOME"}},
		},
		Needed: true,
	},
	{
		Name: "cargo", Restore: []string{"cargo fetch"}, Install: []string{"cargo install"},
		Manifests: []string{"Cargo.toml"}, Locks: []string{"Cargo.lock"}, Settings: []string{"rust-toolchain", "rust-toolchain.toml"},
		Caches: []Cache{
			{Target: "/usr/local/cargo/registry", Image: "rust", Env: []string{"CARGO_HOME"}},
			{Target: "/usr/local/cargo/git/db", Image: "rust", Env: []string{"CARGO_HOME"}},
		},
		Needed: true,
	},
	{
		Name: "maven", Restore: []string{"mvn dependency:go-offline", "mvn dependency:resolve", "./mvnw dependency:go-offline", "./mvnw dependency:resolve"},
		Manifests: []string{"pom.xml"},
		Caches:    []Cache{{Target: "/root/.m2/repository", Locked: true, Env: []string{"MAVEN_OPTS", "MAVEN_ARGS"}}},
		Needed:    true,
	},
	{
		Name: "gradle", Restore: []string{"gradle dependencies", "./gradlew dependencies"},
		Manifests: []string{"build.gradle", "build.gradle.kts"}, Locks: []string{"gradle.lockfile"},
		Settings: []string{"settings.gradle", "settings.gradle.kts", "gradle.properties"},
		Caches:   []Cache{{Target: "/root/.gradle", Locked: true, Env: []string{"GRADLE_USER_HOME"}}},
		Needed:   true,
	},
	{
		Name: "dotnet", Restore: []string{"dotnet restore"}, Install: []string{"dotnet tool install"},
		Manifests: []string{"*.csproj", "*.fsproj", "*.vbproj", "*.sln", "*.slnx"}, Locks: []string{"packages.lock.json"},
		Settings: []string{"Directory.Build.props", "Directory.Packages.props", "nuget.config", "NuGet.config", "NuGet.Config", "global.json"},
		Caches:   []Cache{{Target: "/root/.nuget/packages", Env: []string{"NUGET_PACKAGES"}}},
		Needed:   true,
	},
	{
		Name: "mix", Restore: []string{"mix deps.get"},
		Manifests: []string{"mix.exs"}, Locks: []string{"mix.lock"},
		Caches: []Cache{{Target: "/root/.hex", Env: []string{"HEX_HOME", "MIX_XDG"}}},
	},
	{
		Name: "apt-get", Install: []string{"apt-get install", "apt install"},
		Caches: []Cache{{Target: "/var/cache/apt", Locked: true}, {Target: "/var/lib/apt/lists", Locked: true}},
		Clean:  []string{"apt-get clean", "apt clean"},
	},
	{
		Name: "apk", Install: []string{"apk add"},
		Caches:  []Cache{{Target: "/etc/apk/cache", Locked: true}},
		NoCache: []string{"--no-cache"},
	},
	{
		Name: "dnf", Install: []string{"dnf install", "dnf groupinstall"},
		Caches: []Cache{{Target: "/var/cache/dnf", Locked: true}},
		Clean:  []string{"dnf clean all", "dnf clean packages"},
	},
	{
		Name: "dnf5", Install: []string{"dnf5 install", "dnf5 group install"}, // which is dnf from Fedora 41 on
		Caches: []Cache{{Target: "/var/cache/libdnf5", Locked: true}},
		Clean:  []string{"dnf5 clean all", "dnf5 clean packages"},
	},
	{
		Name: "microdnf", Install: []string{"microdnf install"},
		Caches: []Cache{{Target: "/var/cache/yum", Locked: true}},
		Clean:  []string{"microdnf clean all"},
	},
	{
		Name: "yum", Install: []string{"yum install", "yum groupinstall"},
		Caches: []Cache{{Target: "/var/cache/yum", Locked: true}},
		Clean:  []string{"yum clean all", "yum clean packages"},
	},
	{
		Name: "zypper", Install: []string{"zypper install", "zypper in"},
		Caches: []Cache{{Target: "/var/cache/zypp", Locked: true}},
		Clean:  []string{"zypper clean", "zypper cc"},
	},
}

// Managers are the package managers that are known, those of a project's language
// first. Where two read the same manifest, the one whose lock file stands beside
// it is meant.
func Managers() iter.Seq[Manager] { return slices.Values(managers) }

// ManagerNamed is the package manager of that name.
func ManagerNamed(name string) (Manager, bool) {
	i := slices.IndexFunc(managers, func(m Manager) bool { return m.Name == name })
	if i < 0 {
		return Manager{}, false
	}
	return managers[i], true
}

// Reads tells whether Restore reads a file of that name, which has no folder in
// it: a manifest, a lock file or settings.
func (m Manager) Reads(name string) bool {
	return matches(m.Manifests, name) || matches(m.Locks, name) || matches(m.Settings, name)
}

// IsLock tells whether a file of that name is one of the manager's own lock files.
func (m Manager) IsLock(name string) bool { return matches(m.Locks, name) }

func matches(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool {
		ok, _ := path.Match(p, name) // the patterns are ours, and a test reads them all
		return ok
	})
}

// Mount is the flag of RUN that mounts the cache.
func (c Cache) Mount() string {
	flag := "--mount=type=cache,target=" + c.Target
	if c.Locked {
		flag += ",sharing=locked"
	}
	return flag
}

// Home tells that the folder is in the home of root, so that it is another one
// for another user.
func (c Cache) Home() bool { return strings.HasPrefix(c.Target, "/root/") }
