package lint

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/text"
)

func codes(rules []*Rule) string {
	var list []string
	for _, r := range rules {
		list = append(list, r.Code)
	}
	return strings.Join(list, " ")
}

func TestLookup(t *testing.T) {
	for name, want := range map[string]string{
		"JSONArgsRecommended": "JSONArgsRecommended",
		"jsonargsrecommended": "JSONArgsRecommended",
		"DL3025":              "JSONArgsRecommended DL3025",
		"dl4003":              "MultipleInstructionsDisallowed",
		"DL3020":              "DL3020",
		"DL3023":              "BuildError",
		"SC2086":              "SC2086",
		"sc9999":              "SC9999",
		"":                    "",
	} {
		got := strings.Fields(codes(Lookup(name)))
		wanted := strings.Fields(want)
		slices.Sort(got)
		slices.Sort(wanted)
		if !slices.Equal(got, wanted) {
			t.Errorf("%s means %v, want %v", name, got, wanted)
		}
	}
}

// TestNamesUnique: no two rules have one code, and every rule is found by each of
// its names.
func TestNamesUnique(t *testing.T) {
	seen := map[string]bool{}
	for r := range Rules() {
		key := strings.ToLower(r.Code)
		if seen[key] {
			t.Errorf("two rules are called %s", r.Code)
		}
		seen[key] = true
		for _, name := range append([]string{r.Code, strings.ToUpper(r.Code)}, r.Names()...) {
			if !r.answersTo(name) {
				t.Errorf("%s is not found as %s", r.Code, name)
			}
		}
	}
}

// TestProfiles: what single rules are in each profile.
func TestProfiles(t *testing.T) {
	want := map[string]string{ // recommended, buildkit, hadolint, all
		"SyntaxError":                    "error error error error",
		"JSONArgsRecommended":            "warning warning warning warning",
		"WorkdirRelativePath":            "warning warning error warning",
		"MultipleInstructionsDisallowed": "warning warning error warning",
		"CopyIgnoredFile":                "warning warning off warning",
		"InvalidDefinitionDescription":   "off off off hint",
		"DL1001":                         "off off off hint",
		"DL3008":                         "off off warning warning",
		"UnusedSuppression":              "hint off off hint",
	}
	got := map[string]string{}
	for _, code := range slices.Sorted(maps.Keys(want)) {
		r, ok := Find(code)
		if !ok {
			t.Fatal("no rule", code)
		}
		var severities []string
		for _, p := range Profiles {
			severities = append(severities, p.Severity(r).String())
		}
		got[code] = strings.Join(severities, " ")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for r := range Rules() {
		if _, named := hadolintLevels[r.Code]; Profiles[3].Severity(r) == Off || named && hadolintLevels[r.Code] != Profiles[2].Severity(r) {
			t.Errorf("%s is %s in hadolint and %s in all", r.Code, Profiles[2].Severity(r), Profiles[3].Severity(r))
		}
	}
}

// TestPageExamples: the examples of the documentation hold for BuildKit's checks
// and the comments; those of the other rules are tested beside them.
func TestPageExamples(t *testing.T) {
	// What these find depends on something else than the Dockerfile.
	outside := []string{"CopyIgnoredFile", "InvalidBaseImagePlatform"}
	for _, r := range slices.Concat(buildkitRules, suppressionRules) {
		if slices.Contains(outside, r.Code) {
			continue
		}
		c := Config{Severities: map[string]Severity{r.Code: Warning}}
		p := r.Page()
		for src, want := range map[string]bool{p.Bad: true, p.Good: false} {
			found := slices.ContainsFunc(Run(analysis.New(text.New(src)), c), func(f Finding) bool { return f.Code == r.Code })
			if found != want {
				t.Errorf("%s finds something: %v, want %v in\n%s", r.Code, found, want, src)
			}
		}
	}
}
