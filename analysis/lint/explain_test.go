package lint

import (
	"slices"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/text"
)

func TestExplain(t *testing.T) {
	for marked, want := range map[string]string{
		"FROM a\n# slipway ignore=NoU|ser: why\nCMD a\n":              "# NoUser\n",
		"FROM a\n# slipway ignore=DL3020,dl3025|\nCMD a\n":            "# DL3025\n",
		"FROM a\n# hadolint ignore=|DL4000\nCMD a\n":                  "# MaintainerDeprecated\n",
		"# check=skip=CopyBeforeInstall|;error=true\nFROM a\nCMD a\n": "# CopyBeforeInstall\n",
		"FROM a\n# slipway ignore=NoSuch|Rule\nCMD a\n":               "",
		"FROM a\n# slipway ig|nore=NoUser\nCMD a\n":                   "",
		"FROM a\n# about NoUs|er\nCMD a\n":                            "",
	} {
		at := strings.IndexByte(marked, '|')
		a, ok := Explain(analysis.New(text.New(marked[:at]+marked[at+1:])), at)
		if ok != (want != "") || !strings.HasPrefix(a.Markdown, want) {
			t.Errorf("%q: %q", marked, a.Markdown)
		}
	}
}

func TestNamesAt(t *testing.T) {
	for marked, replaced := range map[string]string{
		"FROM a\n# slipway ignore=No|U: why\nCMD a\n":  "NoU",
		"FROM a\n# slipway ignore-file=|\nCMD a\n":     "",
		"FROM a\n#hadolint global ignore=DL3020 , |\n": "",
		"# hadolint stage ignore=DL|3\nFROM a\n":       "DL3",
		"# check=error=true;skip=|\nFROM a\nCMD a\n":   "",
		"FROM a\n# slipway ignore|\nCMD a\n":           "none",
		"FROM a\n# slipway ignore=A: |\nCMD a\n":       "none",
		"FROM a\nRUN a \\\n# slipway ignore=|\n b\n":   "none",
		"FROM a\nRUN <<E\n# slipway ignore=|\nE\n":     "none",
	} {
		at := strings.IndexByte(marked, '|')
		src := marked[:at] + marked[at+1:]
		rules, span := NamesAt(analysis.New(text.New(src)), at)
		got := src[span.Start:span.End]
		if rules == nil {
			got = "none"
		}
		has := func(name string) bool {
			return slices.ContainsFunc(rules, func(r RuleName) bool { return r.Name == name })
		}
		hadolint := strings.Contains(src, "hadolint")
		if got != replaced || rules != nil && (has("NoUser") == (hadolint || strings.Contains(src, "NoUser")) ||
			has("DL3020") == strings.Contains(src, "DL3020") || has("DL4000") != hadolint || has("MaintainerDeprecated") == hadolint) {
			t.Errorf("%q: %q, %d rules", marked, got, len(rules))
		}
	}
}
