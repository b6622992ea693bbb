package completion

import (
	"strings"

	"github.com/slipway-dev/slipway/analysis/reference"
)

// snippet adds a ready-made use of an instruction. One that is labelled with the
// bare keyword gets dots, to be told from the keyword itself.
func (p *place) snippet(start, end int, in *reference.Instruction, s reference.Snippet, c casing) {
	label := s.Label
	if label == in.Name {
		label += " …"
	}
	it := Item{Label: label, Kind: Snippet, Detail: s.Doc, Snippet: true, FilterText: label}
	body := s.Body
	if c.lower {
		it.Label, body = lowerKeyword(label, in.Name), lowerKeyword(body, in.Name)
	}
	if c.typedLower {
		it.FilterText = lowerKeyword(label, in.Name)
	}
	it.Plain = reference.Snippet{Body: body}.Plain()
	it.Doc = "```dockerfile\n" + it.Plain + "\n```"
	it.Edit.New = body
	p.add(start, end, it)
}

// lowerWords are the keywords inside of snippets that follow the case of the
// first one.
var lowerWords = strings.NewReplacer(" AS ", " as ", "\nARG ", "\narg ", "onbuild COPY", "onbuild copy", "onbuild RUN", "onbuild run")

func lowerKeyword(s, keyword string) string {
	return lowerWords.Replace(strings.ToLower(keyword) + strings.TrimPrefix(s, keyword))
}

// escapeSnippet is s as literal text in LSP's snippet syntax.
var escapeSnippet = strings.NewReplacer(`\`, `\\`, `$`, `\$`, `}`, `\}`)
