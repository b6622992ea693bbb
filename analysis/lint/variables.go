package lint

import (
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"github.com/moby/buildkit/util/suggest"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/reference"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// undefinedArgInFrom looks at the variables of FROM, which can only be global
// arguments and predefined ones.
func undefinedArgInFrom(st *analysis.Facts, report Report) {
	var known []string
	for _, name := range slices.Concat(st.Image.Unmatched, st.Platform.Unmatched) {
		if slices.Contains(st.Globals().Declared, name) {
			continue
		}
		if known == nil {
			known = st.Globals().Known()
		}
		near, _ := suggest.Search(name, known, true)
		for _, s := range usesOf(st.Steps[0].In)(name) {
			report(Note{Span: s, Message: linter.RuleUndefinedArgInFrom.Format(name, near)})
		}
	}
}

// usesOf finds the places where BuildKit puts in a variable, each once; the head of
// the instruction where there are none.
func usesOf(in *syntax.Instruction) func(name string) []text.Span {
	var spans map[string][]text.Span
	return func(name string) []text.Span {
		if spans == nil {
			spans = map[string][]text.Span{}
			for _, e := range in.Expansions {
				spans[e.Name.Value] = append(spans[e.Name.Value], e.Span)
			}
		}
		if list := spans[name]; list != nil {
			return list
		}
		return []text.Span{in.Head()}
	}
}

// undefinedVar is soft where an image of a registry may define the variable, and
// silent where one is known to.
func undefinedVar(st *analysis.Facts, report Report) {
	image := st.Root()
	for n, s := range steps(st) {
		uses := usesOf(s.In)
		var known []string
		for _, name := range s.Unset {
			if st.Inherits(name) {
				continue
			}
			if known == nil {
				known = s.Known()
			}
			near, typo := suggest.Search(name, known, true)
			soft := image != "scratch" && !typo
			message := linter.RuleUndefinedVar.Format(name, near)
			for _, span := range uses(name) {
				report(Note{Step: n, Span: span, Message: message, Soft: soft})
			}
		}
	}
}

func secretsUsed(st *analysis.Facts, report Report) {
	for n, s := range steps(st) {
		var keys []string
		switch c := s.Command.(type) {
		case *instructions.ArgCommand:
			for _, a := range c.Args {
				keys = append(keys, a.Key)
			}
		case *instructions.EnvCommand:
			for _, kv := range c.Env {
				keys = append(keys, kv.Key)
			}
		}
		for i, key := range keys {
			if reference.SecretName(key) {
				span := s.In.Head()
				if i < len(s.In.Pairs) {
					span = s.In.Pairs[i].Key.Span
				}
				kind := strings.ToUpper(s.In.Kind())
				report(Note{Step: n, Span: span, Message: linter.RuleSecretsUsedInArgOrEnv.Format(kind, key)})
			}
		}
	}
}
