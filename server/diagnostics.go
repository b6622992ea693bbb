package server

import (
	"hash/maphash"
	"slices"
	"strconv"
	"unicode/utf8"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"

	"github.com/slipway-dev/slipway/analysis/lint"
	"github.com/slipway-dev/slipway/analysis/text"
)

// source is who our diagnostics say they come from.
const source = "slipway"

func provideDiagnostics(c *protocol.ServerCapabilities, client *client) {
	if client.pullDiagnostics {
		c.DiagnosticProvider = &protocol.DiagnosticOptions{WorkspaceDiagnostics: true}
	}
}

// report is what is found in one version of a document under given settings. It
// is made once, whether it is pushed or pulled.
type report struct {
	settings *Settings
	findings []lint.Finding
	waiting  bool   // for ShellCheck, which had given so many answers
	answers  int64  //
	items    []byte // the findings as a JSON array of LSP diagnostics
	id       string // equal for equal items
}

// seed makes result ids mean nothing to another process, which may have other
// rules.
var seed = maphash.MakeSeed()

// report is the report of a document for the client and settings of n.
func (n *snapshot) report(d *document) *report { return n.reportUnless(d, nil) }

// reportUnless is report, or nil if the document is taken not to matter any more
// before the report is made. Once stop says so it must not say otherwise.
func (n *snapshot) reportUnless(d *document, stop func() bool) *report {
	d.reporting.Lock()
	defer d.reporting.Unlock()
	if d.reported == nil || !d.reported.current(n) {
		r := &report{settings: n.settings, answers: n.shell.answers()}
		n.find(d, r, stop)
		if stop != nil && stop() {
			return nil
		}
		r.items = diagnosticsJSON(view{d.text, n.client.encoding}, n.client, r.findings)
		r.id = strconv.FormatUint(maphash.Bytes(seed, r.items), 36)
		d.reported = r
	}
	return d.reported
}

// current tells whether the report would be the same if it were made now.
func (r *report) current(n *snapshot) bool {
	return r.settings == n.settings && (!r.waiting || r.answers == n.shell.answers())
}

// find finds what r reports of a document. What ShellCheck has not looked at yet it is
// asked to, and the report waits for it.
func (n *snapshot) find(d *document, r *report, stop func() bool) {
	c := n.config(d)
	c.Stop = stop
	if c.Shell == nil {
		r.findings = lint.Run(d.file, c)
		return
	}
	var unknown [][]lint.ShellScript
	c.Unknown = func(lists [][]lint.ShellScript) { unknown = lists }
	r.findings = lint.Run(d.file, c)
	if stop == nil || !stop() {
		r.waiting = len(unknown) > 0
		n.shell.want(string(d.uri), unknown)
	}
}

// diagnosticsJSON is findings as a JSON array. It is made with every
// keystroke and for hundreds of findings, so it is made by hand: protocol's types
// take four times as long.
func diagnosticsJSON(v view, c *client, findings []lint.Finding) []byte {
	const usual = 320 // bytes of one
	b := append(make([]byte, 0, usual*len(findings)+2), '[')
	for i := range findings {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendDiagnostic(b, v, c, &findings[i])
	}
	return append(b, ']')
}

func appendDiagnostic(b []byte, v view, c *client, f *lint.Finding) []byte {
	b = v.appendRange(append(b, `{"range":`...), f.Span)
	b = append(b, `,"severity":`...)
	b = append(b, severities[f.Severity])
	if f.Code != "" {
		b = append(b, `,"code":`...)
		b = appendString(b, f.Code)
	}
	if f.URL != "" && c.diagnosticDescriptions {
		b = append(b, `,"codeDescription":{"href":`...)
		b = appendString(b, f.URL)
		b = append(b, '}')
	}
	b = append(b, `,"source":"`+source+`","message":`...)
	b = appendString(b, f.Message)
	return append(append(b, tags(c, f)...), '}')
}

func (v view) appendRange(b []byte, s text.Span) []byte {
	b = appendPosition(append(b, `{"start":`...), v.position(s.Start))
	b = appendPosition(append(b, `,"end":`...), v.position(s.End))
	return append(b, '}')
}

func appendPosition(b []byte, p protocol.Position) []byte {
	b = append(b, `{"line":`...)
	b = strconv.AppendUint(b, uint64(p.Line), 10)
	b = append(b, `,"character":`...)
	b = strconv.AppendUint(b, uint64(p.Character), 10)
	return append(b, '}')
}

// severities are LSP's numbers, in the order of lint's. What is off is not found.
var severities = [...]byte{lint.Off: '4', lint.Error: '1', lint.Warning: '2', lint.Info: '3', lint.Hint: '4'}

// tags is the member that carries the tags of a finding, as far as the client
// shows them.
func tags(c *client, f *lint.Finding) string {
	unnecessary := f.Unnecessary && slices.Contains(c.diagnosticTags, protocol.DiagnosticTagUnnecessary)
	deprecated := f.Deprecated && slices.Contains(c.diagnosticTags, protocol.DiagnosticTagDeprecated)
	switch {
	case unnecessary && deprecated:
		return `,"tags":[1,2]`
	case unnecessary:
		return `,"tags":[1]`
	case deprecated:
		return `,"tags":[2]`
	}
	return ""
}

// diagnostic answers a pull for one document: what is found, or that it is the
// same as in the answer the client remembers.
func diagnostic(r *request, p *protocol.DocumentDiagnosticParams) (any, error) {
	d, err := r.dockerfile(p.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	n := r.snapshot
	for d != nil && d.file != nil {
		if made := n.reportUnless(d, d.stale.Load); made != nil {
			return jsonrpc2.RawMessage(append(made.appendTo([]byte{'{'}, *or(p.PreviousResultID)), '}')), nil
		}
		// Nobody wants to know any more what was wrong with that text. Few clients know
		// what to do when they are told so; what is wrong now serves them all.
		n = r.session.snapshot.Load()
		d = n.docs[p.TextDocument.URI]
	}
	return jsonrpc2.RawMessage(`{"kind":"full","items":[]}`), nil
}

// appendTo appends the members of a diagnostic report. previous is the id of the
// report that the client has.
func (r *report) appendTo(b []byte, previous string) []byte {
	if r.id == previous {
		b = append(b, `"kind":"unchanged","resultId":`...)
		return appendString(b, r.id)
	}
	b = append(b, `"kind":"full","resultId":`...)
	b = appendString(b, r.id)
	b = append(b, `,"items":`...)
	return append(b, r.items...)
}

// appendJSON appends a value of protocol's, all of which can be encoded.
func appendJSON(b []byte, v any) []byte {
	out, err := protocol.AppendMarshal(b, v)
	if err != nil {
		panic(err)
	}
	return out
}

// jsonList encodes a list. protocol has a fast way for its types alone, not for
// slices of them.
func jsonList[T any](list []T) jsonrpc2.RawMessage {
	b := []byte{'['}
	for i := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendJSON(b, &list[i])
	}
	return append(b, ']')
}

// appendString appends a string in quotes.
func appendString(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= utf8.RuneSelf || c == '"' || c == '\\' {
			return appendJSON(b, protocol.String(s))
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}
