package lint

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/fixture"
	"github.com/slipway-dev/slipway/analysis/text"
)

// exampleOptions are the settings without which a rule finds nothing, for its
// examples.
func exampleOptions(code string) HadolintOptions {
	schema := func(label, kind string) HadolintOptions {
		return HadolintOptions{LabelSchema: map[string]string{label: kind}}
	}
	switch code {
	case "DL3026":
		return HadolintOptions{TrustedRegistries: []string{"docker.io"}}
	case "DL3049", "DL3051":
		return schema("author", "text")
	case "DL3050":
		o := schema("author", "text")
		o.StrictLabels = true
		return o
	}
	kinds := map[string]string{"DL3052": "url", "DL3053": "rfc3339", "DL3054": "spdx", "DL3055": "hash", "DL3056": "semver", "DL3058": "email"}
	return schema("a-"+kinds[code], kinds[code])
}

// enabled is the settings under which a rule is on.
func enabled(r *Rule) Config {
	return Config{Severities: map[string]Severity{r.Code: Warning}, Hadolint: exampleOptions(r.Code)}
}

func findingsOf(src string, r *Rule) (of, errors []Finding) {
	for _, found := range Run(analysis.New(text.New(src)), enabled(r)) {
		switch {
		case found.Code == r.Code:
			of = append(of, found)
		case found.Severity == Error:
			errors = append(errors, found)
		}
	}
	return of, errors
}

func TestHadolintFileExamples(t *testing.T) {
	for _, r := range hadolintFileRules {
		t.Run(r.Code, func(t *testing.T) {
			bad, errors := findingsOf(r.Bad, r)
			if len(bad) == 0 || len(errors) > 0 {
				t.Errorf("the bad example has findings %v and errors %v", bad, errors)
			}
			good, errors := findingsOf(r.Good, r)
			if len(good) > 0 || len(errors) > 0 {
				t.Errorf("the good example has findings %v and errors %v", good, errors)
			}
			if r.Title == "" || r.Why == "" || r.Category == "" || !strings.HasSuffix(r.URL, "/"+r.Code) {
				t.Errorf("something is missing: %+v", r)
			}
		})
	}
}

// TestHadolintFileFixtures: a section «want DL3000 WorkdirRelativePath» holds what
// these rules find under the profile «all» and the settings beside the Dockerfile.
func TestHadolintFileFixtures(t *testing.T) {
	fixture.Run(t, "../../testdata/lint/instructions", func(t *testing.T, c fixture.Case, name string) (string, bool) {
		codes := strings.Fields(name)
		for _, code := range codes {
			if _, ok := Find(code); !ok {
				return "", false
			}
		}
		settings := Merge(FindSettings(c.Files, c.Name))
		settings.Profile = "all"
		f := analysis.New(c.Source)
		findings := slices.DeleteFunc(Run(f, settings.Config()), func(found Finding) bool { return !slices.Contains(codes, found.Code) })
		return show(f.Text, findings), true
	})
}

func TestHadolintNumbers(t *testing.T) {
	known := map[string]bool{}
	for _, r := range hadolintFileRules {
		known[r.Code] = true
	}
	for _, table := range []map[string]string{hadolintAliases, hadolintRefused} {
		for code, name := range table {
			known[code] = true
			if _, ok := Find(name); !ok {
				t.Errorf("%s stands for %s, which is no rule", code, name)
			}
		}
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(known)), slices.Sorted(maps.Keys(hadolintLevels))); diff != "" {
		t.Error("levels for other numbers than there are (-want +got):\n", diff)
	}
}

// everyFileRule are settings under which all these rules are on that need no
// setting.
func everyFileRule() Config {
	c := Config{Severities: map[string]Severity{}}
	for _, r := range hadolintFileRules {
		c.Severities[r.Code] = Warning
	}
	return c
}

// tally counts findings by their codes.
func tally(src string) map[string]int {
	count := map[string]int{}
	for _, found := range Run(analysis.New(text.New(src)), everyFileRule()) {
		count[found.Code]++
	}
	return count
}

