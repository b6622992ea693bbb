package server

import (
	"regexp"
	"strings"
	"sync"

	"go.lsp.dev/protocol"
)

// markup is Markdown as a client shows it.
func markup(md string, markdown bool) *protocol.MarkupContent {
	if markdown {
		return &protocol.MarkupContent{Kind: protocol.MarkupKindMarkdown, Value: md}
	}
	return &protocol.MarkupContent{Kind: protocol.MarkupKindPlainText, Value: plain(md)}
}

// marks are what is taken from Markdown to read it as plain text. They are
// compiled when a client first wants that.
var marks = sync.OnceValue(func() *strings.Replacer {
	return strings.NewReplacer("**", "", "`", "", `\_`, "_", `\*`, "*", `\$`, "$", `\<`, "<")
})

var links = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\[([^\]]*)\]\(([^)\s]*)\)`) })

// plain is Markdown without its marks. Code blocks are kept as they are, without
// their fences; links read "text (address)".
func plain(md string) string {
	var b strings.Builder
	code := false
	for line := range strings.Lines(md) {
		switch {
		case strings.HasPrefix(line, "```"):
			code = !code
			continue
		case code:
		default:
			line = links().ReplaceAllString(line, "$1 ($2)")
			line = marks().Replace(strings.TrimLeft(line, "#"))
		}
		b.WriteString(line)
	}
	return strings.TrimSpace(b.String())
}
