package server

import (
	"slices"
	"strings"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"

	"github.com/slipway-dev/slipway/analysis/refactor"
	"github.com/slipway-dev/slipway/analysis/text"
)

// Without the client's support of code actions as literals they would have to be
// commands, of which there are none.
func provideCodeActions(c *protocol.ServerCapabilities, client *client) {
	if client.codeActionLiterals {
		c.CodeActionProvider = &protocol.CodeActionOptions{CodeActionKinds: []protocol.CodeActionKind{
			protocol.CodeActionKindQuickFix, protocol.CodeActionKindRefactorRewrite,
		}}
	}
}

func codeAction(r *request, p *protocol.CodeActionParams) (any, error) {
	d, err := r.dockerfile(p.TextDocument.URI)
	if d == nil {
		return nil, err
	}
	v := r.view(d)
	actions := []byte{'['}
	for _, a := range refactor.Actions(d.file, v.span(p.Range)) {
		if !wanted(a.Kind, p.Context.Only) || a.Disabled != "" && !r.client.codeActionDisabled {
			continue
		}
		if len(actions) > 1 {
			actions = append(actions, ',')
		}
		actions = appendJSON(actions, r.codeAction(d, &a, p.Context.Diagnostics))
	}
	return jsonrpc2.RawMessage(append(actions, ']')), nil
}

func (r *request) codeAction(d *document, a *refactor.Action, shown []protocol.Diagnostic) *protocol.CodeAction {
	kind := protocol.CodeActionKind(a.Kind)
	action := &protocol.CodeAction{Title: a.Title, Kind: &kind, Diagnostics: r.resolved(d, a, shown)}
	if a.Disabled != "" {
		action.Disabled.Reason = a.Disabled
		return action
	}
	if a.Preferred && r.client.codeActionPreferred {
		action.IsPreferred = &a.Preferred
	}
	action.Edit = r.workspaceEdit(d, a.Edits)
	return action
}

// resolved are those of the diagnostics shown to the user that an action
// resolves: of our own, with one of its codes, where it edits.
func (r *request) resolved(d *document, a *refactor.Action, shown []protocol.Diagnostic) []protocol.Diagnostic {
	v := r.view(d)
	var resolved []protocol.Diagnostic
	for _, g := range shown {
		from, _ := g.Source.Get()
		code, _ := g.Code.(protocol.String)
		if from == source && slices.Contains(a.Codes, string(code)) && touches(a.Edits, v.span(g.Range)) {
			resolved = append(resolved, g)
		}
	}
	return resolved
}

func touches(edits []text.Edit, s text.Span) bool {
	return slices.ContainsFunc(edits, func(e text.Edit) bool { return s.Touches(e.Start) || e.Touches(s.Start) })
}

// wanted tells whether a kind is one of those asked for, or below one of them.
// Nothing asked for means everything.
func wanted(kind string, only []protocol.CodeActionKind) bool {
	return len(only) == 0 || slices.ContainsFunc(only, func(o protocol.CodeActionKind) bool {
		return o == protocol.CodeActionKindEmpty || kind == string(o) || strings.HasPrefix(kind, string(o)+".")
	})
}