// checkFixes makes each fix of a file alone: the finding is gone, and there are no
// errors that were not there before.
func checkFixes(t *testing.T, name, src string) (fixes int) {
	t.Helper()
	var before map[string]int
	for _, found := range Run(analysis.New(text.New(src)), everyFileRule()) {
		if r, _ := Find(found.Code); found.Fix == nil || !slices.Contains(hadolintFileRules, r) {
			continue
		}
		if fixes++; before == nil {
			before = tally(src)
		}
		fixed := text.Apply(src, found.Fix.Edits)
		after := tally(fixed)
		if after[found.Code] != before[found.Code]-1 || after["SyntaxError"] > before["SyntaxError"] || after["BuildError"] > before["BuildError"] {
			t.Errorf("%s: %s %q leaves findings %v of %v:\n%s", name, found.Code, found.Fix.Title, after, before, fixed)
		}
	}
	return fixes
}

func TestHadolintFileFixes(t *testing.T) {
	fixes := 0
	for _, r := range hadolintFileRules {
		fixes += checkFixes(t, r.Code, r.Bad)
	}
	if fixes == 0 {
		t.Error("the examples offer nothing to fix")
	}
}

func TestHadolintFileFixResults(t *testing.T) {
	for _, test := range []struct{ src, want string }{
		{"FROM a:1\nADD \\\n  --link x /x\n", "FROM a:1\nCOPY \\\n  --link x /x\n"},
		{"from a:1\r\nadd x /x\r\n", "from a:1\r\ncopy x /x\r\n"},
		{"FROM a:1\nONBUILD Add x /x\n", "FROM a:1\nONBUILD COPY x /x\n"},
		{"FROM a:1\nADD conf/*.conf /x\n", "FROM a:1\nCOPY conf/*.conf /x\n"},
		{"FROM a:1\nADD conf/* /x\n", ""},
		{"FROM a:1\nCOPY a b \\\n# there\n /äöü\n", "FROM a:1\nCOPY a b \\\n# there\n /äöü/\n"},
		{"FROM a:1\nCOPY [\"a\", \"b\", \"/c d\"]\n", "FROM a:1\nCOPY [\"a\", \"b\", \"/c d/\"]\n"},
		{"FROM a:1\nCOPY a b '/c'\n", "FROM a:1\nCOPY a b '/c/'\n"},
		{"FROM a:1\nCOPY a b C:\\c\n", ""},
		{"FROM a:1 AS build\nFROM a:1\nCOPY --from=\"biuld\" /x /y\n", "FROM a:1 AS build\nFROM a:1\nCOPY --from=\"build\" /x /y\n"},
		{"FROM a:1\nWORKDIR /a/b\nWORKDIR ../c\n", "FROM a:1\nWORKDIR /a/b\nWORKDIR /a/c\n"},
		{"FROM a:1\nWORKDIR /a\nWORKDIR $B\nWORKDIR c\n", ""},
		{"FROM a:1\nHEALTHCHECK --retries=2 CMD  curl -f 'http://x/ y'\n", "FROM a:1\nHEALTHCHECK --retries=2 CMD  [\"curl\", \"-f\", \"http://x/ y\"]\n"},
		{"FROM a:1\nHEALTHCHECK CMD curl x || exit 1\n", ""},
		{"FROM a:1\nHEALTHCHECK CMD curl $URL\n", ""},
		{"FROM a:1\nHEALTHCHECK CMD curl \\\n# what\n x\n", ""},
		{"FROM a:1\nSHELL [\"/bin/bash\", \"-c\"]\nCMD node server.js\n", "FROM a:1\nSHELL [\"/bin/bash\", \"-c\"]\nCMD [\"node\", \"server.js\"]\n"},
	} {
		fixed := ""
		for _, found := range Run(analysis.New(text.New(test.src)), everyFileRule()) {
			if found.Fix != nil {
				fixed = text.Apply(test.src, found.Fix.Edits)
			}
		}
		if fixed != test.want {
			t.Errorf("%q becomes %q, want %q", test.src, fixed, test.want)
		}
	}
}

