package lint

import (
	"slices"

	"github.com/slipway-dev/slipway/analysis/syntax"
)

// addShell adds what is found in the texts that shells read: by ShellCheck where it
// has looked at them, otherwise by our own rules.
func (r *run) addShell() {
	for i, scripts := range shellSteps(r.file, relinksShell(r.file)) {
		if r.config.Shell == nil && !scripts.found {
			continue
		}
		st := r.file.Stages[i]
		for _, s := range scripts.steps {
			findings := r.shellFindings(s)
			if len(findings) == 0 {
				continue
			}
			item := st.First + s.n
			silent := disabledAround(r.file.Items[item])
			for _, found := range findings {
				if !listsCode(silent, found.rule.Code) {
					r.add(item, item, r.file.Items[item].At, found)
				}
			}
		}
	}
}

// disabledAround are the codes in comments for ShellCheck above an instruction and
// between its lines. The shell never sees those, and ShellCheck neither.
func disabledAround(it syntax.Item) (codes []string) {
	for _, comment := range it.Lead {
		names, _ := disables("#" + comment)
		codes = append(codes, names...)
	}
	for _, comment := range it.Comments {
		names, _ := disables(it.Raw[comment.Start:comment.End])
		codes = append(codes, names...)
	}
	return codes
}

// shellFindings are those in one script. Of what ShellCheck says some is left out:
//
//   - syntax errors, which we tell where every shell has them: elsewhere the text may be
//     for another program, or ShellCheck is mistaken, as about "else if" in joined lines;
//   - of a rule that is a hint what we do not find: we see that a list is meant to be
//     split, and that a command prints a single word; see also oursDecides.
func (r *run) shellFindings(s shellStep) []raw {
	if r.config.Shell == nil {
		return s.found
	}
	notes, ok := r.config.Shell(s.asked)
	if !ok {
		return s.found
	}
	broken := slices.ContainsFunc(notes, func(n ShellNote) bool { return n.Code < "SC2" && n.Level == Error })
	var list []raw
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
	return list
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
