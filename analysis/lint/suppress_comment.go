package lint

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/moby/buildkit/frontend/dockerfile/command"
	"github.com/moby/buildkit/frontend/dockerfile/linter"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// tool is who defines what a pragma means.
type tool string

const (
	byHadolint tool = "hadolint"
	bySlipway  tool = "slipway"
	byCheck    tool = "check" // BuildKit's «# check=skip=…»
)

// pragma is a comment that tells rules to be silent.
type pragma struct {
	text.Span        // from "#" to the end of the line, in the file
	item      int    // the instruction below it; len(Items) for none
	tool      tool   //
	whole     bool   // it counts for the file, not only for the item
	stage     int    // the item behind the stage that it counts for; 0 where it does not
	void      bool   // it counts for nothing, and why
	why       string //
	names     []mention
	option    text.Span // of a check: the whole «skip=…»
}

// mention is the name of a rule in a pragma.
type mention struct {
	text.Span
	name string
	used bool
}

// pragmas are all pragmas between the instructions, in order.
func pragmas(f *analysis.File) []pragma {
	var list []pragma
	for _, d := range f.Directives {
		if d.Name.Value == "check" && d.Err == nil {
			value, _, _ := strings.Cut(d.Value.Value, " ")
			p := pragma{Span: d.Span, tool: byCheck, whole: true}
			if p.readSkip(value, d.Value.Start) {
				list = append(list, p)
			}
		}
	}
	list = appendPragmas(list, f.File, 0)
	if strings.Contains(f.Text.Slice(gapAbove(f.File, 0)), "#!") {
		list = slices.DeleteFunc(list, func(p pragma) bool { return p.tool == byCheck }) // BuildKit reads past a "#!" line, its parser does not
	}
	for _, i := range f.Keyed() {
		if i > 0 {
			list = appendPragmas(list, f.File, i)
		}
	}
	if f.Items.Len() > 0 {
		list = appendPragmas(list, f.File, f.Items.Len())
	}
	return list
}

// gapAbove is what stands between an item and the one before. One past the last is
// the end of the file.
func gapAbove(f *syntax.File, item int) text.Span {
	gap := text.Span{End: f.Text.Len()}
	if item < f.Items.Len() {
		gap.End = f.Items.At(item).At
	}
	if item > 0 {
		gap.Start = f.Items.At(item - 1).Span().End
	} else {
		gap.Start = firstByte(f.Text.Slice(gap))
	}
	return gap
}

// mayHold tells whether a pragma can stand in text between instructions.
func mayHold(gap string) bool {
	gap = strings.ToLower(gap)
	return strings.Contains(gap, "ignore") || strings.Contains(gap, "skip")
}

// appendPragmas reads the comments above an item. Hadolint's count where nothing
// but comments stands between them and the item. Of BuildKit's the first counts,
// and an empty comment cuts off those above it.
func appendPragmas(list []pragma, f *syntax.File, item int) []pragma {
	gap := gapAbove(f, item)
	if !mayHold(f.Text.Slice(gap)) {
		return list
	}
	first := len(list)
	for at := gap.Start; at < gap.End; {
		line := f.Text.Slice(text.Span{Start: at, End: gap.End})
		if i := strings.IndexByte(line, '\n'); i >= 0 {
			line = line[:i+1]
		}
		body := strings.TrimSpace(line)
		span := text.Span{Start: at + strings.Index(line, body)}
		span.End = span.Start + len(body)
		switch p, ok := readPragma(body, span); {
		case isDirective(f, span):
		case ok && (p.tool != byCheck || line[0] == '#'): // BuildKit reads no indented one
			p.item = item
			p.ofStage(f)
			list = append(list, p)
		case body == "#":
			avoid(list[first:], byCheck, "BuildKit reads no check above an empty comment")
		case body == "" && at > gap.Start:
			avoid(list[first:], byHadolint, "a hadolint comment counts on the lines right above its instruction only")
		}
		at += len(line)
	}
	checks := 0
	for i := range list[first:] {
		p := &list[first+i]
		if p.tool == byCheck && !p.void {
			if checks++; checks > 1 {
				p.void, p.why = true, "only the first check above an instruction counts"
			}
		}
		if item == f.Items.Len() && !p.whole && !p.void {
			p.void, p.why = true, "no instruction follows"
		}
	}
	return list
}

