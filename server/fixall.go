package server

import (
	"encoding/json"
	"slices"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/slipway-dev/slipway/analysis/lint"
)

// fixAllKind is ours alone, so that people can have a client ask for it on save.
const fixAllKind = protocol.CodeActionKindSourceFixAll + ".slipway"

// fixAll is the action that makes all safe fixes of a file, for a client that asks
// for its kind, or for a person who asks for anything where one of them is offered.
// A person takes it seldom: its edits are left to codeAction/resolve if they can be.
func (r *request) fixAll(d *document, p *protocol.CodeActionParams, offers []offer) []protocol.CodeAction {
	asked := len(p.Context.Only) > 0
	if asked && !wanted(string(fixAllKind), p.Context.Only) ||
		!asked && (p.Context.TriggerKind == protocol.CodeActionTriggerKindAutomatic || !slices.ContainsFunc(offers, r.amongAll(d))) {
		return nil
	}
	kind := fixAllKind
	action := protocol.CodeAction{Title: "Fix all that is safe to fix", Kind: &kind}
	if !asked && r.client.codeActionResolves {
		action.Data = protocol.LSPAny(mustMarshal(p.TextDocument.URI))
	} else if action.Edit = r.fixAllEdit(d); action.Edit == nil {
		return nil
	}
	return []protocol.CodeAction{action}
}

// amongAll tells of an offer whether it is a safe fix of a finding, which is made
// among all.
func (r *request) amongAll(d *document) func(offer) bool {
	findings := r.report(d).findings
	return func(o offer) bool {
		return o.Preferred && !o.Unsafe && o.File == "" && slices.ContainsFunc(findings, func(f lint.Finding) bool {
			return slices.Contains(o.Codes, f.Code) && !lint.Refusal(f.Code) && touches(o.at, f.Span)
		})
	}
}

// fixAllEdit is nil where there is nothing to fix.
func (r *request) fixAllEdit(d *document) *protocol.WorkspaceEdit {
	fixed, applied := lint.FixFile(d.file, r.config(d), false)
	if applied == 0 {
		return nil
	}
	return r.workspaceEdit(d, lineEdits(d.text.String(), fixed))
}

// codeActionResolve adds the edits, of the text as it is now, to the action that
// fixes all.
func codeActionResolve(r *request, raw jsonrpc2.RawMessage) (any, error) {
	var action map[string]json.RawMessage
	if err := decode(raw, &action); err != nil {
		return nil, err
	}
	var u uri.URI
	if json.Unmarshal(action["data"], &u) != nil {
		return raw, nil
	}
	d := r.docs[u]
	if d == nil || d.file == nil {
		return raw, nil
	}
	if edit := r.fixAllEdit(d); edit != nil {
		action["edit"] = appendJSON(nil, edit)
	}
	return jsonrpc2.RawMessage(mustMarshal(action)), nil
}
