package server

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// broken has an error that BuildKit reports, on its second line.
const broken = "FROM scratch\nFOO bar\n"

func TestPush(t *testing.T) {
	e := start(t, object{})
	e.open(dockerfile, 1, broken)
	if p := e.diagnostics(dockerfile, 1); len(p.Diagnostics) == 0 || p.Diagnostics[0].Range.Start.Line != 1 {
		t.Errorf("opened: %+v", p)
	}
	e.change(dockerfile, 2, replace(1, 0, 2, 0, ""))
	if p := e.diagnostics(dockerfile, 2); len(p.Diagnostics) != 0 {
		t.Errorf("mended: %+v", p)
	}
	e.change(dockerfile, 3, replace(0, 0, 0, 0, "# the same findings\n"))
	if p := e.diagnostics(dockerfile, 3); len(p.Diagnostics) != 0 {
		t.Errorf("still: %+v", p)
	}
	e.change(dockerfile, 4, replace(2, 0, 2, 0, "FOO bar\n"))
	if p := e.diagnostics(dockerfile, 4); len(p.Diagnostics) == 0 || p.Diagnostics[0].Range.Start.Line != 2 {
		t.Errorf("broken again: %+v", p)
	}
	e.close(dockerfile)
	if p := e.diagnostics(dockerfile, 0); p.Diagnostics == nil || len(p.Diagnostics) != 0 {
		t.Errorf("closed: %+v", p)
	}
	e.open("file:///ws/notes.txt", 1, broken)
	e.open(dockerfile, 1, broken)
	if p := e.diagnostics(dockerfile, 1); len(p.Diagnostics) == 0 {
		t.Errorf("opened again: %+v", p)
	}
}

// However fast the changes come, what is published are newer and newer versions,
// each once, and the last of all at the end.
func TestPushOrder(t *testing.T) {
	const changes = 2000
	e := start(t, object{})
	e.open(dockerfile, 0, broken)
	for version := 1; version <= changes; version++ {
		e.change(dockerfile, version, replace(0, 0, 0, 0, "#\n"))
	}
	last := -1
	for last < changes {
		m := e.notice("textDocument/publishDiagnostics", nil)
		var p published
		if err := json.Unmarshal(m.Params, &p); err != nil || p.Version == nil {
			t.Fatalf("%s %v", m.Params, err)
		}
		if *p.Version <= last {
			t.Fatalf("version %d after %d", *p.Version, last)
		}
		last = *p.Version
		if len(p.Diagnostics) == 0 || p.Diagnostics[0].Range.Start.Line != last+1 {
			t.Fatalf("of version %d: %+v", last, p)
		}
	}
}

// pulling are the capabilities of a client that pulls diagnostics.
var pulling = object{
	"textDocument": object{"diagnostic": object{}}, "workspace": object{"diagnostics": object{"refreshSupport": true}},
}

// A client that cannot be told to pull again is pushed what settings change.
func TestPushWithoutRefresh(t *testing.T) {
	e := start(t, object{"textDocument": object{"diagnostic": object{}}})
	e.open(dockerfile, 1, "FROM scratch as base\n")
	if p := e.diagnostics(dockerfile, 1); len(p.Diagnostics) != 1 {
		t.Fatalf("%+v", p)
	}
	e.notify("workspace/didChangeConfiguration", object{"settings": object{"lint": object{"rules": object{"FromAsCasing": "off"}}}})
	if p := e.diagnostics(dockerfile, 1); len(p.Diagnostics) != 0 {
		t.Errorf("off: %+v", p)
	}
}

// A client that pulls gets nothing pushed, as it would show both.
func TestNoPushToPull(t *testing.T) {
	e := start(t, pulling)
	e.open(dockerfile, 1, broken)
	e.change(dockerfile, 2, whole(broken+"\n"))
	e.pull(dockerfile, "")
	e.close(dockerfile)
	e.call("test/null", object{})
	e.call("shutdown", nil)
	e.notify("exit", nil)
	e.exitCode()
	e.mu.Lock()
	defer e.mu.Unlock()
	if slices.ContainsFunc(e.notices, func(m message) bool { return m.Method == "textDocument/publishDiagnostics" }) {
		t.Error("pushed")
	}
}

// pulled is the report of one document.
type pulled struct {
	URI      string
	Version  *int
	Kind     string
	ResultID string
	Items    []json.RawMessage
}

func (e *editor) pull(uri, previous string) (p pulled) {
	e.t.Helper()
	params := object{"textDocument": object{"uri": uri}}
	if previous != "" {
		params["previousResultId"] = previous
	}
	m := e.call("textDocument/diagnostic", params)
	if err := json.Unmarshal(m.Result, &p); err != nil || m.Error != nil {
		e.t.Fatalf("%s %v %v", m.Result, m.Error, err)
	}
	return p
}

