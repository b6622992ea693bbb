package buildkittest

import (
	"context"
	"fmt"
	"net"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// offlineRules are the checks that need no registry: all of BuildKit's
// linter/ruleset.go but InvalidBaseImagePlatform.
var offlineRules = []string{
	"ConsistentInstructionCasing", "CopyIgnoredFile", "DuplicateStageName", "ExposeInvalidFormat", "ExposeProtoCasing",
	"FromAsCasing", "FromPlatformFlagConstDisallowed", "InvalidDefaultArgInFrom", "InvalidDefinitionDescription",
	"JSONArgsRecommended", "LegacyKeyValueFormat", "MaintainerDeprecated", "MultipleInstructionsDisallowed",
	"NoEmptyContinuation", "RedundantTargetPlatform", "ReservedStageName", "SecretsUsedInArgOrEnv", "StageNameCasing",
	"UndefinedArgInFrom", "UndefinedVar", "WorkdirRelativePath",
}

// describe prints a result as a table's want column does: a finding as
// "line Rule: message", the error last as "line error: message".
func describe(r Result) []string {
	span := func(start, end int) string {
		if start == end {
			return fmt.Sprint(start)
		}
		return fmt.Sprintf("%d-%d", start, end)
	}
	var out []string
	for _, f := range r.Findings {
		out = append(out, fmt.Sprintf("%s %s: %s", span(f.StartLine, f.EndLine), f.Rule, f.Message))
	}
	if r.Error != "" {
		out = append(out, fmt.Sprintf("%s error: %s", span(r.ErrorStart, r.ErrorEnd), r.Error))
	}
	return out
}

// lintTenTimes fails if BuildKit's answer is not the same each time.
func lintTenTimes(t *testing.T, in Input) []string {
	t.Helper()
	first := describe(Lint(in))
	for range 9 {
		if diff := cmp.Diff(first, describe(Lint(in))); diff != "" {
			t.Fatalf("two answers for one file (-first +later):\n%s", diff)
		}
	}
	return first
}

func TestEveryOfflineRuleFires(t *testing.T) {
	var fired []string
	for _, c := range ruleCases {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, lintTenTimes(t, c.input())); diff != "" {
				t.Errorf("BuildKit says (-want +got):\n%s", diff)
			}
		})
		for _, line := range c.want {
			_, rest, _ := strings.Cut(line, " ")
			if rule, _, _ := strings.Cut(rest, ":"); rule != "error" {
				fired = append(fired, rule)
			}
		}
	}
	slices.Sort(fired)
	if diff := cmp.Diff(offlineRules, slices.Compact(fired)); diff != "" {
		t.Errorf("rules in the table (-want +got):\n%s", diff)
	}
}

func TestFindingsCarryTheirDocumentation(t *testing.T) {
	for _, c := range ruleCases {
		for _, f := range Lint(c.input()).Findings {
			if !strings.HasPrefix(f.URL, "https://docs.docker.com/go/dockerfile/rule/") {
				t.Errorf("%s: URL %q", f.Rule, f.URL)
			}
		}
	}
}

func TestBaseEnvIsAskedWithTheFullReference(t *testing.T) {
	var asked string
	Lint(Input{Dockerfile: []byte("FROM golang\n"), BaseEnv: func(image string) []string {
		asked = image
		return nil
	}})
	if want := "docker.io/library/golang:latest"; asked != want {
		t.Errorf("asked for %q, want %q", asked, want)
	}
}

func TestNoNameResolves(t *testing.T) {
	if addresses, err := net.DefaultResolver.LookupHost(context.Background(), "docs.docker.com"); err == nil {
		t.Errorf("docs.docker.com resolved to %v", addresses)
	}
}
