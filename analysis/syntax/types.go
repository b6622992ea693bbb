package syntax

import (
	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/slipway-dev/slipway/analysis/text"
)

// Word is a piece of an instruction that has a meaning of its own. Its span
// starts at the instruction's start; Value is what stands there once line
// continuations are taken out. Quotes and escapes are still in it, except in a
// word of a JSON array, where Value is the decoded string.
type Word struct {
	text.Span
	Value string
}

// Flag is a word such as --from=build in front of an instruction's arguments.
// Name has no dashes. Value is empty and HasValue false in --link.
type Flag struct {
	Word
	Name, Value Word
	HasValue    bool
}

// Pair is one key=value of ENV, LABEL or ARG. HasValue tells ARG NAME from
// ARG NAME=; Legacy marks the old form ENV NAME VALUE.
type Pair struct {
	Word
	Key, Value Word
	HasValue   bool
	Legacy     bool
}

// Heredoc is a document that follows an instruction. Op is the operator with its
// file descriptor and name, as in 3<<-"EOF"; Name the name in it, quotes
// included in the span but not in the value. Body holds the lines of the
// document, the last terminator included. End is the closing name, an empty span
// where the document never ends.
type Heredoc struct {
	Op     Word
	Name   Word
	Body   text.Span
	End    text.Span
	Expand bool // variables are expanded: the name was not quoted
	Chomp  bool // <<- : leading tabs are cut
	Closed bool // the closing name was found
}

// Instruction is one logical instruction with its heredocs. It does not know
// where it stands: its spans start at 0. Two equal pieces of text share one
// Instruction and with it all that was learned about it, so it is never changed
// once it is made.
type Instruction struct {
	// Raw is the source from the start of the line, leading blanks included, to
	// the end of the last line without its terminator.
	Raw     string
	Keyword Word
	Flags   []Flag
	// Rest is all that follows the flags, the text a shell would be given.
	Rest Word
	// Args are the arguments as BuildKit divides them: the strings of a JSON
	// array, words between blanks, key=value words, or the whole Rest as one.
	Args  []Word
	Pairs []Pair // of ENV, LABEL and ARG
	JSON  bool   // Rest is a JSON array
	// Heredocs in the order in which they are read.
	Heredocs []Heredoc
	// Comments between continuation lines.
	Comments []text.Span
	// EmptyLines between continuation lines, which BuildKit warns of.
	EmptyLines []text.Span
	// Expansions are the variables that BuildKit (not a shell) puts in.
	Expansions []Expansion
	// Trigger is the instruction behind ONBUILD, its spans those of this Raw.
	Trigger *Instruction
	// Line is the instruction's logical line: continuations joined, comments out.
	Line Logical
	// Node is BuildKit's tree for it, nil where its parser refused the line.
	Node *parser.Node
	// Command is what BuildKit's package instructions makes of Node, such as
	// *instructions.RunCommand, or *instructions.Stage for FROM. nil where Err is
	// set, unless that speaks of flags that a newer frontend may know: then it is
	// what is left without them. Never change it; BuildKit's own Expand methods do,
	// so clone it first.
	Command any
	// Err is why BuildKit refuses the instruction, or nil.
	Err *Error
	// Warnings are the build checks that BuildKit makes on one instruction.
	Warnings []Warning
	// Escape is the escape character it was read with.
	Escape byte
	// Open tells that text appended to the instruction would become a part of it:
	// its last line is continued, or a heredoc in it is not closed.
	Open bool

	lower string // the keyword in lower case
	memo  Memo
}

// Kind is the keyword in lower case, as in BuildKit's package command.
func (in *Instruction) Kind() string { return in.lower }

// Flag is the first flag of that name.
func (in *Instruction) Flag(name string) (Flag, bool) {
	for _, f := range in.Flags {
		if f.Name.Value == name {
			return f, true
		}
	}
	return Flag{}, false
}

// Error is why BuildKit refuses an instruction, at the smallest span that is
// wrong.
type Error struct {
	text.Span
	Message string
	// Newer tells that a newer frontend than ours may accept it; see Newer.
	Newer bool
}

// Warning is a finding of BuildKit's build checks on an instruction alone.
type Warning struct {
	Rule, Message, URL string
}

// Item is an Instruction placed in a file. At is the offset of its first byte. Each
// edit copies the items of a file, so that they are small.
type Item struct {
	At int
	*Instruction
	*Above
}

// Above is what stands above an item.
type Above struct {
	// Lead are the comments right above, as BuildKit attaches them to the
	// instruction: without "#" and blanks around, parser directives left out, cut
	// off by an empty comment but not by an empty line.
	Lead []string
}

// bare is above all items that have no comments above them.
var bare = &Above{}

// Span is the place of the item in its file.
func (it Item) Span() text.Span { return text.Span{Start: it.At, End: it.At + len(it.Raw)} }

// In turns a span of the instruction into one of the file.
func (it Item) In(s text.Span) text.Span { return s.Shift(it.At) }

// Directive is a parser directive such as "# escape=`". Err says why BuildKit
// refuses it.
type Directive struct {
	text.Span
	Name, Value Word // spans in the file; Name in lower case
	Err         *Error
}

// File is a whole Dockerfile: its directives and its instructions in order.
// Between them stand only blank lines and comments.
type File struct {
	Text       text.Text
	Escape     byte // '\\' or '`'
	Directives []Directive
	Items      Items

	open  []int // the items that are Open, ascending
	keyed []int // see Keyed
	seen  *cache

	head, tail int // see Kept
}
