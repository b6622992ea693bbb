package refactor

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/buildcontext"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// place is an instruction that somebody points at, and the selection.
type place struct {
	*analysis.File
	context   *buildcontext.Context // nil where nothing is known of it
	item      int
	selection text.Span
}

func (p place) it() syntax.Item { return p.Items.At(p.item) }

// other is the item i under the same selection.
func (p place) other(i int) place { return place{p.File, p.context, i, p.selection} }

// acting is the instruction that acts: the trigger of ONBUILD, or the one itself.
// Its spans are those of the item either way.
func (p place) acting() *syntax.Instruction { return acting(p.it().Instruction) }

func acting(in *syntax.Instruction) *syntax.Instruction {
	if in.Trigger != nil {
		return in.Trigger
	}
	return in
}

// trigger tells that the instruction stands behind ONBUILD.
func (p place) trigger() bool { return p.it().Trigger != nil }

// stage that the instruction is in, or nil.
func (p place) stage() *analysis.Stage { return p.StageOf(p.item) }

// step is the facts about the instruction; nil before the first FROM and where
// BuildKit refuses the instruction.
func (p place) step() *analysis.Step {
	if s := p.Step(p.item); s != nil && s.Command != nil && s.Err == nil {
		return s
	}
	return nil
}

// touched tells whether the selection touches a span of the file.
func (p place) touched(s text.Span) bool {
	return s.Start <= p.selection.End && p.selection.Start <= s.End
}

// newline is the line end that the file uses.
func (p place) newline() string {
	src := p.Text.String()
	if i := strings.IndexByte(src, '\n'); i > 0 && src[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// indent is the blanks in front of an item's keyword.
func indent(it syntax.Item) string {
	return it.Raw[:max(0, it.Keyword.Start)]
}

// edit replaces a span of the instruction.
func (p place) edit(s text.Span, replacement string) text.Edit {
	return text.Edit{Span: p.it().In(s), New: replacement}
}

// swap replaces a span of the instruction by text on one line. Comments in the
// span are moved to lines of their own above the instruction, as are those in
// more.
func (p place) swap(s text.Span, replacement string, more ...string) []text.Edit {
	it := p.it()
	var comments []string
	for _, c := range it.Comments {
		if s.Contains(c) {
			comments = append(comments, it.Raw[c.Start:c.End])
		}
	}
	var above strings.Builder
	for _, c := range slices.Concat(comments, more) {
		above.WriteString(indent(it) + c + p.newline())
	}
	edits := []text.Edit{p.edit(s, replacement)}
	if above.Len() > 0 {
		edits = slices.Insert(edits, 0, text.Edit{Span: text.Span{Start: it.At, End: it.At}, New: above.String()})
	}
	return edits
}

// commented tells whether a comment of the instruction would be lost in one of
// edits.
func (p place) commented(edits []text.Edit) bool {
	it := p.it()
	return slices.ContainsFunc(it.Comments, func(c text.Span) bool {
		return slices.ContainsFunc(edits, func(e text.Edit) bool { return e.Overlaps(it.In(c)) })
	})
}

// after is the items from first to last as BuildKit would read them after edits,
// their comments included.
func (p place) after(first, last int, edits []text.Edit) []syntax.Item {
	from, to := p.Items.At(first).At, p.Items.At(last).Span().End
	src := p.Text.Slice(text.Span{Start: from, End: to})
	moved := make([]text.Edit, len(edits))
	for i, e := range edits {
		moved[i] = text.Edit{Span: e.Shift(-from), New: e.New}
	}
	head := "# escape=" + string(p.Escape) + "\n"
	f := syntax.New(text.New(head + text.Apply(src, moved)))
	return f.Items.List()
}

// becomes is the instruction as BuildKit would read it after edits; nil where it
// would not, or would read something else besides.
func (p place) becomes(edits []text.Edit) *syntax.Instruction {
	items := p.after(p.item, p.item, edits)
	if len(items) != 1 || items[0].Err != nil || items[0].Open != p.it().Open {
		return nil
	}
	return items[0].Instruction
}

// clip is s short enough for a title.
func clip(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}

var oldSyntax = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^docker/dockerfile:1\.(\d+)`) })

// frontend tells whether the frontend that the file names is 1.minor at least:
// mounts came with 1.2, heredocs with 1.4, secrets as variables with 1.10. Without a
// name it is the one of today.
func (p place) frontend(minor int) bool {
	value, _ := p.Directive("syntax")
	if m := oldSyntax().FindStringSubmatch(value); m != nil {
		n, _ := strconv.Atoi(m[1])
		return n >= minor
	}
	return true
}
