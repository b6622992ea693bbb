package syntax

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/moby/buildkit/frontend/dockerfile/command"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/frontend/dockerfile/shell"
)

var canHaveHeredoc = map[string]bool{command.Add: true, command.Copy: true, command.Run: true}

// heredocsOf finds the heredoc operators of a logical line, in the order in which
// their documents follow. It mirrors canContainHeredoc and heredocsFromLine of
// BuildKit's parser/parser.go; the words are BuildKit's own, which it lexes with
// a backslash whatever the escape character.
func heredocsOf(line Logical, escape byte) []Heredoc {
	if !strings.Contains(line.Text, "<<") || !takesHeredoc(line.Text, 0, escape) {
		return nil
	}
	lex := shell.NewLex('\\')
	lex.RawQuotes, lex.RawEscapes, lex.SkipUnsetEnv = true, true, true
	words, _ := lex.ProcessWords(Lexable(line.Text), shell.EnvsFromSlice(nil))
	var docs []Heredoc
	at := 0
	for _, w := range words {
		h, err := parser.ParseHeredoc(w)
		if h == nil || err != nil {
			continue
		}
		start := findWord(line.Text, at, w)
		at = min(start+len(w), len(line.Text))
		op := line.word(start, at)
		_, name, _ := strings.Cut(w, "<<")
		if h.Chomp {
			name = name[1:]
		}
		nameAt := max(start, at-len(strings.TrimLeft(name, "\t\f\r ")))
		docs = append(docs, Heredoc{
			Op: op, Name: Word{line.Span(nameAt, at), h.Name},
			Expand: h.Expand, Chomp: h.Chomp,
		})
	}
	return docs
}

// Lexable is s as BuildKit's shell.Lex reads it: bytes that are not UTF-8 become
// U+FFFD each. The lexer does so itself, but writes a complaint to the standard
// error, for a NUL byte too; that one is replaced as well. Of what nests too deeply
// for it nothing is left.
func Lexable(s string) string {
	if len(s) > 2*maxNesting && nesting(s) > maxNesting {
		return ""
	}
	if utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 {
		return s
	}
	return strings.ReplaceAll(string([]rune(s)), "\x00", "\uFFFD")
}

// takesHeredoc tells whether the instruction in line[from:] may have heredocs: by
// its keyword, or that of its trigger, and if it is not in JSON form.
func takesHeredoc(line string, from int, escape byte) bool {
	h := splitHead(line, from, escape)
	kind := strings.ToLower(line[h.start:h.end])
	if kind == command.Onbuild && from == 0 {
		return h.rest < h.stop && takesHeredoc(line[:h.stop], h.rest, escape)
	}
	if !canHaveHeredoc[kind] {
		return false
	}
	_, isJSON := jsonStrings(line[h.rest:h.stop])
	return !isJSON
}

// findWord is where the word w, as BuildKit's lexer gave it, starts in line.
func findWord(line string, from int, w string) int {
	for at := from; at < len(line); {
		end := lexWord(line, at)
		if line[at:end] == w {
			return at
		}
		at = len(line) - len(strings.TrimLeftFunc(line[end:], unicode.IsSpace))
	}
	// BuildKit's lexer writes ${…} anew, so that a word with one differs.
	if i := strings.Index(line[from:], w); i >= 0 {
		return from + i
	}
	return max(strings.LastIndex(line, "<<"), from)
}

// lexWord is the end of the word of line at at, as BuildKit's shell.Lex divides
// words when it keeps quotes and escapes.
func lexWord(line string, at int) int {
	for at < len(line) {
		switch c := line[at]; {
		case c == '\\':
			at = min(at+2, len(line))
		case c == '\'' || c == '"':
			at = quoteEnd(line, at)
		case strings.HasPrefix(line[at:], "<<"):
			at = len(line) - len(strings.TrimLeft(line[at+2:], " \t\r"))
		case unicode.IsSpace(rune(c)) && c < 0x80:
			return at
		default:
			at++
		}
	}
	return at
}

// quoteEnd is the offset behind the quoted text that starts at at.
func quoteEnd(line string, at int) int {
	quote := line[at]
	for at++; at < len(line); at++ {
		if line[at] == '\\' && quote == '"' {
			at++
		} else if line[at] == quote {
			return at + 1
		}
	}
	return len(line)
}
