package analysis

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	sh "mvdan.cc/sh/v3/syntax"

	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// Selection are the ranges around the offset at, from the innermost out: a word,
// an argument or a flag's value, the shell's words and commands, the instruction,
// the stage, the file. Each contains the one before and is larger. The last one is
// the whole file, and all touch at.
func Selection(f *File, at int) []text.Span {
	at = min(max(at, 0), f.Text.Len())
	s := selector{f: f, at: at}
	s.add(runAround(f.Text.String(), at, isWordRune))
	if i, ok := f.ItemAt(at); ok {
		s.item(i)
	} else {
		s.between()
	}
	s.add(text.Span{Start: 0, End: f.Text.Len()})
	return s.chain()
}

// selector collects the ranges that touch at.
type selector struct {
	f     *File
	at    int
	spans []text.Span
}

func (s *selector) add(span text.Span) {
	if span.Touches(s.at) {
		s.spans = append(s.spans, span)
	}
}

// chain are the ranges by size, without those that cross a smaller one.
func (s *selector) chain() []text.Span {
	slices.SortStableFunc(s.spans, func(a, b text.Span) int { return cmp.Compare(a.Len(), b.Len()) })
	var chain []text.Span
	for i, span := range s.spans {
		last := i == len(s.spans)-1
		if n := len(chain); n > 0 && (span.Len() <= chain[n-1].Len() || !span.Contains(chain[n-1])) || span.Empty() && !last {
			continue
		}
		chain = append(chain, span)
	}
	if last := len(chain) - 1; last > maxChain {
		chain = append(chain[:maxChain], chain[last])
	}
	return chain
}

// maxChain is how many ranges are told but for the whole file. Nobody grows a
// selection more often, and they nest in the answer, which JSON does not like deep.
const maxChain = 200

// runAround is the run of certain characters that touches at.
func runAround(src string, at int, belongs func(rune) bool) text.Span {
	span := text.Span{Start: at, End: at}
	for span.Start > 0 {
		r, size := utf8.DecodeLastRuneInString(src[:span.Start])
		if !belongs(r) {
			break
		}
		span.Start -= size
	}
	for span.End < len(src) {
		r, size := utf8.DecodeRuneInString(src[span.End:])
		if !belongs(r) {
			break
		}
		span.End += size
	}
	return span
}

