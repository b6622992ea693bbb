package lint

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/text"
)

// commandRules are about single commands.
var commandRules = []*Rule{
	{
		Code: "DL3001", URL: hadolintPage("DL3001"), Category: Correctness, Severity: Hint,
		Title: "The command makes no sense while an image is built",
		Why: "What `ps`, `free`, `top`, `kill`, `service`, `mount` or `ifconfig` do concerns processes, devices and networks. They are those of the " +
			"build, gone when the instruction is done: a service that a `RUN` starts does not run in the container. Editors such as " +
			"`vim` wait for somebody to type. Start the program in `CMD` or `ENTRYPOINT`.\n\n" +
			"`ssh` in a `RUN --mount=type=ssh` is fine, and so is `mount` in a `RUN --security=insecure`, `kill $!`, and `vim` with " +
			"commands to run.",
		Bad:   "FROM debian:12\nRUN service nginx start\n",
		Good:  "FROM debian:12\nCMD [\"nginx\", \"-g\", \"daemon off;\"]\n",
		Stage: perRun(senseless),
	},
	{
		Code: "DL3003", URL: hadolintPage("DL3003"), Category: Maintainability, Severity: Hint,
		Title: "Use WORKDIR to change the directory",
		Why: "A `cd` lasts until the end of its `RUN`, which is easy to overlook, and long chains around it are hard to read. " +
			"`WORKDIR` says for all instructions where they run, and makes the directory if need be. In a subshell, `(cd src && make)`, " +
			"`cd` is fine; most programs take a path as well.",
		Bad:  "FROM debian:12\nRUN cd /usr/src/app && make\n",
		Good: "FROM debian:12\nWORKDIR /usr/src/app\nRUN make\n",
		File: inFile("DL3003", changedDirectory, lineEnds),
	},
	{
		Code: "DL3004", URL: hadolintPage("DL3004"), Category: Security, Severity: Warning,
		Title: "sudo in an image",
		Why: "A build runs as root unless `USER` says otherwise, so `sudo` is needless, and an image that has it lets whoever gets in become root. " +
			"It also runs a program as its child, with another terminal and other signals. Write `USER root` before the instructions that need it; " +
			"to start a program as another user, `gosu` or `setpriv` do.",
		Bad:   "FROM debian:12\nRUN sudo apt-get update\n",
		Good:  "FROM debian:12\nUSER root\nRUN apt-get update\n",
		Stage: perRun(sudoUsed),
	},
	{
		Code: "DL3046", URL: hadolintPage("DL3046"), Category: Performance, Severity: Warning,
		Title: "useradd with a high UID writes a huge log",
		Why: "`useradd` makes room for the user in `/var/log/lastlog` and `/var/log/faillog`, whose sizes grow with the highest UID. The files are " +
			"sparse, but layers are not: with a UID of more than five digits the image may grow by gigabytes. `-l` (`--no-log-init`) leaves the logs alone.",
		Bad:   "FROM debian:12\nRUN useradd -u 1000300 app\n",
		Good:  "FROM debian:12\nRUN useradd -l -u 1000300 app\n",
		Stage: perRun(highUID),
	},
	{
		Code: "DL3047", URL: hadolintPage("DL3047"), Category: Style, Severity: Hint,
		Title: "wget fills the build log with its progress",
		Why: "Where there is no terminal, `wget` prints a dot for each kilobyte. `--progress=dot:giga` prints one for each megabyte; `-nv` and `-q` " +
			"print none.\n\nThe `wget` of BusyBox, which Alpine has, does not know `--progress`: there, take `-q`.",
		Bad:   "FROM debian:12\nRUN wget https://example.com/big.tar\n",
		Good:  "FROM debian:12\nRUN wget --progress=dot:giga https://example.com/big.tar\n",
		Stage: perRun(wgetProgress),
	},
	{
		Code: "DL4001", URL: hadolintPage("DL4001"), Category: Maintainability, Severity: Hint,
		Title: "One of wget and curl is enough",
		Why:   "`wget` and `curl` do the same work. An image that uses one of them has less in it, and less to keep up to date.",
		Bad:   "FROM debian:12\nRUN wget -q https://example.com/a\nRUN curl -fsSLO https://example.com/b\n",
		Good:  "FROM debian:12\nRUN curl -fsSLO https://example.com/a\nRUN curl -fsSLO https://example.com/b\n",
		Stage: wgetAndCurl,
	},
}

const senselessPrograms = "ssh vim nano shutdown service ps free top kill mount ifconfig"

func senseless(r *runStep, report Report) {
	_, privileged := effective(r.in).Flag("security")
	for i := range r.commands {
		c := &r.commands[i]
		name := c.name()
		if !listed(senselessPrograms, name) || name == "mount" && privileged || name == "ssh" && r.mountsSSH() || scripted(c) {
			continue
		}
		report(r.note(c.place(c.program[0].Span), name+" makes little sense while an image is built", nil))
		return
	}
}

