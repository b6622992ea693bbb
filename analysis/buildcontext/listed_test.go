package buildcontext

import (
	"io/fs"
	"testing"
	"testing/fstest"
)

// TestListed asks for files that are there and for some that are not.
func TestListed(t *testing.T) {
	fsys := Listed(fstest.MapFS{"a/Dockerfile": {}, "a/b/compose.yaml": {}})
	for name, want := range map[string]bool{
		"a": true, "a/Dockerfile": true, "a/dockerfile": false, "a/b/compose.yaml": true, "a/b/compose.yml": false, "c/compose.yaml": false,
	} {
		if _, err := fs.Stat(fsys, name); (err == nil) != want {
			t.Errorf("%s: %v", name, err)
		}
	}
}
