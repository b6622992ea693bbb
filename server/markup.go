package server

import (
	"regexp"
	"slices"
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

// marks are what is taken from Markdown outside of code to read it as plain text.
// They are compiled when a client first wants that.
var marks = sync.OnceValue(func() *strings.Replacer {
	return strings.NewReplacer("**", "", `\_`, "_", `\*`, "*", `\$`, "$", `\<`, "<")
})

var links = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\[([^\]]*)\]\(([^)\s]*)\)`) })

// plain is Markdown without its marks. Code is kept as it is, without fences and
// quotes; links read "text (address)".
func plain(md string) string {
	var b strings.Builder
	code := false
	for line := range strings.Lines(md) {
		switch {
		case strings.HasPrefix(line, "```") && !strings.Contains(strings.TrimLeft(line, "`"), "`"):
			code = !code
			continue
		case code:
		default:
			line = plainLine(strings.TrimLeft(line, "#"))
		}
		b.WriteString(line)
	}
	return strings.TrimSpace(b.String())
}

var quotes = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile("`+") })

// plainLine is a line of Markdown without its marks. Code, between two runs of as
// many backticks, is put aside meanwhile.
func plainLine(line string) string {
	var text strings.Builder
	var code []string
	at := 0
	for runs := quotes().FindAllStringIndex(line, -1); len(runs) > 0; {
		start := runs[0]
		end := slices.IndexFunc(runs[1:], func(r []int) bool { return r[1]-r[0] == start[1]-start[0] })
		if end < 0 {
			runs = runs[1:]
			continue
		}
		stop := runs[1+end]
		text.WriteString(line[at:start[0]] + "\x00")
		code = append(code, unpadded(line[start[1]:stop[0]]))
		at, runs = stop[1], runs[end+2:]
	}
	text.WriteString(line[at:])
	line = marks().Replace(links().ReplaceAllString(text.String(), "$1 ($2)"))
	for _, c := range code {
		line = strings.Replace(line, "\x00", c, 1)
	}
	return line
}

// unpadded is code without the blanks that keep backticks in it from its quotes.
func unpadded(code string) string {
	if len(code) > 2 && code[0] == ' ' && code[len(code)-1] == ' ' {
		return code[1 : len(code)-1]
	}
	return code
}
