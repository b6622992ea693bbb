package lint

import (
	"path"
	"strings"

	"github.com/slipway-dev/slipway/analysis/shell"
)

// manager is what a package manager's command line looks like.
type manager struct {
	// Name is what the manager is known by; Programs are the names it runs under,
	// parted by blanks, without the version that may end them (pip3.12, dnf5).
	Name, Programs string
	// Verbs are its subcommands by what they do, parted by blanks.
	Verbs map[pkgAction]string
	// Valued are the options whose value is the next word, parted by blanks.
	Valued string
	// OneDash tells that long options have one dash, as go's do: then letters are
	// never put together.
	OneDash bool
	// Caches are the directories in which it keeps what it downloads when root runs
	// it, "~" for the home directory.
	Caches []string
}

// pkgAction is what a subcommand does.
type pkgAction string

// The actions that rules ask for.
const (
	installs pkgAction = "install" // puts packages in that are named as operands
	updates  pkgAction = "update"  // fetches the lists of packages
	upgrades pkgAction = "upgrade"
	removes  pkgAction = "remove"
	cleans   pkgAction = "clean" // drops lists or caches
)

const (
	aptValued = "-o --option -c --config-file -t --target-release --default-release -a --host-architecture -P --build-profiles"
	dnfValued = "-c --config -d --debuglevel -e --errorlevel -R --randomwait -x --exclude --excludepkgs --installroot --releasever --enablerepo " +
		"--disablerepo --repo --repoid --setopt --disableplugin --enableplugin --downloaddir --destdir --forcearch --color --comment " +
		"--advisory --bugfix --security-severity --from-repo --disableexcludes --disableexcludepkgs --repofrompath"
	pipValued = "-i --index-url --extra-index-url -f --find-links -r --requirement -c --constraint -b --build -e --editable -t --target " +
		"--platform --python-version --implementation --abi --root --prefix --src --upgrade-strategy --no-binary --only-binary " +
		"--progress-bar --global-option --install-option --build-option -C --config-setting --config-settings --root-user-pkgAction --report " +
		"--python --log --proxy --retries --timeout --exists-pkgAction --trusted-host --cert --client-cert --cache-dir --use-feature " +
		"--use-deprecated --keyring-provider --build-constraint --group"
)

var (
	aptVerbs = map[pkgAction]string{
		installs: "install", updates: "update", upgrades: "upgrade dist-upgrade full-upgrade",
		removes: "remove purge autoremove autopurge", cleans: "clean autoclean distclean dist-clean",
	}
	dnfVerbs = map[pkgAction]string{
		installs: "install localinstall groupinstall", updates: "makecache check-update", upgrades: "update upgrade distro-sync",
		removes: "remove erase autoremove", cleans: "clean",
	}
	aptCaches = []string{"/var/lib/apt/lists", "/var/cache/apt"}
	dnfCaches = []string{"/var/cache/yum", "/var/cache/dnf", "/var/cache/libdnf5", "/var/cache/tdnf"}
)