// scripted tells of a command that does make sense in a build: kill of a process
// that the run itself started, and an editor that is told what to do.
func scripted(c *runCommand) bool {
	switch c.name() {
	case "kill":
		return slices.ContainsFunc(c.program[1:], func(w shell.Word) bool { return !w.Static || strings.HasPrefix(w.Value, "%") })
	case "vim":
		return slices.ContainsFunc(c.program[1:], func(w shell.Word) bool { return strings.HasPrefix(w.Raw, "-") || strings.HasPrefix(w.Raw, "+") })
	}
	return false
}

func (r *runStep) mountsSSH() bool {
	return slices.ContainsFunc(r.mounts, func(m *instructions.Mount) bool { return m.Type == instructions.MountTypeSSH })
}

func changedDirectory(r *runStep, report Report) {
	var at []text.Span
	for i := range r.commands {
		c := &r.commands[i]
		if c.Name == "cd" && c.script != nil && c.In&(shell.InSubshell|shell.InSubstitution) == 0 {
			at = append(at, c.place(c.Words[0].Span))
		}
	}
	if at == nil {
		return
	}
	var fix *Fix
	if len(at) == 1 {
		fix = r.workdirFix()
	}
	report(r.note(at[0], "cd lasts only until the end of this RUN; use WORKDIR", fix))
}

// plainPath is a path that WORKDIR and the shell read alike.
var plainPath = regexp.MustCompile(`^/[A-Za-z0-9_./+@-]*$`)

// workdirFix makes a WORKDIR of the "cd /path &&" that the run begins with. It
// changes the directory of what follows too.
func (r *runStep) workdirFix() *Fix {
	if r.in.Trigger != nil || len(r.scripts) != 1 || r.scripts[0].Form != analysis.ScriptLine || len(r.commands) < 2 {
		return nil
	}
	cd, next := &r.commands[0], &r.commands[1]
	if cd.Name != "cd" || cd.After != "&&" || cd.Start != 0 || len(cd.Words) != 2 || !plainPath.MatchString(cd.Words[1].Value) {
		return nil
	}
	gone := text.Span{Start: cd.place(cd.Span).Start, End: cd.place(next.Span).Start}
	for _, comment := range r.in.Comments {
		if gone.Overlaps(comment) {
			return nil
		}
	}
	if strings.Trim(r.scripts[0].Src[cd.End:next.Start], " \t") != "&&" {
		return nil
	}
	keyword := "WORKDIR "
	if r.in.Keyword.Value == strings.ToLower(r.in.Keyword.Value) {
		keyword = "workdir "
	}
	at := text.Span{Start: r.in.Keyword.Start, End: r.in.Keyword.Start}
	return &Fix{Title: "Use WORKDIR", Unsafe: true, Edits: []text.Edit{
		{Span: at, New: keyword + cd.Words[1].Value + "\n"}, {Span: gone},
	}}
}

// lineEnds has the new lines of a fix end as those of the file.
func lineEnds(f *analysis.File, x *Fix) {
	if !f.Text.CRLF() {
		return
	}
	x.Edits = slices.Clone(x.Edits)
	for i := range x.Edits {
		x.Edits[i].New = strings.ReplaceAll(x.Edits[i].New, "\n", "\r\n")
	}
}

// sudoUsed has a fix where each sudo stands right before a program.
func sudoUsed(r *runStep, report Report) {
	var at []text.Span
	fix := &Fix{Title: "Remove sudo", Unsafe: true}
	for i := range r.commands {
		c := &r.commands[i]
		if len(c.Words) == 0 || !c.Words[0].Static || c.Words[0].Value != "sudo" && !strings.HasSuffix(c.Words[0].Value, "/sudo") {
			continue
		}
		sudo := c.place(c.Words[0].Span)
		at = append(at, sudo)
		if c.script == nil || len(c.Words) < 2 || !c.Words[1].Static || strings.HasPrefix(c.Words[1].Value, "-") {
			fix = nil
		}
		if fix == nil {
			continue
		}
		next := c.place(c.Words[1].Span)
		if strings.Trim(r.in.Raw[sudo.End:next.Start], " \t") != "" {
			fix = nil
			continue
		}
		fix.Edits = append(fix.Edits, text.Edit{Span: text.Span{Start: sudo.Start, End: next.Start}})
	}
	if at != nil {
		report(r.note(at[0], "sudo is needless where root builds, and dangerous in an image; use USER", fix))
	}
}

// lowUIDs are those of up to five digits.
const lowUIDs = 99999

// useraddValued are the options of useradd(8), shadow 4.17, that take a value.
const useraddValued = "-b --base-dir -c --comment -d --home-dir --home -e --expiredate -f --inactive -g --gid -G --groups -k --skel -K --key " +
	"-p --password -R --root -P --prefix -s --shell -u --uid -Z --selinux-user"

