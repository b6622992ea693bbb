package lint

import (
	"slices"
	"sort"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/text"
)

// Fixes are those of the findings whose safe fixes can be made at once, in order:
// where two meet, the later one waits.
func Fixes(f *analysis.File, findings []Finding) []Finding { return fixesOf(f, findings, false) }

func fixesOf(f *analysis.File, findings []Finding, unsafe bool) []Finding {
	var chosen []Finding
	var taken []text.Edit // sorted, no two of them meet
	for _, found := range findings {
		if found.Fix == nil || found.Fix.File != "" || found.Fix.Unsafe && !unsafe || len(found.Fix.Edits) == 0 {
			continue
		}
		meets := func(e text.Edit) bool {
			i := placeOf(taken, e)
			return e.End > f.Text.Len() || i > 0 && taken[i-1].Overlaps(e.Span) || i < len(taken) && taken[i].Overlaps(e.Span)
		}
		if slices.ContainsFunc(found.Fix.Edits, meets) {
			continue
		}
		chosen = append(chosen, found)
		for _, e := range found.Fix.Edits {
			taken = slices.Insert(taken, placeOf(taken, e), e)
		}
	}
	return chosen
}

// placeOf is where an edit belongs among sorted ones.
func placeOf(sorted []text.Edit, e text.Edit) int {
	return sort.Search(len(sorted), func(i int) bool { return sorted[i].Start >= e.Start })
}

// maxRounds bounds the rounds of FixAll; real files need two or three.
const maxRounds = 16

// FixAll makes the fixes of a Dockerfile, with unsafe also those that may change
// what it does: all that can be made at once, then those that this leaves or brings
// up, until there are none. A round after which BuildKit refuses something that it
// did not refuse before is not made, and is the last. applied is how many fixes
// were made.
func FixAll(src string, c Config, unsafe bool) (fixed string, applied int) {
	return FixFile(analysis.New(text.New(src)), c, unsafe)
}

// FixFile is FixAll for a Dockerfile that was read.
func FixFile(f *analysis.File, c Config, unsafe bool) (fixed string, applied int) {
	src, findings := f.Text.String(), fixable(f, c)
	refused := refusals(findings)
	for range maxRounds {
		chosen := fixesOf(f, findings, unsafe)
		if len(chosen) == 0 {
			break
		}
		var edits []text.Edit
		for _, found := range chosen {
			edits = append(edits, found.Fix.Edits...)
		}
		f = f.Edits(edits)
		after := f.Text.String()
		if findings = fixable(f, c); refusals(findings) > refused || after == src {
			break
		}
		src, applied, refused = after, applied+len(chosen), refusals(findings)
	}
	return src, applied
}

// fixable are the findings with all fixes that there are, but for guesses at what
// is meant where BuildKit cannot read it: they are for one to look at, not for many.
func fixable(f *analysis.File, c Config) []Finding {
	findings := Run(f, c)
	for i, found := range findings {
		if found.Fix != nil || c.Resolve == nil || Refusal(found.Code) {
			continue
		}
		if title, edits, unsafe := c.Resolve(f, c.Context, found.Code, found.Span); len(edits) > 0 {
			findings[i].Fix = &Fix{Title: title, Edits: edits, Unsafe: unsafe}
		}
	}
	return findings
}

// OtherFiles are the fixes of a Dockerfile that change other files of its build
// context, at most one for each file: where two would, the later one waits.
func OtherFiles(src string, c Config) []*Fix {
	var fixes []*Fix
	for _, found := range Run(analysis.New(text.New(src)), c) {
		x := found.Fix
		if x != nil && x.File != "" && !slices.ContainsFunc(fixes, func(o *Fix) bool { return o.File == x.File }) {
			fixes = append(fixes, x)
		}
	}
	return fixes
}

// refusals is the number of findings that are errors of BuildKit, those included that
// another frontend may not have.
func refusals(findings []Finding) (n int) {
	for _, found := range findings {
		if Refusal(found.Code) {
			n++
		}
	}
	return n
}

// Refusal tells whether a code is that of an error for which BuildKit refuses a
// Dockerfile, be it only where another frontend does not know better. Its findings are
// never fixed among others.
func Refusal(code string) bool {
	r, ok := Find(code)
	return ok && (r.refusal() || r == otherFrontend)
}
