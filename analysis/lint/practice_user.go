package lint

import (
	"path"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/text"
)

var userRules = []*Rule{
	{
		Code: "NoUser", Category: Security, Severity: Hint,
		URL:   "https://docs.docker.com/build/building/best-practices/#user",
		Title: "The container runs as root, because nothing says otherwise",
		Why: "Without a `USER` the process is root, and whoever breaks out of it is root on the host. Where it needs no rights of root, make a user and end with it, " +
			"or take one that the image has, such as `node` in `node`. Give its number where Kubernetes is to check that it is not root.\n\n" +
			"Reported for the last stage where it says what runs, on an official image of a language that runs as root, or on that of a distribution where it has an `EXPOSE`: " +
			"many a tool needs rights that a server does not. Silent where a program is started " +
			"that changes its user itself (`nginx`, `sshd`, `gosu`, …), and where the image is made for development. DL3002 is about a last `USER root`.",
		Bad:  "FROM node:24\nWORKDIR /srv\nCOPY server.js ./\nCMD [\"node\", \"server.js\"]\n",
		Good: "FROM node:24\nWORKDIR /srv\nCOPY server.js ./\nUSER node\nCMD [\"node\", \"server.js\"]\n",
		File: inFinal("NoUser", noUser),
	},
	{
		Code: "CopyAsRoot", Category: Correctness, Severity: Off,
		URL:   "https://docs.docker.com/reference/dockerfile/#copy---chown---chmod",
		Title: "COPY makes files of root, whatever USER says",
		Why: "`COPY` and `ADD` ignore `USER`: what they bring belongs to root, which others can read but not change. Where the program has to write there, add `--chown`. " +
			"Files that it only reads are better off as they are.",
		Bad:   "FROM node:24\nUSER node\nWORKDIR /home/node/app\nCOPY . .\n",
		Good:  "FROM node:24\nUSER node\nWORKDIR /home/node/app\nCOPY --chown=node . .\n",
		Stage: copyAsRoot,
	},
}

// rootLanguages are official images of languages that run as root.
const rootLanguages = "python node golang ruby rust perl php openjdk eclipse-temurin amazoncorretto maven gradle elixir erlang gcc swift pypy julia r-base clojure haskell"

// changesUser are programs that start others as another user, or that change their
// own once they have opened their ports.
const changesUser = "gosu su-exec setpriv su runuser chroot start-stop-daemon s6-setuidgid " + daemons + " " + supervisors + " init tini-static"

func noUser(x final, report func(int, Note)) {
	name, official := official(x[0])
	if !official || !listed(rootLanguages, name) && !(listed(systems, name) && x.has(command.Expose)) || x.has(command.User) ||
		x[0].OS == "windows" || x.forDevelopment() || slices.ContainsFunc(x, mayChangeUser) {
		return
	}
	for _, p := range x.programs() {
		if listed(changesUser, p) || listed(interactive, p) || isScript(p) {
			return
		}
	}
	report(0, Note{Span: x[0].Steps[0].In.Head(), Message: "no USER: the container runs as root; end with another one"})
}

// mayChangeUser tells of a stage that has triggers, or that speaks of a program
// which changes the user.
func mayChangeUser(st *analysis.Facts) bool {
	return len(st.Triggers) > 0 || slices.ContainsFunc(st.Steps, func(s analysis.Step) bool {
		return slices.ContainsFunc(userChangers, func(t string) bool { return strings.Contains(s.In.Raw, t) })
	})
}

var userChangers = []string{"gosu", "su-exec", "setpriv", "runuser", "s6-", "supervisor"}

func copyAsRoot(st *analysis.Facts, report Report) {
	if st.OS == "windows" {
		return
	}
	for n, s := range steps(st) {
		kind := s.In.Kind()
		if n < 0 || kind != command.Copy && kind != command.Add || s.Before.User == "" || isRoot(s.Before.User) || s.Before.Workdir == "" {
			continue
		}
		if _, ok := s.In.Flag("chown"); ok {
			continue
		}
		dest := ""
		switch c := s.Command.(type) {
		case *instructions.CopyCommand:
			dest = c.DestPath
		case *instructions.AddCommand:
			dest = c.DestPath
		}
		if !path.IsAbs(dest) {
			dest = path.Join(s.Before.Workdir, dest)
		}
		if dest != s.Before.Workdir && !strings.HasPrefix(dest, strings.TrimSuffix(s.Before.Workdir, "/")+"/") || s.Before.Workdir == "/" {
			continue
		}
		note := Note{Step: n, Span: s.In.Keyword.Span, Message: "these files belong to root, so that " + s.Before.User + " cannot change them; add --chown where it must"}
		if !strings.ContainsAny(s.Before.User, " $\"'") {
			at := text.Span{Start: s.In.Keyword.End, End: s.In.Keyword.End}
			note.Fix = &Fix{Title: "Add --chown=" + s.Before.User, Unsafe: true, Edits: []text.Edit{{Span: at, New: " --chown=" + s.Before.User}}}
		}
		report(note)
	}
}