func isWordRune(r rune) bool {
	return r == '_' || r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

func isNoBlank(r rune) bool { return !unicode.IsSpace(r) }

// between adds the ranges of a place outside of instructions: a parser directive,
// or a comment and the comments around it.
func (s *selector) between() {
	for _, d := range s.f.Directives {
		s.add(d.Name.Span)
		s.add(d.Value.Span)
		s.add(d.Span)
	}
	comments := commentLines(s.f)
	s.comments(comments)
	for _, block := range commentFolds(s.f, comments) {
		s.add(block.Span)
	}
	for i := range s.f.Stages {
		s.add(stageSpan(s.f, &s.f.Stages[i]))
	}
}

func (s *selector) comments(comments []text.Span) {
	for _, c := range comments {
		s.add(c)
		if line := s.f.Text.Slice(c); len(line) > 2 && line[1] == ' ' {
			s.add(text.Span{Start: c.Start + 2, End: c.End})
		}
	}
}

func (s *selector) item(i int) {
	it := s.f.Items.At(i)
	s.add(text.Span{Start: it.In(it.Keyword.Span).Start, End: it.Span().End})
	for _, c := range it.Comments {
		s.comments([]text.Span{it.In(c)})
	}
	s.instruction(it, it.Instruction)
	for _, h := range it.Heredocs {
		s.heredoc(it, h)
	}
	for _, script := range s.f.Scripts(i) {
		s.script(script)
	}
	if st := s.f.StageOf(i); st != nil {
		s.add(stageSpan(s.f, st))
	}
}

func (s *selector) instruction(it syntax.Item, in *syntax.Instruction) {
	s.add(it.In(in.Keyword.Span))
	for _, flag := range in.Flags {
		s.add(it.In(flag.Span))
		s.add(it.In(flag.Value.Span))
		for _, field := range mountFields(in, flag) {
			s.add(it.In(field.Value.Span))
			s.add(it.In(text.Span{Start: field.Key.Start, End: max(field.Key.End, field.Value.End)}))
		}
	}
	s.add(it.In(in.Rest.Span))
	for _, w := range in.Args {
		s.add(it.In(w.Span))
		if in.JSON && w.Len() > 1 {
			s.add(it.In(text.Span{Start: w.Start + 1, End: w.End - 1}))
		}
	}
	for _, pair := range in.Pairs {
		s.add(it.In(pair.Span))
		s.add(it.In(pair.Key.Span))
		s.value(it.In(pair.Value.Span))
	}
	for _, e := range in.Expansions {
		s.add(it.In(e.Span))
		s.add(it.In(e.Name.Span))
	}
	s.image(it, in)
	if in.Trigger != nil {
		s.add(text.Span{Start: it.In(in.Trigger.Keyword.Span).Start, End: it.Span().End})
		s.instruction(it, in.Trigger)
	}
}

// value adds a value, and what is between the quotes around it.
func (s *selector) value(span text.Span) {
	s.add(span)
	if src := s.f.Text.Slice(span); len(src) > 1 && (src[0] == '"' || src[0] == '\'') && src[len(src)-1] == src[0] {
		s.add(text.Span{Start: span.Start + 1, End: span.End - 1})
	}
}

// image adds the parts of the image of FROM.
func (s *selector) image(it syntax.Item, in *syntax.Instruction) {
	if !isFrom(it) || len(in.Args) == 0 {
		return
	}
	w := in.Args[0]
	at := in.Line.Offset(w.Start)
	parts := SplitImage(w.Value)
	for _, part := range []text.Span{parts.Registry, parts.Repository, parts.Tag, parts.Digest, {Start: 0, End: parts.Repository.End}} {
		s.add(it.In(in.Line.Span(at+part.Start, at+part.End)))
	}
}

func (s *selector) heredoc(it syntax.Item, h syntax.Heredoc) {
	s.add(it.In(h.Name.Span))
	s.add(it.In(h.Op.Span))
	s.add(it.In(h.End))
	s.add(it.In(h.Body))
	s.add(it.In(text.Span{Start: h.Body.Start, End: max(h.Body.End, h.End.End)}))
	if body := it.In(h.Body); body.Touches(s.at) {
		line := s.f.Text.LineSpan(s.f.Text.Line(s.at))
		s.add(text.Span{Start: max(line.Start, body.Start), End: min(line.End, body.End)})
	}
}

// script adds the nodes of the shell's tree around at: words and their parts,
// simple commands, pipelines and lists of commands.
func (s *selector) script(script Script) {
	if script.Tree == nil {
		s.add(runAround(s.f.Text.String(), s.at, isNoBlank))
		return
	}
	at, ok := script.Offset(s.at)
	if !ok {
		return
	}
	todo := []sh.Node{script.Tree}
	for len(todo) > 0 {
		n := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, child := range shellChildren(n) {
			span := shellSpan(script, child)
			if !span.Touches(at) {
				continue
			}
			todo = append(todo, child)
			s.add(script.Span(span))
			switch child.(type) {
			case *sh.SglQuoted, *sh.DblQuoted:
				s.add(script.Span(text.Span{Start: span.Start + 1, End: max(span.Start+1, span.End-1)}))
			}
		}
	}
}

// shellSpan is the place of a node in its script, without what ends a statement.
func shellSpan(script Script, n sh.Node) text.Span {
	span := text.Span{Start: int(n.Pos().Offset()), End: int(n.End().Offset())}
	if stmt, ok := n.(*sh.Stmt); ok && stmt.Semicolon.IsValid() {
		span.End = min(span.End, int(stmt.Semicolon.Offset()))
	}
	span = span.Clamp(len(script.Src))
	span.End = span.Start + len(strings.TrimRight(script.Src[span.Start:span.End], " \t\r\n"))
	return span
}
