package refactor

import (
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// withMounts puts flags into a RUN, behind those it has: one on its line, more on
// lines of their own. It is not ok where anything else would change.
func (p place) withMounts(flags []string) (edit text.Edit, ok bool) {
	it := p.it()
	by := " "
	if len(flags) > 1 {
		by = " " + string(p.Escape) + p.newline() + indent(it) + "    "
	}
	joined := strings.Join(flags, by)
	edit = p.edit(text.Span{Start: it.Rest.Start, End: it.Rest.Start}, joined+by)
	if end := flagsEnd(it); strings.Contains(it.Raw[end:it.Rest.Start], "\n") {
		edit = p.edit(text.Span{Start: end, End: end}, " "+joined)
	}
	after := p.becomes([]text.Edit{edit})
	return edit, it.Kind() == command.Run && after != nil && after.Node != nil && after.Rest.Value == it.Rest.Value &&
		len(after.Heredocs) == len(it.Heredocs) && slices.Equal(after.Node.Flags, slices.Concat(it.Node.Flags, flags))
}

// flagsEnd is the end of the last flag, or of the keyword.
func flagsEnd(it syntax.Item) int {
	if n := len(it.Flags); n > 0 {
		return it.Flags[n-1].End
	}
	return it.Keyword.End
}

// asRoot tells whether an instruction runs as root, as far as the file tells.
func (p place) asRoot() bool {
	return slices.Contains([]string{"", "root", "0", "root:root", "0:0"}, p.step().Before.User)
}
