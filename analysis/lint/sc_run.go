package lint

import (
	"slices"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/syntax"
)

// inScripts is what is found in the scripts of a stage, and those of them that
// ShellCheck has not looked at.
type inScripts struct {
	found   []raw
	unknown []ShellScript
}

type inScriptsKey struct{}

// shellCause is all that decides what is found in scripts, but for their stage.
type shellCause struct {
	relinked   bool
	severities string
	shell      any
}

// addShell adds what is found in the texts that shells read: by ShellCheck where it
// has looked at them, otherwise by our own rules. It is kept from version to version
// for as long as ShellCheck says nothing new.
func (r *run) addShell() {
	relinked := relinksShell(r.file)
	find := func(st *analysis.Facts) (*inScripts, bool) {
		x := r.findInScripts(st, relinked)
		return &x, x.found != nil || x.unknown != nil
	}
	var cause any = shellCause{relinked, r.severities, r.config.ShellID}
	if r.config.Shell != nil && r.config.ShellID == nil {
		cause = new(byte) // like no other one
	}
	answers := analysis.PerStageUnder(r.file, inScriptsKey{}, cause, find)
	unknown := make([][]ShellScript, 0, len(answers))
	for _, a := range answers {
		st, x := r.file.Stages[a.Stage], a.Value
		for _, found := range x.found {
			item := st.First + found.Step
			r.add(item, item, r.file.Items.At(item).At, found)
		}
		if len(x.unknown) > 0 {
			unknown = append(unknown, x.unknown)
		}
	}
	if len(unknown) > 0 && r.config.Unknown != nil {
		r.config.Unknown(unknown)
	}
}

// findInScripts leaves out what comments for ShellCheck silence.
func (r *run) findInScripts(st *analysis.Facts, relinked bool) (x inScripts) {
	for _, s := range shellSteps(st, relinked) {
		findings, known := r.shellFindings(s)
		if !known {
			x.unknown = append(x.unknown, s.asked)
		}
		if len(findings) == 0 {
			continue
		}
		silent := disabledAround(st.Steps[s.n].In, st.Lead(s.n))
		for _, found := range findings {
			if !listsCode(silent, found.rule.Code) {
				x.found = append(x.found, found)
			}
		}
	}
	return x
}

// disabledAround are the codes in comments for ShellCheck above an instruction and
// between its lines. The shell never sees those, and ShellCheck neither.
func disabledAround(in *syntax.Instruction, lead []string) (codes []string) {
	for _, comment := range lead {
		names, _ := disables("#" + comment)
		codes = append(codes, names...)
	}
	for _, comment := range in.Comments {
		names, _ := disables(in.Raw[comment.Start:comment.End])
		codes = append(codes, names...)
	}
	return codes
}

// shellFindings are those in one script; known is false where ShellCheck has yet to
// look at it. Of what it says some is left out:
//
//   - syntax errors, which we tell where every shell has them: elsewhere the text may be
//     for another program, or ShellCheck is mistaken, as about "else if" in joined lines;
//   - of a rule that is a hint what we do not find: we see that a list is meant to be
//     split, and that a command prints a single word; see also oursDecides.
func (r *run) shellFindings(s shellStep) (list []raw, known bool) {
	if r.config.Shell == nil {
		return s.found, true
	}
	notes, known := r.config.Shell(s.asked)
	if !known {
		return s.found, false
	}
	broken := slices.ContainsFunc(notes, func(n ShellNote) bool { return n.Code < "SC2" && n.Level == Error })
	for _, found := range s.found {
		if oursAlone(found.rule.Code) {
			list = append(list, found)
		}
	}
	for _, n := range notes {
		rule, ok := Find(n.Code)
		if !ok || oursAlone(n.Code) || s.deaf(n.Code) || broken && n.Code < "SC2" {
			continue
		}
		note := Note{Step: s.n, Span: s.place.Span(n.Span), Message: n.Message, Fix: shellFix(s.place, n.Fix)}
		own := slices.IndexFunc(s.found, func(found raw) bool { return found.rule == rule && found.Overlaps(note.Span) })
		if own < 0 && rule.Script != nil && (oursDecides(rule.Code) || r.config.severity(rule) == Hint) {
			continue
		}
		note.Soft = own >= 0 && s.found[own].Soft
		list = append(list, raw{rule: rule, Note: note, level: n.Level})
	}
	return list, true
}

// oursAlone tells of a code that what we find counts, whatever ShellCheck says: it
// takes pipefail for known to every dash (0.9), and never tells the release.
func oursAlone(code string) bool { return code == shellSyntax || code == "SC3040" }

// oursDecides tells of a code that what ShellCheck alone finds is worth nothing: it takes
// /bin/echo for the shell's own, and does not see what eval and a sourced file set.
func oursDecides(code string) bool {
	_, bash := bashismOf(code)
	return bash || code == "SC2154" || code == "SC2034"
}

// deaf tells of a code of ShellCheck's that means nothing for a script: what only
// POSIX lacks where it is not known what /bin/sh is, or where that is BusyBox's ash
// or an ash that ShellCheck takes for dash.
func (s shellStep) deaf(code string) bool {
	if code < "SC3" || code >= "SC4" {
		return false
	}
	b, known := bashismOf(code)
	switch s.asked.Dialect {
	case "sh":
		return true
	case "busybox":
		return !known || !b.notBusybox
	}
	return false
}
