package lint

import (
	"maps"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/util/suggest"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

const annotationsPage = "https://github.com/opencontainers/image-spec/blob/main/annotations.md"

var labelRules = []*Rule{
	{
		Code: "LabelKeyMisspelt", Category: Correctness, Severity: Info, URL: annotationsPage,
		Title: "No label of the OCI has this key",
		Why: "Registries and scanners read labels such as `org.opencontainers.image.source` by their exact names; a misspelt one is read by nobody. " +
			"Reported where a key is nearly that of a label that the OCI's image specification defines.",
		Bad:   "FROM alpine:3.23\nLABEL org.opencontainers.image.sources=https://example.com/repo\n",
		Good:  "FROM alpine:3.23\nLABEL org.opencontainers.image.source=https://example.com/repo\n",
		Stage: misspeltLabels,
	},
	{
		Code: "LabelSchemaDeprecated", Category: Maintainability, Severity: Hint, Deprecated: true, URL: annotationsPage,
		Title: "The labels of label-schema.org have successors",
		Why: "Label Schema has been given up in favour of the OCI's annotations, whose keys begin with `org.opencontainers.image.`; tools read these. " +
			"The fix renames a key that has a successor with the same meaning.",
		Bad:   "FROM alpine:3.23\nLABEL org.label-schema.vcs-url=https://example.com/repo\n",
		Good:  "FROM alpine:3.23\nLABEL org.opencontainers.image.source=https://example.com/repo\n",
		Stage: schemaLabelsUsed,
	},
}

const annotation = "org.opencontainers.image."

// annotations are the keys that the OCI's image specification 1.1 defines, behind
// the prefix.
var annotations = strings.Fields(`created authors url documentation source version revision vendor licenses ref.name title description base.digest base.name`)

// successors of the keys of Label Schema 1.0, behind the prefixes.
var successors = map[string]string{
	"build-date": "created", "name": "title", "description": "description", "usage": "documentation", "url": "url", "vcs-url": "source", "vcs-ref": "revision",
	"vendor": "vendor", "version": "version",
}

// keysOfLabels yields the keys of LABEL that hold no variable, with their places.
func keysOfLabels(st *analysis.Facts, yield func(n int, key string, at syntax.Word)) {
	for n, s := range steps(st) {
		c, ok := s.Command.(*instructions.LabelCommand)
		if !ok || n < 0 || s.Err != nil || len(c.Labels) != len(s.In.Pairs) {
			continue
		}
		for i, p := range s.In.Pairs {
			if !expands(s.In, p.Key) {
				yield(n, c.Labels[i].Key, p.Key)
			}
		}
	}
}

func misspeltLabels(st *analysis.Facts, report Report) {
	keysOfLabels(st, func(n int, key string, at syntax.Word) {
		if !strings.HasPrefix(strings.ToLower(key), "org.open") {
			return
		}
		known := make([]string, len(annotations))
		for i, a := range annotations {
			if known[i] = annotation + a; known[i] == key {
				return
			}
		}
		near, ok := suggest.Search(key, known, true)
		if !ok {
			return
		}
		report(Note{Step: n, Span: at.Span, Message: "the OCI defines no such label; did you mean " + near + "?", Fix: renameKey(at, key, near)})
	})
}

func schemaLabelsUsed(st *analysis.Facts, report Report) {
	notes := map[int]*Note{}
	keysOfLabels(st, func(n int, key string, at syntax.Word) {
		old, ok := strings.CutPrefix(key, "org.label-schema.")
		if !ok {
			return
		}
		note := notes[n]
		if note == nil {
			note = &Note{Step: n, Span: at.Span, Message: "Label Schema has been given up for the annotations of the OCI", Fix: &Fix{Title: "Use the annotations of the OCI", Unsafe: true}}
			notes[n] = note
		}
		successor, ok := successors[old]
		if x := renameKey(at, key, annotation+successor); note.Fix != nil && ok && x != nil {
			note.Fix.Edits = append(note.Fix.Edits, x.Edits...)
		} else {
			note.Fix = nil // the finding would stay
		}
	})
	for _, n := range slices.Sorted(maps.Keys(notes)) {
		report(*notes[n])
	}
}

// renameKey replaces a key that is written as it reads.
func renameKey(at syntax.Word, key, name string) *Fix {
	if at.Len() != len(key) {
		return nil
	}
	return &Fix{Title: "Rename to " + name, Unsafe: true, Edits: []text.Edit{{Span: at.Span, New: name}}}
}
