package format

import (
	"strings"

	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/syntax"
)

// Options is how a file shall look. The zero Options is valid; Default is what
// people expect who did not say anything.
type Options struct {
	// Indent is one level of indentation for continuation lines: a tab or blanks.
	// Empty means what most of the file uses: a tab, two blanks or four.
	Indent string
	// TabSize is the number of columns a tab is wide where lines are compared. 0
	// means 4.
	TabSize int
	// Keywords is the case of FROM, AS, CMD behind HEALTHCHECK and the like.
	Keywords KeywordCase
	// And is where && and || stand when a line ends beside them.
	And AndPosition
	// AlignContinuation puts the continuation characters of an instruction in one
	// column. Otherwise one blank stands in front of each.
	AlignContinuation bool
	// Shell has the shell text of RUN, CMD, ENTRYPOINT and HEALTHCHECK laid out by
	// the printer of mvdan.cc/sh.
	Shell bool
	// TrimTrailing takes blanks off the ends of comments and empty lines too;
	// instructions have none in any case.
	TrimTrailing bool
	// FinalNewline ends the last line. TrimFinalNewlines takes away empty lines
	// behind it.
	FinalNewline, TrimFinalNewlines bool

	newline string // what ends a new line
}

// KeywordCase is the case in which keywords are written.
type KeywordCase int

// The cases of keywords.
const (
	Upper KeywordCase = iota
	AsIs
)

// AndPosition is the place of && and || at the break of a line.
type AndPosition int

// The places of && and ||.
const (
	AndAsIs  AndPosition = iota // where the author put it
	AndFirst                    // in front of the second line
	AndLast                     // at the end of the first line
)

// KeywordCases and AndPositions are the names under which settings and command
// lines know them.
var (
	KeywordCases = map[string]KeywordCase{"upper": Upper, "keep": AsIs}
	AndPositions = map[string]AndPosition{"keep": AndAsIs, "first": AndFirst, "last": AndLast}
)

// Default is the house style: keywords in capitals, the file's own indentation,
// one newline at the end.
func Default() Options {
	return Options{TrimTrailing: true, FinalNewline: true, TrimFinalNewlines: true}
}

// of is the options with what the file decides: the line ends, and the
// indentation where they say none. kinds are those of the shells of its items.
func (o Options) of(f *syntax.File, kinds []shell.Kind) Options {
	o.newline = "\n"
	if f.Text.CRLF() {
		o.newline = "\r\n"
	}
	if o.Indent == "" || strings.Trim(o.Indent, blanks) != "" {
		o.Indent = indentOf(f, kinds)
	}
	return o
}

const two, four, tab = "  ", "    ", "\t"

// indentOf is the indentation of most instructions.
func indentOf(f *syntax.File, kinds []shell.Kind) string {
	votes := map[string]int{}
	for i, it := range f.Items.All() {
		votes[it.Memo(ownIndent{kinds[i]}, func() any { return indentOfOne(it.Instruction, kinds[i]) }).(string)]++
	}
	switch {
	case votes[tab] > votes[two]+votes[four]:
		return tab
	case votes[two] > votes[tab]+votes[four]:
		return two
	}
	return four
}

// ownIndent is all that indentOfOne depends on besides the text of an instruction.
type ownIndent struct{ shell.Kind }

// indentOfOne is the indentation of the least indented continuation line of those
// that may be moved, which are the ones that formatting makes so; or nothing.
func indentOfOne(in *syntax.Instruction, kind shell.Kind) string {
	l := &layout{in: in, lines: readLines(in)}
	if len(l.lines) == 1 || untouchable(in, l.lines) {
		return ""
	}
	l.read(kind)
	least := ""
	for _, ln := range l.lines[1:] {
		blank := in.Raw[ln.Start:ln.body.Start]
		if ln.role == code && ln.front && blank != "" && (least == "" || len(blank) < len(least)) {
			least = blank
		}
	}
	switch {
	case strings.HasPrefix(least, tab):
		return tab
	case least == two:
		return two
	case least != "":
		return four
	}
	return ""
}

// columns is the width of a run of blanks at the start of a line.
func (o Options) columns(blanks string) int {
	size, width := o.TabSize, 0
	if size <= 0 {
		size = 4
	}
	for _, r := range blanks {
		if r == '\t' {
			width += size - width%size
		} else {
			width++
		}
	}
	return width
}
