package lint

import (
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/text"
)

var aptRules = []*Rule{
	{
		Code: "DL3008", URL: hadolintPage("DL3008"), Category: Maintainability, Severity: Off,
		Title: "Pin the versions of packages that apt-get installs",
		Why: "`apt-get install curl` takes whatever version the archive has on the day of the build, so two builds of one " +
			"Dockerfile can differ. `curl=7.88.*` says which one is meant.\n\n" +
			"Debian and Ubuntu drop old versions from their archives, so an exact pin breaks sooner or later: a pattern such as " +
			"`7.88.*`, or a snapshot of the archive, lasts longer. Local `.deb` files and `package/release` are taken as pinned.",
		Bad:   "FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\n",
		Good:  "FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends curl=7.88.* && rm -rf /var/lib/apt/lists/*\n",
		Stage: perRun(unpinned{managers: "apt-get", exempt: aptDry, loose: looseDeb, message: "pin the versions in apt-get install"}.check),
	},
	{
		Code: "DL3009", URL: hadolintPage("DL3009"), Category: Performance, Severity: Info,
		Title: "Package lists of apt stay in the image",
		Why: "`apt-get update` writes tens of megabytes to `/var/lib/apt/lists`, which nobody needs when the image runs. Removing " +
			"them helps only in the `RUN` that fetched them: what a later one removes is still in the layer below.\n\n" +
			"A cache or tmpfs mounted on `/var/lib/apt/lists` or above keeps them out as well. Stages whose layers end in no image, because " +
			"others only copy files from them, are not looked at.",
		Bad:  "FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends curl\n",
		Good: "FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\n",
		File: inImages("DL3009", aptLists.check, aptListsNeeded),
	},
	{
		Code: "DL3014", URL: hadolintPage("DL3014"), Category: Correctness, Severity: Warning,
		Title: "apt-get install asks before it goes on",
		Why: "During a build nobody can answer `Do you want to continue? [Y/n]`: apt-get takes the silence for a no and the build fails. `-y` " +
			"says yes beforehand; so do `--assume-yes`, `-qq` and the setting `APT::Get::Assume-Yes`.",
		Bad:  "FROM debian:12\nRUN apt-get update && apt-get install curl && rm -rf /var/lib/apt/lists/*\n",
		Good: "FROM debian:12\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n",
		Stage: perRun(lacking{
			managers: "apt-get", does: installs, has: aptAssumesYes, option: "-y",
			message: "apt-get install asks for a confirmation that nobody can give; add -y",
		}.check),
	},
	{
		Code: "DL3015", URL: hadolintPage("DL3015"), Category: Performance, Severity: Hint,
		Title: "apt-get installs recommended packages too",
		Why: "apt-get installs the packages that others merely recommend. With `--no-install-recommends` the image has what was asked " +
			"for and what that needs, and is smaller.\n\n" +
			"The fix is not a safe one: sometimes a recommended package is needed, as `ca-certificates` is by `curl`. Name those that are.",
		Bad:  "FROM debian:12\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n",
		Good: "FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl && rm -rf /var/lib/apt/lists/*\n",
		Stage: perRun(lacking{
			managers: "apt-get", does: installs, has: aptWithoutRecommends, option: "--no-install-recommends", unsafe: true,
			message: "recommended packages are installed too; add --no-install-recommends and name those that are needed",
		}.check),
	},
	{
		Code: "DL3027", URL: hadolintPage("DL3027"), Category: Maintainability, Severity: Hint,
		Title: "apt is made for people, apt-get for scripts",
		Why: "`apt` says of itself that it has no stable command line interface: what it prints, asks and does by default may change. " +
			"`apt-get` and `apt-cache` stay as they are.",
		Bad:   "FROM debian:12\nRUN apt update && apt install -y curl && rm -rf /var/lib/apt/lists/*\n",
		Good:  "FROM debian:12\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n",
		Stage: perRun(aptForPeople),
	},
}

// aptDry tells that apt-get installs nothing.
func aptDry(_ *runStep, c *call) bool {
	return c.has("-d --download-only -s --simulate --just-print --dry-run --recon --no-act --print-uris -h --help")
}

