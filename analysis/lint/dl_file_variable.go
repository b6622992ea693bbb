package lint

import (
	"slices"
	"sort"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/reference"
	"github.com/slipway-dev/slipway/analysis/syntax"
)

var hadolintVariableRules = []*Rule{
	dl(Rule{
		Code: "DL3044", Title: "ENV uses a variable that it sets itself", Category: Correctness, Severity: Warning,
		Why: "All of an `ENV` is read before any of it is set: in `ENV A=1 B=$A`, `$A` is the value from before. " +
			"Set the two in two instructions. Where nothing sets the variable before, `UndefinedVar` speaks of it; " +
			"this rule finds variables that the base image is known to set.",
		Bad:   "FROM alpine:3.22\nENV PATH=/opt/app/bin:$PATH APP_PATH=$PATH\n",
		Good:  "FROM alpine:3.22\nENV PATH=/opt/app/bin:$PATH\nENV APP_PATH=$PATH\n",
		Stage: selfReference,
	}),
	dl(Rule{
		Code: "DL3064", Title: "Keep secrets out of ARG and ENV", Category: Security, Severity: Warning,
		Why: "Whoever has the image can read both, in its settings or its history. Give secrets to a `RUN` with `--mount=type=secret`, " +
			"and to the container when it starts. `SecretsUsedInArgOrEnv` finds names with a word such as `PASSWORD` set off by `_`; " +
			"this rule adds names that end in one, such as `PGPASSWORD`, and those behind `ONBUILD`. Switches and paths are left alone.",
		Bad:   "FROM alpine:3.22\nENV PGPASSWORD=hunter2\n",
		Good:  "FROM alpine:3.22\nRUN --mount=type=secret,id=db,env=PGPASSWORD psql -c 'select 1'\n",
		Stage: secretByEnding,
	}),
}

// selfReference looks at variables that this file has not set before and that
// UndefinedVar takes for the base image's.
func selfReference(st *analysis.Facts, report Report) {
	for n, s := range steps(st) {
		pairs := s.In.Pairs
		if _, ok := s.Command.(*instructions.EnvCommand); !ok || n < 0 || len(pairs) < 2 || s.Err != nil {
			continue
		}
		sets := make(map[string]int, len(pairs))
		for i, p := range slices.Backward(pairs) {
			sets[p.Key.Value] = i
		}
		for _, e := range s.In.Expansions {
			use := sort.Search(len(pairs), func(i int) bool { return pairs[i].Value.End >= e.End })
			set, ok := sets[e.Name.Value]
			if !ok || set >= use || use == len(pairs) || !pairs[use].Value.Contains(e.Span) || !fromBaseImage(st, s, e.Name.Value) {
				continue
			}
			report(Note{Step: n, Span: e.Span, Message: e.Name.Value + " still has its value from before this ENV; set it in an ENV of its own"})
		}
	}
}

// fromBaseImage tells of a variable that the base image gives it its value.
func fromBaseImage(st *analysis.Facts, s *analysis.Step, name string) bool {
	if v, ok := s.Before.Vars.Lookup(name); ok {
		return v.Origin == analysis.FromImage
	}
	return st.Inherits(name)
}

// secretByEnding finds names that reference.SecretName does not, and behind ONBUILD also
// those that it does.
func secretByEnding(st *analysis.Facts, report Report) {
	for a := range actions(st) {
		if kind := a.Kind(); kind != command.Arg && kind != command.Env {
			continue
		}
		for _, p := range a.Pairs {
			name := unquoted(p.Key.Value)
			if !secretEnding(name) && !a.trigger || harmless(p) || reference.NoSecretName(name) {
				continue
			}
			if known := reference.SecretName(name); known && !a.trigger || !known && !secretEnding(name) {
				continue
			}
			message := "everybody who has the image can read " + name + "; mount the secret into the RUN that needs it"
			report(Note{Step: a.n, Span: p.Key.Span, Message: message})
		}
	}
}

// secretEndings are how the names of secrets end, in lower case.
var secretEndings = []string{
	"password", "passwd", "passphrase", "_pass", "secret", "apikey", "accesskey", "secretkey", "privatekey",
	"credential", "credentials", "token",
}

func secretEnding(name string) bool { return endsIn(name, secretEndings) }

// harmless tells by its value that a variable is a switch, a path, or empty. A
// name without a value gets one from outside.
func harmless(p syntax.Pair) bool {
	value := unquoted(p.Value.Value)
	switch strings.ToLower(value) {
	case "", "true", "false", "yes", "no", "on", "off", "0", "1", "none", "null":
		return p.HasValue
	}
	return absolute(value) || strings.HasPrefix(value, "./")
}
