package server

import (
	"testing"

	"go.lsp.dev/protocol"

	"github.com/slipway-dev/slipway/analysis/lint"
	"github.com/slipway-dev/slipway/analysis/text"
)

// What is written by hand is what protocol's own types would write.
func TestAppendDiagnostics(t *testing.T) {
	v := view{text.New("FROM a\nRUN é😀\n"), text.UTF16}
	tagged := []protocol.DiagnosticTag{protocol.DiagnosticTagUnnecessary, protocol.DiagnosticTagDeprecated}
	all := &client{diagnosticDescriptions: true, diagnosticTags: tagged}
	for _, test := range []struct {
		finding lint.Finding
		client  *client
		want    string
	}{
		{
			lint.Finding{Span: text.Span{Start: 7, End: 17}, Code: "X", Severity: lint.Error, Message: "m", URL: "https://x.y/z"},
			all,
			`{"range":{"start":{"line":1,"character":0},"end":{"line":1,"character":7}},"severity":1,"code":"X",` +
				`"codeDescription":{"href":"https://x.y/z"},"source":"slipway","message":"m"}`,
		},
		{
			lint.Finding{Severity: lint.Warning, Message: "no \"code\"\n\\ é\x00\xff"},
			all,
			`{"range":{"start":{"line":0,"character":0},"end":{"line":0,"character":0}},"severity":2,` +
				`"source":"slipway","message":"no \"code\"\n\\ é\u0000�"}`,
		},
		{
			lint.Finding{Severity: lint.Info, Message: "m", Unnecessary: true, Deprecated: true},
			all,
			`{"range":{"start":{"line":0,"character":0},"end":{"line":0,"character":0}},"severity":3,` +
				`"source":"slipway","message":"m","tags":[1,2]}`,
		},
		{
			lint.Finding{Severity: lint.Hint, Message: "m", Unnecessary: true, Deprecated: true, URL: "https://x.y/z"},
			&client{diagnosticTags: tagged[1:]},
			`{"range":{"start":{"line":0,"character":0},"end":{"line":0,"character":0}},"severity":4,` +
				`"source":"slipway","message":"m","tags":[2]}`,
		},
		{
			lint.Finding{Severity: lint.Hint, Message: "m", Unnecessary: true, Deprecated: true},
			&client{diagnosticTags: tagged[:1]},
			`{"range":{"start":{"line":0,"character":0},"end":{"line":0,"character":0}},"severity":4,` +
				`"source":"slipway","message":"m","tags":[1]}`,
		},
	} {
		got := string(diagnosticsJSON(v, test.client, []lint.Finding{test.finding}))
		if got != "["+test.want+"]" {
			t.Errorf("got  %s\nwant [%s]", got, test.want)
		}
		var decoded protocol.Diagnostic
		if err := protocol.Unmarshal([]byte(test.want), &decoded); err != nil {
			t.Errorf("%s: %v", test.want, err)
		}
		if again := string(appendJSON(nil, &decoded)); again != test.want {
			t.Errorf("protocol writes %s\nwant %s", again, test.want)
		}
	}
	if got := string(diagnosticsJSON(v, all, nil)); got != "[]" {
		t.Errorf("of nothing: %s", got)
	}
	if got := string(diagnosticsJSON(v, all, make([]lint.Finding, 2))); !jsonArrayOf(2, got) {
		t.Errorf("of two: %s", got)
	}
}

func jsonArrayOf(n int, s string) bool {
	var list []protocol.LSPAny
	return protocol.Unmarshal([]byte(s), &list) == nil && len(list) == n
}
