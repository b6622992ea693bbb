package server

import (
	"strings"
	"testing"
)

// TestRuleNames: the names of rules are offered and explained in comments that
// silence them.
func TestRuleNames(t *testing.T) {
	e := start(t, object{})
	e.open(dockerfile, 1, "FROM a\n# slipway ignore=NoUser,DL\nCMD a\n")
	ask := func(method string, column int) string {
		return string(e.call(method, object{"textDocument": object{"uri": dockerfile}, "position": object{"line": 1, "character": column}}).Result)
	}
	if got := ask("textDocument/completion", 27); !strings.Contains(got, `"label":"DL3020"`) || !strings.Contains(got, `"label":"CopyBeforeInstall"`) || strings.Contains(got, `"label":"NoUser"`) {
		t.Error(got)
	}
	if got := ask("textDocument/hover", 20); !strings.Contains(got, "The container runs as root") {
		t.Error(got)
	}
}
