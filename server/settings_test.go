package server

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

func TestParseSettings(t *testing.T) {
	for _, test := range []struct{ raw, level string }{
		{"", ""},
		{"null", ""},
		{"{}", ""},
		{`{"log":{"level":"debug"}}`, "debug"},
		{`{"slipway":{"log":{"level":"error"}}}`, "error"},
		{`{"slipway":null,"log":{"level":"info"}}`, "info"},
		{`{"log":{"level":7}}`, ""},
		{`{"log":[]}`, ""},
		{`[]`, ""},
		{`{"unknown":{"log":1}}`, ""},
	} {
		got := parseSettings([]byte(test.raw)).logLevel()
		if got != test.level {
			t.Errorf("%s: level %q, want %q", test.raw, got, test.level)
		}
	}
}

func TestLogLevel(t *testing.T) {
	for _, test := range []struct {
		level string
		want  bool
	}{{"error", false}, {"warning", true}, {"debug", true}, {"nonsense", true}} {
		t.Run(test.level, func(t *testing.T) {
			e := launch(t, Options{})
			e.initialize(object{"initializationOptions": object{"log": object{"level": test.level}}})
			e.change(dockerfile, 1) // a warning
			e.call("test/panic", object{})
			warned := false
			e.notice("window/logMessage", func(p json.RawMessage) bool {
				warned = warned || strings.Contains(string(p), "not open")
				return strings.Contains(string(p), "panic")
			})
			if warned != test.want {
				t.Errorf("warning shown: %v", warned)
			}
		})
	}
}

// A client that answers workspace/configuration is asked at the start and when it
// says that something changed, and what it then says counts.
func TestConfigurationAsked(t *testing.T) {
	e := launch(t, Options{})
	var level atomic.Value
	level.Store("error")
	e.answerTo["workspace/configuration"] = func(p json.RawMessage) any {
		if !strings.Contains(string(p), `"slipway"`) {
			t.Errorf("asked %s", p)
		}
		return []any{object{"log": object{"level": level.Load()}}}
	}
	e.initialize(object{"capabilities": object{"workspace": object{"configuration": true}}})
	e.notice("workspace/configuration", nil)
	level.Store("debug")
	e.notify("workspace/didChangeConfiguration", object{"settings": nil})
	e.notice("workspace/configuration", nil)
	// The answer is on its way: warnings are shown from some moment on.
	for shown := false; !shown; {
		e.change(dockerfile, 1)
		e.call("test/panic", object{})
		e.notice("window/logMessage", func(p json.RawMessage) bool {
			shown = shown || strings.Contains(string(p), "not open")
			return strings.Contains(string(p), "panic")
		})
	}
}

// A client that does not answer sends its settings along.
func TestConfigurationSent(t *testing.T) {
	for _, settings := range []any{
		object{"slipway": object{"log": object{"level": "error"}}},
		object{"log": object{"level": "error"}},
	} {
		e := start(t, object{})
		e.notify("workspace/didChangeConfiguration", object{"settings": settings})
		e.change(dockerfile, 1)
		e.call("test/panic", object{})
		e.notice("window/logMessage", func(p json.RawMessage) bool {
			if strings.Contains(string(p), "not open") {
				t.Errorf("%v: still at the level before", settings)
			}
			return strings.Contains(string(p), "panic")
		})
	}
}

// A client may refuse or answer nonsense.
func TestConfigurationNonsense(t *testing.T) {
	for _, answer := range []any{nil, []any{}, []any{nil}, []any{7}, object{}, "x"} {
		e := launch(t, Options{})
		e.answerTo["workspace/configuration"] = func(json.RawMessage) any { return answer }
		e.initialize(object{"capabilities": object{"workspace": object{"configuration": true}}})
		e.notice("workspace/configuration", nil)
		e.open(dockerfile, 1, broken)
		if p := e.diagnostics(dockerfile, 1); len(p.Diagnostics) == 0 {
			t.Errorf("%v: nothing found", answer)
		}
	}
}

