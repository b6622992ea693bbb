package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/slipway-dev/slipway/analysis/lint"
)

// writeGitHub prints workflow commands, which GitHub Actions shows as annotations
// of a change:
// https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
func writeGitHub(w io.Writer, r report) error {
	commands := map[lint.Severity]string{lint.Error: "error", lint.Warning: "warning", lint.Info: "notice", lint.Hint: "notice"}
	data := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	var b strings.Builder
	for _, r := range r.results {
		for _, f := range r.findings {
			at := r.place(f)
			fmt.Fprintf(&b, "::%s file=%s,line=%d,endLine=%d", commands[f.Severity], property.Replace(r.name()), at.line, at.endLine)
			if at.line == at.endLine { // columns count only then
				fmt.Fprintf(&b, ",col=%d,endColumn=%d", at.column, at.endColumn)
			}
			fmt.Fprintf(&b, ",title=%s::%s\n", property.Replace(f.Code), data.Replace(f.Message))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// gitlabIssue is an entry of GitLab's code quality report:
// https://docs.gitlab.com/ci/testing/code_quality/
type gitlabIssue struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string      `json:"path"`
	Lines gitlabLines `json:"lines"`
}

type gitlabLines struct {
	Begin int `json:"begin"`
	End   int `json:"end"`
}

// writeGitLab prints a code quality report.
func writeGitLab(w io.Writer, r report) error {
	severities := map[lint.Severity]string{lint.Error: "critical", lint.Warning: "major", lint.Info: "minor", lint.Hint: "info"}
	list := []gitlabIssue{}
	for _, r := range r.results {
		prints := fingerprints(r)
		for i, f := range r.findings {
			at := r.place(f)
			list = append(list, gitlabIssue{
				f.Message, f.Code, prints[i], severities[f.Severity], gitlabLocation{strings.TrimPrefix(r.name(), "./"), gitlabLines{at.line, at.endLine}},
			})
		}
	}
	return encode(w, list)
}

// fingerprints tell the findings of a file from one another, and stay the same
// when lines elsewhere come and go: they are made of the code, the message and the
// line's text, and of how often that was found before.
func fingerprints(r result) []string {
	seen := map[string]int{}
	var list []string
	for _, f := range r.findings {
		line := strings.TrimSpace(r.text.Slice(r.text.LineSpan(r.text.Line(f.Start))))
		key := strings.Join([]string{r.name(), f.Code, f.Message, line}, "\x00")
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", key, seen[key]))
		seen[key]++
		list = append(list, hex.EncodeToString(sum[:16]))
	}
	return list
}

type checkstyleReport struct {
	XMLName xml.Name         `xml:"checkstyle"`
	Version string           `xml:"version,attr"`
	Files   []checkstyleFile `xml:"file"`
}

type checkstyleFile struct {
	Name   string            `xml:"name,attr"`
	Errors []checkstyleError `xml:"error"`
}

type checkstyleError struct {
	Line     int    `xml:"line,attr"`
	Column   int    `xml:"column,attr"`
	Severity string `xml:"severity,attr"`
	Message  string `xml:"message,attr"`
	Source   string `xml:"source,attr"`
}

// writeCheckstyle prints the XML of Checkstyle, whose severities are error, warning
// and info.
func writeCheckstyle(w io.Writer, r report) error {
	out := checkstyleReport{Version: "4.3"}
	for _, r := range r.results {
		if r.err != nil {
			continue
		}
		file := checkstyleFile{Name: filepath.ToSlash(r.path)}
		for _, f := range r.findings {
			at := r.place(f)
			file.Errors = append(file.Errors, checkstyleError{at.line, at.column, min(f.Severity, lint.Info).String(), f.Message, f.Code})
		}
		out.Files = append(out.Files, file)
	}
	b, err := xml.MarshalIndent(out, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s%s\n", xml.Header, b)
	return err
}

// hadolintFinding is a finding as hadolint prints it.
type hadolintFinding struct {
	Code    string `json:"code"`
	Column  int    `json:"column"`
	File    string `json:"file"`
	Level   string `json:"level"`
	Line    int    `json:"line"`
	Message string `json:"message"`
}

// writeHadolint prints what programs that read hadolint's JSON expect: its keys,
// its levels and, where it has one for a finding, its code.
func writeHadolint(w io.Writer, r report) error {
	list := []hadolintFinding{}
	for _, r := range r.results {
		for _, f := range r.findings {
			at, level := r.place(f), f.Severity.String()
			if f.Severity == lint.Hint {
				level = "style"
			}
			list = append(list, hadolintFinding{hadolintCode(r, f), at.column, r.path, level, at.line, f.Message})
		}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(list)
}

// hadolintCode is hadolint's code for a finding. Of the three for instructions of
// which only the last counts, the instruction decides. Errors have none: DL1000 is
// what hadolint says of a file that it cannot read.
func hadolintCode(r result, f lint.Finding) string {
	rule, ok := lint.Find(f.Code)
	if !ok || strings.HasPrefix(f.Code, "DL") {
		return f.Code
	}
	if f.Code == "SyntaxError" {
		return "DL1000"
	}
	var codes []string
	for _, name := range rule.Names() {
		if strings.HasPrefix(name, "DL") {
			codes = append(codes, name)
		}
	}
	word, _, _ := strings.Cut(r.text.Slice(f.Span), " ")
	byWord := map[string]string{"HEALTHCHECK": "DL3012", "CMD": "DL4003", "ENTRYPOINT": "DL4004"}
	switch {
	case f.Code == "BuildError" || len(codes) == 0:
		return f.Code
	case len(codes) > 1:
		return byWord[strings.ToUpper(word)]
	}
	return codes[0]
}
