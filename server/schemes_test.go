package server

import (
	"encoding/json"
	"testing"
)

// Documents are known by what clients call them, on a disk of the machine or not,
// and answers call them the same.
func TestSchemes(t *testing.T) {
	for _, uri := range []string{
		"untitled:Untitled-1",
		"vscode-remote://ssh-remote%2Bbox/srv/my%20app/Dockerfile",
		"vscode-vfs://github/owner/name/Dockerfile",
		"file:///c%3A/src/Dockerfile",
		"file:///C:/src/Dockerfile",
		"file:///c:/src/Dockerfile.dev",
		"file://server/share/Dockerfile",
		"file:///home/b%C3%A4r/Dockerfile",
		"file:///home/bär/Dockerfile",
		"zipfile:///x.zip::Dockerfile",
	} {
		t.Run(uri, func(t *testing.T) {
			e := start(t, object{})
			e.open(uri, 1, "FROM scratch as base\n")
			if p := e.diagnostics(uri, 1); len(p.Diagnostics) != 1 {
				t.Errorf("opened: %+v", p)
			}
			// Clients that know nothing of ranges send the whole text.
			e.change(uri, 2, whole("FROM scratch AS base\nFROM base\n"))
			if p := e.diagnostics(uri, 2); len(p.Diagnostics) != 0 {
				t.Errorf("changed: %+v", p)
			}
			params := at(uri, 1, 6)
			params["newName"] = "other"
			var edit struct{ Changes map[string][]struct{} }
			if m := e.call("textDocument/rename", params); m.Error != nil || json.Unmarshal(m.Result, &edit) != nil || len(edit.Changes[uri]) != 2 {
				t.Errorf("rename: %s %v", m.Result, m.Error)
			}
		})
	}
}

// A client that says it answers questions about settings, and never does, is
// served with the defaults.
func TestSettingsNeverAnswered(t *testing.T) {
	e := start(t, object{"workspace": object{"configuration": true}})
	e.notice("workspace/configuration", nil)
	e.open(dockerfile, 1, "FROM scratch as base\n")
	if p := e.diagnostics(dockerfile, 1); len(p.Diagnostics) != 1 {
		t.Errorf("%+v", p)
	}
}