func TestPull(t *testing.T) {
	e := start(t, pulling)
	e.open(dockerfile, 1, broken)
	first := e.pull(dockerfile, "")
	if first.Kind != "full" || len(first.Items) == 0 || first.ResultID == "" {
		t.Errorf("first: %+v", first)
	}
	if p := e.pull(dockerfile, first.ResultID); p.Kind != "unchanged" || p.ResultID != first.ResultID || p.Items != nil {
		t.Errorf("asked again: %+v", p)
	}
	e.change(dockerfile, 2, replace(2, 0, 2, 0, "# behind\n"))
	if p := e.pull(dockerfile, first.ResultID); p.Kind != "unchanged" {
		t.Errorf("equal findings: %+v", p)
	}
	e.change(dockerfile, 3, replace(0, 0, 0, 0, "# before\n"))
	if p := e.pull(dockerfile, first.ResultID); p.Kind != "full" || len(p.Items) != len(first.Items) {
		t.Errorf("moved: %+v", p)
	}
	e.change(dockerfile, 4, whole("FROM scratch\n"))
	if p := e.pull(dockerfile, "from another life"); p.Kind != "full" || p.Items == nil || len(p.Items) != 0 {
		t.Errorf("mended: %+v", p)
	}
	if p := e.pull("file:///ws/other.txt", ""); p.Kind != "full" || p.Items == nil || len(p.Items) != 0 {
		t.Errorf("not a Dockerfile: %+v", p)
	}
}

// tree is a folder with files in it.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, content := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// workspace pulls for the whole workspace: by path, the reports.
func (e *editor) workspace(root string, previous map[string]string) map[string]pulled {
	e.t.Helper()
	ids := []object{}
	for path, id := range previous {
		ids = append(ids, object{"uri": "file://" + root + "/" + path, "value": id})
	}
	m := e.call("workspace/diagnostic", object{"previousResultIds": ids})
	var got struct{ Items []pulled }
	if err := json.Unmarshal(m.Result, &got); err != nil || m.Error != nil {
		e.t.Fatalf("%s %v %v", m.Result, m.Error, err)
	}
	reports := map[string]pulled{}
	for _, p := range got.Items {
		path := strings.TrimPrefix(p.URI, "file://"+root+"/")
		if _, twice := reports[path]; twice {
			e.t.Errorf("%s twice", path)
		}
		reports[path] = p
	}
	return reports
}

