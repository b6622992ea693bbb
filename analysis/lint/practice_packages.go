package lint

import (
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/shell"
)

var packageRules = []*Rule{
	{
		Code: "UnneededPackage", Category: Security, Severity: Hint,
		URL:   "https://docs.docker.com/build/building/best-practices/#dont-install-unnecessary-packages",
		Title: "A package that a container does not need",
		Why: "Editors, `sudo` and servers for remote logins are made for machines that people log in to. In a container they add to what has to be kept up to date, " +
			"and help whoever breaks in. `docker exec` gets you in without an SSH server; `USER` says who runs what.\n\n" +
			"The rule looks at the last stage and those it is built on. Editors are reported where there is an `EXPOSE`: other programs may start them. Silent where the container starts the program or a script, which may start it, where it starts a shell, and where the file uses `sudo`, " +
			"which DL3004 reports.",
		Bad:  "FROM debian:13\nRUN apt-get update && apt-get install -y --no-install-recommends sudo python3 && rm -rf /var/lib/apt/lists/*\nCMD [\"python3\", \"/srv/app.py\"]\n",
		Good: "FROM debian:13\nRUN apt-get update && apt-get install -y --no-install-recommends python3 && rm -rf /var/lib/apt/lists/*\nCMD [\"python3\", \"/srv/app.py\"]\n",
		File: inFinal("UnneededPackage", unneededPackages),
	},
}

// anEditor is what some programs start, so that only servers have no use for it.
const anEditor = "an editor"

// unneeded are packages by what they are.
var unneeded = map[string]string{
	"sudo": "sudo", "vim": anEditor, "vim-tiny": anEditor, "vim-nox": anEditor, "nano": anEditor, "emacs": anEditor, "emacs-nox": anEditor,
	"neovim": anEditor, "openssh-server": "a server for remote logins", "telnetd": "a server for remote logins", "dropbear": "a server for remote logins",
}

func unneededPackages(x final, report func(int, Note)) {
	if x.starts(interactive+" sshd dropbear vim vi nvim nano emacs sudo supervisord init systemd") || slices.ContainsFunc(x, speaksOfLogin) || slices.ContainsFunc(x.programs(), isScript) {
		return
	}
	serves, sudo := x.has(command.Expose), slices.ContainsFunc(x, usesSudo)
	for depth, st := range x {
		for _, r := range runSteps(st) {
			if r.in.Trigger != nil || r.removesPackages() {
				continue
			}
			for c, call := range r.calls("apt-get apt apk yum dnf tdnf zypper", installs) {
				for _, w := range call.Operands {
					what, ok := unneeded[w.Value]
					if !ok || w.Value == "sudo" && sudo || what == anEditor && !serves {
						continue
					}
					message := w.Value + " is of no use to a container"
					if what != w.Value {
						message += ": it is " + what
					}
					report(depth, r.note(c.place(w.Span), message, nil))
				}
			}
		}
	}
}

// speaksOfLogin tells whether a stage sets up what people log in with, or names an
// editor for them.
func speaksOfLogin(st *analysis.Facts) bool {
	return slices.ContainsFunc(st.Steps, func(s analysis.Step) bool {
		return strings.Contains(s.In.Raw, "sshd") || strings.Contains(s.In.Raw, "EDITOR")
	})
}

// usesSudo tells whether something else than an installation speaks of sudo.
func usesSudo(st *analysis.Facts) bool {
	return slices.ContainsFunc(runSteps(st), func(r *runStep) bool {
		return strings.Contains(r.in.Raw, "sudoers") || slices.ContainsFunc(r.commands, func(c runCommand) bool {
			return c.call.Does != installs && slices.ContainsFunc(c.Words, func(w shell.Word) bool { return strings.Contains(w.Raw, "sudo") })
		})
	})
}
