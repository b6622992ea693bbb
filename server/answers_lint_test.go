package server

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.lsp.dev/protocol"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/buildcontext"
	"github.com/slipway-dev/slipway/analysis/lint"
	"github.com/slipway-dev/slipway/analysis/refactor"
)

func (p *paper) findings(string) string {
	var got struct {
		Items []struct {
			Range         protocol.Range
			Severity      int
			Code, Message string
		}
	}
	p.ask("textDocument/diagnostic", nil, &got)
	var b strings.Builder
	for _, d := range got.Items {
		b.WriteString(p.locate(d.Range))
		severity := [...]string{1: "error", "warning", "info", "hint"}[d.Severity]
		fmt.Fprintf(&b, "   %s %s: %s\n", severity, d.Code, d.Message)
	}
	return b.String()
}

// action is a CodeAction.
type action struct {
	Title, Kind string
	IsPreferred bool
	Disabled    *struct{ Reason string }
	Edit        json.RawMessage
}

// actions are all that is offered for the selection.
func (p *paper) actions(only ...string) (got []action) {
	var pulled struct{ Items []json.RawMessage }
	p.ask("textDocument/diagnostic", nil, &pulled)
	p.ask("textDocument/codeAction", object{
		"range": p.view().rangeOf(p.c.Selection), "context": object{"diagnostics": pulled.Items, "only": slices.Concat([]string{}, only)},
	}, &got)
	return got
}

// refactorings are what is offered for the selection, without what lint adds.
func (p *paper) refactorings() []action {
	got := slices.DeleteFunc(p.actions("quickfix", "refactor"), func(a action) bool {
		return strings.HasPrefix(a.Title, "Ignore ") || strings.HasPrefix(a.Title, "Turn off ")
	})
	f := analysis.New(p.text)
	asked := refactor.Actions(f, buildcontext.New(p.c.Files, p.c.Name), p.c.Selection)
	for _, found := range lint.Run(f, lint.Config{}) {
		got = slices.DeleteFunc(got, func(a action) bool {
			return found.Fix != nil && a.Title == found.Fix.Title && !slices.ContainsFunc(asked, func(b refactor.Action) bool { return a.Title == b.Title })
		})
	}
	for i, a := range got { // one that also is the fix of a finding is offered as that
		if n := slices.IndexFunc(asked, func(b refactor.Action) bool { return a.Title == b.Title && len(b.Codes) == 0 }); n >= 0 && a.Disabled == nil {
			got[i].Kind, got[i].IsPreferred = asked[n].Kind, asked[n].Preferred
		}
	}
	return got
}

func (p *paper) listActions(word string) string {
	var b strings.Builder
	for _, a := range p.refactorings() {
		if !strings.Contains(a.Title, word) {
			continue
		}
		b.WriteString(a.Kind)
		if a.IsPreferred {
			b.WriteByte('*')
		}
		b.WriteString("  " + a.Title)
		if a.Disabled != nil {
			fmt.Fprintf(&b, "  (not here: %s)", a.Disabled.Reason)
		}
		b.WriteByte('\n')
	}
	if b.Len() == 0 {
		return "none\n"
	}
	return b.String()
}

var actionCodes = regexp.MustCompile(`(?m)  \[[\w, ]+\]( |$)`)

// withoutCodes takes away the rules: they go along only with diagnostics.
func withoutCodes(want string) string { return actionCodes.ReplaceAllString(want, "$1") }

func (p *paper) doAction(title string) string {
	for _, a := range p.refactorings() {
		if a.Disabled == nil && strings.HasPrefix(a.Title, title) {
			return p.applyWorkspace(a.Edit)
		}
	}
	return "no action " + title
}

// ignore is the file after the first finding at the cursor was silenced.
func (p *paper) ignore(rest string) string {
	suffix := map[string]string{"here": " for this instruction", "in file": " in this file"}[rest]
	for _, a := range p.actions("quickfix") {
		if strings.HasPrefix(a.Title, "Ignore ") && strings.HasSuffix(a.Title, suffix) {
			return p.applyWorkspace(a.Edit)
		}
	}
	return "nothing\n"
}

// fixed is the file after all safe fixes.
func (p *paper) fixed(string) string {
	all := p.actions("source.fixAll.slipway")
	switch {
	case len(all) == 0:
		return p.text.String()
	case len(all) > 1 || all[0].Kind != "source.fixAll.slipway":
		p.t.Errorf("%+v", all)
	}
	return p.applyWorkspace(all[0].Edit)
}

var fixCount = regexp.MustCompile(`\(\d+\)\n$`)

// withoutCount takes away how many fixes were made.
func withoutCount(want string) string { return fixCount.ReplaceAllString(want, "") }
