package server

import (
	"encoding/json"
	"strings"
	"testing"
)

// A finding's rule can be turned off in the settings file that the Dockerfile obeys, as
// the client has it, or in a new one.
func TestTurnOff(t *testing.T) {
	creating := object{"workspaceEdit": object{"documentChanges": true, "resourceOperations": []string{"create"}}}
	for name, c := range map[string]struct {
		files     map[string]string
		workspace object
		open      string // the text of .slipway.yaml as the client has it
		title     string
		want      []string // parts of the edit
	}{
		"new":        {nil, creating, "", "Turn off DL3020 in .slipway.yaml", []string{`"create"`, "ROOT/.slipway.yaml", `lint:\n  rules:\n    DL3020: off\n`}},
		"no files":   {nil, object{}, "", "", nil},
		"there":      {map[string]string{".slipway.yaml": "# mine\nlint:\n  rules:\n    DL3008: off # why\n"}, object{}, "", "Turn off DL3020 in .slipway.yaml", []string{"ROOT/.slipway.yaml", `DL3020: off\n    `, `"line":3`}},
		"nearest":    {map[string]string{".slipway.yaml": "lint: {}\n", "a/.slipway.yaml": "lint:\n  profile: all\n"}, creating, "", "Turn off DL3020 in .slipway.yaml", []string{"ROOT/a/.slipway.yaml"}},
		"hadolint's": {map[string]string{".hadolint.yaml": "ignored:\n  - DL3008\n"}, creating, "", "Turn off DL3020 in .hadolint.yaml", []string{"ROOT/.hadolint.yaml", `- DL3020\n`}},
		"open":       {map[string]string{".slipway.yaml": "lint: {}\n"}, creating, "\n\n\nlint:\n  rules:\n    DL3008: off\n", "Turn off DL3020 in .slipway.yaml", []string{`"version":7`, `"line":5`}},
		"broken":     {map[string]string{".slipway.yaml": "lint: [\n"}, creating, "", "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{"a/Dockerfile": ""}
			for path, src := range c.files {
				files[path] = src
			}
			root := tree(t, files)
			capabilities := everything("utf-8", false)
			capabilities["workspace"] = c.workspace
			e := launch(t, Options{})
			e.initialize(object{"capabilities": capabilities, "rootUri": "file://" + root})
			if c.open != "" {
				e.notify("textDocument/didOpen", object{"textDocument": object{
					"uri": "file://" + root + "/.slipway.yaml", "languageId": "yaml", "version": 7, "text": c.open,
				}})
			}
			uri := "file://" + root + "/a/Dockerfile"
			e.open(uri, 1, "FROM debian:13\nADD a /b\nADD b /c\n")
			m := e.call("textDocument/codeAction", object{
				"textDocument": object{"uri": uri}, "range": replace(1, 0, 2, 8, "")["range"], "context": object{"diagnostics": []any{}},
			})
			var actions []struct {
				Title string
				Edit  json.RawMessage
			}
			if err := json.Unmarshal(m.Result, &actions); err != nil {
				t.Fatalf("%s %v", m.Result, m.Error)
			}
			var titles []string
			for _, a := range actions {
				if !strings.HasPrefix(a.Title, "Turn off DL3020") {
					continue
				}
				titles = append(titles, a.Title)
				for _, part := range c.want {
					if part = strings.ReplaceAll(part, "ROOT", "file://"+root); !strings.Contains(string(a.Edit), part) {
						t.Errorf("%s is not in %s", part, a.Edit)
					}
				}
			}
			if strings.Join(titles, "") != c.title {
				t.Errorf("%q, want %q", titles, c.title)
			}
		})
	}
}