func TestHadolintFileFixesCorpus(t *testing.T) {
	files, fixes := fixture.Corpus(t), 0
	for _, file := range files {
		fixes += checkFixes(t, file.Path, file.Source)
	}
	if fixes == 0 && len(files) > 0 {
		t.Error("the corpus offers nothing to fix")
	}
}

func TestLabelTypes(t *testing.T) {
	for _, test := range []struct {
		name      string
		valid     func(string) bool
		good, bad []string
	}{
		{"url", isURL, []string{"https://example.com", "mailto:a@example.com", "git+ssh://git@example.com/x.git"}, []string{"example.com", "//example.com", "http://[", "https://"}},
		{"time", isTime, []string{"2026-11-01T08:30:00Z", "2026-11-01t08:30:00.5+01:00"}, []string{"2026-11-01", "2026-11-01 08:30:00", "2026-13-01T08:30:00Z"}},
		{"licence", isLicence, []string{"MIT", "apache-2.0", "GPL-2.0", "GPL-2.0+", "MIT OR Apache-2.0", "(MIT AND Zlib) OR 0BSD", "GPL-2.0-only WITH Classpath-exception-2.0", "LicenseRef-own"}, []string{"Apache License", "MIT Apache-2.0", "MIT/X11", "proprietary", "MIT OR"}},
		{"hash", isHash, []string{"8622fbb", "8622fbbd2f1dc3bc2e5b3bc3b9c4b2e0e3b8c1aa"}, []string{"8622fb", "main", "8622fbg"}},
		{"version", isSemver, []string{"1.2.3", "0.0.0", "1.0.0-rc.1", "1.0.0-0a.b-c+001.x"}, []string{"v1.2.3", "1.2", "1.02.3", "1.0.0-01", "1.0.0-", "1.0.0+"}},
		{"email", isEmail, []string{"ada@example.com", "Ada Lovelace <ada@example.com>"}, []string{"ada", "ada at example.com", "@example.com"}},
	} {
		for _, s := range test.good {
			if !test.valid(s) {
				t.Errorf("%s: %q is refused", test.name, s)
			}
		}
		for _, s := range test.bad {
			if test.valid(s) {
				t.Errorf("%s: %q is taken", test.name, s)
			}
		}
	}
}

func TestTrustedRegistries(t *testing.T) {
	for _, test := range []struct {
		pattern, image string
		want           bool
	}{
		{"docker.io", "debian:13", true},
		{"docker.io", "grafana/grafana", true},
		{"docker.io", "docker.io/library/debian", true},
		{"docker.io", "index.docker.io/library/debian", true},
		{"docker.io", "debian@sha256:0000000000000000000000000000000000000000000000000000000000000000", true},
		{"docker.io", "ghcr.io/a/b", false},
		{"*.gcr.io", "eu.gcr.io/a/b", true},
		{"*.gcr.io", "gcr.io/a/b", false},
		{"my-*", "my-host.local/a", true},
		{"*", "anything.example/a", true},
		{"localhost:5000", "localhost:5000/a:1", true},
		{"localhost", "localhost/a:1", true},
		{"docker.io", "localhost/a:1", false},
	} {
		host, ok := registryOf(test.image)
		if got := ok && trusts(test.pattern, host); got != test.want {
			t.Errorf("%s trusts %s: %v", test.pattern, test.image, got)
		}
	}
	for _, image := range []string{"$IMAGE", "${REGISTRY}/a", "$REG.io/a:1", "${NAME}:1", "a$B"} {
		if host, ok := registryOf(image); ok {
			t.Errorf("%s comes from %s", image, host)
		}
	}
	if host, ok := registryOf("debian:${TAG}"); !ok || host != "docker.io" {
		t.Error("a variable in the tag hides the host")
	}
}
