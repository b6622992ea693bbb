package server

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestEditBeside: a fix of .dockerignore makes the file where it is not there and
// the client can do that, and otherwise edits it, also where it is open; not where
// it is open with a text that was not saved.
func TestEditBeside(t *testing.T) {
	const src = "FROM scratch\nCOPY . /\n"
	for _, c := range []struct {
		name, disk, open string
		creates          bool
		want             string
	}{
		{name: "made", creates: true, want: `{"documentChanges":[{"kind":"create","uri":"URI"},{"textDocument":{"uri":"URI","version":null},"edits":[{"range":{"start":{"line":0,"character":0},"end":{"line":0,"character":0}},"newText":"TEXT"}]}]}`},
		{name: "cannot be made", want: "none"},
		{name: "edited", disk: "*.log", creates: true, want: `{"documentChanges":[{"textDocument":{"uri":"URI","version":null},"edits":[{"range":{"start":{"line":0,"character":5},"end":{"line":0,"character":5}},"newText":"\n**/.env\n"}]}]}`},
		{name: "open", disk: "*.log\n", open: "*.log\n", want: `{"documentChanges":[{"textDocument":{"uri":"URI","version":7},"edits":[{"range":{"start":{"line":1,"character":0},"end":{"line":1,"character":0}},"newText":"**/.env\n"}]}]}`},
		{name: "not saved", disk: "*.log\n", open: "*.tmp\n", want: "none"},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := map[string]string{"Dockerfile": src, ".env": "", "main.go": ""}
			if c.disk != "" {
				files[".dockerignore"] = c.disk
			}
			root := tree(t, files)
			operations := []string{}
			if c.creates {
				operations = append(operations, "create")
			}
			e := start(t, object{
				"workspace":    object{"workspaceEdit": object{"documentChanges": true, "resourceOperations": operations}},
				"textDocument": object{"codeAction": object{"codeActionLiteralSupport": object{"codeActionKind": object{"valueSet": []string{""}}}}},
			})
			ignore := "file://" + root + "/.dockerignore"
			if c.open != "" {
				e.notify("textDocument/didOpen", object{"textDocument": object{"uri": ignore, "languageId": "ignore", "version": 7, "text": c.open}})
			}
			e.open("file://"+root+"/Dockerfile", 1, src)
			if got := besideEdit(e, "file://"+root+"/Dockerfile", ignore); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			if _, err := os.Stat(filepath.Join(root, ".dockerignore")); (err == nil) != (c.disk != "") {
				t.Error("the server has touched the file:", err)
			}
		})
	}
}

// besideEdit is the edit of the action about .dockerignore, with the template cut
// out, or "none".
func besideEdit(e *editor, dockerfile, ignore string) string {
	var actions []struct {
		Title string
		Edit  json.RawMessage
	}
	at := object{"line": 1, "character": 6}
	answer := e.call("textDocument/codeAction", object{
		"textDocument": object{"uri": dockerfile}, "range": object{"start": at, "end": at}, "context": object{"diagnostics": []object{}, "only": []string{"quickfix"}},
	})
	if err := json.Unmarshal(answer.Result, &actions); err != nil {
		return err.Error()
	}
	for _, a := range actions {
		if strings.Contains(a.Title, ".dockerignore") {
			edit := strings.ReplaceAll(string(a.Edit), ignore, "URI")
			if start := strings.Index(edit, "# The history"); start >= 0 {
				end := strings.Index(edit[start:], `"`)
				edit = edit[:start] + "TEXT" + edit[start+end:]
			}
			return edit
		}
	}
	return "none"
}

// The ignore file belongs to the build context, wherever that is, and the one of the
// Dockerfile's name counts before it.
func TestContextFor(t *testing.T) {
	for _, c := range []struct {
		name         string
		files        map[string]string
		root, ignore string
		wantsContent bool
	}{
		{"none", nil, "/app", "/app/.dockerignore", true},
		{"there", map[string]string{"app/.dockerignore": "*\n"}, "/app", "/app/.dockerignore", false},
		{"its own", map[string]string{"app/.dockerignore": "*\n", "app/Dockerfile.dockerignore": ""}, "/app", "/app/Dockerfile.dockerignore", false},
		{"of the context", map[string]string{"compose.yaml": buildsAbove}, "", "/.dockerignore", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := map[string]string{"app/Dockerfile": "FROM scratch\nCOPY a /\n"}
			maps.Copy(files, c.files)
			root := tree(t, files)
			e := start(t, object{"workspace": object{"workspaceFolders": true}})
			e.notify("workspace/didChangeWorkspaceFolders", object{"event": object{
				"added": []object{{"uri": "file://" + root, "name": "w"}}, "removed": []object{},
			}})
			m := e.call("workspace/executeCommand", object{
				"command": "slipway.context", "arguments": []any{object{"uri": "file://" + root + "/app/Dockerfile"}},
			})
			var got struct{ URI, IgnoreFile, Content string }
			if err := json.Unmarshal(m.Result, &got); err != nil || m.Error != nil {
				t.Fatalf("%s %v %v", m.Result, m.Error, err)
			}
			if got.URI != "file://"+root+c.root || got.IgnoreFile != "file://"+root+c.ignore || strings.Contains(got.Content, "**/.git\n") != c.wantsContent {
				t.Errorf("%+v", got)
			}
		})
	}
}
