package text

import "unicode/utf8"

// Encoding is the unit in which an editor counts the columns of a line, as
// agreed in LSP's positionEncoding.
type Encoding int

// The encodings of LSP 3.17 and later. UTF16 is the default that every client
// understands.
const (
	UTF16 Encoding = iota
	UTF8
	UTF32
)

// Position is a place as editors name it: a line and a column, both from 0, the
// column in units of an Encoding.
type Position struct{ Line, Column int }

// Position is the editor's name for the offset at. An offset outside of the text
// is cut to it; one within a character is that character's start.
func (t Text) Position(at int, enc Encoding) Position {
	if len(t.pieces) == 0 {
		return Position{}
	}
	at = clamp(at, 0, t.Len())
	p := &t.pieces[t.pieceAt(at)]
	line, start := p.lineOf(at), 0
	if n := line - p.line; n > 0 {
		start = p.lines[n-1]
	}
	return Position{line, columns(p.src[start:min(at-p.at+utf8.UTFMax, len(p.src))], at-p.at-start, enc)}
}

// Offset is the offset of a position. A column past the end of its line is the
// end of that line, and a line past the last the end of the text, as LSP asks; a
// column within a character is that character's start.
func (t Text) Offset(p Position, enc Encoding) int {
	line := t.LineSpan(p.Line)
	if enc == UTF8 {
		return line.Start + characterStart(t.Slice(line), clamp(p.Column, 0, line.Len()))
	}
	at, column := line.Start, 0
	for src := t.Slice(line); at < line.End; {
		r, size := rune(src[at-line.Start]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(src[at-line.Start:])
		}
		if column += units(r, size, enc); column > p.Column {
			break
		}
		at += size
	}
	return at
}

// characterStart is the start of the character of a line that holds the byte at at,
// which is at itself where it is none of UTF-8.
func characterStart(line string, at int) int {
	if at == len(line) {
		return at
	}
	for start := at; start >= max(0, at-utf8.UTFMax+1); start-- {
		if utf8.RuneStart(line[start]) {
			if _, size := utf8.DecodeRuneInString(line[start:]); start+size > at {
				return start
			}
			break
		}
	}
	return at
}

// columns is the width of the characters that lie whole in the first n bytes of s.
func columns(s string, n int, enc Encoding) int {
	width := 0
	for i := 0; i < n; {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		if i += size; i > n {
			break
		}
		width += units(r, size, enc)
	}
	return width
}

// units is the width of one character of size bytes. A byte that is not UTF-8
// counts as the one U+FFFD that it becomes on the wire.
func units(r rune, size int, enc Encoding) int {
	switch {
	case enc == UTF8:
		return size
	case enc == UTF16 && r > 0xFFFF:
		return 2
	default:
		return 1
	}
}
