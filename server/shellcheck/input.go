package shellcheck

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/slipway-dev/slipway/analysis/lint"
	"github.com/slipway-dev/slipway/analysis/text"
)

// input is a script as the program is given it: with one line more, which says what
// is set, behind the comments at the top. ShellCheck reads directives there as meant
// for all of the script.
type input struct {
	script lint.ShellScript
	text   string
	added  int   // the line more, from 1
	lines  []int // where the lines of the script start
}

func newInput(s lint.ShellScript) input {
	in := input{script: s, lines: []int{0}}
	for i := range len(s.Source) {
		if s.Source[i] == '\n' {
			in.lines = append(in.lines, i+1)
		}
	}
	// Carriage returns would be findings of their own. A "#!" counts in the first line
	// only, and what reads the script is told anyway.
	src := strings.ReplaceAll(s.Source, "\r", " ")
	if strings.HasPrefix(src, "#!") {
		src = "##" + src[len("#!"):]
	}
	at := 0
	for in.added = 1; in.added < len(in.lines) && strings.HasPrefix(strings.TrimSpace(src[at:]), "#") && comment(src[at:]); in.added++ {
		at = in.lines[in.added]
	}
	in.text = src[:at] + in.setup() + "\n" + src[at:]
	return in
}

// comment tells whether the first line of a text is a comment.
func comment(s string) bool { return strings.HasPrefix(strings.TrimLeft(s, " \t"), "#") }

// setup is the line that is added.
func (in input) setup() string {
	var b strings.Builder
	b.WriteString(":")
	if in.script.Errexit {
		b.WriteString("; set -e")
	}
	for name := range strings.FieldsSeq(in.script.Variables) {
		b.WriteString("; export " + name + "=1")
	}
	return b.String()
}

// output is what the program prints with -f json1, as far as it is read.
type output struct {
	Comments []struct {
		place
		Code    int
		Level   string
		Message string
		Fix     *struct {
			Replacements []struct {
				place
				Replacement string
			}
		}
	}
}

// place counts lines and columns from 1, and a tab as one column.
type place struct{ Line, EndLine, Column, EndColumn int }

var levels = map[string]lint.Severity{"error": lint.Error, "warning": lint.Warning, "info": lint.Info, "style": lint.Hint}

// notes reads the program's output.
func (in input) notes(out []byte) ([]lint.ShellNote, error) {
	var o output
	if err := json.Unmarshal(out, &o); err != nil {
		return nil, fmt.Errorf("shellcheck: its output is not understood: %w", err)
	}
	var list []lint.ShellNote
	for _, c := range o.Comments {
		at, ok := in.span(c.place)
		level := levels[c.Level]
		if !ok || level == lint.Off || c.Code <= 0 {
			continue
		}
		n := lint.ShellNote{Span: at, Code: fmt.Sprintf("SC%04d", c.Code), Level: level, Message: strings.TrimSpace(c.Message)}
		if c.Fix != nil {
			n.Fix = &lint.Fix{Title: "Apply ShellCheck's fix", Unsafe: true}
			for _, r := range c.Fix.Replacements {
				at, ok := in.span(r.place)
				if !ok {
					n.Fix = nil
					break
				}
				n.Fix.Edits = append(n.Fix.Edits, text.Edit{Span: at, New: r.Replacement})
			}
		}
		if !slices.ContainsFunc(list, func(m lint.ShellNote) bool { return m.Span == n.Span && m.Code == n.Code }) {
			list = append(list, n)
		}
	}
	return list, nil
}

// span is a place in the script; false for the line that was added.
func (in input) span(p place) (text.Span, bool) {
	start, ok := in.offset(p.Line, p.Column)
	end, also := in.offset(p.EndLine, p.EndColumn)
	return text.Span{Start: start, End: max(start, end)}, ok && also
}

func (in input) offset(line, column int) (int, bool) {
	if line == in.added {
		return 0, false
	}
	if line > in.added {
		line--
	}
	if line < 1 || line > len(in.lines) {
		return 0, false
	}
	at := in.lines[line-1]
	for ; column > 1 && at < len(in.script.Source) && in.script.Source[at] != '\n'; column-- {
		_, size := utf8.DecodeRuneInString(in.script.Source[at:])
		at += size
	}
	return at, true
}
