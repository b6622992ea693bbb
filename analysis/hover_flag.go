package analysis

import (
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/analysis/reference"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// flag tells about a flag, its value, or an option within it.
func (h hovering) flag() (Answer, bool) {
	topic, ok := reference.Find(h.in.Keyword.Value)
	if !ok {
		return Answer{}, false
	}
	mounts := 0
	for _, flag := range h.in.Flags {
		if !h.on(flag.Span) {
			if flag.Name.Value == "mount" {
				mounts++
			}
			continue
		}
		known, ok := topic.Flag(flag.Name.Value)
		if !ok {
			return Answer{}, false
		}
		if h.on(flag.Value.Span) && h.at > flag.Name.End {
			return h.flagValue(flag, known, mounts), true
		}
		span := text.Span{Start: flag.Start, End: flag.Name.End}
		if h.at > span.End {
			span = flag.Span
		}
		return Answer{Span: span, Markdown: known.Markdown()}, true
	}
	return Answer{}, false
}

// flagValue tells about what stands behind "=", or else about the flag. mounts is
// how many mounts stand in front of it.
func (h hovering) flagValue(flag syntax.Flag, known *reference.Flag, mounts int) Answer {
	if value, ok := known.Value(flag.Value.Value); ok {
		return Answer{Span: flag.Value.Span, Markdown: value.Markdown()}
	}
	for _, field := range mountFields(h.in, flag) {
		option, ok := known.Option(field.Key.Value)
		if !ok {
			continue
		}
		if h.on(field.Value.Span) && h.at > field.Key.End {
			if value, ok := option.Value(strings.ToLower(field.Value.Value)); ok {
				return Answer{Span: field.Value.Span, Markdown: value.Markdown()}
			}
			doc := option.Markdown()
			if option.Name == "source" {
				if path, ok := h.f.mountSource(h.item, mounts, field.Value); ok {
					doc = paragraphs(h.describeSources(path), doc)
				}
			}
			return Answer{Span: field.Value.Span, Markdown: doc}
		}
		if h.on(field.Key.Span) {
			return Answer{Span: field.Key.Span, Markdown: option.Markdown()}
		}
	}
	return Answer{Span: flag.Value.Span, Markdown: known.Markdown()}
}

// hoverDirective tells about a parser directive at the top of the file.
func hoverDirective(f *File, at int) (Answer, bool) {
	for _, d := range f.Directives {
		known, ok := reference.Directive(d.Name.Value)
		switch {
		case !ok:
		case d.Name.Touches(at):
			return Answer{Span: d.Name.Span, Markdown: known.Markdown()}, true
		case d.Value.Touches(at) && !d.Value.Empty():
			return hoverDirectiveValue(known, d.Value, at), true
		}
	}
	return Answer{}, false
}

func hoverDirectiveValue(known *reference.ParserDirective, value syntax.Word, at int) Answer {
	if topic, ok := known.Value(value.Value); ok {
		return Answer{Span: value.Span, Markdown: topic.Markdown()}
	}
	if known.Name == "check" {
		if a, ok := hoverCheckValue(value, at); ok {
			return a
		}
	}
	return Answer{Span: value.Span, Markdown: known.Markdown()}
}

// hoverCheckValue tells about a part of skip=Rule,Rule;error=true.
func hoverCheckValue(value syntax.Word, at int) (Answer, bool) {
	directive, ok := reference.Directive("check")
	if !ok {
		return Answer{}, false
	}
	for _, option := range subWords(value, ';') {
		name, list, _ := strings.Cut(option.Value, "=")
		key := syntax.Word{Span: text.Span{Start: option.Start, End: option.Start + len(name)}, Value: name}
		known, ok := directive.Option(strings.TrimSpace(name))
		if ok && key.Touches(at) {
			return Answer{Span: key.Span, Markdown: known.Markdown()}, true
		}
		rest := syntax.Word{Span: text.Span{Start: min(key.End+1, option.End), End: option.End}, Value: list}
		for _, rule := range subWords(rest, ',') {
			if !rule.Touches(at) {
				continue
			}
			if check, ok := reference.FindCheck(rule.Value); ok {
				return Answer{Span: rule.Span, Markdown: check.Markdown()}, true
			}
			if known != nil {
				if topic, ok := known.Value(rule.Value); ok {
					return Answer{Span: rule.Span, Markdown: topic.Markdown()}, true
				}
			}
		}
	}
	return Answer{}, false
}

// subWords are the parts of a word between separators, without blanks around.
func subWords(w syntax.Word, separator byte) []syntax.Word {
	var words []syntax.Word
	at := w.Start
	for part := range strings.SplitSeq(w.Value, string(separator)) {
		trimmed := strings.TrimSpace(part)
		start := at + strings.Index(part, trimmed)
		words = append(words, syntax.Word{Span: text.Span{Start: start, End: start + len(trimmed)}, Value: trimmed})
		at += len(part) + 1
	}
	return words
}

// hoverCheck tells about a comment "# check=skip=…" right above an instruction.
func hoverCheck(f *File, at int) (Answer, bool) {
	line := f.Text.LineSpan(f.Text.Line(at))
	src := f.Text.Slice(line)
	name, value, ok := strings.Cut(src, "=")
	if !ok || !strings.HasPrefix(src, "#") || !strings.EqualFold(strings.TrimSpace(name[1:]), "check") || !f.leads(src) {
		return Answer{}, false
	}
	start := line.Start + len(name) + 1
	key := strings.TrimSpace(name[1:])
	if s := (text.Span{Start: line.Start + strings.Index(name, key), End: line.Start + len(strings.TrimRight(name, " \t"))}); s.Touches(at) {
		directive, ok := reference.Directive("check")
		if !ok {
			return Answer{}, false
		}
		return Answer{Span: s, Markdown: directive.Markdown()}, true
	}
	return hoverCheckValue(syntax.Word{Span: text.Span{Start: start, End: line.End}, Value: value}, at)
}

// leads tells whether a comment stands right above an instruction.
func (f *File) leads(comment string) bool {
	comment = strings.TrimSpace(comment[1:])
	for _, it := range f.Items.All() {
		if slices.Contains(it.Lead, comment) {
			return true
		}
	}
	return false
}
