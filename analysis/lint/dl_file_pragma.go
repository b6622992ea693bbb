package lint

import (
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/text"
)

var hadolintPragmaRules = []*Rule{
	dl(Rule{
		Code: "DL1001", Title: "Do not silence rules in the Dockerfile", Category: Maintainability, Severity: Off,
		Why: "Where rules are the same for many Dockerfiles, an exception belongs into the configuration, where it is seen. " +
			"The rule finds each comment `# hadolint ignore=…`; it is for those who want none.",
		Bad:  "FROM alpine:3.22\n# hadolint ignore=DL3018\nRUN apk add --no-cache curl\n",
		Good: "FROM alpine:3.22\nRUN apk add --no-cache curl=8.14.1-r1\n",
		File: inlineIgnore,
	}),
}

// inlineIgnore looks for the comments' places only where an instruction has one.
func inlineIgnore(f *analysis.File, _ Config, report Report) {
	for _, i := range f.Keyed() {
		it := f.Items.At(i)
		if !slices.ContainsFunc(it.Lead, isInlineIgnore) {
			continue
		}
		for n := f.Text.Line(it.At) - 1; n >= 0; n-- {
			line := f.Text.LineSpan(n)
			src := f.Text.Slice(line)
			body := strings.TrimSpace(src)
			if body != "" && body[0] != '#' {
				break
			}
			if body != "" && isInlineIgnore(body[1:]) {
				start := line.Start + strings.Index(src, body)
				report(Note{Step: i, Span: text.Span{Start: start, End: start + len(body)}, Message: "a rule is silenced here"})
			}
		}
	}
}

// isInlineIgnore tells of a comment, with or without its "#", that it is for the
// one instruction below.
func isInlineIgnore(comment string) bool {
	if !strings.Contains(comment, "hadolint") {
		return false // which is nearly all of them
	}
	words := strings.Fields(strings.TrimPrefix(comment, "#"))
	if len(words) < 2 || words[0] != "hadolint" {
		return false
	}
	name, _, assigned := strings.Cut(words[1], "=")
	return name == "ignore" && (assigned || len(words) > 2 && strings.HasPrefix(words[2], "="))
}
