package lint

import (
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis"
)

type namedShellsKey struct{}

// namedShells are the shells that comments «# hadolint shell=…» give to the steps of a
// stage, "" where they give none: to what follows them, up to the next SHELL. One before
// the first FROM counts for all stages.
func namedShells(st *analysis.Facts) []string {
	return st.Memo(namedShellsKey{}, func() any {
		names := make([]string, len(st.Steps))
		name := namedShell("", st.Globals().Comments())
		for n := range st.Steps {
			name = namedShell(name, st.Lead(n))
			names[n] = name
			if st.Steps[n].In.Kind() == command.Shell {
				name = ""
			}
		}
		return names
	}).([]string)
}

// underPragma is the nth step of a stage, and the state at its end, with the shell that
// a comment names. BuildKit knows nothing of these comments, so they count only for what
// is said of the text that a shell reads.
func underPragma(st *analysis.Facts, n int) (analysis.Step, *analysis.State) {
	s := st.Steps[n]
	name := namedShells(st)[n]
	if name == "" {
		return s, st.After
	}
	before := *s.Before
	before.Shell = []string{name, "-c"}
	s.Before = &before
	return s, &before
}

// namedShell is the shell that the last of some comments names, or the one before.
func namedShell(name string, comments []string) string {
	for _, comment := range comments {
		words := strings.Fields(comment)
		if len(words) < 2 || words[0] != "hadolint" || !strings.HasPrefix(words[1], "shell") {
			continue
		}
		value, ok := strings.CutPrefix(strings.TrimSpace(strings.TrimPrefix(strings.Join(words[1:], " "), "shell")), "=")
		if fields := strings.Fields(value); ok && len(fields) > 0 {
			name = fields[0]
		}
	}
	return name
}
