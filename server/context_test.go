package server

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

const buildsAbove = "services:\n  app:\n    build:\n      context: .\n      dockerfile: app/Dockerfile\n"

// The build context is what settings say, then what a compose file in the workspace
// says, then the Dockerfile's folder; it changes together with these.
func TestBuildContext(t *testing.T) {
	root := tree(t, map[string]string{"app/Dockerfile": "", "app/own.txt": "", "top.txt": "", "other/set.txt": ""})
	write := func(name, src string) object {
		t.Helper()
		path := filepath.Join(root, name)
		if err := os.WriteFile(path, []byte(src), 0o644); err != nil {
			t.Fatal(err)
		}
		return object{"changes": []object{{"uri": "file://" + path, "type": 1}}}
	}
	e := launch(t, Options{})
	e.initialize(object{"workspaceFolders": []object{{"uri": "file://" + root, "name": "w"}}})
	uri := "file://" + root + "/app/Dockerfile"
	e.open(uri, 1, "FROM scratch\nCOPY  /x/\n")
	offers := func(want string) {
		t.Helper()
		var list struct{ Items []struct{ Label string } }
		m := e.call("textDocument/completion", at(uri, 1, 5))
		if err := json.Unmarshal(m.Result, &list); err != nil {
			t.Fatal(err)
		}
		for _, item := range list.Items {
			if item.Label == want {
				return
			}
		}
		t.Errorf("no %s among %v", want, list.Items)
	}
	offers("own.txt")
	e.notify("workspace/didChangeWatchedFiles", write("compose.yaml", buildsAbove))
	offers("top.txt")
	e.notify("workspace/didChangeWatchedFiles", write(".slipway.yaml", "build:\n  context: other\n"))
	offers("set.txt")
	e.notify("workspace/didChangeConfiguration", object{"settings": object{"slipway": object{"build": object{"context": "app"}}}})
	offers("own.txt")
}

// Outside of a workspace only files beside the Dockerfile are asked.
func TestContextOf(t *testing.T) {
	root := tree(t, map[string]string{"app/Dockerfile": "", "compose.yaml": buildsAbove})
	name := filepath.Join(root, "app", "Dockerfile")
	for _, test := range []struct {
		set  string
		tops []string
		want string
	}{
		{"", nil, "app"},
		{"", []string{root}, "."},
		{"", []string{filepath.Join(root, "app"), root}, "app"},
		{"", []string{filepath.Join(root, "ap")}, "app"},
		{filepath.Join(root, "x"), []string{root}, "x"},
	} {
		if got := ContextOf(name, test.set, test.tops).Folder; got != filepath.Join(root, test.want) {
			t.Errorf("%+v: %s", test, got)
		}
	}
}

// Images that other files of the workspace start from stand behind those of the
// file itself, the most common first.
func TestWorkspaceImages(t *testing.T) {
	root := tree(t, map[string]string{
		"a/Dockerfile": "FROM example.com/rare\n", "b/Dockerfile": "FROM example.com/common:1 AS x\nFROM x\nFROM scratch\n",
		"c/Dockerfile": "ARG V\nFROM example.com/common:1\nFROM x:$V\n",
	})
	e := launch(t, Options{})
	e.initialize(object{"workspaceFolders": []object{{"uri": "file://" + root, "name": "w"}}})
	uri := "file://" + root + "/Dockerfile"
	e.open(uri, 1, "FROM example.com/own AS y\nFROM \n")
	var list struct{ Items []struct{ Label string } }
	if err := json.Unmarshal(e.call("textDocument/completion", at(uri, 1, 5)).Result, &list); err != nil {
		t.Fatal(err)
	}
	var labels []string
	for _, item := range list.Items {
		labels = append(labels, item.Label)
	}
	if want := []string{"y", "example.com/own", "example.com/common:1", "example.com/rare", "scratch", "alpine"}; !slices.Equal(labels[:min(len(want), len(labels))], want) {
		t.Errorf("got %q, want %q", labels, want)
	}
}

// A client that is known to have a command for it asks again behind a folder; others
// are sent none, as they would call it an error.
func TestFolderAsksAgain(t *testing.T) {
	root := tree(t, map[string]string{"Dockerfile": "", "src/main.go": ""})
	uri := "file://" + root + "/Dockerfile"
	for name, want := range map[string]bool{"Visual Studio Code": true, "Neovim": false} {
		e := launch(t, Options{})
		e.initialize(object{"clientInfo": object{"name": name}})
		e.open(uri, 1, "FROM scratch\nCOPY s\n")
		var list struct {
			Items []struct {
				Label   string
				Command *struct{ Command string }
			}
		}
		if err := json.Unmarshal(e.call("textDocument/completion", at(uri, 1, 6)).Result, &list); err != nil {
			t.Fatal(err)
		}
		for _, item := range list.Items {
			if got := item.Command != nil && item.Command.Command != ""; got != (want && item.Label == "src/") {
				t.Errorf("%s: %s has the command %v", name, item.Label, item.Command)
			}
		}
	}
}
