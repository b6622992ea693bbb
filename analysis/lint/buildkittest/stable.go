package buildkittest

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/util/suggest"
)

var (
	suggestion        = regexp.MustCompile(` \(did you mean [^()]*\?\)$`)
	undeclaredArg     = regexp.MustCompile(`^FROM argument '([^']*)' is not declared \(did you mean .*\?\)$`)
	lintErrorPrefix   = "lint violation found for rules: "
	predefinedFromArg = []string{
		"BUILDPLATFORM", "BUILDOS", "BUILDOSVERSION", "BUILDARCH", "BUILDVARIANT",
		"TARGETPLATFORM", "TARGETOS", "TARGETOSVERSION", "TARGETARCH", "TARGETVARIANT", "TARGETSTAGE",
	}
)

// stable removes from a result what BuildKit leaves to the order of Go's maps:
// the order of findings, the rules listed by `# check=error=true`, and which
// of several equally near words is suggested. UndefinedArgInFrom gets the
// alphabetically first of the nearest; UndefinedVar needs no help, for its
// candidates are in the order they were set.
func stable(result Result, dockerfile []byte) Result {
	var names []string
	for i, f := range result.Findings {
		if m := undeclaredArg.FindStringSubmatch(f.Message); m != nil && f.Rule == linter.RuleUndefinedArgInFrom.Name {
			if names == nil {
				names = fromArgs(dockerfile)
			}
			near, _ := suggest.Search(m[1], names, true)
			result.Findings[i].Message = linter.RuleUndefinedArgInFrom.Format(m[1], near)
		}
	}
	slices.SortFunc(result.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.StartLine, b.StartLine), cmp.Compare(a.EndLine, b.EndLine),
			cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Message, b.Message))
	})
	result.Error = stableError(result.Error)
	return result
}

func stableError(message string) string {
	if list, ok := strings.CutPrefix(message, lintErrorPrefix); ok {
		rules := strings.Split(list, ", ")
		slices.Sort(rules)
		return lintErrorPrefix + strings.Join(rules, ", ")
	}
	return suggestion.ReplaceAllString(message, "")
}

// fromArgs are the variables a FROM may use, sorted: those BuildKit defines
// and those declared before the first stage.
func fromArgs(dockerfile []byte) []string {
	names := slices.Clone(predefinedFromArg)
	parsed, err := parser.Parse(bytes.NewReader(dockerfile))
	if err != nil {
		return nil
	}
	_, globals, err := instructions.Parse(parsed.AST, nil)
	if err != nil {
		return nil
	}
	for _, arg := range globals {
		for _, pair := range arg.Args {
			names = append(names, pair.Key)
		}
	}
	slices.Sort(names)
	return names
}
