package lint

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/buildcontext"
	"github.com/slipway-dev/slipway/analysis/fixture"
	"github.com/slipway-dev/slipway/analysis/refactor"
	"github.com/slipway-dev/slipway/analysis/text"
)

// TestFixtures: what a section wants is answered by the function of that name,
// under the settings that stand beside the Dockerfile. The fixtures of BuildKit's
// own checks and errors run with these and the rules for encodings alone.
func TestFixtures(t *testing.T) {
	for dir, base := range map[string]string{"lint": "buildkit", "errors": "buildkit", "suppress": "", "settings": "", "fix": ""} {
		t.Run(dir, func(t *testing.T) {
			fixture.Run(t, "../../testdata/"+dir, func(t *testing.T, c fixture.Case, name string) (string, bool) {
				question, argument, _ := strings.Cut(name, " of ")
				answer, ok := answers[question]
				if !ok {
					return "", false
				}
				return answer(t, newSubject(c, base), argument), true
			})
		})
	}
}

// subject is a case with what was found in it.
type subject struct {
	fixture.Case
	file     *analysis.File
	layer    *Layer
	config   Config
	findings []Finding
}

func newSubject(c fixture.Case, profile string) subject {
	s := subject{Case: c, file: analysis.New(c.Source), layer: FindSettings(c.Files, c.Name)}
	settings := Merge(s.layer)
	if profile != "" {
		settings.Profile = profile
		settings.Rules = map[string]Severity{}
		for _, r := range encodingRules {
			settings.Rules[r.Code] = r.Severity
		}
	}
	s.config = settings.Config()
	s.config.Context, s.config.Resolve = buildcontext.New(c.Files, c.Name), refactor.Resolve
	s.config.Named = map[string]*buildcontext.Context{}
	for name := range buildcontext.Find(c.Files, c.Name, ".").Named {
		s.config.Named[name] = nil
	}
	s.findings = Run(s.file, s.config)
	return s
}

// selected is the finding at the cursor.
func (s subject) selected(t *testing.T) Finding {
	for _, found := range s.findings {
		if found.Touches(s.Cursor) {
			return found
		}
	}
	t.Fatal("no finding at the cursor")
	return Finding{}
}

func (s subject) edited(edits []text.Edit) string {
	if edits == nil {
		return "nothing\n"
	}
	return text.Apply(s.Source.String(), edits)
}

var answers = map[string]func(t *testing.T, s subject, argument string) string{
	"findings":       func(_ *testing.T, s subject, _ string) string { return show(s.file.Text, s.findings) },
	"ignore here":    func(t *testing.T, s subject, _ string) string { return s.edited(IgnoreHere(s.file, s.selected(t))) },
	"ignore in file": func(t *testing.T, s subject, _ string) string { return s.edited(IgnoreInFile(s.file, s.selected(t))) },
	"fixed": func(_ *testing.T, s subject, _ string) string {
		fixed, n := FixAll(s.Source.String(), s.config, false)
		return fmt.Sprintf("%s(%d)\n", fixed, n)
	},
	"fixed unsafe": func(_ *testing.T, s subject, _ string) string {
		fixed, n := FixAll(s.Source.String(), s.config, true)
		return fmt.Sprintf("%s(%d)\n", fixed, n)
	},
	"mistakes": func(_ *testing.T, s subject, _ string) string { return show(s.layer.Text, s.layer.Mistakes) },
	"settings": func(_ *testing.T, s subject, _ string) string {
		return s.layer.Path + "\n" + showSettings(Merge(s.layer))
	},
	"off": func(t *testing.T, s subject, code string) string {
		edits := s.layer.TurnOff(code)
		if edits == nil {
			return "nothing\n"
		}
		return text.Apply(s.layer.Text.String(), edits)
	},
}

// show prints findings, each under the line it is on.
func show(src text.Text, findings []Finding) string {
	var b strings.Builder
	for _, found := range findings {
		b.WriteString(fixture.Locations(src, found.Span))
		fmt.Fprintf(&b, "   %s %s: %s\n", found.Severity, found.Code, found.Message)
	}
	return b.String()
}

// showSettings prints what is set, a line each.
func showSettings(s Settings) string {
	var b strings.Builder
	line := func(key string, value any, set bool) {
		if set {
			fmt.Fprintf(&b, "%s: %v\n", key, value)
		}
	}
	line("log level", s.LogLevel, s.LogLevel != "")
	line("profile", s.Profile, s.Profile != "")
	line("shellcheck", s.ShellCheck, s.ShellCheck != "")
	for _, code := range slices.Sorted(maps.Keys(s.Rules)) {
		line(code, s.Rules[code], true)
	}
	line("registries", s.Hadolint.TrustedRegistries, s.Hadolint.TrustedRegistries != nil)
	line("schema", s.Hadolint.LabelSchema, s.Hadolint.LabelSchema != nil)
	line("strict labels", s.Hadolint.StrictLabels, s.Hadolint.StrictLabels)
	line("no ignores", s.NoIgnores, s.NoIgnores)
	line("command", fmt.Sprintf("%+v", s.Command), s.Command != CommandSettings{})
	return b.String()
}
