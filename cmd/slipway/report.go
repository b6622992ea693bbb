package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	"github.com/slipway-dev/slipway/analysis/lint"
	"github.com/slipway-dev/slipway/analysis/text"
)

// report is what a format prints.
type report struct {
	results []result
	color   bool
}

// formats are the values of --format.
var formats = map[string]func(io.Writer, report) error{
	"text":          writeText,
	"json":          writeJSON,
	"sarif":         writeSARIF,
	"github":        writeGitHub,
	"gitlab":        writeGitLab,
	"checkstyle":    writeCheckstyle,
	"hadolint-json": writeHadolint,
}

// hadolintFormats are ours for those that hadolint's configuration names.
var hadolintFormats = map[string]string{
	"tty": "text", "gnu": "text", "json": "hadolint-json", "checkstyle": "checkstyle",
	"codeclimate": "gitlab", "gitlab_codeclimate": "gitlab", "sarif": "sarif",
}

func formatNames() string { return enumerate(slices.Sorted(maps.Keys(formats))) }

// enumerate is a list in a sentence.
func enumerate(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// place is where a finding is. Lines and columns count from 1, the columns in
// characters; the end lies behind the last one.
type place struct{ line, column, endLine, endColumn int }

// place is that of a finding. A byte-order mark is no column.
func (r result) place(f lint.Finding) place {
	start, end := r.text.Position(f.Start, text.UTF32), r.text.Position(f.End, text.UTF32)
	if strings.HasPrefix(r.text.String(), "\uFEFF") {
		if start.Line == 0 {
			start.Column = max(start.Column-1, 0)
		}
		if end.Line == 0 {
			end.Column = max(end.Column-1, 0)
		}
	}
	return place{start.Line + 1, start.Column + 1, end.Line + 1, end.Column + 1}
}

// name is the path as reports have it on every system.
func (r result) name() string { return filepath.ToSlash(r.path) }

// colors are the escape sequences of the text report.
var colors = map[lint.Severity]string{lint.Error: "\x1b[31m", lint.Warning: "\x1b[33m", lint.Info: "\x1b[36m", lint.Hint: "\x1b[34m"}

// writeText prints findings for people: place, message, code, and the line with
// marks under what is meant.
func writeText(w io.Writer, r report) error {
	var b strings.Builder
	paint := func(color, s string) string {
		if !r.color {
			return s
		}
		return color + s + "\x1b[0m"
	}
	for _, r := range r.results {
		for _, f := range r.findings {
			at := r.place(f)
			fmt.Fprintf(&b, "%s: %s: %s %s\n", paint("\x1b[1m", fmt.Sprintf("%s:%d:%d", harmless(r.path), at.line, at.column)),
				paint(colors[f.Severity], f.Severity.String()), harmless(f.Message), paint("\x1b[2m", "["+f.Code+"]"))
			if source, marks, ok := excerpt(r.text, f.Span); ok {
				fmt.Fprintf(&b, "    %s\n    %s\n", source, paint(colors[f.Severity], marks))
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// maxExcerpt is the longest line that is shown, in bytes.
const maxExcerpt = 240

// excerpt is the first line of a span, and marks for what of it lies there.
func excerpt(t text.Text, s text.Span) (source, marks string, ok bool) {
	line := t.LineSpan(t.Line(s.Start))
	source = t.Slice(line)
	if len(source) > maxExcerpt || !utf8.ValidString(source) || strings.TrimSpace(source) == "" {
		return "", "", false
	}
	before := t.Slice(text.Span{Start: line.Start, End: s.Start})
	var indent strings.Builder
	for _, r := range before {
		if r == '\t' {
			indent.WriteRune(r)
		} else {
			indent.WriteString(strings.Repeat(" ", columns(r)))
		}
	}
	marks = strings.Repeat("^", max(1, columns([]rune(t.Slice(text.Span{Start: s.Start, End: min(s.End, line.End)}))...)))
	return harmless(source), indent.String() + marks, true
}

// columns is how many columns of a terminal runes take.
func columns(runes ...rune) (n int) {
	for _, r := range runes {
		switch kind := width.LookupRune(r).Kind(); {
		case r == '\uFEFF' || unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		case kind == width.EastAsianWide || kind == width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}

// harmless is text that gives no orders to a terminal.
func harmless(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\uFEFF':
			return -1
		case unicode.IsControl(r) && r != '\t':
			return '\uFFFD'
		}
		return r
	}, s)
}

// jsonFinding is a finding in --format json.
type jsonFinding struct {
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"endLine"`
	EndColumn int    `json:"endColumn"`
	Code      string `json:"code"`
	Level     string `json:"level"`
	Message   string `json:"message"`
	URL       string `json:"url"`
}

// writeJSON prints an array with one object for each finding.
func writeJSON(w io.Writer, r report) error {
	list := []jsonFinding{}
	for _, r := range r.results {
		for _, f := range r.findings {
			at := r.place(f)
			list = append(list, jsonFinding{r.name(), at.line, at.column, at.endLine, at.endColumn, f.Code, f.Severity.String(), f.Message, f.URL})
		}
	}
	return encode(w, list)
}

// encode prints JSON for people to read, too.
func encode(w io.Writer, value any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(value)
}
