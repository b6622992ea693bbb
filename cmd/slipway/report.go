package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/slipway-dev/slipway/analysis/lint"
	"github.com/slipway-dev/slipway/analysis/text"
)

// formats are the values of --format.
var formats = map[string]func(io.Writer, []result) error{
	"text": writeText,
	"json": writeJSON,
}

func formatNames() string { return strings.Join(slices.Sorted(maps.Keys(formats)), ", ") }

var severityNames = map[lint.Severity]string{
	lint.Error: "error", lint.Warning: "warning", lint.Info: "info", lint.Hint: "hint",
}

// writeText prints findings for people: place, message, code, and the line with
// marks under what is meant.
func writeText(w io.Writer, results []result) error {
	var b strings.Builder
	for _, r := range results {
		for _, f := range r.findings {
			at := r.file.Text.Position(f.Start, text.UTF32)
			fmt.Fprintf(&b, "%s:%d:%d: %s: %s [%s]\n", r.path, at.Line+1, at.Column+1, severityNames[f.Severity], f.Message, f.Code)
			writeExcerpt(&b, r.file.Text, f.Span)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// maxExcerpt is the longest line that is shown, in bytes.
const maxExcerpt = 240

// writeExcerpt prints the first line of a span and marks what of it lies there.
func writeExcerpt(b *strings.Builder, t text.Text, s text.Span) {
	line := t.LineSpan(t.Line(s.Start))
	source := t.Slice(line)
	if len(source) > maxExcerpt || !utf8.ValidString(source) {
		return
	}
	before := t.Slice(text.Span{Start: line.Start, End: s.Start})
	width := max(utf8.RuneCountInString(t.Slice(text.Span{Start: s.Start, End: min(s.End, line.End)})), 1)
	indent := strings.Map(func(r rune) rune {
		if r == '\t' {
			return '\t'
		}
		return ' '
	}, before)
	fmt.Fprintf(b, "    %s\n    %s%s\n", strings.TrimPrefix(source, "\uFEFF"), strings.TrimPrefix(indent, "\uFEFF"), strings.Repeat("^", width))
}

// jsonFinding is a finding in --format json. Lines and columns count from 1, the
// columns in characters; the end lies behind the last one.
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
func writeJSON(w io.Writer, results []result) error {
	list := []jsonFinding{}
	for _, r := range results {
		for _, f := range r.findings {
			start, end := r.file.Text.Position(f.Start, text.UTF32), r.file.Text.Position(f.End, text.UTF32)
			list = append(list, jsonFinding{
				filepath.ToSlash(r.path), start.Line + 1, start.Column + 1, end.Line + 1, end.Column + 1,
				f.Code, severityNames[f.Severity], f.Message, f.URL,
			})
		}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(list)
}
