package refactor

import (
	"path"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/reference"
	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// caching is what it takes, beyond the mounts, to keep what a package manager
// downloads.
type caching struct {
	// index is the command that fetches what the manager knows of packages, into one
	// of the mounts: it must run in the same RUN, and others must not count on it.
	index []string
	// first are commands that must run for the cache to be kept, and lost is what the
	// title says of them.
	first []string
	lost  string
	// adds is an option without which the manager throws away what it downloads.
	adds string
	// also are other folders that people empty for it, which stay empty then.
	also []string
	// unless are pieces of text that tell, anywhere in the file, that its downloads
	// are elsewhere, or that they are needed once it is done.
	unless []string
}

// cachings by manager. Debian's images have a hook that empties apt's cache, and
// apt (not apt-get) removes packages once they are installed. Yarn from 2 on may run
// programs out of its cache, and bundler may be told to install elsewhere.
var cachings = map[string]caching{
	"apt-get": {
		index: []string{"apt-get update", "apt update"},
		first: []string{"rm -f /etc/apt/apt.conf.d/docker-clean"},
		lost:  "removes docker-clean",
	},
	"apk":      {also: []string{"/var/cache/apk"}},
	"dnf":      {adds: "--setopt=keepcache=1", also: rpmCaches},
	"dnf5":     {adds: "--setopt=keepcache=1", also: rpmCaches},
	"microdnf": {also: rpmCaches},
	"yum":      {adds: "--setopt=keepcache=1", also: rpmCaches},
	"yarn":     {unless: []string{"corepack", ".yarn", "--immutable", "berry", "workspaces focus", "cache-folder", "yarn set"}},
	"pnpm":     {unless: []string{"store-dir", "npmrc", "virtual-store"}},
	"bundler":  {unless: []string{"deployment", "BUNDLE_DEPLOYMENT", "bundle config", ".bundle/config", "--path", "vendor"}},
	"uv":       {unless: []string{"symlink"}},
	"poetry":   {unless: []string{"cache-dir"}},
}

// keepPackages tells apt to leave what it has downloaded where it is, as apt-get does.
const keepPackages = `echo 'Binary::apt::APT::Keep-Downloaded-Packages "true";' >/etc/apt/apt.conf.d/keep-cache`

var rpmCaches = []string{"/var/cache/dnf", "/var/cache/yum", "/var/cache/libdnf5"}

// cached is a RUN of a package manager whose downloads a mount would keep.
type cached struct {
	chain
	commands []shell.Command // of the chain
	reference.Manager
	caching
}

// cacheMount offers cache mounts for the package manager that a RUN calls, without
// the clean-up that they make needless. What is needed again has them in all RUNs
// of the stage: see cacheMounts.
func cacheMount(p place) []offer {
	c, ok := p.chain()
	if !ok || !p.frontend(2) || strings.Contains(c.it().Raw[c.it().Keyword.Start:c.whole.Start], "\n") {
		return nil
	}
	var offers []offer
	commands := c.read.Commands()
	for m := range reference.Managers() {
		k := cached{c, commands, m, cachings[m.Name]}
		if m.Needed || !slices.ContainsFunc(commands, k.is) {
			continue
		}
		if slices.ContainsFunc(commands, func(cmd shell.Command) bool { return calls(cmd, []string{"apt install"}) }) {
			k.first = append(slices.Clip(k.first), keepPackages)
		}
		if k.Manager = p.moved(m); !k.fits() || !k.indexed() {
			continue
		}
		if edits, ok := k.edits(); ok && !p.commented(edits) && k.mounted(edits) {
			offers = append(offers, offer{title: k.title(m.Name), edits: edits})
		}
	}
	return offers
}

// moved is the manager with the caches that it has on the image of the stage; with
// none where that is not known. What is called dnf or yum is one of three programs.
func (p place) moved(m reference.Manager) reference.Manager {
	if m.Name != "dnf" && m.Name != "yum" {
		return m
	}
	name, ok := p.rpmManager(m.Name)
	if m.Caches = nil; ok {
		real, _ := reference.ManagerNamed(name)
		m.Caches = real.Caches
	}
	return m
}

// rpmManager is the program that dnf or yum is on the image of the stage.
func (p place) rpmManager(program string) (string, bool) {
	img, ok := analysis.ParseImage(p.stage().Root())
	if !ok {
		return "", false
	}
	version, _, _ := strings.Cut(img.Tag, ".")
	switch name := path.Base(img.Repository); {
	case name == "fedora" || name == "fedora-minimal":
		if len(version) == 2 && version < "41" {
			return "dnf", true
		}
		return "dnf5", version == "latest" || version == "rawhide" || len(version) == 2 && version >= "41"
	case name == "centos" || name == "amazonlinux":
		if slices.Contains([]string{"7", "centos7", "2"}, version) {
			return "yum", program == "yum"
		}
		return "dnf", slices.Contains([]string{"8", "centos8", "stream8", "stream9", "stream10", "2023"}, version)
	case slices.Contains(strings.Fields("rockylinux almalinux oraclelinux ubi ubi8 ubi9 ubi10"), name):
		return "dnf", version != "7"
	}
	return "", false
}

func (k cached) title(name string) string {
	title := "Add a cache mount for " + name
	var notes []string
	if k.lost != "" {
		notes = append(notes, k.lost)
	}
	if k.adds != "" {
		notes = append(notes, "adds "+k.adds)
	}
	if words := k.dropped(); len(words) > 0 {
		notes = append(notes, "drops "+words[0].Value)
	}
	if len(k.needless()) > 0 {
		notes = append(notes, "drops the clean-up")
	}
	if len(notes) > 0 {
		title += " (" + strings.Join(notes, ", ") + ")"
	}
	return title
}

// is tells whether a command is one of the manager that fills its caches.
func (k cached) is(cmd shell.Command) bool {
	return calls(cmd, slices.Concat(k.Restore, k.Install))
}

// calls tells whether a command is one of commands, each a program and the words
// that follow it, options left out. One that is only a program has no more words.
func calls(cmd shell.Command, commands []string) bool {
	var words []string
	for i, w := range cmd.Program() {
		if i == 0 || !strings.HasPrefix(w.Value, "-") || w.Value == "-m" {
			words = append(words, w.Value)
		}
	}
	return slices.ContainsFunc(commands, func(c string) bool {
		want := strings.Fields(c)
		return len(words) >= len(want) && slices.Equal(words[:len(want)], want) && (len(want) > 1 || len(words) == 1)
	})
}

// fits tells whether the caches are where their mounts would be: not mounted yet, of
// root, and no variable or file says otherwise.
func (k cached) fits() bool {
	if len(k.Caches) == 0 || !k.cachesAsUsual(k.Manager) {
		return false
	}
	if slices.ContainsFunc(k.unless, func(s string) bool { return strings.Contains(k.Text.String(), s) }) {
		return false
	}
	if slices.ContainsFunc(k.commands, k.empties) {
		return false
	}
	stmts, needless := printed(k.stmts), k.needless()
	for _, c := range k.Caches {
		if slices.ContainsFunc(k.it().Node.Flags, func(flag string) bool { return strings.Contains(flag, c.Target) }) {
			return false
		}
		for i, stmt := range stmts {
			for _, w := range needless {
				if k.parts[i].Start <= w.Start && w.End <= k.parts[i].End {
					stmt = without(stmt, w.Raw)
				}
			}
			if strings.Contains(stmt, c.Target) {
				return false
			}
		}
	}
	return true
}

// cachesAsUsual tells whether the manager has its caches where the table says: for
// root, in the image that they are known of, where no variable moves them.
func (p place) cachesAsUsual(m reference.Manager) bool {
	state := p.step().Before
	if !p.asRoot() {
		return false
	}
	img, _ := analysis.ParseImage(p.stage().Root())
	for _, c := range m.Caches {
		if c.Image != "" && path.Base(img.Repository) != c.Image {
			return false
		}
		if home, ok := state.Vars.Lookup("HOME"); ok && c.Home() && home.Value != "/root" {
			return false
		}
		for _, name := range c.Env {
			if _, ok := state.Vars.Lookup(name); ok || c.Image == "" && p.stage().Inherits(name) {
				return false
			}
		}
	}
	return true
}

// indexed tells whether the chain fetches the manager's index itself, and leaves no
// other instruction of the file without one.
func (k cached) indexed() bool {
	if len(k.index) == 0 {
		return true
	}
	fetched := slices.ContainsFunc(k.commands, func(cmd shell.Command) bool { return calls(cmd, k.index) })
	removed := slices.ContainsFunc(k.needless(), func(w shell.Word) bool { return strings.Contains(w.Raw, "/lists") })
	alone := !k.Items.Any(func(it syntax.Item) bool {
		program, _, _ := strings.Cut(k.Install[0], " ")
		return it.Instruction != k.it().Instruction && strings.Contains(it.Raw, program)
	})
	return fetched && (removed || alone)
}

// dropped are the words of the chain that are needless options of the manager.
func (k cached) dropped() []shell.Word {
	var words []shell.Word
	for _, cmd := range k.commands {
		if !k.is(cmd) {
			continue
		}
		for _, w := range cmd.Words {
			if slices.Contains(k.NoCache, w.Value) {
				words = append(words, w)
			}
		}
	}
	return words
}

// edits put the mounts in and take the clean-up out.
func (k cached) edits() ([]text.Edit, bool) {
	edits := []text.Edit{k.edit(text.Span{Start: k.whole.Start, End: k.whole.Start}, k.head())}
	for _, w := range k.dropped() {
		edits = append(edits, k.edit(text.Span{Start: k.gap(w.Start).Start, End: k.rawSpan(w.Span).End}, ""))
	}
	if k.adds != "" {
		for _, cmd := range k.commands {
			if k.is(cmd) {
				end := k.rawSpan(cmd.Program()[0].Span).End
				edits = append(edits, k.edit(text.Span{Start: end, End: end}, " "+k.adds))
			}
		}
	}
	for i := range k.parts {
		switch words := k.cleaned(i); {
		case len(words) == 0:
		case !k.whollyCleaned(i):
			for _, w := range words {
				edits = append(edits, k.edit(text.Span{Start: k.gap(w.Start).Start, End: k.rawSpan(w.Span).End}, ""))
			}
		case i == 0:
			return nil, false
		default:
			edits = append(edits, k.edit(text.Span{Start: k.raw(k.parts[i-1]).End, End: k.raw(k.parts[i]).End}, ""))
		}
	}
	return edits, true
}

// head is the mounts and what must run first: each on a line of its own, where there
// is more than one.
func (k cached) head() string {
	deeper := " " + string(k.Escape) + k.newline() + indent(k.it()) + "    "
	by := " "
	if len(k.Caches) > 1 || len(k.first) > 0 {
		by = deeper
	}
	head := strings.Join(k.mounts(), by) + by
	for _, stmt := range k.first {
		head += stmt + " &&" + deeper
	}
	return head
}

func (k cached) mounts() []string { return mounts(k.Manager) }

func mounts(m reference.Manager) []string {
	var list []string
	for _, c := range m.Caches {
		list = append(list, c.Mount())
	}
	return list
}

// mounted tells whether after edits the RUN has the mounts as well and runs what is
// left of the chain.
func (k cached) mounted(edits []text.Edit) bool {
	after := k.becomes(edits)
	if after == nil || after.Node == nil || !slices.Equal(after.Node.Flags, slices.Concat(k.it().Node.Flags, k.mounts())) {
		return false
	}
	want, dropped := slices.Clone(k.first), k.dropped()
	for i, stmt := range printed(k.stmts) {
		if k.whollyCleaned(i) {
			continue
		}
		drop := slices.Concat(k.cleaned(i), dropped)
		for _, w := range drop {
			if k.parts[i].Start <= w.Start && w.End <= k.parts[i].End {
				stmt = without(stmt, w.Raw)
			}
		}
		want = append(want, stmt)
	}
	stmts, ok := statements(shell.Parse(after.Rest.Value, k.read.Kind))
	got := printed(stmts)
	for i := range got {
		if k.adds != "" {
			got[i] = strings.ReplaceAll(got[i], " "+k.adds, "")
		}
	}
	return ok && slices.Equal(got, want)
}

// without is a printed statement without one word.
func without(stmt, word string) string {
	words := strings.Split(stmt, " ")
	if i := slices.Index(words, word); i >= 0 {
		words = slices.Delete(words, i, i+1)
	}
	return strings.Join(words, " ")
}
