package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"hash/maphash"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/slipway-dev/slipway/analysis/lint"
)

// What is wrong in a settings file is published for that file, also to clients that pull:
// they pull for Dockerfiles, and would not ask. What is wrong in a client's own settings
// it is told in a message.

// isSettings tells whether settings are kept in the file at u.
func isSettings(u uri.URI) bool { return u.IsFile() && lint.IsSettingsFile(filepath.Base(u.FsPath())) }

// settingsFile is the URI of the settings file that a document obeys, "" for none.
func (d *document) settingsFile() uri.URI {
	l := d.layer()
	if l == nil || d.file == nil {
		return ""
	}
	root := filepath.VolumeName(d.uri.FsPath()) + string(filepath.Separator)
	return uri.File(filepath.Join(root, filepath.FromSlash(l.Path)))
}

// settingsDocument is the settings file at u, and what is read in it: as the client has
// it open, or as an open Dockerfile obeys it; nil where it is neither.
func (n *snapshot) settingsDocument(u uri.URI) (*document, *lint.Layer) {
	if d := n.docs[u]; d != nil {
		return d, lint.ReadYAML(filepath.ToSlash(u.FsPath()), d.text.String())
	}
	for _, d := range n.docs {
		if d.settingsFile() == u {
			l := d.layer()
			return &document{uri: u, text: l.Text}, l
		}
	}
	return nil, nil
}

// touchSettings has the mistakes in the settings files that open Dockerfiles obey, and in
// those shown so far, published again. It does not wait for the disk.
func (p *publisher) touchSettings() {
	p.session.spawn(func() {
		files := map[uri.URI]bool{}
		for _, d := range p.session.snapshot.Load().docs {
			files[d.settingsFile()] = true
		}
		p.mu.Lock()
		for u := range p.of {
			files[u] = files[u] || isSettings(u)
		}
		p.mu.Unlock()
		for _, u := range slices.Sorted(maps.Keys(files)) {
			if isSettings(u) {
				p.touch(u)
			}
		}
	})
}

// showSettings publishes what is wrong in the settings file at u.
func (p *publisher) showSettings(n *snapshot, u uri.URI, pub *publication) {
	d, l := n.settingsDocument(u)
	if d == nil || len(l.Mistakes) == 0 {
		p.clear(pub)
		return
	}
	r := &report{items: diagnosticsJSON(view{d.text, n.client.encoding}, n.client, l.Mistakes)}
	r.id = strconv.FormatUint(maphash.Bytes(seed, r.items), 36)
	p.send(d, r, pub)
}

// tell shows the person what is wrong in the client's own settings, once.
func (s *session) tell(settings *Settings) {
	message := strings.Join(settings.mistakes, "; ")
	if before := s.told.Swap(&message); message == "" || before != nil && *before == message {
		return
	}
	p := &protocol.ShowMessageParams{Type: protocol.MessageTypeWarning, Message: "Settings of slipway: " + message + ". The rest counts."}
	s.outbox.post(s, func() { s.notify(protocol.MethodWindowShowMessage, p) })
}

// decodeOwn reads the keys of Settings that are not lint's, and says what is wrong there.
func decodeOwn(raw []byte, into *Settings) (mistakes []string) {
	var wrong *json.UnmarshalTypeError
	switch err := json.Unmarshal(raw, into); {
	case errors.As(err, &wrong) && wrong.Field == "":
		return []string{"they must be an object, not " + article(wrong.Value)}
	case errors.As(err, &wrong):
		mistakes = append(mistakes, wrong.Field+" must be "+kindNames[wrong.Type.Kind().String()]+", not "+article(wrong.Value))
	case err != nil:
		return nil // lint says so
	}
	for _, key := range ownKeys {
		var members map[string]json.RawMessage
		if json.Unmarshal(raw, &members) != nil || members[key] == nil {
			continue
		}
		d := json.NewDecoder(bytes.NewReader(mustMarshal(map[string]json.RawMessage{key: members[key]})))
		d.DisallowUnknownFields()
		if err := d.Decode(&Settings{}); err != nil {
			if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
				mistakes = append(mistakes, "there is no "+key+"."+strings.Trim(name, `"`))
			}
		}
	}
	return mistakes
}

// kindNames are the kinds of Go's types that occur in Settings, as people call them.
var kindNames = map[string]string{"bool": "true or false", "string": "a string", "struct": "an object"}

// article is what encoding/json calls a value, with its article.
func article(value string) string {
	switch value, _, _ := strings.Cut(value, " "); value {
	case "bool":
		return "true or false"
	case "array", "object":
		return "an " + value
	default:
		return "a " + value
	}
}
