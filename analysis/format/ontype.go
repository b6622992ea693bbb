package format

import (
	"sort"
	"strings"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// OnType is the edits behind a typed character; at is the cursor behind it. After
// a newline the new line gets the indentation of a continuation line where it is
// one, and none where an instruction starts there. Heredocs, comments and quoted
// text are left alone.
func OnType(f *analysis.File, at int, typed string, o Options) []text.Edit {
	src := f.Text.String()
	if typed != "\n" || at < 0 || at > len(src) {
		return nil
	}
	start := strings.LastIndexByte(src[:at], '\n') + 1
	indent := len(src[start:]) - len(strings.TrimLeft(src[start:], blanks))
	if start == 0 || at > start+indent || overlapsAny(offRegions(f.File), text.Span{Start: at, End: at}) {
		return nil
	}
	want, ok := indentationAt(f.File, start, o.of(f.File, shellKinds(f)))
	if s := (text.Span{Start: start, End: start + indent}); ok && f.Text.Slice(s) != want {
		return []text.Edit{{Span: s, New: want}}
	}
	return nil
}

// indentationAt is the indentation of the line that starts at an offset, by what
// stands above it; ok is false where it is not ours to say.
func indentationAt(f *syntax.File, start int, o Options) (want string, ok bool) {
	i := sort.Search(f.Items.Len(), func(i int) bool { return f.Items.At(i).At >= start }) - 1
	var above syntax.Item
	if i >= 0 {
		above = f.Items.At(i)
	}
	if i < 0 || start > above.Span().End && !above.Open {
		return "", !commentAbove(f, start)
	}
	lines := readLines(above.Instruction)
	at := start - above.At
	if len(above.Heredocs) > 0 && at > lines[len(lines)-1].End {
		return "", false
	}
	for i := len(lines) - 1; i >= 0; i-- {
		l := lines[i]
		if l.Start >= at || l.role > lone {
			continue
		}
		if l.cont < 0 || inQuotes(above.Line.Text[:above.Line.Offset(l.body.End)], above.Escape) {
			return "", l.cont < 0
		}
		if i == 0 {
			return o.Indent, true
		}
		return above.Raw[l.Start:l.body.Start], true
	}
	return "", false
}

// commentAbove tells whether the line above is a comment, which people indent as
// they like.
func commentAbove(f *syntax.File, start int) bool {
	line := f.Text.LineSpan(f.Text.Line(start) - 1)
	return strings.HasPrefix(strings.TrimSpace(f.Text.Slice(line)), "#")
}

// inQuotes tells whether a quote is open at the end of s, as far as that can be
// said of text that is being typed.
func inQuotes(s string, escape byte) bool {
	quote := byte(0)
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case quote != '\'' && (c == '\\' || c == escape):
			i++
		case quote == 0 && (c == '\'' || c == '"'):
			quote = c
		case c == quote:
			quote = 0
		}
	}
	return quote != 0
}
