package text

import (
	"slices"
	"sort"
	"strings"
	"sync/atomic"
)

// Text is an immutable source text with an index of its lines.
//
// A line ends with "\n", "\r\n" or a lone "\r", as in LSP 3.18 section
// "Text Documents". BuildKit knows only "\n"; package syntax counts its lines
// by itself, because the two notions must not be mixed.
//
// The source is kept in pieces, which a text shares with the one that it was made of,
// so that an edit copies little of a long one.
//
// The zero Text is an empty file. Copying a Text is cheap.
type Text struct {
	pieces []piece
	// whole is the source in one, once somebody has asked for it; nil where there is
	// one piece at most.
	whole *atomic.Pointer[string]
}

// piece is a part of a text. Each but the last ends with "\n", so that no end of a line
// is divided.
type piece struct {
	src   string
	lines []int // starts of lines behind the ends of lines in src, counted from its start
	at    int   // where it starts in the text
	line  int   // how many ends of lines are in front of it
	crlf  bool  // one of src is "\r\n"
}

// pieceSize is the usual length of a piece, in bytes. Tests make it small.
var pieceSize = 4 << 10

// New makes a Text of src.
func New(src string) Text {
	t := ofPieces(appendPieces(nil, src))
	if t.whole != nil {
		t.whole.Store(&src)
	}
	return t
}

func ofPieces(pieces []piece) Text {
	if len(pieces) < 2 {
		return Text{pieces: pieces}
	}
	return Text{pieces, &atomic.Pointer[string]{}}
}

// appendPieces divides src, where lines permit it.
func appendPieces(pieces []piece, src string) []piece {
	for src != "" {
		end := len(src)
		if end > 2*pieceSize {
			if n := strings.IndexByte(src[pieceSize-1:], '\n'); n >= 0 {
				end = pieceSize + n
			}
		}
		pieces = append(pieces, piece{src: src[:end], lines: lineStarts(src[:end]), crlf: strings.Contains(src[:end], "\r\n")})
		pieces[len(pieces)-1].follow(pieces[:len(pieces)-1])
		src = src[end:]
	}
	return pieces
}

// follow puts a piece behind others.
func (p *piece) follow(others []piece) {
	p.at, p.line = 0, 0
	if n := len(others); n > 0 {
		last := &others[n-1]
		p.at, p.line = last.at+len(last.src), last.line+len(last.lines)
	}
}

// String is the whole source.
func (t Text) String() string {
	switch len(t.pieces) {
	case 0:
		return ""
	case 1:
		return t.pieces[0].src
	}
	if src := t.whole.Load(); src != nil {
		return *src
	}
	src := t.join(0, t.Len())
	t.whole.Store(&src)
	return src
}

// join puts together what lies in several pieces.
func (t Text) join(start, end int) string {
	if src := t.whole.Load(); src != nil {
		return (*src)[start:end]
	}
	var b strings.Builder
	b.Grow(end - start)
	for i := t.pieceAt(start); i < len(t.pieces) && t.pieces[i].at < end; i++ {
		p := &t.pieces[i]
		b.WriteString(p.src[max(start-p.at, 0):min(end-p.at, len(p.src))])
	}
	return b.String()
}

// pieceAt is the piece that holds the offset at, the last one for the end of the text.
func (t Text) pieceAt(at int) int {
	return max(0, sort.Search(len(t.pieces), func(i int) bool { return t.pieces[i].at > at })-1)
}

// Len is the length of the source in bytes.
func (t Text) Len() int {
	if len(t.pieces) == 0 {
		return 0
	}
	last := &t.pieces[len(t.pieces)-1]
	return last.at + len(last.src)
}

// Slice is the source under s. A span that leaves the text is cut to it.
func (t Text) Slice(s Span) string {
	s = s.Clamp(t.Len())
	if s.Empty() {
		return ""
	}
	p := &t.pieces[t.pieceAt(s.Start)]
	if s.End <= p.at+len(p.src) {
		return p.src[s.Start-p.at : s.End-p.at]
	}
	return t.join(s.Start, s.End)
}

