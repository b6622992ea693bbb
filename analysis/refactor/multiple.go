package refactor

import (
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// ignored offers to remove a CMD, ENTRYPOINT or HEALTHCHECK that a later one of
// its stage replaces. Comments stay.
func ignored(p place) []offer {
	it := p.it()
	kind := it.Kind()
	if p.step() == nil || kind != command.Cmd && kind != command.Entrypoint && kind != command.Healthcheck {
		return nil
	}
	if !p.followed(kind) || checks(it) {
		return nil
	}
	var comments strings.Builder
	for _, c := range it.Comments {
		comments.WriteString(indent(it) + it.Raw[c.Start:c.End] + p.newline())
	}
	edits := []text.Edit{{Span: p.lines(it.Span()), New: comments.String()}}
	title := "Remove this " + it.Keyword.Value + ", as a later one of the stage replaces it"
	return []offer{{title: title, edits: edits, fixes: true}}
}

// checks tells whether a comment above an item speaks to BuildKit's checks or to a
// linter. It must stay above that item.
func checks(it syntax.Item) bool {
	return slices.ContainsFunc(it.Lead, func(comment string) bool {
		comment = strings.ToLower(comment)
		return strings.HasPrefix(comment, "check=") || strings.Contains(comment, "ignore=")
	})
}

// lines is a span with the terminator of its last line.
func (p place) lines(s text.Span) text.Span {
	rest := p.Text.String()[s.End:]
	if i := strings.IndexByte(rest, '\n'); i >= 0 && strings.TrimSpace(rest[:i]) == "" {
		s.End += i + 1
	}
	return s
}
