package syntax

import (
	"bufio"
	"slices"
	"strings"
	"unicode"

	"github.com/moby/buildkit/frontend/dockerfile/command"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/slipway-dev/slipway/analysis/text"
)

// newInstruction makes the Instruction of a raw text: its words and their places,
// all but what BuildKit says of it. It depends on nothing but its two arguments,
// which is why equal texts can share one. raw is copied, so that an instruction
// does not keep the whole source alive that it was cut from.
func newInstruction(raw string, escape byte) *Instruction {
	// With the terminator back at its end, a last line that is empty is one again.
	src := raw + "\n"
	raw = src[:len(raw)]
	c := cutter{src: src, escape: escape}
	ch := c.instruction()
	for i := range ch.docs {
		ch.docs[i].Body = ch.docs[i].Body.Clamp(len(raw))
		ch.docs[i].End = ch.docs[i].End.Clamp(len(raw))
	}
	in := &Instruction{
		Raw: raw, Line: ch.line.Logical, Heredocs: ch.docs, Open: ch.open,
		Comments: ch.line.comments, EmptyLines: ch.line.empty, Escape: escape,
	}
	in.split(0)
	return in
}

// newTrigger makes the instruction behind ONBUILD. It shares the text of the
// whole, so that its spans are those of the whole.
func newTrigger(parent *Instruction, from, to int) *Instruction {
	in := &Instruction{Raw: parent.Raw, Line: parent.Line, Heredocs: parent.Heredocs, Escape: parent.Escape}
	in.Line.Text = in.Line.Text[:to]
	in.split(from)
	return in
}

// split finds the words of the logical line from the offset from on.
func (in *Instruction) split(from int) {
	h := splitHead(in.Line.Text, from, in.Escape)
	in.Keyword = in.Line.word(h.start, h.end)
	in.lower = strings.ToLower(in.Keyword.Value)
	for _, f := range h.flags {
		in.Flags = append(in.Flags, in.flag(f))
	}
	in.Rest = in.Line.word(h.rest, h.stop)
	if in.lower != command.Onbuild || from == 0 {
		in.splitArgs(h.rest, h.stop)
	}
	in.expansions()
}

// flag divides --name=value. The value keeps no quotes: BuildKit takes them off.
func (in *Instruction) flag(f flagAt) Flag {
	flag := Flag{Word: in.Line.word(f.start, f.end)}
	src := in.Line.Text[f.start:f.end]
	name, value, ok := strings.Cut(f.value, "=")
	name = strings.TrimPrefix(name, "--")
	eq := strings.IndexByte(src, '=')
	if !ok || eq < 0 {
		eq = len(src)
	}
	flag.HasValue = ok
	flag.Name = Word{in.Line.Span(min(f.start+2, f.end), f.start+eq), name}
	flag.Value = Word{in.Line.Span(min(f.start+eq+1, f.end), f.end), value}
	return flag
}

// parseAll has BuildKit parse instructions that are new. It is called once for
// all of them, because each call costs more than most instructions do; where it
// refuses one, they are given to it one by one.
func parseAll(list []*Instruction, escape byte) {
	var batch []*Instruction
	for _, in := range list {
		if in.Open || tooLong(in.Raw) || in.tooDeep() {
			in.parseAlone(escape)
		} else {
			batch = append(batch, in)
		}
	}
	if len(batch) == 0 {
		return
	}
	var src strings.Builder
	src.WriteString(prologue(escape))
	for _, in := range batch {
		in.writeHeader(&src)
	}
	res, err := parser.Parse(strings.NewReader(src.String()))
	if err != nil || len(res.AST.Children) != len(batch) {
		for _, in := range batch {
			in.parseAlone(escape)
		}
		return
	}
	for i, in := range batch {
		in.adopt(res.AST.Children[i])
	}
}

// prologue is a first line that sets the escape character, where it is not the usual
// one, and that keeps a byte-order mark or a comment of the instruction from being taken
// for the start of a file.
func prologue(escape byte) string {
	if escape == parser.DefaultEscapeToken {
		return "#\n"
	}
	return "# escape=" + string(escape) + "\n"
}

// writeHeader writes the instruction with empty heredocs, and a RUN in shell form
// without what the shell gets: neither can make the parser refuse it, and both may be
// long.
func (in *Instruction) writeHeader(src *strings.Builder) {
	if in.shellForm() {
		src.WriteString(strings.TrimSuffix(strings.TrimRightFunc(in.Line.Text, unicode.IsSpace), in.Rest.Value))
		src.WriteString("x\n")
		return
	}
	src.WriteString(in.header())
	src.WriteByte('\n')
	for _, h := range in.Heredocs {
		src.WriteString(h.Name.Value)
		src.WriteByte('\n')
	}
}

