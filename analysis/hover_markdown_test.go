package analysis

import (
	"strings"
	"testing"
)

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
