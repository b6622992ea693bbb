package lint

import (
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/linter"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// IgnoreHere are the edits after which a comment above the instruction silences
// the rule of a finding: in a comment that is there, or in a new one. There are
// none for errors of BuildKit and for what stands in no instruction.
func IgnoreHere(f *analysis.File, found Finding) []text.Edit {
	rule, ok := Find(found.Code)
	i, in := f.ItemAt(found.Start)
	if !ok || !in || rule.refusal() || !f.Items.At(i).Span().Contains(found.Span) {
		return nil
	}
	for _, p := range slices.Backward(pragmas(f)) {
		if p.item == i && !p.whole && p.stage == 0 && !p.void && p.takes(rule) {
			return p.with(rule.Code)
		}
	}
	if i > 0 && f.Items.At(i-1).Open {
		return nil // a comment there would be a part of what is not closed yet
	}
	it := f.Items.At(i)
	indent := it.Raw[:len(it.Raw)-len(strings.TrimLeft(it.Raw, " \t"))]
	return []text.Edit{{Span: text.Span{Start: it.At, End: it.At}, New: indent + "# slipway ignore=" + rule.Code + lineEnd(f.Text)}}
}

// IgnoreInFile are the edits after which nothing in the file is found by the rule
// of a finding. A check of BuildKit's is skipped in a way that docker build
// understands as well.
func IgnoreInFile(f *analysis.File, found Finding) []text.Edit {
	rule, ok := Find(found.Code)
	if !ok || rule.refusal() || f.Items.Len() == 0 {
		return nil
	}
	if rule.buildkit() && !rule.Experimental {
		if edits := skipInFile(f, rule.Code); edits != nil {
			return edits
		}
	}
	for _, p := range pragmas(f) {
		if p.whole && p.takes(rule) {
			return p.with(rule.Code)
		}
	}
	comment := "# slipway ignore-file=" + rule.Code + lineEnd(f.Text)
	for _, at := range []int{behindDirectives(f), f.Items.At(0).At} {
		edits := []text.Edit{{Span: text.Span{Start: at, End: at}, New: comment}}
		if keepsDirectives(f, edits, true) {
			return edits
		}
	}
	return nil
}

// skipInFile puts a check into the directive at the top of the file, or writes
// the directive where there is none; there can be only one.
func skipInFile(f *analysis.File, code string) []text.Edit {
	edits := []text.Edit{{Span: text.Span{Start: behindDirectives(f), End: behindDirectives(f)}, New: "# check=skip=" + code + lineEnd(f.Text)}}
	for _, d := range f.Directives {
		switch {
		case d.Err != nil:
			return nil
		case d.Name.Value == "check":
			edits[0] = text.Edit{Span: text.Span{Start: d.Value.Start, End: d.Value.Start}, New: "skip=" + code + ";"}
			for _, p := range pragmas(f) {
				if p.tool == byCheck && p.whole {
					edits = p.with(code)
				}
			}
		}
	}
	head := f.Text.String()
	if f.Items.Len() > 0 {
		head = head[:f.Items.At(0).At] + "FROM scratch\n" // what follows has no say in it
	}
	value, _ := syntax.New(text.New(text.Apply(head, edits))).Directive("check")
	config, err := linter.ParseLintOptions(value)
	if err != nil || !slices.Contains(config.SkipRules, code) || !keepsDirectives(f, edits, false) {
		return nil
	}
	return edits
}

// takes tells whether a pragma is a good place for a rule: hadolint's for those
// that hadolint knows.
func (p *pragma) takes(r *Rule) bool {
	switch p.tool {
	case bySlipway:
		return true
	case byHadolint:
		return strings.HasPrefix(r.Code, "DL") || strings.HasPrefix(r.Code, "SC")
	}
	return false
}

// with are the edits that put a code behind the names of a pragma.
func (p *pragma) with(code string) []text.Edit {
	end := p.names[len(p.names)-1].End
	return []text.Edit{{Span: text.Span{Start: end, End: end}, New: "," + code}}
}

// behindDirectives is the start of the line behind the parser directives, the
// start of the file where there are none.
func behindDirectives(f *analysis.File) int {
	if len(f.Directives) == 0 {
		return firstByte(f.Text.String())
	}
	return nextLine(f.Text.String(), f.Directives[len(f.Directives)-1].End)
}

// firstByte is the offset behind the byte-order mark, if there is one.
func firstByte(src string) int { return len(src) - len(strings.TrimPrefix(src, "\uFEFF")) }

// nextLine is the start of the line behind the one that at is on, as BuildKit
// counts lines.
func nextLine(src string, at int) int {
	if i := strings.IndexByte(src[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(src)
}

// lineEnd is how the first line of a text ends.
func lineEnd(t text.Text) string {
	if first, _, ok := strings.Cut(t.String(), "\n"); ok && strings.HasSuffix(first, "\r") {
		return "\r\n"
	}
	return "\n"
}

// keepsDirectives tells whether edits leave the parser directives as they are; a
// check may be another where it is meant to.
func keepsDirectives(f *analysis.File, edits []text.Edit, checkToo bool) bool {
	if f.Items.Len() == 0 || edits[0].Start > f.Items.At(0).At {
		return true
	}
	meaning := func(list []syntax.Directive) (m []string) {
		for _, d := range list {
			if checkToo || d.Name.Value != "check" {
				m = append(m, d.Name.Value+"="+d.Value.Value)
			}
		}
		return m
	}
	after := syntax.New(text.New(text.Apply(f.Text.Slice(text.Span{End: f.Items.At(0).At}), edits) + "FROM scratch\n"))
	return slices.Equal(meaning(f.Directives), meaning(after.Directives))
}

// without is the fix that takes the nth name out of a pragma, or the whole comment
// where it is the only one. Hadolint's comments may be needed by hadolint, so
// that taking them out is for a person to decide.
func (r *run) without(p *pragma, n int) *Fix {
	f := r.file
	fix := &Fix{Title: "Remove " + p.names[n].name, Unsafe: p.tool == byHadolint}
	cut, gap := p.names[n].Span, gapAbove(f.File, p.item) // that the pragma stands in
	src := f.Text.Slice(gap)
	switch {
	case n > 0:
		cut.Start = p.names[n-1].End
	case len(p.names) > 1:
		cut.End = p.names[1].Start
	case p.tool == byCheck && strings.Contains(f.Text.Slice(p.Span), ";"):
		cut = p.option
		if strings.HasPrefix(src[cut.End-gap.Start:], ";") {
			cut.End++
		} else {
			cut.Start--
		}
	default:
		fix.Title = "Remove the comment"
		cut.Start = gap.Start + strings.LastIndexByte(src[:p.Start-gap.Start], '\n') + 1
		cut.End = gap.Start + nextLine(src, p.End-gap.Start)
	}
	fix.Edits = []text.Edit{{Span: cut}}
	if !keepsDirectives(f, fix.Edits, p.tool != byCheck) {
		return nil
	}
	return fix
}
