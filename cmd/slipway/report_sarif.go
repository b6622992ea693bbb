package main

import (
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/slipway-dev/slipway/analysis/lint"
)

// The parts of SARIF 2.1.0 that we write:
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		Version        string      `json:"version"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               string       `json:"id"`
		ShortDescription sarifMessage `json:"shortDescription"`
		FullDescription  sarifMessage `json:"fullDescription"`
		HelpURI          string       `json:"helpUri,omitempty"`
	}
	sarifMessage struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID              string            `json:"ruleId"`
		RuleIndex           int               `json:"ruleIndex"`
		Level               string            `json:"level"`
		Message             sarifMessage      `json:"message"`
		Locations           []sarifLocation   `json:"locations"`
		PartialFingerprints map[string]string `json:"partialFingerprints"`
	}
	sarifLocation struct {
		PhysicalLocation sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		ArtifactLocation sarifArtifact `json:"artifactLocation"`
		Region           sarifRegion   `json:"region"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
		EndLine     int `json:"endLine"`
		EndColumn   int `json:"endColumn"`
	}
)

// writeSARIF prints a log with one run, which code scanning services read.
func writeSARIF(w io.Writer, r report) error {
	run := sarifRun{
		Tool: sarifTool{sarifDriver{
			Name: "slipway", Version: version(), InformationURI: "https://github.com/slipway-dev/slipway", Rules: []sarifRule{},
		}},
		ColumnKind: "unicodeCodePoints", Results: []sarifResult{},
	}
	index := map[string]int{}
	for _, r := range r.results {
		prints := fingerprints(r)
		for i, f := range r.findings {
			if _, ok := index[f.Code]; !ok {
				index[f.Code] = len(index)
				run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRuleOf(f))
			}
			at := r.place(f)
			run.Results = append(run.Results, sarifResult{
				f.Code, index[f.Code], sarifLevels[f.Severity],
				sarifMessage{f.Message},
				[]sarifLocation{{sarifPhysical{sarifArtifact{fileURI(r.path)}, sarifRegion{at.line, at.column, at.endLine, at.endColumn}}}},
				map[string]string{"slipway/v1": prints[i]},
			})
		}
	}
	return encode(w, sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}})
}

var sarifLevels = map[lint.Severity]string{lint.Error: "error", lint.Warning: "warning", lint.Info: "note", lint.Hint: "note"}

func sarifRuleOf(f lint.Finding) sarifRule {
	rule, ok := lint.Find(f.Code)
	if !ok { // a mistake in the settings
		return sarifRule{f.Code, sarifMessage{"The settings are wrong"}, sarifMessage{"A settings file says something that cannot be understood."}, f.URL}
	}
	return sarifRule{f.Code, sarifMessage{rule.Title}, sarifMessage{rule.Page().Why}, f.URL}
}

// fileURI is a relative reference, or a file URI for an absolute path.
func fileURI(path string) string {
	slashed := filepath.ToSlash(path)
	if filepath.IsAbs(path) {
		return (&url.URL{Scheme: "file", Path: "/" + strings.TrimPrefix(slashed, "/")}).String()
	}
	return (&url.URL{Path: strings.TrimPrefix(slashed, "./")}).String()
}
