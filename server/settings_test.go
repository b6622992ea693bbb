package server

import (
	"encoding/json"
	"strings"
	"sync/atomic"
	"testing"

	"go.uber.org/zap"
)

func TestParseSettings(t *testing.T) {
	s := &session{log: zap.NewNop()}
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
		got := s.parseSettings([]byte(test.raw)).logLevel()
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
