package lint

import (
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis"
)

var hadolintUserRules = []*Rule{
	dl(Rule{
		Code: "DL3002", Title: "The last USER should not be root", Category: Security, Severity: Warning,
		Why: "The last `USER` is the one the container runs as. A process that breaks out as root is root on the host, " +
			"so go back to an ordinary user once what needs root is done.",
		Bad:  "FROM alpine:3.22\nUSER root\nRUN apk add --no-cache curl\n",
		Good: "FROM alpine:3.22\nUSER root\nRUN apk add --no-cache curl\nUSER 10001\n",
		File: rootUser,
	}),
	dl(Rule{
		Code: "DL3057", Title: "The image has no HEALTHCHECK", Category: Maintainability, Severity: Off,
		Why: "With a `HEALTHCHECK` Docker and Compose know whether the service in the container still answers, not only that its process is there. " +
			"`HEALTHCHECK NONE` says that none is wanted. Kubernetes has probes of its own and ignores it.",
		Bad:  "FROM nginx:1.29\nEXPOSE 80\n",
		Good: "FROM nginx:1.29\nEXPOSE 80\nHEALTHCHECK CMD [\"curl\", \"-f\", \"http://localhost/\"]\n",
		File: healthcheckMissing,
	}),
	dl(Rule{
		Code: "DL3066", Title: "Give the last USER as a number", Category: Maintainability, Severity: Off,
		Why: "Kubernetes reads no `/etc/passwd` of the image. Where a pod asks for `runAsNonRoot`, it starts a container whose user is a number other than 0, " +
			"and refuses one with a name, because it cannot tell whether that is root.",
		Bad:  "FROM node:24\nUSER node\n",
		Good: "FROM node:24\nUSER 1000\n",
		File: namedUser,
	}),
}

// lastStage is the stage that is built where no target is named.
func lastStage(f *analysis.File) (analysis.Stage, bool) {
	if len(f.Stages) == 0 {
		return analysis.Stage{}, false
	}
	return f.Stages[len(f.Stages)-1], true
}

// chain are a stage and those of this file that it is built on, it first.
func chain(f *analysis.File, st analysis.Stage) []analysis.Stage {
	list := []analysis.Stage{st}
	for st.Base >= 0 && len(list) <= len(f.Stages) {
		st = f.Stages[st.Base]
		list = append(list, st)
	}
	return list
}

// lastUser is the USER that the image of the last stage runs as, and its item. It
// is false where there is none in this file, or where it depends on a variable or
// a trigger.
func lastUser(f *analysis.File) (user string, item int, ok bool) {
	last, ok := lastStage(f)
	if !ok || last.OS == "windows" {
		return "", 0, false
	}
	for _, st := range chain(f, last) {
		for n := len(st.Steps) - 1; n > 0; n-- {
			if c, ok := st.Steps[n].Command.(*instructions.UserCommand); ok {
				s := st.Steps[n]
				return c.User, st.First + n, s.Err == nil && len(s.In.Expansions) == 0
			}
		}
		for _, s := range st.Triggers {
			if _, ok := s.Command.(*instructions.UserCommand); ok {
				return "", 0, false
			}
		}
	}
	return "", 0, false
}

// isRoot takes USER's argument, with or without a group.
func isRoot(user string) bool {
	name, _, _ := strings.Cut(user, ":")
	return name == "root" || name == "0"
}

func rootUser(f *analysis.File, _ Config, report Report) {
	if user, item, ok := lastUser(f); ok && isRoot(user) {
		it := f.Items.At(item)
		report(Note{Step: item, Span: it.In(arg(it.Instruction, 0)), Message: "the container runs as root; end with another USER"})
	}
}

func namedUser(f *analysis.File, _ Config, report Report) {
	user, item, ok := lastUser(f)
	name, _, _ := strings.Cut(user, ":")
	if !ok || name == "" || isRoot(user) || strings.Trim(name, "0123456789") == "" {
		return
	}
	it := f.Items.At(item)
	report(Note{Step: item, Span: it.In(arg(it.Instruction, 0)), Message: `a host cannot tell which user "` + name + `" is; write its number`})
}

func healthcheckMissing(f *analysis.File, _ Config, report Report) {
	last, ok := lastStage(f)
	if !ok || last.Steps[0].Command == nil {
		return
	}
	for _, st := range chain(f, last) {
		for _, s := range steps(st.Facts) {
			if _, ok := s.Command.(*instructions.HealthCheckCommand); ok {
				return
			}
		}
	}
	it := f.Items.At(last.First)
	report(Note{Step: last.First, Span: it.In(it.Head()), Message: "the image has no HEALTHCHECK"})
}