// ofStage finds the end of the stage that a comment for one counts for. Hadolint reads it
// right above a FROM only.
func (p *pragma) ofStage(f *syntax.File) {
	if p.stage == 0 {
		return
	}
	p.stage = p.item + 1
	if p.item >= f.Items.Len() || f.Items.At(p.item).Kind() != command.From {
		p.void, p.why = true, "hadolint reads a comment for a stage right above its FROM only"
		return
	}
	for p.stage < f.Items.Len() && f.Items.At(p.stage).Kind() != command.From {
		p.stage++
	}
}

// avoid makes the pragmas of a tool count for nothing, those for the file left
// out.
func avoid(list []pragma, t tool, why string) {
	for i := range list {
		if list[i].tool == t && !list[i].whole && !list[i].void {
			list[i].void, list[i].why = true, why
		}
	}
}

func isDirective(f *syntax.File, s text.Span) bool {
	for _, d := range f.Directives {
		if s.Contains(d.Span) {
			return true
		}
	}
	return false
}

var ignorePattern = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^#[ \t]*(?:(hadolint)[ \t]+(?:(global)[ \t]+|(stage)[ \t]+)?ignore|(slipway)[ \t]+ignore(-file)?)[ \t]*=[ \t]*` +
		`([\w-]+(?:[ \t]*,[ \t]*[\w-]+)*)`)
})

// readPragma reads a comment that stands at a span of the file. What follows the
// names is a reason, for people.
func readPragma(comment string, at text.Span) (pragma, bool) {
	if !strings.HasPrefix(comment, "#") {
		return pragma{}, false
	}
	p := pragma{Span: at, tool: byCheck}
	plain := strings.TrimSpace(comment[1:])
	if value, ok := checkComment(plain); ok {
		return p, p.readSkip(value, at.Start+strings.Index(comment, value))
	}
	if !strings.Contains(comment, "=") {
		return pragma{}, false
	}
	m := ignorePattern().FindStringSubmatchIndex(comment)
	if m == nil {
		return pragma{}, false
	}
	p.tool, p.whole = bySlipway, m[10] >= 0
	if m[2] >= 0 {
		p.tool, p.whole = byHadolint, m[4] >= 0
	}
	if m[6] >= 0 {
		p.stage = 1 // its end is found when it is known where it stands
	}
	p.readNames(comment[m[12]:m[13]], at.Start+m[12])
	return p, true
}

// readNames reads names parted by commas.
func (p *pragma) readNames(list string, at int) {
	for name := range strings.SplitSeq(list, ",") {
		if trimmed := strings.TrimSpace(name); trimmed != "" {
			start := at + strings.Index(name, trimmed)
			p.names = append(p.names, mention{Span: text.Span{Start: start, End: start + len(trimmed)}, name: trimmed})
		}
		at += len(name) + 1
	}
}

// readSkip reads the names in the «skip» option of a check, if BuildKit accepts
// the options and there are some.
func (p *pragma) readSkip(value string, at int) bool {
	if config, err := linter.ParseLintOptions(value); err != nil || config.SkipAll {
		return false
	}
	for part := range strings.SplitSeq(value, ";") {
		key, names, _ := strings.Cut(part, "=")
		if strings.TrimSpace(key) == "skip" {
			p.names, p.option = nil, text.Span{Start: at, End: at + len(part)}
			p.readNames(names, at+len(key)+1)
		}
		at += len(part) + 1
	}
	return len(p.names) > 0
}
