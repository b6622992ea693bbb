package lint

import (
	"cmp"
	"iter"
	"slices"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/syntax"
)

// hadolintFileRules are those rules that people know by hadolint's numbers and
// that need not look into shell text. What each means, and what it leaves alone,
// is in hadolint's public documentation; where that leaves a case open the rule
// is silent.
//
// A number that means what one of BuildKit's checks means is an alias of that
// check (hadolintAliases) and makes no second finding. Of one that only nearly
// does, the rule here finds the rest.
var hadolintFileRules = byCode(slices.Concat(
	hadolintPragmaRules, hadolintPathRules, hadolintUserRules, hadolintImageRules, hadolintCopyRules,
	hadolintCommandRules, hadolintVariableRules, hadolintLabelRules,
))

// hadolintAliases are the numbers under which hadolint finds what a check of
// BuildKit finds. DL3000, DL3025 and DL3064 are rules of their own as well, for
// what BuildKit leaves out: an ignore or a severity for one of these goes for
// both.
var hadolintAliases = map[string]string{
	"DL3000": "WorkdirRelativePath",
	"DL3012": "MultipleInstructionsDisallowed",
	"DL3024": "DuplicateStageName",
	"DL3025": "JSONArgsRecommended",
	"DL3029": "FromPlatformFlagConstDisallowed",
	"DL3063": "ReservedStageName",
	"DL3064": "SecretsUsedInArgOrEnv",
	"DL3065": "RedundantTargetPlatform",
	"DL4000": "MaintainerDeprecated",
	"DL4003": "MultipleInstructionsDisallowed",
	"DL4004": "MultipleInstructionsDisallowed",
}

// hadolintRefused are the numbers of what BuildKit refuses to build, with the
// rule that says so. They are no aliases: settings and ignores may name them, but
// no setting silences an error.
var hadolintRefused = map[string]string{
	"DL3023": "BuildError",  // COPY --from of the stage's own name
	"DL3043": "SyntaxError", // ONBUILD, FROM or MAINTAINER behind ONBUILD
	"DL3061": "SyntaxError", // something else than ARG before the first FROM
}

// hadolintLevels are the severities that hadolint gives its rules, those of the
// profile «hadolint»: the table of rules in its README, and for the newest the
// descriptions of the changes that brought them. Of DL3067 no document tells.
// Rules that need a setting are silent without it, whatever their level.
var hadolintLevels = map[string]Severity{
	"DL1001": Off, "DL3000": Error, "DL3002": Warning, "DL3006": Warning, "DL3007": Warning, "DL3010": Info,
	"DL3011": Error, "DL3012": Error, "DL3020": Error, "DL3021": Error, "DL3022": Warning, "DL3023": Error,
	"DL3024": Error, "DL3025": Warning, "DL3026": Error, "DL3029": Warning, "DL3043": Error, "DL3044": Error,
	"DL3045": Warning, "DL3048": Hint, "DL3049": Info, "DL3050": Info, "DL3051": Warning, "DL3052": Warning,
	"DL3053": Warning, "DL3054": Warning, "DL3055": Warning, "DL3056": Warning, "DL3057": Off, "DL3058": Warning,
	"DL3059": Info, "DL3061": Error, "DL3063": Warning, "DL3064": Warning, "DL3065": Warning, "DL3066": Info,
	"DL3067": Warning, "DL4000": Error, "DL4003": Warning, "DL4004": Error,
}

// HadolintOptions are the settings of single rules that hadolint's configuration
// file knows.
type HadolintOptions struct {
	// TrustedRegistries are the hosts that images may come from (DL3026), such as
	// "docker.io" or "*.gcr.io"; a "*" at the start or at the end stands for
	// anything. Where there are none every registry is trusted.
	TrustedRegistries []string
	// LabelSchema are the labels that an image must have (DL3049), with the type of
	// the value: text, url, rfc3339, semver, hash, spdx or email (DL3051 to DL3058).
	LabelSchema map[string]string
	// StrictLabels forbids labels that are not in LabelSchema (DL3050).
	StrictLabels bool
}

// dl completes a rule with the address of its page.
func dl(r Rule) *Rule {
	r.URL = "https://github.com/hadolint/hadolint/wiki/" + r.Code
	return &r
}

func byCode(rules []*Rule) []*Rule {
	slices.SortFunc(rules, func(a, b *Rule) int { return cmp.Compare(a.Code, b.Code) })
	return rules
}

// action is an instruction that does something: one of a stage with its variables
// put in, or a trigger behind ONBUILD as it is written.
type action struct {
	*syntax.Instruction
	n       int // the step
	step    *analysis.Step
	command any
	trigger bool
}

// actions are the instructions of a stage that BuildKit understands, the FROM
// left out. A trigger that a base stage left behind is none of them.
func actions(st *analysis.Facts) iter.Seq[action] {
	return func(yield func(action) bool) {
		for n, s := range steps(st) {
			a := action{s.In, n, s, s.Command, false}
			if _, ok := s.Command.(*instructions.OnbuildCommand); ok {
				if s.In.Trigger == nil || s.In.Trigger.Command == nil {
					continue
				}
				a = action{s.In.Trigger, n, s, s.In.Trigger.Command, true}
			}
			if n >= 0 && s.Err == nil && !yield(a) {
				return
			}
		}
	}
}

// lastArg is the last argument, the destination of COPY and ADD, without quotes.
func lastArg(in *syntax.Instruction) string {
	if len(in.Args) == 0 {
		return ""
	}
	return unquoted(in.Args[len(in.Args)-1].Value)
}
