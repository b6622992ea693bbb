package lint

import (
	"strings"
	"unicode/utf8"

	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// encodingRules find bytes that do not belong into a Dockerfile. BuildKit takes
// them as they are, which is seldom what was meant.
var encodingRules = []*Rule{
	{
		Code: "InvalidUTF8", Severity: Warning, Title: "A Dockerfile is UTF-8 text",
		Instruction: func(in *syntax.Instruction, report Report) {
			if utf8.ValidString(in.Raw) {
				return
			}
			at := invalidAt(in.Raw)
			message := "this byte is not valid UTF-8; save the file as UTF-8"
			if strings.HasPrefix(in.Raw, "\xff\xfe") || strings.HasPrefix(in.Raw, "\xfe\xff") {
				message = "the file is UTF-16, which BuildKit cannot read; save it as UTF-8"
			}
			report(Note{Span: text.Span{Start: at, End: at + 1}, Message: message})
		},
	},
	{
		Code: "NulByte", Severity: Warning, Title: "A NUL byte cuts values short",
		Instruction: func(in *syntax.Instruction, report Report) {
			if at := strings.IndexByte(in.Raw, 0); at >= 0 {
				report(Note{Span: text.Span{Start: at, End: at + 1}, Message: "NUL byte: no argument, variable or path can hold it; remove it"})
			}
		},
	},
	{
		Code: "LoneCarriageReturn", Severity: Warning, Title: "A carriage return alone does not end a line",
		Instruction: func(in *syntax.Instruction, report Report) {
			for at := strings.IndexByte(in.Raw, '\r'); at >= 0 && at+1 < len(in.Raw); {
				if in.Raw[at+1] != '\n' {
					report(Note{Span: text.Span{Start: at, End: at + 1}, Message: "a carriage return without a line feed does not end the line for BuildKit; use LF or CRLF line ends"})
					return
				}
				next := strings.IndexByte(in.Raw[at+1:], '\r')
				if next < 0 {
					return
				}
				at += 1 + next
			}
		},
	},
}

// invalidAt is the offset of the first byte that is not UTF-8.
func invalidAt(s string) int {
	for i, r := range s {
		if r == utf8.RuneError {
			if _, size := utf8.DecodeRuneInString(s[i:]); size == 1 {
				return i
			}
		}
	}
	return 0
}