// summary is the kinds of reports and numbers of their items, by path.
func summary(reports map[string]pulled) string {
	var lines []string
	for path, p := range reports {
		version := "null"
		if p.Version != nil {
			version = fmt.Sprint(*p.Version)
		}
		lines = append(lines, fmt.Sprintf("%s@%s %s %v", path, version, p.Kind, len(p.Items) > 0))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func TestWorkspaceDiagnostics(t *testing.T) {
	root := tree(t, map[string]string{
		"Dockerfile":                 broken,
		"a/b/dev.Dockerfile":         "FROM scratch\n",
		"a/Containerfile":            broken,
		"a/notes.txt":                broken,
		"a/compose.yaml":             broken,
		"Dockerfile.dockerignore":    "x",
		"node_modules/x/Dockerfile":  broken,
		"vendor/x/Dockerfile":        broken,
		".git/x/Dockerfile":          broken,
		"dir.Dockerfile/really/file": "",
	})
	if err := os.Symlink(root, filepath.Join(root, "a", "circle")); err != nil {
		t.Skip("no symbolic links:", err)
	}
	if err := os.Symlink(filepath.Join(root, "nowhere"), filepath.Join(root, "Dockerfile.broken-link")); err != nil {
		t.Fatal(err)
	}
	e := launch(t, Options{})
	e.initialize(object{
		"capabilities":     pulling,
		"workspaceFolders": []object{{"uri": "file://" + root, "name": "w"}, {"uri": "file://" + root + "/a", "name": "a"}},
	})
	first := e.workspace(root, nil)
	const want = "Dockerfile@null full true\na/Containerfile@null full true\na/b/dev.Dockerfile@null full false"
	if got := summary(first); got != want {
		t.Errorf("first:\n%s\nwant\n%s", got, want)
	}

	// One is opened with another text, one changes on disk, one goes.
	e.open("file://"+root+"/Dockerfile", 5, "FROM scratch\n")
	if err := os.WriteFile(filepath.Join(root, "a/b/dev.Dockerfile"), []byte(broken), 0o644); err != nil {
		t.Fatal(err)
	}
	ids := map[string]string{}
	for path, p := range first {
		ids[path] = p.ResultID
	}
	ids["a/gone.Dockerfile"] = "an id"
	const next = "Dockerfile@5 full false\na/Containerfile@null unchanged false\n" +
		"a/b/dev.Dockerfile@null full true\na/gone.Dockerfile@null full false"
	if got := summary(e.workspace(root, ids)); got != next {
		t.Errorf("next:\n%s\nwant\n%s", got, next)
	}

	e.notify("workspace/didChangeWorkspaceFolders", object{"event": object{
		"added": []object{}, "removed": []object{{"uri": "file://" + root, "name": "w"}},
	}})
	const fewer = "Dockerfile@5 full false\na/Containerfile@null full true\na/b/dev.Dockerfile@null full true"
	if got := summary(e.workspace(root, nil)); got != fewer {
		t.Errorf("one folder:\n%s\nwant\n%s", got, fewer)
	}
}

// While the client tells of changes the folders are not searched again, so it
// has to be told that something was found anew.
func TestWatchedFiles(t *testing.T) {
	root := tree(t, map[string]string{"Dockerfile": broken})
	e := launch(t, Options{})
	for _, method := range []string{"client/registerCapability", "workspace/diagnostic/refresh"} {
		e.answerTo[method] = func(json.RawMessage) any { return nil }
	}
	e.initialize(object{"rootUri": "file://" + root, "capabilities": object{
		"textDocument": object{"diagnostic": object{}},
		"workspace": object{
			"didChangeWatchedFiles": object{"dynamicRegistration": true},
			"diagnostics":           object{"refreshSupport": true},
		},
	}})
	e.notice("client/registerCapability", nil)
	if got := summary(e.workspace(root, nil)); got != "Dockerfile@null full true" {
		t.Error(got)
	}
	if err := os.WriteFile(filepath.Join(root, "x.Dockerfile"), []byte(broken), 0o644); err != nil {
		t.Fatal(err)
	}
	e.notify("workspace/didChangeWatchedFiles", object{"changes": []object{{"uri": "file://" + root + "/x.Dockerfile", "type": 1}}})
	e.notice("workspace/diagnostic/refresh", nil)
	if got := summary(e.workspace(root, nil)); got != "Dockerfile@null full true\nx.Dockerfile@null full true" {
		t.Error(got)
	}
}

// A Dockerfile that is not open is read from disk.
func TestFromDisk(t *testing.T) {
	root := tree(t, map[string]string{"Dockerfile": broken, "other.txt": broken})
	e := start(t, object{})
	if p := e.pull("file://"+root+"/Dockerfile", ""); len(p.Items) == 0 {
		t.Errorf("%+v", p)
	}
	if p := e.pull("file://"+root+"/other.txt", ""); len(p.Items) != 0 {
		t.Errorf("%+v", p)
	}
}

// The files around a document matter: when they change, so may the findings, and
// then, and only then, they are published again.
func TestIgnoreFile(t *testing.T) {
	root := tree(t, map[string]string{"Dockerfile": "", ".dockerignore": "secret\n"})
	uri := "file://" + root + "/Dockerfile"
	e := start(t, object{})
	ignored := func(p published) bool {
		return slices.ContainsFunc(p.Diagnostics, func(d shown) bool { return d.Code == "CopyIgnoredFile" })
	}
	rules := object{"slipway": object{"lint": object{"rules": object{"CopyIgnoredFile": "warning"}}}}
	e.notify("workspace/didChangeConfiguration", object{"settings": rules})
	e.open(uri, 1, "FROM scratch\nCOPY secret /\n")
	if p := e.diagnostics(uri, 1); !ignored(p) {
		t.Errorf("at first: %+v", p)
	}
	e.notify("textDocument/didSave", object{"textDocument": object{"uri": uri}}) // changes nothing
	if err := os.WriteFile(filepath.Join(root, ".dockerignore"), []byte("other\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	e.notify("workspace/didChangeWatchedFiles", object{"changes": []object{{"uri": "file://" + root + "/.dockerignore", "type": 2}}})
	if p := e.diagnostics(uri, 1); ignored(p) {
		t.Errorf("not ignored any more: %+v", p)
	}
}

// A rule's severity is what the client sets.
func TestRuleSettings(t *testing.T) {
	e := start(t, object{})
	severity := func(name string) object {
		return object{"settings": object{"slipway": object{"lint": object{"rules": object{"MaintainerDeprecated": name, "NoSuchRule": "off"}}}}}
	}
	e.open(dockerfile, 1, "FROM scratch\nMAINTAINER me\n")
	if p := e.diagnostics(dockerfile, 1); len(p.Diagnostics) != 1 {
		t.Fatalf("%+v", p)
	}
	e.notify("workspace/didChangeConfiguration", severity("off"))
	if p := e.diagnostics(dockerfile, 1); len(p.Diagnostics) != 0 {
		t.Errorf("off: %+v", p)
	}
	e.notify("workspace/didChangeConfiguration", severity("error"))
	if p := e.diagnostics(dockerfile, 1); len(p.Diagnostics) != 1 {
		t.Errorf("on again: %+v", p)
	}
}
