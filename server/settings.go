package server

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.lsp.dev/protocol"
	"go.uber.org/zap"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/format"
	"github.com/slipway-dev/slipway/analysis/lint"
	"github.com/slipway-dev/slipway/analysis/refactor"
)

// section is the name under which clients keep our settings.
const section = "slipway"

// Settings are what a client can set, in its section "slipway" or as
// initializationOptions. They are not changed once a snapshot has them.
type Settings struct {
	// Lint is what the client says of the rules and the log. It goes before what a
	// settings file beside a Dockerfile says.
	Lint *lint.Layer `json:"-"`

	// Format is how the formatter writes what the editor's own options do not say.
	Format struct {
		// Keywords is the case of keywords: "upper" or "keep".
		Keywords string `json:"keywords"`
		// And is where && and || stand at the break of a line: "first" in the next
		// line, "last" in theirs, or "keep".
		And string `json:"and"`
		// AlignContinuation puts the continuation characters of an instruction in
		// one column.
		AlignContinuation bool `json:"alignContinuation"`
		// Shell has the shell text in instructions formatted, too.
		Shell bool `json:"shell"`
	} `json:"format"`

	// InlayHints turns each kind of hint on or off.
	InlayHints HintSettings `json:"inlayHints"`

	source   string   // what they were read from
	mistakes []string // what is wrong there, in words
}

// ownKeys are the keys of Settings that are not lint's.
var ownKeys = []string{"format", "inlayHints"}

// HintSettings are the kinds of hints, as analysis.HintKinds has them.
type HintSettings struct {
	Values    bool `json:"values"`
	Stages    bool `json:"stages"`
	Workdirs  bool `json:"workdirs"`
	Inherited bool `json:"inherited"`
	Platforms bool `json:"platforms"`
}

func defaultSettings() *Settings {
	s := &Settings{InlayHints: HintSettings(analysis.AllHints)}
	s.Format.Keywords, s.Format.And = "upper", "keep"
	return s
}

// logLevel is the least that is shown in the client's log.
func (s *Settings) logLevel() string { return lint.Merge(s.Lint).LogLevel }

// parseSettings reads settings from what a client sent. What is not said has its
// default; what cannot be read has, too, and is among the mistakes.
func parseSettings(raw []byte) *Settings {
	settings := defaultSettings()
	if isJSONNull(raw) {
		return settings
	}
	raw = inSection(emptyTables(raw))
	settings.source = string(raw)
	settings.mistakes = decodeOwn(raw, settings)
	if _, ok := format.KeywordCases[settings.Format.Keywords]; !ok {
		settings.mistakes = append(settings.mistakes, notAmong("format.keywords", settings.Format.Keywords, format.KeywordCases))
	}
	if _, ok := format.AndPositions[settings.Format.And]; !ok {
		settings.mistakes = append(settings.mistakes, notAmong("format.and", settings.Format.And, format.AndPositions))
	}
	settings.Lint = lint.ReadJSON(without(raw, ownKeys))
	for _, m := range settings.Lint.Mistakes {
		settings.mistakes = append(settings.mistakes, m.Message)
	}
	return settings
}

// objects are the keys whose values are objects.
var objects = []string{section, "lint", "rules", "hadolint", "override", "label-schema", "format", "inlayHints", "build", "log"}

// emptyTables is raw with an empty object where an empty list stands for one: Lua,
// and with it Neovim, has but one empty table, which it sends as a list.
func emptyTables(raw []byte) []byte {
	if strings.Join(strings.Fields(string(raw)), "") == "[]" {
		return []byte("{}")
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(raw, &members) != nil || members == nil {
		return raw
	}
	for name, value := range members {
		if slices.Contains(objects, name) {
			members[name] = emptyTables(value)
		}
	}
	return mustMarshal(members)
}

// notAmong says that a setting has a value that it cannot have.
func notAmong[T any](key, value string, values map[string]T) string {
	return key + " cannot be " + strconv.Quote(value) + "; there are " + strings.Join(slices.Sorted(maps.Keys(values)), ", ")
}

// without is a JSON object without some members.
func without(raw []byte, names []string) []byte {
	var members map[string]json.RawMessage
	if json.Unmarshal(raw, &members) != nil {
		return raw
	}
	for _, name := range names {
		delete(members, name)
	}
	return mustMarshal(members)
}

// config is what the rules need to know for a document.
func (n *snapshot) config(d *document) lint.Config {
	settings := lint.Merge(d.layer(), n.settings.Lint)
	c := settings.Config()
	c.Context, c.Named, c.Today, c.Resolve = d.context, d.named, time.Now().Format(time.DateOnly), refactor.Resolve
	if n.shell != nil && !n.shell.Off() && settings.UsesShellCheck() {
		c.Shell, c.ShellID = n.shell.known, n.shell.state()
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
		s.set(parseSettings(p.Settings))
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
		s.set(parseSettings(answer[0]))
	}
}

// set makes settings those of the session.
func (s *session) set(settings *Settings) {
	if settings.source == s.snapshot.Load().settings.source {
		return
	}
	s.change(func(n *snapshot) {
		n.use(s, settings)
		n.renew() // they may name another build context
	})
	s.toLog.open(settings.logLevel())
	s.tell(settings)
	s.recheck()
	s.refresh(s.snapshot.Load().client.refreshes...)
}

// use makes settings those of the snapshot.
func (n *snapshot) use(s *session, settings *Settings) {
	n.settings, n.shell = settings, s.shellChecksUnder(settings, n.shell)
}

// recheck has findings published anew after something changed that they depend
// on, where they are others now.
func (s *session) recheck() {
	for u := range s.snapshot.Load().docs {
		s.publish.touch(u)
	}
}

// refresh has a client ask again, by those of the methods that it knows, for what may
// have changed with settings or files.
func (s *session) refresh(methods ...string) {
	for _, method := range methods {
		if !slices.Contains(s.snapshot.Load().client.refreshes, method) {
			continue
		}
		s.spawn(func() {
			if _, err := s.conn.Call(s.ctx, method, nil, nil); err != nil && s.ctx.Err() == nil {
				s.log.Warn("the client did not refresh", zap.String("method", method), zap.Error(err))
			}
		})
	}
}

func isJSONNull(raw []byte) bool { return len(raw) == 0 || string(raw) == "null" }
