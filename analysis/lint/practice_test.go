package lint

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/buildcontext"
	"github.com/slipway-dev/slipway/analysis/fixture"
	"github.com/slipway-dev/slipway/analysis/text"
)

// practiceDay is the date of the tests.
const practiceDay = "2026-11-25"

// practiceExample is the build context of the examples in the documentation.
var practiceExample = fstest.MapFS{
	"server.js": {}, "package-lock.json": {}, ".env.example": {}, "requirements.txt": {}, "go.mod": {}, "main.go": {},
	"package.json": {Data: []byte(`{"devDependencies": {"eslint": "*"}}`)},
}

func practiceFindings(src string, files fstest.MapFS, code string) (of, errors []Finding) {
	c := Config{Severities: map[string]Severity{code: Warning}, Today: practiceDay, Context: buildcontext.New(files, "Dockerfile")}
	for _, found := range Run(analysis.New(text.New(src)), c) {
		switch {
		case found.Code == code:
			of = append(of, found)
		case found.Severity == Error:
			errors = append(errors, found)
		}
	}
	return of, errors
}

// TestPracticeExamples: each rule finds something in its bad example and nothing in
// its good one, and both can be built.
func TestPracticeExamples(t *testing.T) {
	for _, r := range practiceRules {
		files := practiceExample
		switch r.Code {
		case "UnwantedFileCopied":
			files = fstest.MapFS{"server.js": {}, ".env": {}}
		case "SecretFileCopied":
			files = fstest.MapFS{"package.json": {}, ".env": {}, ".env.example": {}}
		}
		for src, want := range map[string]bool{r.Bad: true, r.Good: false} {
			found, errors := practiceFindings(src, files, r.Code)
			if len(found) > 0 != want || len(errors) > 0 {
				t.Errorf("%s finds %v, want some: %v; errors %v in\n%s", r.Code, found, want, errors, src)
			}
		}
		if r.Title == "" || r.Why == "" || r.Category == "" || r.URL == "" {
			t.Errorf("something is missing: %+v", r)
		}
		for _, p := range Profiles[1:3] {
			if p.Severity(r) != Off {
				t.Errorf("%s is on in the profile %s", r.Code, p.Name)
			}
		}
	}
}

// TestPracticeFixtures: a section «want CODE» holds what that rule finds with the
// files beside the Dockerfile, «want CODE fixed» the Dockerfile after its fixes, and
// «want CODE in FILE» that other file after them.
func TestPracticeFixtures(t *testing.T) {
	fixture.Run(t, "../../testdata/lint/practices", func(t *testing.T, c fixture.Case, name string) (string, bool) {
		code, asked, _ := strings.Cut(name, " ")
		if r, ok := Find(code); !ok || !slices.Contains(practiceRules, r) {
			return "", false
		}
		settings := Settings{Profile: "all"}.Config()
		settings.Today, settings.Context = practiceDay, buildcontext.New(c.Files, c.Name)
		f := analysis.New(c.Source)
		findings := slices.DeleteFunc(Run(f, settings), func(found Finding) bool { return found.Code != code })
		if asked == "" {
			checkPracticeFixes(t, c.Source.String(), settings, findings)
			return showOffers(f.Text, findings), true
		}
		return practiceFixed(c, findings, asked)
	})
}

// checkPracticeFixes: each fix of the Dockerfile takes its finding away, and BuildKit
// refuses nothing more.
func checkPracticeFixes(t *testing.T, src string, c Config, findings []Finding) {
	t.Helper()
	before, _ := check(src, c)
	for _, found := range findings {
		if found.Fix == nil || found.Fix.File != "" {
			continue
		}
		after, _ := check(text.Apply(src, found.Fix.Edits), c)
		if of(after, found.Code) >= of(before, found.Code) || refusals(after) > refusals(before) || !found.Fix.Unsafe {
			t.Errorf("%s, %q leaves it, or breaks\n%s", found.Code, found.Fix.Title, src)
		}
	}
}

func showOffers(src text.Text, findings []Finding) string {
	var b strings.Builder
	for _, found := range findings {
		b.WriteString(fixture.Locations(src, found.Span) + "   " + found.Severity.String() + ": " + found.Message)
		if found.Fix != nil {
			b.WriteString(" [" + found.Fix.Title + "]")
		}
		b.WriteString("\n")
	}
	return b.String()
}

// practiceFixed is a file after the fixes that change it.
func practiceFixed(c fixture.Case, findings []Finding, asked string) (string, bool) {
	file, beside := strings.CutPrefix(asked, "in ")
	if !beside && asked != "fixed" {
		return "", false
	}
	src := c.Source.String()
	if beside {
		src = ""
		if f, ok := c.Files[file]; ok {
			src = string(f.Data)
		}
	}
	var edits []text.Edit
	for _, found := range findings {
		if found.Fix != nil && (beside && found.Fix.File == file || !beside && found.Fix.File == "") {
			edits = append(edits, found.Fix.Edits...)
		}
	}
	return text.Apply(src, edits), true
}

// TestOtherFiles: a fix of another file goes away with its finding once it is made,
// and FixAll leaves it alone.
func TestOtherFiles(t *testing.T) {
	const src = "FROM node:24\nWORKDIR /srv\nCOPY . .\n"
	for _, ignore := range []string{"", "*.log", "*.log\r\n"} {
		files := fstest.MapFS{"server.js": {}, ".env": {}}
		if ignore != "" {
			files[".dockerignore"] = &fstest.MapFile{Data: []byte(ignore)}
		}
		found, _ := practiceFindings(src, files, "UnwantedFileCopied")
		if len(found) != 1 || found[0].Fix == nil || found[0].Fix.File != ".dockerignore" || !found[0].Fix.Unsafe {
			t.Fatalf("%+v", found)
		}
		c := Config{Context: buildcontext.New(files, "Dockerfile")}
		if fixed, n := FixAll(src, c, true); fixed != src || n != 0 {
			t.Errorf("%d fixes made\n%s", n, fixed)
		}
		files[".dockerignore"] = &fstest.MapFile{Data: []byte(text.Apply(ignore, found[0].Fix.Edits))}
		if left, _ := practiceFindings(src, files, "UnwantedFileCopied"); len(left) > 0 {
			t.Errorf("still found with\n%s", files[".dockerignore"].Data)
		}
	}
}
