package analysis

import (
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/slipway-dev/slipway/analysis/buildcontext"
	"github.com/slipway-dev/slipway/analysis/text"
)

func TestFolded(t *testing.T) {
	var items []string
	for range 70 {
		items = append(items, "`x`")
	}
	a := Answer{Markdown: "m", Folded: Folded{"T", items}}
	if got := a.Text(false); !strings.HasPrefix(got, "m\n\nT:\n\n- `x`\n") || !strings.HasSuffix(got, "\n- 62 more") {
		t.Error(got)
	}
	if got := a.Text(true); !strings.HasPrefix(got, "m\n\n<details><summary>T</summary>\n\n- `x`\n") || !strings.HasSuffix(got, "\n- 10 more\n\n</details>") {
		t.Error(got)
	}
	if got := (Answer{Markdown: "m"}).Text(true); got != "m" {
		t.Error(got)
	}
}

// What was cut off at a limit is said to be so.
func TestHoverOfManyFiles(t *testing.T) {
	files := fstest.MapFS{}
	for n := range 6000 {
		files["d/"+strconv.Itoa(n)] = &fstest.MapFile{Data: []byte("x")}
	}
	f := New(text.New("FROM scratch\nCOPY d /\n"))
	a, ok := Hover(f, strings.Index(f.Text.String(), "d /"), buildcontext.New(files, "Dockerfile"))
	if want := "**At least 5000 files** of the build context, 5kB or more: `d/0`, "; !ok || !strings.HasPrefix(a.Markdown, want) {
		t.Errorf("%q, want %q", a.Markdown, want)
	}
}

func TestCodeSpan(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"a", "`a`"},
		{"", "nothing"},
		{" \n", "only blanks"},
		{"`", "`` ` ``"},
		{"a``b`", "``` a``b` ```"},
		{" a ", "`  a  `"},
		{" a", "` a`"},
		{"a\n\n# b\r\tc", "`a  # b  c`"},
		{"[a](b)<c>", "`[a](b)<c>`"},
		{"\xff", "`\uFFFD`"},
		{strings.Repeat("é", codeLimit), "`" + strings.Repeat("é", codeLimit) + "`"},
		{strings.Repeat("é", codeLimit+1), "`" + strings.Repeat("é", codeLimit) + "`…"},
	} {
		if got := codeSpan(test.in); got != test.want {
			t.Errorf("%q: %q, want %q", test.in, got, test.want)
		}
	}
}
