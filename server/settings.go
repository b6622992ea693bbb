package server

import (
	"encoding/json"
	"reflect"

	"go.lsp.dev/protocol"
	"go.uber.org/zap"

	"github.com/slipway-dev/slipway/analysis/lint"
)

// section is the name under which clients keep our settings.
const section = "slipway"

// Settings are what a client can set, in its section "slipway" or as
// initializationOptions. They are not changed once a snapshot has them.
type Settings struct {
	Log struct {
		// Level is the least that is shown in the client's log: "error", "warning",
		// "info" or "debug".
		Level string `json:"level"`
	} `json:"log"`

	// Rules are the severities of rules by code, where they differ from the rule's
	// own: "off", "error", "warning", "info" or "hint".
	Rules map[string]string `json:"rules"`

	severities map[string]lint.Severity // Rules, as lint has them
}

var severityNames = map[string]lint.Severity{
	"off":     lint.Off,
	"error":   lint.Error,
	"warning": lint.Warning,
	"info":    lint.Info,
	"hint":    lint.Hint,
}

func defaultSettings() *Settings {
	s := &Settings{}
	s.Log.Level = "warning"
	return s
}

// parseSettings reads settings from what a client sent. What is not said has its
// default; what cannot be read is logged and has, too.
func (s *session) parseSettings(raw []byte) *Settings {
	settings := defaultSettings()
	if isJSONNull(raw) {
		return settings
	}
	if err := json.Unmarshal(inSection(raw), settings); err != nil {
		s.log.Warn("settings not understood", zap.Error(err))
	}
	settings.severities = make(map[string]lint.Severity, len(settings.Rules))
	for code, name := range settings.Rules {
		severity, ok := severityNames[name]
		if _, known := lint.Find(code); !ok || !known {
			s.log.Warn("rule setting not understood", zap.String("rule", code), zap.String("severity", name))
			continue
		}
		settings.severities[code] = severity
	}
	return settings
}

// config is what the rules need to know for a document.
func (n *snapshot) config(d *document) lint.Config {
	c := lint.Config{Severities: n.settings.severities}
	if d.context != nil {
		c.Ignored = d.context.Ignored
	}
	return c
}

// inSection is the value under "slipway" in raw if there is one, otherwise raw.
// Clients differ in whether they send the name of the section along.
func inSection(raw []byte) []byte {
	var named struct {
		Slipway json.RawMessage `json:"slipway"`
	}
	if json.Unmarshal(raw, &named) == nil && !isJSONNull(named.Slipway) {
		return named.Slipway
	}
	return raw
}

// didChangeConfiguration asks the client, where it answers, because what it
// sends along is empty then.
func didChangeConfiguration(s *session, p *protocol.DidChangeConfigurationParams) {
	client := s.snapshot.Load().client
	switch {
	case client.configuration:
		s.spawn(func() { s.askSettings(client) })
	case !isJSONNull(p.Settings):
		s.set(s.parseSettings(p.Settings))
	}
}

// askSettings asks the client for our settings and applies them. It waits for
// the answer.
func (s *session) askSettings(client *client) {
	if !client.configuration {
		return
	}
	turn := s.asked.Add(1)
	name := section
	var answer []protocol.LSPAny
	_, err := s.conn.Call(s.ctx, protocol.MethodWorkspaceConfiguration,
		&protocol.ConfigurationParams{Items: []protocol.ConfigurationItem{{Section: &name}}}, &answer)
	switch {
	case s.ctx.Err() != nil:
	case err != nil:
		s.log.Warn("the client did not tell its settings", zap.Error(err))
	case s.asked.Load() == turn && len(answer) > 0 && !isJSONNull(answer[0]):
		s.set(s.parseSettings(answer[0]))
	}
}

// set makes settings those of the session.
func (s *session) set(settings *Settings) {
	if reflect.DeepEqual(settings, s.snapshot.Load().settings) {
		return
	}
	s.change(func(n *snapshot) { n.settings = settings })
	s.toLog.open(settings.Log.Level)
	s.recheck()
	s.refresh()
}

// recheck has findings published anew after something changed that they depend
// on, where they are others now.
func (s *session) recheck() {
	for u := range s.snapshot.Load().docs {
		s.publish.touch(u)
	}
}

// refresh has a client that pulls do so again.
func (s *session) refresh() {
	c := s.snapshot.Load().client
	if !c.pullDiagnostics || !c.refreshDiagnostics {
		return
	}
	s.spawn(func() {
		if _, err := s.conn.Call(s.ctx, protocol.MethodWorkspaceDiagnosticRefresh, nil, nil); err != nil && s.ctx.Err() == nil {
			s.log.Warn("the client did not refresh", zap.Error(err))
		}
	})
}

func isJSONNull(raw []byte) bool { return len(raw) == 0 || string(raw) == "null" }
