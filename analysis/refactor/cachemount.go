package refactor

import (
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// cache is what a package manager keeps of what it downloads, and how people keep
// it out of their images.
type cache struct {
	// name is how its title calls it, commands how it starts: a program and the
	// word behind it.
	name     string
	commands []string
	mounts   []string
	// home tells that the mounts are in the home of root.
	home bool
	// env are variables that put the cache elsewhere or turn it off.
	env []string
	// index is the command that fetches what the manager knows of packages, into one
	// of the mounts: it must run in the same RUN, and others must not count on it.
	index []string
	// first is a command that must run for the cache to be kept.
	first string
	// options and statements are needless once the cache is no part of the image.
	options, statements []string
	// lost is what title says of first, or "".
	lost string
}

// caches are those of managers that do not need the cache again once they are done.
// (What Go, Maven or Cargo download is read again by later instructions.)
var caches = []cache{
	{
		name: "apt-get", commands: []string{"apt-get install", "apt install"},
		mounts: []string{
			"--mount=type=cache,target=/var/cache/apt,sharing=locked",
			"--mount=type=cache,target=/var/lib/apt/lists,sharing=locked",
		},
		index: []string{"apt-get update", "apt update"},
		first: "rm -f /etc/apt/apt.conf.d/docker-clean",
		lost:  "removes docker-clean",
		statements: []string{
			"apt-get clean", "apt-get clean -y", "apt clean", "rm -rf /var/lib/apt/lists/*", "rm -rf /var/lib/apt/lists",
			"rm -fr /var/lib/apt/lists/*", "rm -r /var/lib/apt/lists/*", "rm -rf /var/cache/apt/*", "rm -rf /var/cache/apt/archives/*",
		},
	},
	{
		name: "pip", commands: []string{"pip install", "pip3 install", "python -m", "python3 -m"},
		mounts:  []string{"--mount=type=cache,target=/root/.cache/pip"},
		home:    true,
		env:     []string{"PIP_NO_CACHE_DIR", "PIP_CACHE_DIR", "XDG_CACHE_HOME"},
		options: []string{"--no-cache-dir"},
	},
	{
		name: "npm", commands: []string{"npm ci", "npm install", "npm i"},
		mounts:     []string{"--mount=type=cache,target=/root/.npm"},
		home:       true,
		env:        []string{"npm_config_cache", "NPM_CONFIG_CACHE"},
		statements: []string{"npm cache clean --force", "rm -rf /root/.npm", "rm -rf ~/.npm"},
	},
}

// cacheMount offers a cache mount for the package manager that a RUN calls, without
// the clean-up that it makes needless.
func cacheMount(p place) []offer {
	c, ok := p.chain()
	if !ok || strings.Contains(c.it().Raw[c.it().Keyword.Start:c.whole.Start], "\n") {
		return nil
	}
	var offers []offer
	for _, k := range caches {
		if !k.used(c) || !k.fits(c) || !k.indexed(c) {
			continue
		}
		if edits, ok := k.edits(c); ok && !p.commented(edits) && k.mounted(c, edits) {
			offers = append(offers, offer{title: k.title(c), edits: edits})
		}
	}
	return offers
}

func (k cache) title(c chain) string {
	title := "Add a cache mount for " + k.name
	var notes []string
	if k.lost != "" {
		notes = append(notes, k.lost)
	}
	if words := k.dropped(c); len(words) > 0 {
		notes = append(notes, "drops "+words[0].Value)
	}
	if slices.ContainsFunc(printed(c.stmts), k.needless) {
		notes = append(notes, "drops the clean-up")
	}
	if len(notes) > 0 {
		title += " (" + strings.Join(notes, ", ") + ")"
	}
	return title
}

func (k cache) needless(stmt string) bool { return slices.Contains(k.statements, stmt) }

// used tells whether a command of the chain is one of the manager.
func (k cache) used(c chain) bool {
	return slices.ContainsFunc(c.read.Commands(), k.is)
}

func (k cache) is(cmd shell.Command) bool {
	words := cmd.Program()
	for len(words) > 2 && strings.HasPrefix(words[1].Value, "-") && words[1].Value != "-m" {
		words = append(words[:1:1], words[2:]...) // apt-get -y install
	}
	if len(words) < 2 || !slices.Contains(k.commands, words[0].Value+" "+words[1].Value) {
		return false
	}
	return words[1].Value != "-m" || len(words) > 3 && words[2].Value == k.name && words[3].Value == "install"
}

// fits tells whether the cache is where its mounts are: not mounted yet, of root,
// and no variable says otherwise.
func (k cache) fits(c chain) bool {
	state := c.step().Before
	if k.home && !slices.Contains([]string{"", "root", "0", "root:root", "0:0"}, state.User) {
		return false
	}
	for _, name := range append([]string{"HOME"}, k.env...) {
		if v, ok := state.Vars.Lookup(name); ok && (v.Set || name != "HOME") {
			return false
		}
	}
	for _, mount := range k.mounts {
		_, target, _ := strings.Cut(mount, "target=")
		target, _, _ = strings.Cut(target, ",")
		if slices.ContainsFunc(c.it().Node.Flags, func(flag string) bool { return strings.Contains(flag, target) }) {
			return false
		}
		for _, stmt := range printed(c.stmts) {
			if strings.Contains(stmt, target) && !k.needless(stmt) {
				return false
			}
		}
	}
	return true
}

// indexed tells whether the chain fetches the manager's index itself, and leaves no
// other instruction of the file without one.
func (k cache) indexed(c chain) bool {
	if len(k.index) == 0 {
		return true
	}
	fetched, removed := false, false
	for _, stmt := range printed(c.stmts) {
		for _, index := range k.index {
			fetched = fetched || stmt == index || strings.HasPrefix(stmt, index+" ")
		}
		removed = removed || k.needless(stmt) && strings.Contains(stmt, "/lists")
	}
	alone := !slices.ContainsFunc(c.Items, func(it syntax.Item) bool {
		program, _, _ := strings.Cut(k.commands[0], " ")
		return it.Instruction != c.it().Instruction && strings.Contains(it.Raw, program)
	})
	return fetched && (removed || alone)
}

// dropped are the words of the chain that are needless options of the manager.
func (k cache) dropped(c chain) []shell.Word {
	var words []shell.Word
	for _, cmd := range c.read.Commands() {
		for _, w := range cmd.Words {
			if k.is(cmd) && slices.Contains(k.options, w.Value) {
				words = append(words, w)
			}
		}
	}
	return words
}

// edits put the mounts in and take the clean-up out.
func (k cache) edits(c chain) ([]text.Edit, bool) {
	it := c.it()
	deeper := " " + string(c.Escape) + c.newline() + indent(it) + "    "
	by := " "
	if len(k.mounts) > 1 {
		by = deeper
	}
	flags := strings.Join(k.mounts, by) + by
	if k.first != "" {
		flags += k.first + " &&" + deeper
	}
	edits := []text.Edit{c.edit(text.Span{Start: c.whole.Start, End: c.whole.Start}, flags)}
	for _, w := range k.dropped(c) {
		edits = append(edits, c.edit(text.Span{Start: c.gap(w.Start).Start, End: c.rawSpan(w.Span).End}, ""))
	}
	for i, stmt := range printed(c.stmts) {
		if !k.needless(stmt) {
			continue
		}
		if i == 0 {
			return nil, false
		}
		edits = append(edits, c.edit(text.Span{Start: c.raw(c.parts[i-1]).End, End: c.raw(c.parts[i]).End}, ""))
	}
	return edits, true
}

// mounted tells whether after edits the RUN has the mounts as well and runs what is
// left of the chain.
func (k cache) mounted(c chain, edits []text.Edit) bool {
	after := c.becomes(edits)
	if after == nil || !slices.Equal(after.Node.Flags, slices.Concat(c.it().Node.Flags, k.mounts)) {
		return false
	}
	var want []string
	if k.first != "" {
		want = append(want, k.first)
	}
	for _, stmt := range printed(c.stmts) {
		if k.needless(stmt) {
			continue
		}
		words := slices.DeleteFunc(strings.Split(stmt, " "), func(w string) bool { return slices.Contains(k.options, w) })
		want = append(want, strings.Join(words, " "))
	}
	stmts, ok := statements(shell.Parse(after.Rest.Value, c.read.Kind))
	return ok && slices.Equal(printed(stmts), want)
}
