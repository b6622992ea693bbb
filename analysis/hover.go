package analysis

import (
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis/buildcontext"
	"github.com/slipway-dev/slipway/analysis/reference"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// Answer is Markdown about the word under Span. What stands in the file is quoted
// in it as code, so that it cannot become a link, an image or a heading.
type Answer struct {
	text.Span
	Markdown string
	// Folded comes behind it.
	Folded Folded
}

// Folded is a list in Markdown that may be shown when somebody asks for it. The
// zero Folded is none.
type Folded struct {
	Title string // without marks
	Items []string
}

// Text is the whole answer. Where the reader renders the HTML element <details>, the
// list is in it; else it is a plain list, and a shorter one.
func (a Answer) Text(details bool) string {
	const mostFolded, mostShown = 60, 8
	switch {
	case len(a.Folded.Items) == 0:
		return a.Markdown
	case details:
		return paragraphs(a.Markdown, "<details><summary>"+a.Folded.Title+"</summary>", bullets(first(a.Folded.Items, mostFolded)), "</details>")
	}
	return paragraphs(a.Markdown, a.Folded.Title+":", bullets(first(a.Folded.Items, mostShown)))
}

// Hover tells about the word at an offset: an instruction, a flag or an option of
// one, a directive, a heredoc, a variable and its value, a stage, an image, and
// what a source means in the build context, which may be nil.
func Hover(f *File, at int, context *buildcontext.Context) (Answer, bool) {
	if a, ok := hoverDirective(f, at); ok {
		return a, true
	}
	i, ok := f.ItemAt(at)
	if !ok {
		return hoverCheck(f, at)
	}
	h := hovering{f: f, context: context, item: i, in: effective(f.Items.At(i).Instruction), at: at - f.Items.At(i).At}
	for _, look := range []func() (Answer, bool){h.modifier, h.name, h.image, h.flag, h.keyword, h.word, h.source} {
		if a, ok := look(); ok {
			a.Span = f.Items.At(i).In(a.Span)
			return a, true
		}
	}
	return Answer{}, false
}

// hovering is a question about a place in an instruction. Its answers have spans of
// the instruction.
type hovering struct {
	f       *File
	context *buildcontext.Context // may be nil
	item    int
	in      *syntax.Instruction // behind ONBUILD the trigger
	at      int
}

// on tells whether the place is on a word that is not empty.
func (h hovering) on(s text.Span) bool { return !s.Empty() && s.Touches(h.at) }

// keyword tells about an instruction and what is in force there.
func (h hovering) keyword() (Answer, bool) {
	word := h.in.Keyword
	outer := h.f.Items.At(h.item).Instruction
	if outer.Trigger != nil && h.on(outer.Keyword.Span) {
		word = outer.Keyword
	}
	topic, ok := reference.Find(word.Value)
	if !ok || !h.on(word.Span) {
		return Answer{}, false
	}
	a := Answer{Span: word.Span, Markdown: topic.Markdown()}
	if word.Span != outer.Keyword.Span { // a trigger runs in another stage
		return a, true
	}
	facts := h.sources()
	if outer.Kind() == command.From {
		facts = h.f.stageSummary(h.item)
	}
	a.Markdown = paragraphs(facts, a.Markdown, h.f.inForce(h.item))
	a.Folded = h.f.environment(h.item)
	return a, true
}

// hoverWords are the words with a meaning of their own in an instruction.
var hoverWords = []struct{ kind, word, doc string }{
	{
		command.From, "AS", "**AS** names the stage: for `COPY --from=`, for `from=` in `RUN --mount`, for a later `FROM`, and for `--target`. " +
			"A name begins with a letter; letters, digits, `-`, `_` and `.` may follow. Case does not count; write it in lower case, as a later `FROM` must.",
	},
	{
		command.Healthcheck, "CMD", "**CMD** here is the command that tests the container: exit status 0 means healthy, 1 unhealthy. " +
			"It takes the shell form or a JSON array.",
	},
	{command.Healthcheck, "NONE", "**NONE** turns off the test that the base image brought."},
}

// word tells about a word in hoverWords, the first argument or, in FROM, the second.
func (h hovering) word() (Answer, bool) {
	n := 0
	if h.in.Kind() == command.From {
		n = 1
	}
	if n >= len(h.in.Args) || !h.on(h.in.Args[n].Span) {
		return Answer{}, false
	}
	for _, w := range hoverWords {
		if w.kind == h.in.Kind() && strings.EqualFold(w.word, h.in.Args[n].Value) {
			return Answer{Span: h.in.Args[n].Span, Markdown: w.doc}, true
		}
	}
	return Answer{}, false
}

// modifier tells about the operator in ${NAME:-word} where BuildKit puts the value
// in.
func (h hovering) modifier() (Answer, bool) {
	for _, m := range h.f.mentions(h.item) {
		if m.role != expands || m.op == "" {
			continue
		}
		op := h.behind(m.Span, len(m.op))
		if op.Start > h.at || h.at >= op.End {
			continue
		}
		if topic, ok := reference.Modifier(m.op); ok {
			return Answer{Span: op, Markdown: topic.Markdown()}, true
		}
	}
	return Answer{}, false
}

// behind is the span of the n bytes of the logical line, or of a heredoc, that
// follow s.
func (h hovering) behind(s text.Span, n int) text.Span {
	for _, d := range h.in.Heredocs {
		if d.Body.Contains(s) {
			return text.Span{Start: s.End, End: s.End + n}
		}
	}
	at := h.in.Line.Offset(s.End-1) + 1
	return h.in.Line.Span(at, at+n)
}

// name tells about a variable, a stage, a shell function or a heredoc.
func (h hovering) name() (Answer, bool) {
	it := h.f.Items.At(h.item)
	name, ok := h.f.symbolAt(it.At + h.at)
	if !ok {
		return Answer{}, false
	}
	span := name.place.Span.Shift(-it.At)
	if whole := name.mention.whole; whole.Contains(span) {
		span.Start = whole.Start
		if name.mention.op == "" {
			span.End = whole.End
		}
	}
	var doc string
	switch name.kind {
	case ofStage:
		doc = h.f.describeStage(name.stage)
	case ofVariable, ofUnset:
		doc = h.f.describeVariable(h.item, name)
	case ofLocal, ofFunction:
		doc = h.f.describeLocal(name)
	case ofHeredoc:
		op := h.in.Heredocs[name.group].Op
		if doc = describeHeredoc(op.Value); name.mention.role == heredocCloses {
			doc = "Ends the heredoc that begins on " + h.f.lineOf(it.In(op.Span).Start) + "."
		}
	}
	return Answer{Span: span, Markdown: doc}, doc != ""
}

// describeHeredoc tells what an operator such as 3<<-"EOF" says.
func describeHeredoc(op string) string {
	topics := reference.Heredoc(op)
	if len(topics) == 0 {
		return ""
	}
	parts := []string{topics[0].Markdown()}
	for _, t := range topics[1:] {
		parts = append(parts, "**"+codeSpan(t.Name)+"**: "+t.Summary+". "+t.Body)
	}
	return paragraphs(parts...)
}

// image tells about the parts of an image: in FROM, and where --from or from= names
// one that is no stage. What a trigger names may be a stage of another file.
func (h hovering) image() (Answer, bool) {
	if h.f.Items.At(h.item).Trigger != nil {
		return Answer{}, false
	}
	for _, r := range h.f.StageRefs(h.item) {
		span := r.Span.Shift(-h.f.Items.At(h.item).At)
		if r.Target < 0 && !r.Index && h.on(span) {
			doc := h.f.describeImage(r)
			return Answer{Span: span, Markdown: doc}, doc != ""
		}
	}
	return Answer{}, false
}
