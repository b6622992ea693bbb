package refactor

import (
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/shell"

	"github.com/slipway-dev/slipway/analysis/text"
)

// authors is the label that the OCI image specification has for what MAINTAINER
// says (annotations.md, "Pre-Defined Annotation Keys").
const authors = "org.opencontainers.image.authors"

// maintainer offers a label for MAINTAINER, unless the stage has that label.
func maintainer(p place) []offer {
	in := p.it().Instruction
	if p.step() == nil || in.Kind() != command.Maintainer || p.labelled(authors) {
		return nil
	}
	name := in.Rest.Value
	for _, quote := range []string{`"`, `'`} {
		if inner := strings.TrimSuffix(strings.TrimPrefix(name, quote), quote); len(inner) == len(name)-2 && !strings.Contains(inner, quote) {
			name = inner
		}
	}
	label := "LABEL "
	if in.Keyword.Value == in.Kind() {
		label = "label "
	}
	edits := p.swap(text.Span{Start: in.Keyword.Start, End: in.Rest.End}, label+authors+"="+quoted(name, p.Escape))
	after := p.becomes(edits)
	if after == nil || len(after.Pairs) != 1 {
		return nil
	}
	got, _, err := shell.NewLex(rune(p.Escape)).ProcessWord(after.Pairs[0].Value.Value, environment(nil))
	if err != nil || got != name {
		return nil
	}
	return []offer{{title: "Use LABEL " + authors, edits: edits, fixes: true, preferred: true}}
}

// quoted is s as a word in double quotes that BuildKit reads as s again.
func quoted(s string, escape byte) string {
	e := string(escape)
	return `"` + strings.NewReplacer(e, e+e, `"`, e+`"`, "$", e+"$").Replace(s) + `"`
}

// labelled tells whether the stage has a label of that key.
func (p place) labelled(key string) bool {
	for _, s := range p.stage().Steps {
		c, ok := s.Command.(*instructions.LabelCommand)
		for i := 0; ok && i < len(c.Labels); i++ {
			if c.Labels[i].Key == key {
				return true
			}
		}
	}
	return false
}