// What is wrong in a client's settings it is told, by the name of the key and once.
func TestSettingsMistakes(t *testing.T) {
	for raw, want := range map[string]string{
		`{}`:                          "",
		`{"lint":{"profile":7}}`:      "lint.profile must be one of recommended, buildkit, hadolint, all, not a number",
		`{"lint":{"profile":"all"}}`:  "",
		`{"lint":{"profil":"all"}}`:   "unknown key profil; did you mean profile?",
		`{"lint":{"rules":{"X":1}}}`:  "there is no rule X; X must be one of error, warning, info, hint, off, not a number",
		`{"format":{"shell":"yes"}}`:  "format.shell must be true or false, not a string",
		`{"format":{"keywords":[1]}}`: "format.keywords must be a string, not an array",
		`{"format":{"and":"never"}}`:  `format.and cannot be "never"; there are first, keep, last`,
		`{"format":{"keyword":"x"}}`:  "there is no format.keyword",
		`{"format":true}`:             "format must be an object, not true or false",
		`{"inlayHints":{"values":1}}`: "inlayHints.values must be true or false, not a number",
		`[1]`:                         "they must be an object, not an array; the file must be a mapping, not a list",
	} {
		if got := strings.Join(parseSettings([]byte(raw)).mistakes, "; "); got != want {
			t.Errorf("%s: %s\nwant %s", raw, got, want)
		}
	}
	e := launch(t, Options{})
	e.initialize(object{"initializationOptions": object{"format": object{"shell": 1}}})
	e.notice("window/showMessage", func(p json.RawMessage) bool { return strings.Contains(string(p), "format.shell must be true or false") })
	e.notify("workspace/didChangeConfiguration", object{"settings": object{"format": object{"shell": 1}, "lint": object{"profile": "all"}}})
	e.notify("workspace/didChangeConfiguration", object{"settings": object{"lint": object{"profile": "al"}}})
	e.notice("window/showMessage", func(p json.RawMessage) bool {
		if strings.Contains(string(p), "format.shell") {
			t.Errorf("told twice: %s", p)
		}
		return strings.Contains(string(p), "lint.profile cannot be")
	})
}

// What is wrong in a settings file is shown there, whether it is open or not, follows
// what is typed, and goes when it is mended or nobody obeys the file any more.
func TestSettingsFileMistakes(t *testing.T) {
	for name, capabilities := range map[string]object{
		"push": {}, "pull": {"textDocument": object{"diagnostic": object{}}},
	} {
		t.Run(name, func(t *testing.T) {
			root := tree(t, map[string]string{".slipway.yaml": "lint:\n  profil: all\n", "a/Dockerfile": ""})
			file, uri := "file://"+root+"/.slipway.yaml", "file://"+root+"/a/Dockerfile"
			e := start(t, capabilities)
			e.open(uri, 1, "FROM scratch\n")
			p := e.diagnostics(file, 0)
			if len(p.Diagnostics) != 1 || p.Diagnostics[0].Code != "InvalidSetting" || p.Diagnostics[0].Range.Start.Line != 1 {
				t.Fatalf("%+v", p)
			}
			e.notify("textDocument/didOpen", object{"textDocument": object{
				"uri": file, "languageId": "yaml", "version": 3, "text": "lint:\n  profil: all\n",
			}})
			if p := e.diagnostics(file, 3); len(p.Diagnostics) != 1 {
				t.Errorf("opened: %+v", p)
			}
			e.change(file, 4, object{"text": "lint:\n  profile: all\n"})
			if p := e.diagnostics(file, 0); len(p.Diagnostics) != 0 {
				t.Errorf("mended: %+v", p)
			}
			e.change(file, 5, object{"text": "lint: 5\n"})
			if p := e.diagnostics(file, 5); len(p.Diagnostics) != 1 {
				t.Errorf("wrong again: %+v", p)
			}
			e.close(file)
			if p := e.diagnostics(file, 0); len(p.Diagnostics) != 1 {
				t.Errorf("closed: %+v", p)
			}
			write := func(src string) {
				t.Helper()
				if err := os.WriteFile(filepath.Join(root, ".slipway.yaml"), []byte(src), 0o644); err != nil {
					t.Fatal(err)
				}
				e.notify("workspace/didChangeWatchedFiles", object{"changes": []object{{"uri": file, "type": 2}}})
			}
			write("lint: {}\n")
			if p := e.diagnostics(file, 0); len(p.Diagnostics) != 0 {
				t.Errorf("mended on disk: %+v", p)
			}
			write("lint: 7\n")
			if p := e.diagnostics(file, 0); len(p.Diagnostics) != 1 {
				t.Errorf("wrong on disk: %+v", p)
			}
			e.close(uri)
			if p := e.diagnostics(file, 0); len(p.Diagnostics) != 0 {
				t.Errorf("nobody obeys it: %+v", p)
			}
		})
	}
}