// looseDeb tells whether apt-get chooses the version of a package. A name that
// ends in "-" is one to remove, in "^" a task; with a slash in it, a file or a
// release.
func looseDeb(name string) bool {
	return name != "" && !strings.ContainsAny(name, "=/~?*") && !strings.HasSuffix(name, "-") &&
		!strings.HasSuffix(name, "^") && !strings.HasSuffix(name, ".deb")
}

// aptAssumesYes: see APT::Get::Assume-Yes in apt-get(8); the second -q implies it.
func aptAssumesYes(r *runStep, c *runCommand, call *call) bool {
	if v, ok := call.set("-o --option", "APT::Get::Assume-Yes"); ok {
		return !listed("0 false no off", v)
	}
	return call.has("-y --yes --assume-yes --force-yes --assume-no --trivial-only -c --config-file") || call.count("-q --quiet") > 1 || quietLevel(call) ||
		aptDry(r, call) || c.Before == "|" || r.unclear(c) ||
		r.configured("Get::Assume-Yes ", "get::assume-yes ", `Assume-Yes "`)
}

// quietLevel tells of "-q=2".
func quietLevel(c *call) bool {
	for _, o := range c.Options {
		if listed("-q --quiet", o.Name) && o.Value >= "2" {
			return true
		}
	}
	return false
}

func aptWithoutRecommends(r *runStep, c *runCommand, call *call) bool {
	if v, ok := call.set("-o --option", "APT::Install-Recommends"); ok {
		return listed("0 false no off", v)
	}
	return len(call.Operands) == 0 || call.has("--no-install-recommends --install-recommends -c --config-file") || aptDry(r, call) || r.unclear(c) ||
		r.configured("APT::Install-Recommends ", "apt::install-recommends ", `Install-Recommends "`)
}

// aptLists looks at the update, because it is what writes the lists.
var aptLists = leftover{
	managers: "apt-get apt aptitude", does: updates, dirs: []string{"/var/lib/apt/lists"},
	exempt: func(r *runStep, _ *runCommand, _ *call) bool {
		return r.mentions("/var/lib/apt", "/var/lib/{") || aptDistClean(r)
	},
	cleanup: "rm -rf /var/lib/apt/lists/*",
	message: "the package lists stay in this layer; remove /var/lib/apt/lists/* in the same RUN",
}

// aptListsNeeded makes the fix one that is not safe where some RUN of the file may
// install from the lists.
func aptListsNeeded(f *analysis.File, x *Fix) {
	x.Unsafe = slices.ContainsFunc(f.Stages, func(st analysis.Stage) bool { return aptCountsOnLists(st.Facts) })
}

// aptDistClean tells of "apt-get distclean", which removes the lists.
func aptDistClean(r *runStep) bool {
	for _, c := range r.calls("apt-get apt aptitude", cleans) {
		if listed("distclean dist-clean", c.Verb.Value) {
			return true
		}
	}
	return false
}

type aptListsKey struct{}

// aptCountsOnLists tells whether some RUN of the stage installs without an update
// of its own, perhaps from lists that an earlier one left.
func aptCountsOnLists(st *analysis.Facts) bool {
	return st.Memo(aptListsKey{}, func() any {
		return slices.ContainsFunc(runSteps(st), func(r *runStep) bool {
			fetches, installing := false, false
			for _, c := range r.calls("apt-get apt aptitude", updates, installs, upgrades) {
				fetches, installing = fetches || c.Does == updates, installing || c.Does != updates
			}
			return installing && !fetches
		})
	}).(bool)
}

// aptForPeople has a fix where apt-get does the same, which it does not for
// upgrade: there, only apt installs new packages.
func aptForPeople(r *runStep, report Report) {
	var at []text.Span
	fix := &Fix{Title: "Use apt-get"}
	for i := range r.commands {
		c := &r.commands[i]
		if len(c.program) < 2 || c.name() != "apt" {
			continue
		}
		at = append(at, c.place(c.program[0].Span))
		e, plain := c.replace(c.program[0], "apt-get")
		if !plain || !listed("update install remove purge autoremove clean autoclean", c.call.Verb.Value) {
			fix = nil
		}
		if fix != nil {
			fix.Edits = append(fix.Edits, e)
		}
	}
	if at != nil {
		report(r.note(at[0], "apt is meant for people; scripts use apt-get or apt-cache", fix))
	}
}