// managers are the package managers, by their manuals: apt 2.9, apk-tools 2.14,
// dnf 4 and 5, yum 3.4, zypper 1.14, pip 25, uv 0.9, npm 11, yarn 1 and 4, pnpm
// 10, RubyGems 3.6, Bundler 2.6, Go 1.26, Cargo 1.91 and Composer 2.8.
var managers = []manager{
	{Name: "apt-get", Programs: "apt-get", Verbs: aptVerbs, Valued: aptValued, Caches: aptCaches},
	{Name: "apt", Programs: "apt", Verbs: aptVerbs, Valued: aptValued, Caches: aptCaches},
	{Name: "aptitude", Programs: "aptitude", Verbs: aptVerbs, Valued: aptValued + " -F --display-format -O --sort -w --width --with-recommends", Caches: aptCaches},
	{
		Name: "apk", Programs: "apk", Caches: []string{"/var/cache/apk", "/etc/apk/cache"},
		Verbs: map[pkgAction]string{installs: "add", updates: "update", upgrades: "upgrade", removes: "del", cleans: "cache"},
		Valued: "-p --root -X --repository -t --virtual --arch --cache-dir --cache-max-age --keys-dir --progress-fd " +
			"--repositories-file --repository-config --timeout --wait",
	},
	{Name: "yum", Programs: "yum", Verbs: dnfVerbs, Valued: dnfValued, Caches: dnfCaches},
	{Name: "dnf", Programs: "dnf microdnf", Verbs: dnfVerbs, Valued: dnfValued, Caches: dnfCaches},
	{Name: "tdnf", Programs: "tdnf", Verbs: dnfVerbs, Valued: dnfValued, Caches: dnfCaches},
	{
		Name: "zypper", Programs: "zypper", Caches: []string{"/var/cache/zypp"},
		Verbs: map[pkgAction]string{
			installs: "install in", updates: "refresh ref", upgrades: "update up dist-upgrade dup patch", removes: "remove rm", cleans: "clean cc",
		},
		Valued: "-r --repo -t --type --from -R --root --installroot -c --config -C --cache-dir -D --reposd-dir -p --plus-repo --plus-content " +
			"--releasever --raw-cache-dir --solv-cache-dir --pkg-cache-dir --download --with-update --date -b --bugzilla --cve -g --category --severity",
	},
	{
		Name: "pip", Programs: "pip", Valued: pipValued, Caches: []string{"~/.cache/pip"},
		Verbs: map[pkgAction]string{installs: "install", removes: "uninstall", cleans: "cache"},
	},
	{
		Name: "uv", Programs: "uv", Caches: []string{"~/.cache/uv"},
		Verbs:  map[pkgAction]string{installs: "install add", updates: "lock", removes: "uninstall remove", cleans: "cache"},
		Valued: pipValued + " --directory --project --config-file --color --link-mode --resolution --prerelease --exclude-newer --index --default-index",
	},
	{
		Name: "npm", Programs: "npm", Caches: []string{"~/.npm"},
		Verbs:  map[pkgAction]string{installs: "install i in ins add", upgrades: "update up upgrade", removes: "uninstall remove rm un"},
		Valued: "--prefix -C --registry --cache --loglevel --omit --include -w --workspace --userconfig --globalconfig --tag --fetch-retries --fetch-timeout --script-shell --install-strategy --before --otp --cpu --os --libc",
	},
	{
		Name: "yarn", Programs: "yarn yarnpkg", Caches: []string{"/usr/local/share/.cache", "~/.cache/yarn", "~/.yarn"},
		Verbs:  map[pkgAction]string{installs: "install add", upgrades: "up upgrade", removes: "remove"},
		Valued: "--cwd --cache-folder --modules-folder --mutex --registry --network-timeout --network-concurrency --proxy --https-proxy --global-folder --preferred-cache-folder --use-yarnrc --mode",
	},
	{
		Name: "pnpm", Programs: "pnpm", Caches: []string{"~/.local/share/pnpm/store"},
		Verbs:  map[pkgAction]string{installs: "install i add", upgrades: "update up upgrade", removes: "remove rm un uninstall"},
		Valued: "-C --dir --filter -F --store-dir --registry --loglevel --reporter --prefix",
	},
	{
		Name: "gem", Programs: "gem", Caches: []string{"~/.gem"},
		Verbs: map[pkgAction]string{installs: "install i", upgrades: "update", removes: "uninstall", cleans: "cleanup"},
		Valued: "-v --version -i --install-dir -n --bindir -s --source --platform -P --trust-policy -p --http-proxy -B --bulk-threshold " +
			"--build-root --without --document --config-file",
	},
	{
		Name: "bundle", Programs: "bundle bundler", Caches: []string{"~/.bundle"},
		Verbs:  map[pkgAction]string{installs: "install add", upgrades: "update", removes: "remove", cleans: "clean"},
		Valued: "--gemfile --jobs -j --path --retry --without --with --binstubs --trust-policy --full-index",
	},
	{
		Name: "go", Programs: "go", OneDash: true, Caches: []string{"/go/pkg/mod", "~/go/pkg/mod", "~/.cache/go-build"},
		Verbs:  map[pkgAction]string{installs: "install get run", cleans: "clean"},
		Valued: "-C -p -asmflags -buildmode -compiler -covermode -coverpkg -exec -gccgoflags -gcflags -installsuffix -ldflags -mod -modfile -o -overlay -pgo -pkgdir -tags -toolexec",
	},
	{
		Name: "cargo", Programs: "cargo", Caches: []string{"/usr/local/cargo/registry", "~/.cargo/registry"},
		Verbs:  map[pkgAction]string{installs: "install add", updates: "fetch", upgrades: "update", removes: "uninstall remove", cleans: "clean"},
		Valued: "--version --vers --git --branch --tag --rev --path --registry --index --root --features -F --target --target-dir --profile -j --jobs --config --color -Z",
	},
	{
		Name: "composer", Programs: "composer", Caches: []string{"~/.composer/cache", "~/.cache/composer"},
		Verbs:  map[pkgAction]string{installs: "require install", upgrades: "update", removes: "remove", cleans: "clear-cache clearcache cc"},
		Valued: "-d --working-dir --prefer-install",
	},
}

