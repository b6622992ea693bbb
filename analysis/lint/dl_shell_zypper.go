package lint

import "github.com/slipway-dev/slipway/analysis/text"

const suse = "FROM opensuse/leap:15.6\n"

var zypperRules = []*Rule{
	{
		Code: "DL3034", URL: hadolintPage("DL3034"), Category: Correctness, Severity: Warning,
		Title: "zypper asks before it goes on",
		Why: "During a build nobody can answer zypper's questions, and the build fails. `zypper --non-interactive install`, or " +
			"`zypper install -y`, asks none.",
		Bad:  suse + "RUN zypper install httpd && zypper clean\n",
		Good: suse + "RUN zypper --non-interactive install httpd && zypper clean\n",
		Stage: perRun(lacking{
			managers: "zypper", does: installs, has: zypperSilent, option: "--non-interactive", global: true,
			message: "zypper asks questions that nobody can answer; add --non-interactive",
		}.check),
	},
	{
		Code: "DL3035", URL: hadolintPage("DL3035"), Category: Maintainability, Severity: Hint,
		Title: "zypper dist-upgrade changes the distribution",
		Why: "A distribution upgrade belongs in the base image: `zypper dist-upgrade` changes nearly every package, so that the image has " +
			"little in common with the tag in `FROM`, and is twice as large. Take a newer base image instead.",
		Bad:   suse + "RUN zypper --non-interactive dist-upgrade && zypper clean\n",
		Good:  suse + "RUN zypper --non-interactive install httpd && zypper clean\n",
		Stage: perRun(zypperDistUpgrade),
	},
	{
		Code: "DL3036", URL: hadolintPage("DL3036"), Category: Performance, Severity: Info,
		Title: "zypper leaves its caches in the image",
		Why: "zypper keeps the metadata of its repositories. Drop it with `zypper clean` in the same `RUN`: a later one cannot make " +
			"the layer smaller. A cache mounted on `/var/cache/zypp` keeps it out as well.",
		Bad:  suse + "RUN zypper --non-interactive install httpd\n",
		Good: suse + "RUN zypper --non-interactive install httpd && zypper clean --all\n",
		Stage: perLayer(leftover{
			managers: "zypper", does: installs, cleaners: "zypper", dirs: []string{"/var/cache/zypp"}, cleanup: "zypper clean --all",
			message: "zypper leaves its caches in this layer; run zypper clean in the same RUN",
		}.check),
	},
	{
		Code: "DL3037", URL: hadolintPage("DL3037"), Category: Maintainability, Severity: Off,
		Title: "Pin the versions of packages that zypper installs",
		Why:   "`zypper install httpd` takes the version that the repository has on the day of the build; `httpd=2.4.62` names one, `\"httpd>=2.4\"` a range.",
		Bad:   suse + "RUN zypper --non-interactive install httpd && zypper clean\n",
		Good:  suse + "RUN zypper --non-interactive install httpd=2.4.62 && zypper clean\n",
		Stage: perRun(unpinned{
			managers: "zypper", loose: looseRPM, message: "pin the versions in zypper install",
			exempt: func(_ *runStep, c *call) bool { return zypperDry(c) || c.has("-t --type") },
		}.check),
	},
}

func zypperSilent(r *runStep, c *runCommand, call *call) bool {
	return call.has("-n --non-interactive -y --no-confirm") || zypperDry(call) || c.Before == "|" || r.unclear(c)
}

func zypperDry(c *call) bool { return c.has("-D --dry-run -d --download-only -h --help") }

func zypperDistUpgrade(r *runStep, report Report) {
	var at []text.Span
	for c, call := range r.calls("zypper", upgrades) {
		if listed("dist-upgrade dup", call.Verb.Value) {
			at = append(at, c.place(call.Verb.Span))
		}
	}
	if at != nil {
		report(r.note(at[0], "a distribution upgrade belongs in the base image; use a newer one in FROM", nil))
	}
}