func highUID(r *runStep, report Report) {
	var at []text.Span
	fix := &Fix{Title: "Add -l"}
	for i := range r.commands {
		c := &r.commands[i]
		if c.name() != "useradd" {
			continue
		}
		a := readArguments(c.program[1:], useraddValued, false)
		for _, o := range a.Options {
			uid, err := strconv.ParseInt(o.Value, 10, 64)
			if listed("-u --uid", o.Name) && err == nil && uid > lowUIDs && !a.has("-l --no-log-init") {
				at = append(at, c.place(o.Span))
				fix.Edits = append(fix.Edits, c.insert(c.program[0], "-l"))
			}
		}
	}
	if at != nil {
		report(r.note(at[0], "useradd writes huge logs for so high a UID; add -l", fix))
	}
}

// wgetValued are the options of GNU wget 1.25 that take a value, the common ones.
const wgetValued = "-O --output-document -o --output-file -a --append-output -P --directory-prefix -U --user-agent -t --tries -T --timeout " +
	"-e --execute --header --post-data --post-file --user --password --http-user --http-password --ca-certificate --ca-directory " +
	"--certificate --private-key --secure-protocol --referer --load-cookies --save-cookies -i --input-file -B --base --limit-rate " +
	"-w --wait --waitretry --retry-connrefused --dns-timeout --connect-timeout --read-timeout -Q --quota -l --level -A --accept -R --reject " +
	"-D --domains --exclude-domains -I --include-directories -X --exclude-directories --cut-dirs --method --body-data --body-file --max-redirect --progress"

func wgetProgress(r *runStep, report Report) {
	var at []text.Span
	fix := &Fix{Title: "Add --progress=dot:giga"}
	for i := range r.commands {
		c := &r.commands[i]
		if c.name() != "wget" {
			continue
		}
		a := readArguments(c.program[1:], wgetValued, false)
		if a.has("--progress -q --quiet -b --background -o --output-file -a --append-output --no-verbose --spider --version -V --help -h") ||
			strings.Contains(" "+shortOptions(a), "nv") || c.errorsDropped() || len(a.Operands) == 0 && !a.has("-i --input-file") || r.unclearWget(c, a) {
			continue
		}
		at = append(at, c.place(c.program[0].Span))
		fix.Edits = append(fix.Edits, c.insert(c.program[0], "--progress=dot:giga"))
	}
	if at == nil {
		return
	}
	fix.Unsafe = !hasGNUWget(r.facts)
	message := "wget prints its progress into the build log; add --progress=dot:giga, -nv or -q"
	if root := r.facts.Root(); fix.Unsafe && (strings.Contains(root, "alpine") || strings.Contains(root, "busybox")) {
		message, fix = "wget prints its progress into the build log; add -q", nil // its wget refuses --progress
	}
	report(r.note(at[0], message, fix))
}

// droppedErrors is a redirection of what goes to the terminal to nowhere.
var droppedErrors = regexp.MustCompile(`^[^;|\n]*?(2> ?/dev/null|&> ?/dev/null|> ?/dev/null 2>&1)`)

// errorsDropped tells whether the redirections behind the command take its errors, and
// with them its progress, out of the build log.
func (c *runCommand) errorsDropped() bool {
	return c.script != nil && droppedErrors.MatchString(c.script.Src[c.End:])
}

// shortOptions are the letters of all short options: wget writes "no" as a letter
// of its own, as in -nv.
func shortOptions(a arguments) string {
	var b strings.Builder
	for _, o := range a.Options {
		if !strings.HasPrefix(o.Name, "--") {
			b.WriteString(o.Name[1:])
		} else {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// unclearWget tells whether a variable before the address may hold options.
func (r *runStep) unclearWget(c *runCommand, a arguments) bool {
	for _, w := range a.Unclear {
		value, known := r.value(c, w)
		address := len(a.Operands) == 1 && a.Operands[0] == w // it must be the address
		if !address && (!known || strings.Contains(value, "-q") || strings.Contains(value, "-nv") || strings.Contains(value, "--progress")) {
			return true
		}
	}
	return false
}

type gnuWgetKey struct{}

// hasGNUWget tells whether the stage's wget is the one of GNU, as in images with
// apt, or where it was installed.
func hasGNUWget(st *analysis.Facts) bool {
	return st.Memo(gnuWgetKey{}, func() any {
		for _, r := range runSteps(st) {
			for _, c := range r.calls("apt-get apt aptitude apk yum dnf tdnf zypper", installs, updates) {
				if strings.HasPrefix(c.Name, "apt") || slices.ContainsFunc(c.Operands, func(w shell.Word) bool { return w.Value == "wget" || strings.HasPrefix(w.Value, "wget=") }) {
					return true
				}
			}
		}
		return false
	}).(bool)
}

// wgetAndCurl reports the first use of the second of the two.
func wgetAndCurl(st *analysis.Facts, report Report) {
	first := ""
	for _, r := range runSteps(st) {
		for i := range r.commands {
			c := &r.commands[i]
			name := c.name()
			if name != "wget" && name != "curl" {
				continue
			}
			if first != "" && first != name {
				report(r.note(c.place(c.program[0].Span), "the stage uses "+first+" already; use one of wget and curl", nil))
				return
			}
			first = name
		}
	}
}