// byProgram finds a manager by the name of its program.
var byProgram = func() map[string]*manager {
	found := map[string]*manager{}
	for i := range managers {
		for _, program := range strings.Fields(managers[i].Programs) {
			found[program] = &managers[i]
		}
	}
	return found
}()

// call is a command line of a package manager.
type call struct {
	*manager
	arguments
	Program shell.Word
	// Verb is the subcommand, and Does what it does, "" for others than those of
	// the table. The operands are those behind it.
	Verb shell.Word
	Does pkgAction
}

// readCall reads the words of a program, its name first. It is false for programs
// that are no package manager and where no subcommand is given.
func readCall(words []shell.Word) (call, bool) {
	words = moduleOfPython(words)
	if len(words) == 0 {
		return call{}, false
	}
	m, ok := byProgram[programOf(words[0])]
	if !ok {
		return call{}, false
	}
	c := call{manager: m, Program: words[0]}
	if m.Name == "uv" && len(words) > 1 && words[1].Value == "pip" {
		words = words[1:]
	}
	c.arguments = readArguments(words[1:], m.Valued, m.OneDash)
	for i, w := range c.Operands {
		if !w.Static {
			continue
		}
		c.Verb, c.Operands = w, c.Operands[i+1:]
		for does, verbs := range m.Verbs {
			if listed(verbs, w.Value) {
				c.Does = does
			}
		}
		return c, true
	}
	return call{}, false
}

// moduleOfPython is what "python3 -m pip …" runs.
func moduleOfPython(words []shell.Word) []shell.Word {
	if len(words) == 0 || programOf(words[0]) != "python" {
		return words
	}
	for i, w := range words[1:] {
		switch {
		case w.Static && w.Value == "-m":
			return words[i+2:]
		case !w.Static || !strings.HasPrefix(w.Value, "-") || strings.ContainsAny(w.Value, "cWX"):
			return words
		}
	}
	return words
}

// programOf is the name of the program that a word starts, without its folder and
// without the version behind it; "" where a shell would have to say.
func programOf(w shell.Word) string {
	if !w.Static || w.Value == "" {
		return ""
	}
	return strings.TrimRight(path.Base(w.Value), "0123456789.")
}

// listed tells whether name is in a list parted by blanks.
func listed(list, name string) bool {
	for s := range strings.FieldsSeq(list) {
		if s == name {
			return true
		}
	}
	return false
}