// Lines is the number of lines. An empty text has one, and so does the end of a
// text whose last line is terminated.
func (t Text) Lines() int {
	if len(t.pieces) == 0 {
		return 1
	}
	last := &t.pieces[len(t.pieces)-1]
	return last.line + len(last.lines) + 1
}

// Line is the line, from 0, that holds the offset at.
func (t Text) Line(at int) int {
	if len(t.pieces) == 0 {
		return 0
	}
	return t.pieces[t.pieceAt(at)].lineOf(at)
}

// lineOf is the line of the text that holds an offset of the text in the piece.
func (p *piece) lineOf(at int) int {
	return p.line + sort.SearchInts(p.lines, at-p.at+1)
}

// CRLF tells whether a line ends with "\r\n".
func (t Text) CRLF() bool {
	return slices.ContainsFunc(t.pieces, func(p piece) bool { return p.crlf })
}

// LineSpan is the span of a line, from 0, without its terminator. A line past
// the end is the empty span at the end of the text.
func (t Text) LineSpan(line int) Span {
	if line < 0 {
		return Span{}
	}
	start := t.lineStart(line)
	if line >= t.Lines()-1 {
		return Span{start, t.Len()}
	}
	end := t.lineStart(line + 1)
	if t.Slice(Span{max(start, end-2), end}) == "\r\n" {
		end--
	}
	return Span{start, end - 1}
}

// lineStart is where a line starts; one past the end starts there.
func (t Text) lineStart(line int) int {
	if line == 0 {
		return 0
	}
	i := sort.Search(len(t.pieces), func(i int) bool { return t.pieces[i].line >= line }) - 1
	if i < 0 {
		return t.Len()
	}
	p := &t.pieces[i]
	if n := line - p.line - 1; n < len(p.lines) {
		return p.at + p.lines[n]
	}
	return t.Len()
}

// Replace is the text with the bytes under s replaced by replacement. The pieces that
// the edit does not touch are shared.
func (t Text) Replace(s Span, replacement string) Text {
	s = s.Clamp(t.Len())
	if len(t.pieces) == 0 {
		return New(replacement)
	}
	first, last := t.pieceAt(s.Start), t.pieceAt(s.End)
	var b strings.Builder
	from, to := &t.pieces[first], &t.pieces[last]
	b.Grow(s.Start - from.at + len(replacement) + to.at + len(to.src) - s.End)
	b.WriteString(from.src[:s.Start-from.at])
	b.WriteString(replacement)
	b.WriteString(to.src[s.End-to.at:])
	rest := t.pieces[last+1:]
	for len(rest) > 0 && (b.Len() < pieceSize/2 || !strings.HasSuffix(b.String(), "\n")) {
		b.WriteString(rest[0].src)
		rest = rest[1:]
	}
	pieces := make([]piece, first, len(t.pieces)+b.Len()/pieceSize+1)
	copy(pieces, t.pieces)
	pieces = appendPieces(pieces, b.String())
	for _, p := range rest {
		p.follow(pieces)
		pieces = append(pieces, p)
	}
	return ofPieces(pieces)
}

// lineStarts are the starts of the lines behind the terminators in src.
func lineStarts(src string) []int {
	lines := make([]int, 0, strings.Count(src, "\n"))
	for at := 0; at < len(src); {
		end := strings.IndexByte(src[at:], '\n')
		line := src[at:]
		if end >= 0 {
			line = strings.TrimSuffix(src[at:at+end], "\r")
		}
		for {
			n := strings.IndexByte(line, '\r')
			if n < 0 {
				break
			}
			at += n + 1
			lines, line = append(lines, at), line[n+1:]
		}
		if end < 0 {
			return lines
		}
		at += len(line) + 1
		if src[at-1] == '\r' {
			at++
		}
		lines = append(lines, at)
	}
	return lines
}

func clamp(n, low, high int) int { return min(max(n, low), high) }
