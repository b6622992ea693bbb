package syntax

import (
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/slipway-dev/slipway/analysis/text"
)

const bom = "\uFEFF"

// readDirectives reads the parser directives at the start of src, at which they
// end with the first line that is not one. BuildKit's own DirectiveParser
// decides; its place on the line is found here. The escape character is that of
// the last valid escape directive.
func readDirectives(src string) (directives []Directive, escape byte) {
	escape = parser.DefaultEscapeToken
	var p parser.DirectiveParser
	for at := bomLen(src); at < len(src); {
		line, next := physicalLine(src, at)
		if !isComment(line) {
			break
		}
		trim := trimLeft(line)
		got, err := p.ParseLine([]byte(trim))
		if got == nil && err == nil {
			break
		}
		d := locateDirective(trim, at+len(line)-len(trim))
		switch {
		case err != nil:
			d.Err = &Error{Span: d.Span, Message: err.Error()}
		case d.Name.Value == "escape" && d.Value.Value != "`" && d.Value.Value != `\`:
			d.Err = &Error{Span: d.Value.Span, Message: "invalid escape token '" + d.Value.Value + "' does not match ` or \\"}
		case d.Name.Value == "escape":
			escape = d.Value.Value[0]
		}
		directives = append(directives, d)
		at = next
	}
	return directives, escape
}

// locateDirective finds the name and the value in a line "# name = value" that
// is known to be a directive and starts at the offset at.
func locateDirective(line string, at int) Directive {
	const space = "\t\n\f\r " // \s of BuildKit's regular expression
	name, value, _ := strings.Cut(line, "=")
	trimmedName := strings.TrimRight(trimLeft(name[1:]), space)
	nameAt := at + strings.Index(name, trimmedName)
	valueAt := at + len(name) + 1 + len(value) - len(strings.TrimLeft(value, space))
	value = strings.Trim(value, space)
	return Directive{
		Span:  text.Span{Start: at, End: valueAt + len(value)},
		Name:  Word{text.Span{Start: nameAt, End: nameAt + len(trimmedName)}, strings.ToLower(trimmedName)},
		Value: Word{text.Span{Start: valueAt, End: valueAt + len(value)}, value},
	}
}

// bomLen is the length of the byte-order mark at the start of src. Anywhere else
// the mark is a part of the word it stands in.
func bomLen(src string) int {
	if strings.HasPrefix(src, bom) {
		return len(bom)
	}
	return 0
}

// Directive is the value that BuildKit reads for a directive of the whole file,
// such as "check" or "syntax": the text up to the first blank. Unlike the parser
// it skips a "#!" line and does not allow blanks in front of "#".
func (f *File) Directive(name string) (value string, ok bool) {
	head := f.preamble()
	if !strings.Contains(strings.ToLower(head), name) {
		return "", false // the usual case, asked with every keystroke
	}
	value, _, _, ok = parser.ParseDirective(name, []byte(head))
	return value, ok
}

// preamble is what stands above the first instruction. It is asked for with every
// keystroke, and the whole text is not to be put together for it.
func (f *File) preamble() string {
	end := f.Text.Len()
	if f.Items.Len() > 0 {
		end = f.Items.At(0).At
	}
	return f.Text.Slice(text.Span{End: end})
}

// Frontend is the image that «# syntax=» has read the file, as BuildKit's DetectSyntax
// finds it: in no line with blanks in front of "#", but behind a "#!" line and in
// «// syntax=…».
func (f *File) Frontend() (image string, ok bool) {
	head := f.preamble()
	start := bomLen(head)
	for _, d := range f.Directives {
		if d.Name.Value == "syntax" && d.Err == nil && (d.Start == start || head[d.Start-1] == '\n') {
			image, _, _ = strings.Cut(d.Value.Value, " ")
			return image, true
		}
	}
	if first := f.Text.Slice(text.Span{Start: start, End: start + 2}); first == "#!" || first == "//" {
		image, _, _, ok = parser.DetectSyntax([]byte(f.Text.String()))
	}
	return image, ok
}