// shellForm tells of a RUN whose text the parser takes over as it is (parseMaybeJSON
// in BuildKit's parser/line_parsers.go).
func (in *Instruction) shellForm() bool {
	return in.lower == command.Run && in.Rest.Value != "" && in.Rest.Value[0] != '[' && !strings.Contains(in.Line.Text, "<<")
}

func (in *Instruction) header() string {
	if len(in.Heredocs) == 0 {
		return in.Raw
	}
	return strings.TrimRight(in.Raw[:in.Heredocs[0].Body.Start], "\r\n")
}

func (in *Instruction) parseAlone(escape byte) {
	if at, ok := longLine(in.Raw); ok {
		in.Err = &Error{Span: in.Keyword.Span, Message: "dockerfile line greater than max allowed size of 65535"}
		if at > 0 {
			in.Err.Span = text.Span{Start: at, End: at + 1}
		}
		return
	}
	if in.tooDeep() {
		return
	}
	var src strings.Builder
	src.WriteString(prologue(escape))
	in.writeHeader(&src)
	res, err := parser.Parse(strings.NewReader(src.String()))
	if err != nil {
		in.Err = in.refusal(err)
		return
	}
	if len(res.AST.Children) == 1 {
		in.adopt(res.AST.Children[0])
	}
}

// adopt takes over BuildKit's tree and asks its package instructions what it is.
func (in *Instruction) adopt(node *parser.Node) {
	if in.shellForm() && node.Next != nil {
		node.Original, node.Next.Value = in.Line.Text, in.Rest.Value
	}
	node.PrevComment = nil
	node.StartLine, node.EndLine = 1, 1+strings.Count(in.Raw, "\n")
	for i := range node.Heredocs {
		if i < len(in.Heredocs) {
			body := in.Heredocs[i].Body
			node.Heredocs[i].Content = in.Raw[body.Start:body.End]
		}
	}
	in.Node = node
	in.Command = in.command(*node)
	if in.Trigger != nil && node.Next != nil && len(node.Next.Children) == 1 {
		child := node.Next.Children[0]
		child.Heredocs = node.Heredocs
		child.StartLine, child.EndLine = node.StartLine, node.EndLine
		in.Trigger.adopt(child)
	}
	if h := in.unclosed(); h != nil {
		in.Err = &Error{Span: h.Op.Span, Message: "unterminated heredoc"}
	}
}

// command is what BuildKit's package instructions makes of a tree, or nil. Flags that
// only a newer frontend may know are an error, but the rest is read without them: a
// stage must not lose its variables and its user to a new flag.
func (in *Instruction) command(node parser.Node) any {
	for {
		in.Warnings = nil
		c, err := instructions.ParseInstructionWithLinter(&node, linter.New(&linter.Config{Warn: in.warn}))
		if err == nil {
			return c
		}
		e := in.refusal(err)
		if in.Err == nil {
			in.Err = e
		}
		i := slices.IndexFunc(in.Flags, func(f Flag) bool { return f.Contains(e.Span) })
		if !e.Newer || i < 0 {
			return nil
		}
		left := slices.DeleteFunc(slices.Clone(node.Flags), func(flag string) bool {
			name, _, _ := strings.Cut(flag, "=")
			return name == "--"+in.Flags[i].Name.Value
		})
		if len(left) == len(node.Flags) {
			return nil
		}
		node.Flags = left
	}
}

func (in *Instruction) warn(rule, _, url, message string, _ []parser.Range) {
	in.Warnings = append(in.Warnings, Warning{rule, message, url})
}

func (in *Instruction) unclosed() *Heredoc {
	for i := range in.Heredocs {
		if !in.Heredocs[i].Closed {
			return &in.Heredocs[i]
		}
	}
	return nil
}

// tooLong tells whether a line may be longer than BuildKit's scanner takes.
func tooLong(raw string) bool {
	if len(raw) < bufio.MaxScanTokenSize-1 {
		return false
	}
	_, ok := longLine(raw)
	return ok
}

// longLine is the start of the first physical line that is too long for BuildKit.
func longLine(raw string) (int, bool) {
	for at := 0; len(raw)-at >= bufio.MaxScanTokenSize-1; {
		end := strings.IndexByte(raw[at:], '\n')
		if end < 0 || end >= bufio.MaxScanTokenSize-1 {
			return at, end >= 0 || len(raw)-at >= bufio.MaxScanTokenSize
		}
		at += end + 1
	}
	return 0, false
}
