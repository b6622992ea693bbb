package completion

// shadow are the package managers of systems whose accounts shadow's programs make.
var shadow = []string{"apt-get", "dnf", "microdnf", "yum", "zypper"}

// programsTable are the programs that are known, package managers first. Sources are
// their manuals; what images want is Docker's guide to building images and the manuals'
// words on caches and recommended packages.
var programsTable = []program{
	{
		name: "apt-get", manager: "apt-get", about: "Debian's package manager, for scripts",
		wanted: []string{"install -y --no-install-recommends"},
		verbs:  []string{"update Read the lists of packages", "install Install packages", "upgrade Upgrade all packages", "remove Remove packages", "purge Remove packages and their settings", "autoremove Remove what is not needed any more", "clean Empty the cache"},
		options: map[string][]string{
			"":        {"-y Answer yes", "-q Show less", "-qq Show errors only", "-o Set an option of apt"},
			"install": {"--no-install-recommends Leave out what is only recommended", "--allow-downgrades Allow older versions"},
		},
		lines:  []string{"apt-get update", "apt-get install -y --no-install-recommends ${1:package}", "rm -rf /var/lib/apt/lists/*"},
		cached: []string{"rm -f /etc/apt/apt.conf.d/docker-clean", "apt-get update", "apt-get install -y --no-install-recommends ${1:package}"},
	},
	{
		name: "apk", manager: "apk", about: "Alpine's package manager",
		wanted: []string{"add --no-cache"},
		verbs:  []string{"add Install packages", "del Remove packages", "update Read the index", "upgrade Upgrade all packages", "info Tell about packages"},
		options: map[string][]string{
			"":    {"--no-cache Keep no index", "--quiet Show less", "--repository Take packages from there, too"},
			"add": {"--virtual Name the packages, to remove them together", "--no-scripts Run no scripts"},
			"del": {"--no-network Use no network"},
		},
		lines:  []string{"apk add --no-cache ${1:package}"},
		cached: []string{"apk add --cache-dir /var/cache/apk ${1:package}"},
	},
	{
		name: "dnf", manager: "dnf", about: "Fedora's and Red Hat's package manager",
		wanted: []string{"install -y --setopt=install_weak_deps=False"},
		verbs:  []string{"install Install packages", "upgrade Upgrade packages", "remove Remove packages", "clean all Empty the cache", "group install Install a group", "config-manager Change repositories"},
		options: map[string][]string{
			"":        {"-y Answer yes", "-q Show less", "--enablerepo= Turn a repository on", "--nogpgcheck Do not check signatures"},
			"install": {"--setopt=install_weak_deps=False Leave out what is only recommended", "--nodocs Leave out documentation", "--allowerasing Remove what is in the way"},
		},
		lines:  []string{"dnf install -y --setopt=install_weak_deps=False ${1:package}", "dnf clean all"},
		cached: []string{"dnf install -y --setopt=install_weak_deps=False --setopt=keepcache=True ${1:package}"},
	},
	{
		name: "microdnf", manager: "microdnf", about: "Red Hat's package manager of minimal images",
		wanted: []string{"install -y --nodocs --setopt=install_weak_deps=0"},
		verbs:  []string{"install Install packages", "upgrade Upgrade packages", "remove Remove packages", "clean all Empty the cache"},
		options: map[string][]string{
			"":        {"-y Answer yes"},
			"install": {"--nodocs Leave out documentation", "--setopt=install_weak_deps=0 Leave out what is only recommended"},
		},
		lines: []string{"microdnf install -y --nodocs --setopt=install_weak_deps=0 ${1:package}", "microdnf clean all"},
	},
	{
		name: "yum", manager: "yum", about: "Red Hat's package manager before dnf",
		wanted:  []string{"install -y"},
		verbs:   []string{"install Install packages", "update Upgrade packages", "remove Remove packages", "clean all Empty the cache"},
		options: map[string][]string{"": {"-y Answer yes", "-q Show less"}, "install": {"--setopt=tsflags=nodocs Leave out documentation"}},
		lines:   []string{"yum install -y ${1:package}", "yum clean all"},
	},
	{
		name: "zypper", manager: "zypper", about: "SUSE's package manager",
		wanted:  []string{"--non-interactive install --no-recommends"},
		verbs:   []string{"install Install packages", "refresh Read the lists of packages", "update Upgrade packages", "remove Remove packages", "clean Empty the cache"},
		options: map[string][]string{"": {"--non-interactive Ask nothing"}, "install": {"--no-recommends Leave out what is only recommended", "-y Answer yes"}, "clean": {"--all Everything"}},
		lines:   []string{"zypper --non-interactive install --no-recommends ${1:package}", "zypper clean --all"},
	},
	{
		name: "npm", manager: "npm", about: "Package manager of Node.js",
		wanted: []string{"ci --omit=dev"},
		verbs:  []string{"ci Install what the lock file says", "install Install packages", "run Run a script of package.json", "cache clean --force Empty the cache"},
		options: map[string][]string{
			"ci":      {"--omit=dev Leave out what is for development", "--ignore-scripts Run no scripts of packages"},
			"install": {"--global For all projects", "--omit=dev Leave out what is for development", "--ignore-scripts Run no scripts of packages"},
		},
		lines:  []string{"npm ci --omit=dev"},
		cached: []string{"npm ci --omit=dev"},
	},
	{
		name: "yarn", manager: "yarn", about: "Package manager of Node.js",
		wanted:  []string{"install --immutable"},
		verbs:   []string{"install Install what the lock file says", "build Run the script build", "workspaces focus --production Install one workspace"},
		options: map[string][]string{"install": {"--immutable Refuse to change the lock file", "--frozen-lockfile The same in Yarn 1", "--production Leave out what is for development, in Yarn 1"}},
	},
	{
		name: "pnpm", manager: "pnpm", about: "Package manager of Node.js",
		wanted:  []string{"install --frozen-lockfile --prod"},
		verbs:   []string{"install Install what the lock file says", "fetch Fetch what the lock file says", "run Run a script of package.json", "deploy Copy one package with what it needs"},
		options: map[string][]string{"install": {"--frozen-lockfile Refuse to change the lock file", "--prod Leave out what is for development", "--offline Take packages from the store alone"}},
		lines:   []string{"pnpm install --frozen-lockfile --prod"},
		cached:  []string{"pnpm install --frozen-lockfile --prod"},
	},
	{
		name: "bun", manager: "bun", about: "JavaScript runtime and package manager",
		wanted: []string{"install --frozen-lockfile --production"}, verbs: []string{"install Install what the lock file says", "run Run a script of package.json", "build Bundle files"},
		lines: []string{"bun install --frozen-lockfile --production"}, cached: []string{"bun install --frozen-lockfile --production"},
	},
	{
		name: "pip", manager: "pip", about: "Package manager of Python",
		wanted: []string{"install --no-cache-dir"},
		verbs:  []string{"install Install packages", "wheel Build wheels", "uninstall Remove packages"},
		options: map[string][]string{
			"install": {"--no-cache-dir Keep no downloads", "--requirement Install what a file names", "-r Install what a file names", "--no-deps Install nothing else", "--require-hashes Want a hash of each", "--prefix= Install below a folder", "--no-compile Make no bytecode"},
			"wheel":   {"--no-cache-dir Keep no downloads", "--wheel-dir= Put wheels there", "-r Build what a file names"},
		},
		lines:  []string{"pip install --no-cache-dir -r ${1:requirements.txt}"},
		cached: []string{"pip install -r ${1:requirements.txt}"},
	},
	{
		name: "uv", manager: "uv", about: "Package manager of Python",
		wanted:  []string{"sync --locked --no-dev"},
		verbs:   []string{"sync Install what the lock file says", "pip install Install packages", "venv Make an environment", "build Build the project", "tool install Install a program"},
		options: map[string][]string{"sync": {"--locked Refuse to change the lock file", "--frozen Do not look whether it is current", "--no-dev Leave out what is for development", "--no-install-project Leave out the project itself", "--no-editable Copy the project"}},
		lines:   []string{"uv sync --locked --no-dev"}, cached: []string{"uv sync --locked --no-dev"},
	},
	{
		name: "poetry", manager: "poetry", about: "Package manager of Python",
		wanted:  []string{"install --only main --no-root"},
		verbs:   []string{"install Install what the lock file says", "build Build the project", "config Set an option"},
		options: map[string][]string{"install": {"--only Install one group", "--no-root Leave out the project itself", "--no-interaction Ask nothing"}},
		lines:   []string{"poetry install --only main --no-root"}, cached: []string{"poetry install --only main --no-root"},
	},
	{
		name: "bundle", manager: "bundler", about: "Installs the gems of a project",
		verbs: []string{"install Install what the lock file says", "exec Run with these gems", "config set Set an option", "clean Remove other gems"}, options: map[string][]string{"install": {"--jobs At the same time", "--retry Try again"}},
		lines: []string{"bundle install"}, cached: []string{"bundle install"},
	},
	{
		name: "gem", about: "Package manager of Ruby", manager: "gem",
		wanted: []string{"install --no-document"}, verbs: []string{"install Install gems", "update --system Update the program"}, options: map[string][]string{"install": {"--no-document Leave out documentation", "--version Of that version"}},
	},
	{
		name: "composer", manager: "composer", about: "Package manager of PHP",
		wanted:  []string{"install --no-dev --no-interaction --prefer-dist"},
		verbs:   []string{"install Install what the lock file says", "dump-autoload Write the autoloader", "require Add packages"},
		options: map[string][]string{"install": {"--no-dev Leave out what is for development", "--no-interaction Ask nothing", "--no-scripts Run no scripts", "--prefer-dist Take archives", "--optimize-autoloader Make loading fast", "--no-autoloader Write none"}},
		lines:   []string{"composer install --no-dev --no-interaction --prefer-dist"}, cached: []string{"composer install --no-dev --no-interaction --prefer-dist"},
	},
	{
		name: "docker-php-ext-install", manager: "docker-php-ext-install", about: "Builds extensions of PHP",
		options: map[string][]string{"": {"-j At the same time"}},
	},
	{
		name: "go", manager: "go", about: "Tools of Go",
		wanted: []string{"build -trimpath"},
		verbs:  []string{"build Build programs", "mod download Fetch modules", "install Build and install programs", "test Run tests", "generate Run generators", "env Show the environment", "vet Look for mistakes"},
		options: map[string][]string{
			"build": {"-o Write the program there", "-trimpath Leave the builder's paths out", "-ldflags= Options of the linker", "-tags= Build tags", "-mod= How modules are read", "-race Find data races"},
		},
		lines: []string{"go build -trimpath -o ${1:/out/app} ${2:.}"}, cached: []string{"go build -trimpath -o ${1:/out/app} ${2:.}"},
	},
	{
		name: "cargo", manager: "cargo", about: "Package manager of Rust",
		wanted:  []string{"build --release --locked"},
		verbs:   []string{"build Build the project", "fetch Fetch dependencies", "install Build and install programs", "test Run tests"},
		options: map[string][]string{"build": {"--release Optimise", "--locked Refuse to change the lock file", "--target For another platform", "--bin One program"}, "install": {"--locked Use the lock file", "--root Below a folder", "--path From a folder"}},
		lines:   []string{"cargo build --release --locked"}, cached: []string{"cargo build --release --locked"},
	},
	{
		name: "mvn", manager: "maven", about: "Apache Maven",
		wanted:  []string{"--batch-mode -DskipTests package"},
		verbs:   []string{"package Build the jar", "dependency:go-offline Fetch dependencies", "verify Build and test", "install Build for other projects"},
		options: map[string][]string{"": {"--batch-mode Ask nothing", "-DskipTests Leave out tests", "--no-transfer-progress Show no downloads", "--offline Use no network"}},
		lines:   []string{"mvn --batch-mode -DskipTests package"}, cached: []string{"mvn --batch-mode -DskipTests package"},
	},
	{
		name: "gradle", manager: "gradle", about: "Gradle",
		wanted:  []string{"--no-daemon build"},
		verbs:   []string{"build Build and test", "assemble Build", "dependencies Show dependencies", "bootJar Build Spring's jar"},
		options: map[string][]string{"": {"--no-daemon Leave no process behind", "--no-watch-fs Watch no files", "--offline Use no network"}},
		lines:   []string{"gradle --no-daemon build"}, cached: []string{"gradle --no-daemon build"},
	},
	{
		name: "dotnet", manager: "dotnet", about: "Tools of .NET",
		wanted:  []string{"publish --configuration Release --output /out"},
		verbs:   []string{"restore Fetch packages", "build Build the project", "publish Build what is to be shipped", "test Run tests", "tool install Install a tool"},
		options: map[string][]string{"publish": {"--configuration Such as Release", "--output Put it there", "--no-restore Fetch nothing", "--self-contained With the runtime", "--runtime For a platform"}, "restore": {"--locked-mode Refuse to change the lock file", "--runtime For a platform"}},
		lines:   []string{"dotnet restore"}, cached: []string{"dotnet restore"},
	},
	{name: "mix", manager: "mix", about: "Build tool of Elixir", wanted: []string{"deps.get --only prod"}, verbs: []string{"deps.get Fetch dependencies", "compile Build the project", "release Build a release"}},
	{name: "corepack", manager: "corepack", about: "Fetches yarn and pnpm", verbs: []string{"enable Put yarn and pnpm in place", "prepare Fetch one"}},
	{name: "useradd", on: shadow, about: "Makes a user", options: map[string][]string{"": {
		"--create-home Make the home, too", "--home-dir Where the home is", "--no-log-init Write no large log for a large number", "--no-create-home Make no home", "--shell The shell", "--system One for a service", "--uid The number", "--gid The group",
	}}},
	{name: "groupadd", on: shadow, about: "Makes a group", options: map[string][]string{"": {"--gid The number", "--system One for a service"}}},
	{name: "adduser", on: []string{"apk"}, about: "Makes a user", options: map[string][]string{"": {
		"-D Without a password", "-G The group", "-H Make no home", "-h Where the home is", "-S One for a service", "-s The shell", "-u The number",
	}}},
	{name: "mkdir", about: "Makes folders", options: map[string][]string{"": {"-p With those above it", "-m With this mode"}}},
	{name: "rm", about: "Removes files", options: map[string][]string{"": {"-rf Folders, too, and without asking", "-f Without asking"}}},
	{name: "cp", about: "Copies files", options: map[string][]string{"": {"-a As they are", "-r Folders, too"}}},
	{name: "mv", about: "Moves files"},
	{name: "ln", about: "Makes links", options: map[string][]string{"": {"-s Symbolic ones", "-sf Symbolic ones, in place of others"}}},
	{name: "chmod", about: "Changes permissions", options: map[string][]string{"": {"-R In folders, too"}}},
	{name: "chown", about: "Changes owners", options: map[string][]string{"": {"-R In folders, too"}}},
	{name: "tar", about: "Packs and unpacks", options: map[string][]string{"": {"-xzf Unpack a .tar.gz", "-xf Unpack", "-C In that folder", "--strip-components=1 Without the folder at the top"}}},
	{name: "curl", manager: "curl", about: "Fetches from an address", wanted: []string{"-fsSL"}, options: map[string][]string{"": {"-f Fail where the server says no", "-s Show no progress", "-S But show errors", "-L Follow redirects", "-o Write it there", "--retry Try again"}}},
	{name: "wget", manager: "wget", about: "Fetches from an address", options: map[string][]string{"": {"-q Show nothing", "-O Write it there", "--progress=dot:giga Show little"}}},
}
