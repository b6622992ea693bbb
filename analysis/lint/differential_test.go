package lint

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"golang.org/x/tools/txtar"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/buildcontext"
	"github.com/slipway-dev/slipway/analysis/fixture"
	"github.com/slipway-dev/slipway/analysis/lint/buildkittest"
	"github.com/slipway-dev/slipway/analysis/reference"
	"github.com/slipway-dev/slipway/analysis/text"
)

// judge holds our findings against those of BuildKit's DockerfileLint: rule,
// message and lines. Where BuildKit stops at an error, we must have that error
// and may have more than what BuildKit found until then.
func judge(t *testing.T, name string, in buildkittest.Input) {
	t.Helper()
	in.BaseEnv = baseEnv
	want := buildkittest.Lint(in)
	if strings.HasPrefix(want.Error, buildkittest.RefusalMarker) {
		return
	}
	f := analysis.New(text.New(string(in.Dockerfile)))
	c := Config{Severities: map[string]Severity{}}
	if in.HasDockerignore {
		dir := buildcontext.New(fstest.MapFS{".dockerignore": {Data: []byte(in.Dockerignore)}}, "Dockerfile")
		c.Context = dir
		if len(dir.Mistakes()) > 0 {
			return // BuildKit refuses the ignore file, not the Dockerfile
		}
	}
	if in.Experimental {
		c.Severities[linter.RuleInvalidDefinitionDescription.Name] = Warning
	}
	var ours, errs []string
	for _, found := range Run(f, c) {
		if r, _ := Find(found.Code); slices.Contains(buildkitRules, r) {
			if windowsOnLinux(f, found.Code, f.Line(found.Start)) {
				continue
			}
			ours = append(ours, place(f, found))
		} else if Refusal(found.Code) {
			// What another frontend may accept, ours must refuse, too: only the severity
			// differs, and what is added to the message.
			message, _, _ := strings.Cut(found.Message, "; slipway was built with ")
			message, _, _ = strings.Cut(message, "; the frontend ")
			errs = append(errs, message)
		}
	}
	theirs := make([]string, 0, len(want.Findings))
	for _, w := range want.Findings {
		if !windowsOnLinux(f, w.Rule, w.StartLine) {
			theirs = append(theirs, fmt.Sprintf("%s %d-%d %s", w.Rule, w.StartLine, w.EndLine, w.Message))
		}
	}
	ours, theirs = unique(ours), unique(theirs)
	if want.Error != "" {
		checkError(t, name, in, want, errs)
		ours = slices.DeleteFunc(ours, func(s string) bool { return !slices.Contains(theirs, s) })
	} else if len(errs) > 0 {
		t.Errorf("%s: BuildKit accepts it, we say %q:\n%s", name, errs, in.Dockerfile)
	}
	if diff := cmp.Diff(theirs, ours, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s: findings differ from BuildKit's (-) in:\n%s\n%s", name, in.Dockerfile, diff)
	}
}

var onLine = regexp.MustCompile(`^dockerfile parse error on line \d+: `)

// checkError looks for BuildKit's error among ours.
func checkError(t *testing.T, name string, in buildkittest.Input, want buildkittest.Result, errs []string) {
	t.Helper()
	message := onLine.ReplaceAllString(want.Error, "")
	for _, e := range errs {
		if plain, _, _ := strings.Cut(e, " (did you mean "); plain == message {
			return
		}
	}
	if strings.HasPrefix(message, "lint violation found") || len(errs) > 0 && random(message) || hangsOnArgument(string(in.Dockerfile)) {
		return
	}
	t.Errorf("%s: BuildKit says %q, we say %q:\n%s", name, message, errs, in.Dockerfile)
}

// hangsOnArgument tells of files in which something is right or wrong with a value
// that the build or the base image gives: there we say less than BuildKit, which
// takes the value for empty.
func hangsOnArgument(src string) bool {
	for _, st := range analysis.New(text.New(src)).Stages {
		if st.Image.Variable() || st.Platform.Variable() {
			return true
		}
		for _, s := range st.Steps {
			if s.Open || len(s.Unset) > 0 {
				return true
			}
		}
	}
	return false
}

// random tells of errors that BuildKit takes one of by chance.
func random(message string) bool {
	return strings.HasPrefix(message, "failed to parse stage name") || strings.HasPrefix(message, "circular dependency")
}

// windowsOnLinux tells of findings that BuildKit makes only because it was told
// to build a Windows image on Linux, or one that may be of Windows.
func windowsOnLinux(f *analysis.File, rule string, line int) bool {
	if rule != linter.RuleWorkdirRelativePath.Name {
		return false
	}
	for _, st := range f.Stages {
		first, last := f.Line(f.Items.At(st.First).At), f.Line(f.Items.At(st.End-1).Span().End)
		if first <= line && line <= last {
			return st.OS == "windows" && st.Platform.Result == "" ||
				slices.ContainsFunc(st.Steps, func(s analysis.Step) bool {
					c, ok := s.Command.(*instructions.WorkdirCommand)
					return ok && onDrive(st.Facts, c.Path)
				})
		}
	}
	return false
}

// place is a finding with the lines of its instruction, as BuildKit gives them.
func place(f *analysis.File, found Finding) string {
	i, _ := f.ItemAt(found.Start)
	it := f.Items.At(i)
	first, last := f.Line(it.At), f.Line(it.Span().End)
	if found.Code == linter.RuleNoEmptyContinuation.Name {
		// BuildKit names the last line in front of the heredocs.
		if len(it.Heredocs) > 0 {
			last = f.Line(it.At+it.Heredocs[0].Body.Start) - 1
		}
		first = last
	}
	return fmt.Sprintf("%s %d-%d %s", found.Code, first, last, found.Message)
}

func unique(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// baseEnv gives a made-up image the variables that we take for granted.
func baseEnv(image string) []string {
	var env []string
	for _, name := range reference.BaseEnv(image) {
		env = append(env, name+"=x")
	}
	return env
}

func TestJudgeOwnCases(t *testing.T) {
	paths, _ := filepath.Glob("buildkittest/testdata/*.txtar")
	if len(paths) == 0 {
		t.Fatal("no cases")
	}
	for _, path := range paths {
		a, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var in buildkittest.Input
		for _, section := range a.Files {
			switch section.Name {
			case "Dockerfile":
				in.Dockerfile = section.Data
			case ".dockerignore":
				in.Dockerignore, in.HasDockerignore = string(section.Data), true
			case "experimental":
				in.Experimental = true
			}
		}
		judge(t, filepath.Base(path), in)
	}
}

var ownPragma = regexp.MustCompile(`(?i)#\s*((slipway|hadolint)\s|check=.*\bdl\d)`)

func TestJudgeFixtures(t *testing.T) {
	sources, err := fixture.Sources("../../testdata")
	if err != nil || len(sources) == 0 {
		t.Fatal("no fixtures: ", err)
	}
	for i, src := range sources {
		if ownPragma.MatchString(src) {
			continue // BuildKit does not know these comments
		}
		judge(t, fmt.Sprint("fixture ", i), buildkittest.Input{Dockerfile: []byte(src)})
	}
}

func TestJudgeCorpus(t *testing.T) {
	for _, file := range fixture.Corpus(t) {
		judge(t, file.Path, buildkittest.Input{Dockerfile: []byte(file.Source)})
	}
}
