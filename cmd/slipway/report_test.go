package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/lint"
	"github.com/slipway-dev/slipway/analysis/text"
)

// reported is what a format prints about Dockerfiles that are called by number.
func reported(t *testing.T, format string, color bool, sources ...string) string {
	t.Helper()
	r := report{color: color}
	for i, src := range sources {
		x := text.New(src)
		r.results = append(r.results, result{source: source{path: fmt.Sprintf("dir %d/Dockerfile", i)}, text: x, findings: lint.Run(analysis.New(x), lint.Config{})})
	}
	var b bytes.Buffer
	if err := formats[format](&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// hard is a Dockerfile whose findings have all that reports must quote.
const hard = "\uFEFFFROM alpine AS \"é<&>\n\tCMD echo 😀 100%, \x1b[31m: done\nNONSENSE \"]]>\"\n"

// TestSARIF looks for all that the specification requires of the parts that we
// write (section 3 of SARIF 2.1.0), and that results and rules agree.
func TestSARIF(t *testing.T) {
	var log struct {
		Schema  string `json:"$schema"`
		Version string
		Runs    []struct {
			ColumnKind string
			Tool       struct {
				Driver struct {
					Name, InformationURI string
					Rules                []struct {
						ID               string
						ShortDescription struct{ Text string }
						FullDescription  struct{ Text string }
					}
				}
			}
			Results []struct {
				RuleID    string
				RuleIndex int
				Level     string
				Message   struct{ Text string }
				Locations []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI string }
						Region           struct{ StartLine, StartColumn, EndLine, EndColumn int }
					}
				}
				PartialFingerprints map[string]string
			}
		}
	}
	if err := json.Unmarshal([]byte(reported(t, "sarif", false, hard, hard, "FROM alpine:3.22\n")), &log); err != nil {
		t.Fatal(err)
	}
	if log.Version != "2.1.0" || len(log.Runs) != 1 || log.Runs[0].ColumnKind != "unicodeCodePoints" || log.Runs[0].Tool.Driver.Name == "" {
		t.Fatalf("%+v", log)
	}
	rules := log.Runs[0].Tool.Driver.Rules
	prints := map[string]bool{}
	for _, r := range log.Runs[0].Results {
		if rules[r.RuleIndex].ID != r.RuleID || rules[r.RuleIndex].ShortDescription.Text == "" || rules[r.RuleIndex].FullDescription.Text == "" {
			t.Errorf("rule %+v of %+v", rules[r.RuleIndex], r)
		}
		if r.Message.Text == "" || !strings.Contains(" none note warning error ", " "+r.Level+" ") || len(r.Locations) != 1 {
			t.Errorf("%+v", r)
		}
		l := r.Locations[0].PhysicalLocation
		if !strings.HasPrefix(l.ArtifactLocation.URI, "dir%20") || l.Region.StartLine < 1 || l.Region.StartColumn < 1 || l.Region.EndLine < l.Region.StartLine ||
			l.Region.EndLine == l.Region.StartLine && l.Region.EndColumn < l.Region.StartColumn {
			t.Errorf("%+v", l)
		}
		for _, p := range r.PartialFingerprints {
			if prints[p] {
				t.Errorf("two findings are %s", p)
			}
			prints[p] = true
		}
	}
	if len(prints) < 4 {
		t.Errorf("%d findings", len(prints))
	}
}

// TestReportsParse: what is for programs can be read by them, whatever stands in
// the Dockerfile.
func TestReportsParse(t *testing.T) {
	for _, sources := range [][]string{nil, {hard}, {"FROM alpine:3.22\n", hard}} {
		for _, format := range []string{"json", "sarif", "gitlab", "hadolint-json"} {
			if out := reported(t, format, false, sources...); !json.Valid([]byte(out)) {
				t.Errorf("%s prints %s", format, out)
			}
		}
		var c checkstyleReport
		if err := xml.Unmarshal([]byte(reported(t, "checkstyle", false, sources...)), &c); err != nil || len(c.Files) != len(sources) {
			t.Errorf("checkstyle: %v %+v", err, c)
		}
		for line := range strings.Lines(reported(t, "github", false, sources...)) {
			if !strings.HasPrefix(line, "::") || strings.Count(line, "::") < 2 {
				t.Errorf("github prints %q", line)
			}
		}
	}
}

// TestColors: there are colours only where they are wanted, and a Dockerfile brings
// none of its own.
func TestColors(t *testing.T) {
	if out := reported(t, "text", false, hard); strings.Contains(out, "\x1b") {
		t.Errorf("%q", out)
	}
	if out := reported(t, "text", true, hard); !strings.Contains(out, "\x1b[33mwarning\x1b[0m") || strings.Contains(out, "\x1b[31m: done") {
		t.Errorf("%q", out)
	}
}

// TestFingerprints stay the same when lines are put above.
func TestFingerprints(t *testing.T) {
	prints := func(src string) string {
		x := text.New(src)
		return fmt.Sprint(fingerprints(result{source: source{path: "Dockerfile"}, text: x, findings: lint.Run(analysis.New(x), lint.Config{})}))
	}
	if a, b := prints("FROM alpine:3.22\nCMD a\nCMD a\n"), prints("# more\n\nFROM alpine:3.22\nCMD a\n\nCMD a\n"); a != b {
		t.Errorf("%s and %s", a, b)
	}
}
