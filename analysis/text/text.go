package text

import (
	"sort"
	"strings"
)

// Text is an immutable source text with an index of its lines.
//
// A line ends with "\n", "\r\n" or a lone "\r", as in LSP 3.18 section
// "Text Documents". BuildKit knows only "\n"; package syntax counts its lines
// by itself, because the two notions must not be mixed.
//
// The zero Text is an empty file. Copying a Text is cheap.
type Text struct {
	src   string
	lines []int // start of each line, from line 1 on; line 0 starts at 0
}

// New makes a Text of src.
func New(src string) Text {
	return Text{src: src, lines: appendLineStarts(nil, src, 0, len(src))}
}

// String is the whole source.
func (t Text) String() string { return t.src }

// Len is the length of the source in bytes.
func (t Text) Len() int { return len(t.src) }

// Slice is the source under s. A span that leaves the text is cut to it.
func (t Text) Slice(s Span) string {
	start := clamp(s.Start, 0, len(t.src))
	return t.src[start:clamp(s.End, start, len(t.src))]
}

// Lines is the number of lines. An empty text has one, and so does the end of a
// text whose last line is terminated.
func (t Text) Lines() int { return len(t.lines) + 1 }

// Line is the line, from 0, that holds the offset at.
func (t Text) Line(at int) int {
	return sort.SearchInts(t.lines, at+1)
}

// LineFrom is Line for who knows a line that is not behind it and near.
func (t Text) LineFrom(line, at int) int {
	for line < len(t.lines) && t.lines[line] <= at {
		line++
	}
	return line
}

// LineSpan is the span of a line, from 0, without its terminator. A line past
// the end is the empty span at the end of the text.
func (t Text) LineSpan(line int) Span {
	if line < 0 {
		return Span{}
	}
	if line > len(t.lines) {
		return Span{len(t.src), len(t.src)}
	}
	start, end := t.lineStart(line), len(t.src)
	if line < len(t.lines) {
		end = t.lines[line]
		if end > start && t.src[end-1] == '\n' {
			end--
		}
		if end > start && t.src[end-1] == '\r' {
			end--
		}
	}
	return Span{start, end}
}

func (t Text) lineStart(line int) int {
	if line == 0 {
		return 0
	}
	return t.lines[line-1]
}

// Replace is the text with the bytes under s replaced by replacement. The spans
// of lines that the edit did not touch are moved, not searched again.
func (t Text) Replace(s Span, replacement string) Text {
	s = s.Clamp(len(t.src))
	var b strings.Builder
	b.Grow(len(t.src) - s.Len() + len(replacement))
	b.WriteString(t.src[:s.Start])
	b.WriteString(replacement)
	b.WriteString(t.src[s.End:])
	src := b.String()

	// A "\r" before the edit or a "\n" after it may join or part a "\r\n", so the
	// lines are searched again from one byte before to one byte after.
	from, to := max(s.Start-1, 0), min(s.End+1, len(t.src))
	shift := len(replacement) - s.Len()
	keep := sort.SearchInts(t.lines, from+1)
	rest := sort.SearchInts(t.lines, to+1)
	lines := make([]int, keep, len(t.lines)+strings.Count(replacement, "\n")+2)
	copy(lines, t.lines[:keep])
	lines = appendLineStarts(lines, src, from, to+shift)
	for _, start := range t.lines[rest:] {
		if n := len(lines); n > 0 && lines[n-1] >= start+shift {
			continue
		}
		lines = append(lines, start+shift)
	}
	return Text{src: src, lines: lines}
}

// appendLineStarts appends the starts of the lines whose terminators begin in
// src[from:to].
func appendLineStarts(lines []int, src string, from, to int) []int {
	for from < to {
		end := strings.IndexByte(src[from:to], '\n')
		if end < 0 {
			end = to - from
		}
		piece := src[from : from+end]
		for at := strings.IndexByte(piece, '\r'); at >= 0; {
			if next := from + at + 1; next == len(src) || src[next] != '\n' {
				lines = append(lines, next)
			} else if next == to {
				return append(lines, next+1) // its "\n" is behind the part
			}
			rest := strings.IndexByte(piece[at+1:], '\r')
			if rest < 0 {
				break
			}
			at += 1 + rest
		}
		if from += end + 1; from <= to {
			lines = append(lines, from)
		}
	}
	return lines
}

func clamp(n, low, high int) int { return min(max(n, low), high) }
