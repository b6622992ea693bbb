package lint

import (
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"
	sh "mvdan.cc/sh/v3/syntax"

	"github.com/slipway-dev/slipway/analysis/shell"
)

// opaque tells that the script runs text that nobody sees here, which may set and
// read variables.
func (t *shellText) opaque() bool {
	return slices.ContainsFunc(t.commands, func(c shell.Command) bool {
		return listed(". source eval", c.Name) || c.Name == "" && len(c.Words) > 0
	})
}

// specialBuiltins are the commands of sh in front of which an assignment stays in force
// (POSIX, 2.14), other than those that opaque tells of.
const specialBuiltins = ": set export readonly shift trap unset times"

func unsetVariable(t *shellText, report func(Note, ...string)) {
	if effective(t.in).Kind() != command.Run || t.in.Trigger != nil || t.opaque() {
		return
	}
	set := map[string]bool{}
	for _, a := range t.assigned {
		set[a.Name] = set[a.Name] || !a.Temporary
	}
	for _, c := range t.commands {
		if !strings.HasSuffix(t.Argv[0], "bash") && listed(specialBuiltins, c.Name) {
			for _, a := range c.Env {
				set[a.Name] = true
			}
		}
	}
	told := t.tested()
	for _, u := range t.uses {
		if set[u.Name] || told[u.Name] || u.Special() || u.Modifier != "" || !lowerCase(u.Name) || t.powerShell(u) {
			continue
		}
		told[u.Name] = true
		report(Note{Span: u.Span, Message: "nothing sets " + u.Name}, u.Name)
	}
}

// tested are the variables that a test asks of whether they are set.
func (t *shellText) tested() map[string]bool {
	names := map[string]bool{}
	for _, u := range t.uses {
		before := strings.TrimRight(t.Src[:u.Start], "\" \t")
		if strings.HasSuffix(before, "-n") || strings.HasSuffix(before, "-z") || strings.HasSuffix(before, "-v") {
			names[u.Name] = true
		}
	}
	return names
}

// powerShell tells of $env:NAME that the text is PowerShell's after all.
func (t *shellText) powerShell(u shell.Use) bool {
	return strings.EqualFold(u.Name, "env") && strings.HasPrefix(t.Src[u.End:], ":")
}

// lowerCase tells whether a name is written as the variables of a script are.
func lowerCase(name string) bool { return strings.ToUpper(name) != name }

// standardVariables are those that a shell or its programs read by themselves, or that
// are exported before the script starts.
const standardVariables = "PATH HOME IFS PWD OLDPWD LANG LC_ALL TERM SHELL USER LOGNAME HOSTNAME TMPDIR PS1 PS2 PS4 OPTIND OPTARG ENV BASH_ENV MAIL TZ " +
	"REPLY LINENO PPID RANDOM SECONDS UID EUID HISTFILE HISTSIZE EDITOR VISUAL PAGER DISPLAY"

func unusedVariable(t *shellText, report func(Note, ...string)) {
	if effective(t.in).Kind() != command.Run || t.in.Trigger != nil || t.opaque() || t.exportsAll() {
		return
	}
	used := map[string]bool{}
	for _, u := range t.uses {
		used[u.Name] = true
	}
	for _, a := range t.assigned {
		used[a.Name] = used[a.Name] || a.By != "="
	}
	for _, a := range t.assigned {
		if used[a.Name] || a.Temporary || listed(standardVariables, a.Name) || strings.HasPrefix(a.Name, "LC_") || strings.HasPrefix(a.Name, "_") {
			continue
		}
		used[a.Name] = true
		soft := !lowerCase(a.Name) && !t.scratch
		report(Note{Span: a.NameSpan, Soft: soft, Message: "nothing reads " + a.Name + "; programs see it only in front of their command, or after export"}, a.Name)
	}
}

// exportsAll tells of "set -a" and of names that are exported in another way than by
// themselves.
func (t *shellText) exportsAll() bool {
	indirect := slices.ContainsFunc(t.nodes, func(n sh.Node) bool {
		p, ok := n.(*sh.ParamExp)
		return ok && (p.Excl || p.Names != 0)
	})
	return indirect || slices.ContainsFunc(t.commands, func(c shell.Command) bool {
		return c.Name == "set" && slices.ContainsFunc(c.Words[1:], func(w shell.Word) bool {
			return w.Value == "allexport" || strings.HasPrefix(w.Value, "-") && strings.Contains(w.Value, "a") && !strings.HasPrefix(w.Value, "--")
		}) || listed("export declare typeset readonly local", c.Name) && slices.ContainsFunc(c.Words[1:], func(w shell.Word) bool { return !w.Static && strings.HasPrefix(w.Raw, "$") })
	})
}
