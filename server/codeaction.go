package server

import (
	"slices"
	"strings"

	"go.lsp.dev/protocol"

	"github.com/slipway-dev/slipway/analysis/lint"
	"github.com/slipway-dev/slipway/analysis/refactor"
	"github.com/slipway-dev/slipway/analysis/text"
)

// Without the client's support of code actions as literals they would have to be
// commands, of which there are none.
func provideCodeActions(c *protocol.ServerCapabilities, client *client) {
	if !client.codeActionLiterals {
		return
	}
	options := &protocol.CodeActionOptions{CodeActionKinds: []protocol.CodeActionKind{
		protocol.CodeActionKindQuickFix, protocol.CodeActionKindRefactorExtract, protocol.CodeActionKindRefactorInline,
		protocol.CodeActionKindRefactorRewrite, fixAllKind,
	}}
	if client.codeActionResolves {
		options.ResolveProvider = &client.codeActionResolves
	}
	c.CodeActionProvider = options
}

// codeAction answers with what refactor offers for a place, and the fixes of what
// lint finds there.
func codeAction(r *request, p *protocol.CodeActionParams) (any, error) {
	d, err := r.dockerfile(p.TextDocument.URI)
	if d == nil {
		return nil, err
	}
	where := r.view(d).span(p.Range)
	offers := r.offers(d, where)
	oneFix := r.asksOneFix(p, d, where)
	if oneFix {
		offers = r.fixOf(d, offers, p.Context.Diagnostics)
	}
	var actions []protocol.CodeAction
	for _, a := range offers {
		if !wanted(a.Kind, p.Context.Only) || a.Disabled != "" && !r.client.codeActionDisabled {
			continue
		}
		if action, ok := r.codeAction(d, &a, p.Context.Diagnostics); ok {
			actions = append(actions, action)
		}
	}
	if !oneFix {
		actions = append(actions, r.fixAll(d, p, offers)...)
	}
	return jsonList(actions), nil
}

// offer is an action, and where the findings are that it resolves.
type offer struct {
	refactor.Action
	at        []text.Span
	elsewhere *fileEdit // what it does in another file; then Edits are none
}

// offers are what can be done at a place: the refactorings, the fixes of the
// findings that it touches, and what silences these. No two make the same edits.
func (r *request) offers(d *document, where text.Span) []offer {
	var list, silence []offer
	for _, a := range refactor.Actions(d.file, d.context, where) {
		o := offer{Action: a}
		for _, e := range a.Edits {
			o.at = append(o.at, e.Span)
		}
		list = append(list, o)
	}
	for _, f := range r.report(d).findings {
		if f.Start > where.End || where.Start > f.End {
			continue
		}
		if f.Fix != nil {
			fix := quickFix(&f, f.Fix.Title, f.Fix.Edits, !f.Fix.Unsafe)
			fix.File = f.Fix.File
			list = appendOffer(list, fix)
		}
		silence = appendOffer(silence, quickFix(&f, "Ignore "+f.Code+" for this instruction", lint.IgnoreHere(d.file, f), false))
		silence = appendOffer(silence, quickFix(&f, "Ignore "+f.Code+" in this file", lint.IgnoreInFile(d.file, f), false))
		silence = appendOffer(silence, r.turnOff(d, &f))
	}
	return append(list, silence...)
}

// quickFix is an action that resolves a finding.
func quickFix(f *lint.Finding, title string, edits []text.Edit, preferred bool) offer {
	return offer{Action: refactor.Action{
		Title: title, Kind: string(protocol.CodeActionKindQuickFix), Edits: edits, Preferred: preferred, Codes: []string{f.Code},
	}, at: []text.Span{f.Span}}
}

// appendOffer appends an offer of edits that no other one makes.
func appendOffer(list []offer, o offer) []offer {
	if o.elsewhere != nil {
		if i := slices.IndexFunc(list, func(a offer) bool { return a.elsewhere != nil && a.Title == o.Title }); i >= 0 {
			list[i].at = append(list[i].at, o.at...)
			return list
		}
		return append(list, o)
	}
	if len(o.Edits) == 0 {
		return list
	}
	if i := slices.IndexFunc(list, func(a offer) bool { return a.File == o.File && slices.Equal(a.Edits, o.Edits) }); i >= 0 {
		if len(list[i].Codes) == 0 { // a refactoring that turns out to resolve the finding
			o.Title = list[i].Title
			list[i] = o
		}
		return list
	}
	return append(list, o)
}

// asksOneFix tells whether a client asks about one diagnostic with the whole document for
// its range, and makes all that it is given: so does Kate for its «Quick Fix».
func (r *request) asksOneFix(p *protocol.CodeActionParams, d *document, where text.Span) bool {
	c := &p.Context
	return r.client.codeActionMakesAll && len(c.Only) == 0 && len(c.Diagnostics) == 1 &&
		where == text.Span{End: d.text.Len()} && c.Diagnostics[0].Range != p.Range
}

// fixOf is the offer that a person would take for the diagnostics, none where nothing is
// sure.
func (r *request) fixOf(d *document, offers []offer, shown []protocol.Diagnostic) []offer {
	i := slices.IndexFunc(offers, func(o offer) bool { return o.Preferred && len(r.resolved(d, &o, shown)) > 0 })
	if i < 0 {
		return nil
	}
	return offers[i : i+1]
}

// codeAction is false for one that the client cannot make.
func (r *request) codeAction(d *document, a *offer, shown []protocol.Diagnostic) (protocol.CodeAction, bool) {
	kind := protocol.CodeActionKind(a.Kind)
	action := protocol.CodeAction{Title: a.Title, Kind: &kind, Diagnostics: r.resolved(d, a, shown)}
	if a.Disabled != "" {
		action.Disabled.Reason = a.Disabled
		return action, true
	}
	if a.Preferred && r.client.codeActionPreferred {
		action.IsPreferred = &a.Preferred
	}
	switch {
	case a.elsewhere != nil:
		action.Edit = a.elsewhere.edit(r)
	case a.File != "":
		action.Edit = r.editBeside(d, a.File, a.Edits)
	default:
		action.Edit = r.workspaceEdit(d, a.Edits)
	}
	return action, action.Edit != nil
}

// resolved are those of the diagnostics shown to the user that an action
// resolves: of our own, with one of its codes, in one of its places.
func (r *request) resolved(d *document, a *offer, shown []protocol.Diagnostic) []protocol.Diagnostic {
	v := r.view(d)
	var resolved []protocol.Diagnostic
	for _, g := range shown {
		from, _ := g.Source.Get()
		code, _ := g.Code.(protocol.String)
		if from == source && slices.Contains(a.Codes, string(code)) && touches(a.at, v.span(g.Range)) {
			resolved = append(resolved, g)
		}
	}
	return resolved
}

func touches(places []text.Span, s text.Span) bool {
	return slices.ContainsFunc(places, func(p text.Span) bool { return s.Touches(p.Start) || p.Touches(s.Start) })
}

// wanted tells whether a kind is one of those asked for, or below one of them.
// Nothing asked for means everything.
func wanted(kind string, only []protocol.CodeActionKind) bool {
	return len(only) == 0 || slices.ContainsFunc(only, func(o protocol.CodeActionKind) bool {
		return o == protocol.CodeActionKindEmpty || kind == string(o) || strings.HasPrefix(kind, string(o)+".")
	})
}
