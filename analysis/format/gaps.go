package format

import (
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// gap is blanks that only separate. Its offsets, like all of a reader, are those
// of the logical line. An empty gap is a place where blanks may stand, as between
// the marks of a JSON array.
type gap struct {
	text.Span
	want string // what shall stand there if no line ends in it
	keep bool   // what stands there stays if no line ends in it
}

// reader finds the gaps of an instruction and, in its shell text, the operators
// && and ||.
type reader struct {
	in     *syntax.Instruction
	kind   shell.Kind
	joins  []int // where the logical line passes from one line to the next
	gaps   []gap
	ands   []int
	args   []int     // arguments of commands in shell text
	json   text.Span // the JSON array
	script text.Span // the shell text
}

// raw is offsets of the logical line as offsets of the instruction, sorted.
func (r *reader) raw(offsets []int) []int {
	var raw []int
	for _, at := range offsets {
		raw = append(raw, r.in.Line.At(at))
	}
	slices.Sort(raw)
	return raw
}

// read reads in, or the trigger of ONBUILD, whose words stand in the same line.
func (r *reader) read(in *syntax.Instruction) {
	words := []text.Span{r.span(in.Keyword.Span)}
	for _, f := range in.Flags {
		words = append(words, r.span(f.Span))
	}
	rest := r.span(in.Rest.Span)
	switch {
	case in.Trigger != nil:
		r.between(append(words, r.span(in.Trigger.Keyword.Span)))
		r.read(in.Trigger)
		return
	case rest.Empty():
	case in.Kind() == command.Healthcheck:
		words = append(words, r.span(in.Args[0].Span))
		if len(in.Args) > 1 {
			rest.Start = r.in.Line.Offset(in.Args[1].Start)
			if in.JSON {
				rest.Start = strings.LastIndexByte(r.in.Line.Text[:rest.Start], '[')
			}
			words = append(words, r.command(in, rest))
		}
	case in.JSON || shellForm(in.Kind()):
		words = append(words, r.command(in, rest))
	default:
		for _, a := range in.Args {
			words = append(words, r.span(a.Span))
		}
	}
	r.between(words)
}

// command reads a JSON array or shell text.
func (r *reader) command(in *syntax.Instruction, at text.Span) text.Span {
	if in.JSON {
		r.array(at)
	} else {
		r.shell(at)
	}
	return at
}

// shellForm tells whether the arguments of a kind of instruction are a shell's.
func shellForm(kind string) bool {
	return kind == command.Run || kind == command.Cmd || kind == command.Entrypoint
}

// span is a span of the instruction in the logical line.
func (r *reader) span(s text.Span) text.Span {
	start := r.in.Line.Offset(s.Start)
	if s.Empty() {
		return text.Span{Start: start, End: start}
	}
	return text.Span{Start: start, End: r.in.Line.Offset(s.End-1) + 1}
}

// between makes the gaps between words.
func (r *reader) between(words []text.Span) {
	for i, w := range words[1:] {
		g := text.Span{Start: words[i].End, End: w.Start}
		if g.Len() > 0 && strings.Trim(r.in.Line.Text[g.Start:g.End], blanks) == "" && !r.inHeredocOperator(g) {
			r.gaps = append(r.gaps, gap{Span: g, want: " "})
		}
	}
}

// inHeredocOperator tells whether g stands between << and its name, which BuildKit
// reads by rules of its own.
func (r *reader) inHeredocOperator(g text.Span) bool {
	for _, h := range r.in.Heredocs {
		if r.span(h.Op.Span).Overlaps(g) {
			return true
		}
	}
	return false
}

// array makes the gaps of a JSON array: none inside of the brackets and in front
// of commas, one behind commas.
func (r *reader) array(at text.Span) {
	r.json = at
	line := r.in.Line.Text
	for i := at.Start; i < at.End; {
		mark := line[i]
		if mark == '"' {
			i = stringEnd(line, i)
		} else {
			i++
		}
		end := i
		for end < at.End && strings.IndexByte(blanks, line[end]) >= 0 {
			end++
		}
		if end < at.End {
			g := gap{Span: text.Span{Start: i, End: end}}
			if mark == ',' {
				g.want = " "
			}
			r.gaps = append(r.gaps, g)
		}
		i = end
	}
}

// stringEnd is the offset behind the JSON string at at.
func stringEnd(line string, at int) int {
	for at++; at < len(line) && line[at] != '"'; at++ {
		if line[at] == '\\' {
			at++
		}
	}
	return min(at+1, len(line))
}
