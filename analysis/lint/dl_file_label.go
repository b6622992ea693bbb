package lint

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

var hadolintLabelRules = slices.Concat([]*Rule{
	dl(Rule{
		Code: "DL3048", Title: "The key of a label is not as Docker recommends", Category: Style, Severity: Hint,
		Why: "Docker's guidelines: a key begins with a lower-case letter, has only lower-case letters, digits, single dots and hyphens, " +
			"and ends with none of these two. `com.docker.*`, `io.docker.*` and `org.dockerproject.*` are reserved. " +
			"Other keys work, but tools may treat them differently.",
		Bad:   "FROM alpine:3.22\nLABEL Build_Date=2026-11-01\n",
		Good:  "FROM alpine:3.22\nLABEL org.opencontainers.image.created=2026-11-01T00:00:00Z\n",
		Stage: labelKeys,
	}),
	dl(Rule{
		Code: "DL3049", Title: "A label that the schema asks for is missing", Category: Maintainability, Severity: Info,
		Why: "The setting `label-schema` lists the labels that an image must have. The rule looks at the image that is built where no target is named, " +
			"and at the stages it is built on.",
		Bad:  "FROM alpine:3.22\nLABEL version=1.2.3\n",
		Good: "FROM alpine:3.22\nLABEL author=\"Ada Lovelace\"\n",
		File: missingLabels,
	}),
	dl(Rule{
		Code: "DL3050", Title: "A label is not in the schema", Category: Maintainability, Severity: Info,
		Why: "With the setting `strict-labels` an image has no labels but those that `label-schema` lists, so that misspelt ones are seen.",
		Bad: "FROM alpine:3.22\nLABEL auther=\"Ada Lovelace\"\n", Good: "FROM alpine:3.22\nLABEL author=\"Ada Lovelace\"\n",
		File: superfluousLabels,
	}),
	dl(Rule{
		Code: "DL3051", Title: "A label of the schema is empty", Category: Maintainability, Severity: Warning,
		Why: "A label that `label-schema` asks for should say something.",
		Bad: "FROM alpine:3.22\nLABEL author=\"\"\n", Good: "FROM alpine:3.22\nLABEL author=\"Ada Lovelace\"\n",
		File: func(f *analysis.File, c Config, report Report) {
			schemaLabels(f, c, func(l label, _ string) {
				if strings.TrimSpace(l.value) == "" && !l.variable {
					report(Note{Step: l.item, Span: l.place, Message: "the label " + l.key + " is empty"})
				}
			})
		},
	}),
}, labelTypeRules)

// label is a label where LABEL sets it.
type label struct {
	key, value string
	variable   bool // a variable is in the value
	item       int
	place      text.Span // of the pair, in the file
}

// labels are the labels that a stage sets, placed. Keys with variables are left
// out; open tells that there are some.
func labels(f *analysis.File, st analysis.Stage) (list []label, open bool) {
	for n, s := range steps(st.Facts) {
		c, ok := s.Command.(*instructions.LabelCommand)
		if !ok || n < 0 {
			continue
		}
		if s.Err != nil || len(c.Labels) != len(s.In.Pairs) {
			open = true
			continue
		}
		it := f.Items.At(st.First + n)
		for i, p := range s.In.Pairs {
			if expands(s.In, p.Key) {
				open = true
				continue
			}
			list = append(list, label{c.Labels[i].Key, c.Labels[i].Value, expands(s.In, p.Value), st.First + n, it.In(p.Span)})
		}
	}
	return list, open
}

// expands tells whether a variable is put into a word.
func expands(in *syntax.Instruction, w syntax.Word) bool {
	return slices.ContainsFunc(in.Expansions, func(e syntax.Expansion) bool { return w.Contains(e.Span) })
}

var (
	labelKey = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^[a-z](?:[.-]?[a-z0-9])*$`)
	})
	// Docker asks the authors of extensions to use the last two.
	reservedLabels  = []string{"com.docker.", "io.docker.", "org.dockerproject."}
	extensionLabels = []string{"com.docker.desktop.extension.", "com.docker.extension."}
)

func labelKeys(st *analysis.Facts, report Report) {
	for n, s := range steps(st) {
		c, ok := s.Command.(*instructions.LabelCommand)
		if !ok || n < 0 || s.Err != nil || len(c.Labels) != len(s.In.Pairs) {
			continue
		}
		for i, p := range s.In.Pairs {
			key := c.Labels[i].Key
			switch {
			case expands(s.In, p.Key):
			case startsWith(key, reservedLabels) && !startsWith(key, extensionLabels):
				report(Note{Step: n, Span: p.Key.Span, Message: "Docker keeps keys such as " + key + " for itself"})
			case !labelKey().MatchString(key):
				report(Note{Step: n, Span: p.Key.Span, Message: "Docker recommends lower-case letters, digits, single dots and hyphens for the keys of labels"})
			}
		}
	}
}

func startsWith(s string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(s, p) })
}

func missingLabels(f *analysis.File, c Config, report Report) {
	last, ok := lastStage(f)
	if !ok || len(c.Hadolint.LabelSchema) == 0 || last.Steps[0].Command == nil {
		return
	}
	missing := maps.Clone(c.Hadolint.LabelSchema)
	for _, st := range chain(f, last) {
		list, open := labels(f, st)
		if open {
			return
		}
		for _, l := range list {
			delete(missing, l.key)
		}
		for _, s := range st.Triggers {
			if l, ok := s.Command.(*instructions.LabelCommand); ok {
				for _, kv := range l.Labels {
					delete(missing, kv.Key)
				}
			}
		}
	}
	from := f.Items.At(last.First)
	for _, key := range slices.Sorted(maps.Keys(missing)) {
		report(Note{Step: last.First, Span: from.In(from.Head()), Message: "the label " + key + " is missing"})
	}
}

func superfluousLabels(f *analysis.File, c Config, report Report) {
	if !c.Hadolint.StrictLabels {
		return
	}
	for _, st := range f.Stages {
		list, _ := labels(f, st)
		for _, l := range list {
			if _, ok := c.Hadolint.LabelSchema[l.key]; !ok {
				report(Note{Step: l.item, Span: l.place, Message: "the label " + l.key + " is not in the schema"})
			}
		}
	}
}

// schemaLabels yields the labels that the schema lists, with the type it asks for.
func schemaLabels(f *analysis.File, c Config, yield func(l label, kind string)) {
	if len(c.Hadolint.LabelSchema) == 0 {
		return
	}
	for _, st := range f.Stages {
		list, _ := labels(f, st)
		for _, l := range list {
			if kind, ok := c.Hadolint.LabelSchema[l.key]; ok {
				yield(l, strings.ToLower(kind))
			}
		}
	}
}
