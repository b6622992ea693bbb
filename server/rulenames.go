package server

import (
	"fmt"
	"slices"

	"github.com/slipway-dev/slipway/analysis/lint"
	"github.com/slipway-dev/slipway/analysis/text"
	"github.com/slipway-dev/slipway/completion"
)

// behindAll begins what sorts the candidates that are added here.
const behindAll = "~"

// candidates are those of package completion, and the names of rules in comments
// that silence them.
func (r *request) candidates(d *document, at int) (found []completion.Item, more bool) {
	found, more = completion.Complete(d.file, at, r.around(d))
	rules, replaced := lint.NamesAt(d.file, at)
	for i, rule := range rules {
		if slices.ContainsFunc(found, func(c completion.Item) bool { return c.Label == rule.Name }) {
			continue
		}
		found = append(found, completion.Item{
			Label: rule.Name, Kind: completion.Enum, Detail: rule.Title, Doc: rule.Markdown(), SortText: fmt.Sprintf("%s%04d", behindAll, i),
			Edit: text.Edit{Span: replaced, New: rule.Name},
		})
	}
	return found, more
}
