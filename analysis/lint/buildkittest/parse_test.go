package buildkittest

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
)

func TestParse(t *testing.T) {
	src := "# escape=`\n# why\nFROM a\nrun --mount=type=cache,target=/c `\n  # gone\n  x\n" +
		"ENV A=1 B=\"2 3\"\nONBUILD COPY --link <<E /e\nhi\nE\nCMD [\"a\", \"b\"]\n"
	cuts, escape, warnings, err := Parse([]byte(src))
	if err != nil || escape != '`' || len(warnings) != 0 {
		t.Fatalf("escape %q, warnings %v, error %v", escape, warnings, err)
	}
	want := []Cut{
		{Start: 3, End: 3, Keyword: "FROM", Original: "FROM a", Args: []string{"a"}, Comments: []string{"why"}},
		{Start: 4, End: 6, Keyword: "run", Original: "run --mount=type=cache,target=/c   x", Flags: []string{"--mount=type=cache,target=/c"}, Args: []string{"x"}},
		{Start: 7, End: 7, Keyword: "ENV", Original: `ENV A=1 B="2 3"`, Args: []string{"A", "1", "=", "B", `"2 3"`, "="}},
		{
			Start: 8, End: 10, Keyword: "ONBUILD", Original: "ONBUILD COPY --link <<E /e",
			Flags: []string{"--link"}, Args: []string{"COPY", "<<E", "/e"},
			Heredocs: []parser.Heredoc{{Name: "E", Expand: true, Content: "hi\n"}},
		},
		{Start: 11, End: 11, Keyword: "CMD", Original: `CMD ["a", "b"]`, Args: []string{"a", "b"}, JSON: true},
	}
	if diff := cmp.Diff(want, cuts); diff != "" {
		t.Errorf("cuts (-want +got):\n%s", diff)
	}
}

func TestParseErrors(t *testing.T) {
	for _, src := range []string{"", "# only a comment\n", "RUN <<E\nno end\n", "# escape=x\nFROM a\n"} {
		if cuts, _, _, err := Parse([]byte(src)); err == nil {
			t.Errorf("%q: no error, %d cuts", src, len(cuts))
		}
	}
	if _, _, warnings, err := Parse([]byte("RUN a \\\n\n b\n")); err != nil || len(warnings) != 1 {
		t.Errorf("an empty continuation line: warnings %v, error %v", warnings, err)
	}
}
