package refactor

import (
	"slices"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/buildcontext"
	"github.com/slipway-dev/slipway/analysis/text"
)

// The kinds of code actions, as LSP 3.18 names them.
const (
	quickfix = "quickfix"
	rewrite  = "refactor.rewrite"
	extract  = "refactor.extract"
	inline   = "refactor.inline"
)

// refactoring is one rewrite: what it is to an editor, and how to find out what it
// has to offer.
type refactoring struct {
	// kind of what it offers, unless that resolves a finding: then it is a quickfix.
	kind string
	// code is the rule whose findings its offers resolve, or "".
	code string
	// whole tells that it resolves the findings of the whole file at once.
	whole bool
	// find gives what it offers at one instruction.
	find func(p place) []offer
}

// offer is what a refactoring can do at a place.
type offer struct {
	title string
	file  string // see Action.File
	edits []text.Edit
	// fixes tells that a finding of the refactoring's rule is gone afterwards.
	fixes bool
	// preferred tells that it is what people want, and means the same. It counts
	// where a finding is fixed.
	preferred bool
	unsafe    bool // see Action.Unsafe
	// disabled is why it cannot be done, for what people expect to be offered.
	disabled string
}

// refactorings in the order in which they are offered.
var refactorings = []refactoring{
	{kind: rewrite, code: "JSONArgsRecommended", find: execForm},
	{kind: rewrite, find: shellForm},
	{kind: rewrite, code: "JSONArgsRecommended", whole: true, find: execAll},
	{kind: rewrite, code: "LegacyKeyValueFormat", find: keyValue},
	{code: "MaintainerDeprecated", find: maintainer},
	{code: "FromAsCasing", find: asCasing},
	{code: "ConsistentInstructionCasing", find: keywordCasing},
	{code: "ConsistentInstructionCasing", whole: true, find: allKeywords},
	{code: "StageNameCasing", find: stageCasing},
	{kind: rewrite, code: "ExposeProtoCasing", find: protocolCasing},
	{code: "RedundantTargetPlatform", find: targetPlatform},
	{code: "MultipleInstructionsDisallowed", find: ignored},
	{code: "NoEmptyContinuation", find: emptyLines},
	{kind: rewrite, code: "WorkdirRelativePath", find: workdir},
	{code: "SyntaxError", find: instructionSpelling},
	{code: "UndefinedVar", find: variableSpelling},
	{code: "UndefinedArgInFrom", find: argumentSpelling},
	{code: "SecretsUsedInArgOrEnv", find: secretMount},
	{kind: rewrite, find: stageIndex},
	{kind: rewrite, find: toHeredoc},
	{kind: rewrite, find: toChain},
	{kind: rewrite, find: splitRun},
	{kind: rewrite, find: joinRuns},
	{kind: rewrite, find: sortPackages},
	{kind: rewrite, find: useLongOptions},
	{kind: rewrite, find: addToCopy},
	{kind: rewrite, find: checksum},
	{kind: rewrite, find: download},
	{kind: rewrite, find: clone},
	{kind: rewrite, find: unpack},
	{kind: rewrite, find: link},
	{kind: rewrite, find: mergePairs},
	{kind: extract, find: extractVersion},
	{kind: extract, find: extractValue},
	{kind: extract, find: buildStage},
	{kind: extract, find: moveToStage},
	{kind: inline, find: inlineArg},
	{kind: inline, find: inlineStageArg},
	{kind: rewrite, find: splitCommand},
	{kind: rewrite, find: cdToWorkdir},
	{kind: rewrite, find: cacheMount},
	{kind: rewrite, find: cacheMounts},
	{kind: rewrite, find: bindMount},
	{kind: rewrite, find: nonRoot},
	{kind: rewrite, find: healthcheck},
	{kind: rewrite, find: ignoreFile},
	{kind: rewrite, find: modeFlag},
}

// most is the number of instructions of a selection that are looked at. Nobody
// reads the offers of more.
const most = 50

// Actions are the refactorings for a selection, or for a cursor where the span is
// empty. context is the build context, or nil where nothing is known of it.
func Actions(f *analysis.File, context *buildcontext.Context, s text.Span) []Action {
	if f.Template() {
		return nil // who knows what it becomes
	}
	var actions []Action
	for _, i := range selected(f, s) {
		for _, r := range refactorings {
			for _, o := range r.find(place{f, context, i, s}) {
				if a := r.action(o); !slices.ContainsFunc(actions, a.same) {
					actions = append(actions, a)
				}
			}
		}
	}
	return actions
}

// Resolve is the preferred action that makes the finding go that a rule has at a
// place of the Dockerfile: what it does, its edits, which are none where there is no
// such action, and Action.Unsafe. It is what lint.Config.Resolve wants.
func Resolve(f *analysis.File, context *buildcontext.Context, code string, s text.Span) (title string, edits []text.Edit, unsafe bool) {
	i, ok := f.ItemAt(s.Start)
	if !ok || f.Template() {
		return "", nil, false
	}
	for _, r := range refactorings {
		if r.code != code || r.whole {
			continue
		}
		for _, o := range r.find(place{f, context, i, s}) {
			if a := r.action(o); a.Preferred && a.File == "" {
				return a.Title, a.Edits, a.Unsafe
			}
		}
	}
	return "", nil, false
}

func (r refactoring) action(o offer) Action {
	a := Action{Title: o.title, Kind: r.kind, File: o.file, Edits: o.edits, Preferred: o.preferred && o.fixes, Unsafe: o.unsafe, Disabled: o.disabled}
	if o.fixes {
		a.Kind, a.Codes = quickfix, []string{r.code}
	}
	return a
}

// same tells whether two actions are one: what concerns a whole file is found at
// each of its instructions.
func (a Action) same(b Action) bool {
	return a.Title == b.Title && a.File == b.File && a.Disabled == b.Disabled && slices.Equal(a.Edits, b.Edits)
}

// selected are the items that s touches.
func selected(f *analysis.File, s text.Span) []int {
	var items []int
	for i, it := range f.Items.All() {
		if span := it.Span(); span.Start <= s.End && s.Start <= span.End {
			if items = append(items, i); len(items) == most {
				break
			}
		}
	}
	return items
}
