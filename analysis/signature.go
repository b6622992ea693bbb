package analysis

import (
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis/reference"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// Signature is one form in which an instruction or a flag can be written.
type Signature struct {
	Label, Doc string
	Params     []Param
}

// Param is a part of a signature. Its span is one of the label.
type Param struct {
	text.Span
	Doc string
}

// SignatureHelp is what can be written at the cursor.
type SignatureHelp struct {
	Signatures []Signature
	Active     int // the signature that fits best what is written
	Param      int // the parameter at the cursor, of the active signature; -1 for none
}

// Signatures tells what can be written at the offset at: of an instruction, of a
// flag's value, of the options of a mount. ok is false on a keyword and where no
// instruction is.
func Signatures(f *File, at int) (help SignatureHelp, ok bool) {
	i, ok := f.ItemAt(at)
	if !ok {
		return help, false
	}
	it := f.Items.At(i)
	at -= it.At
	if len(it.Heredocs) > 0 {
		// Without a line behind it, a heredoc that is being typed starts at its header's end.
		if body := it.Heredocs[0].Body.Start; at >= body && it.Raw[body-1] == '\n' {
			return help, false
		}
	}
	for _, c := range it.Comments {
		if c.Touches(at) {
			return help, false
		}
	}
	in := it.Instruction
	if in.Trigger != nil && at > in.Trigger.Keyword.End {
		in = in.Trigger
	}
	known, ok := reference.Find(in.Keyword.Value)
	if !ok || at <= in.Keyword.End {
		return help, false
	}
	for _, flag := range in.Flags {
		if described, ok := known.Flag(flag.Name.Value); ok && flag.Touches(at) {
			return flagHelp(in, flag, described, at), true
		}
	}
	onStage := isFrom(it) && f.StageOf(i).Base >= 0
	return instructionHelp(in, known, at, onStage), true
}

// flagHelp is about the flag at the cursor: its options, or its value.
func flagHelp(in *syntax.Instruction, flag syntax.Flag, known *reference.Flag, at int) SignatureHelp {
	help := SignatureHelp{Param: -1}
	for _, grammar := range known.Grammar {
		help.Signatures = append(help.Signatures, flagSignature(known, grammar))
	}
	if !flag.HasValue || at < flag.Value.Start {
		return help
	}
	if len(known.Options) == 0 {
		help.Param = min(0, len(help.Signatures[0].Params)-1)
		return help
	}
	fields := mountFields(in, flag)
	help.Active = fittingMount(help.Signatures, fields)
	for _, field := range fields {
		if field.Key.Start <= at && at <= max(field.Key.End, field.Value.End) {
			if option, ok := known.Option(field.Key.Value); ok {
				help.Param = help.Signatures[help.Active].param(option)
			}
		}
	}
	return help
}

// flagSignature divides a form such as --mount=type=tmpfs,target=<path>[,size=<bytes>]
// into its options, or takes what follows the "=" as the one parameter.
func flagSignature(known *reference.Flag, grammar string) Signature {
	s := Signature{Label: grammar, Doc: known.Summary}
	eq := strings.IndexByte(grammar, '=')
	if eq < 0 {
		return s
	}
	if len(known.Options) == 0 {
		value := strings.TrimSuffix(grammar[eq+1:], "]")
		if !strings.Contains(grammar[:eq], "[") {
			value = grammar[eq+1:]
		}
		s.Params = []Param{{text.Span{Start: eq + 1, End: eq + 1 + len(value)}, valuesDoc(known.Values)}}
		return s
	}
	for at := eq + 1; at < len(grammar); {
		field, _, _ := strings.Cut(grammar[at:], ",")
		span := trimBrackets(grammar, text.Span{Start: at, End: at + len(field)})
		key, _, _ := strings.Cut(grammar[span.Start:span.End], "=")
		p := Param{Span: span}
		if option, ok := known.Option(key); ok {
			p.Doc = option.Summary
		}
		s.Params = append(s.Params, p)
		at += len(field) + 1
	}
	return s
}

func valuesDoc(values []reference.Topic) string {
	var lines []string
	for _, v := range values {
		lines = append(lines, v.Name+": "+v.Summary)
	}
	return strings.Join(lines, "\n")
}

// trimBrackets takes the brackets off the ends of a part of s that have no partner
// in it.
func trimBrackets(s string, part text.Span) text.Span {
	for part.Start < part.End && (s[part.Start] == '[' || s[part.Start] == ']') {
		part.Start++
	}
	for part.Start < part.End {
		inner := s[part.Start:part.End]
		last := inner[len(inner)-1]
		if last != '[' && (last != ']' || strings.Count(inner, "[") >= strings.Count(inner, "]")) {
			break
		}
		part.End--
	}
	return part
}

// param is the parameter of an option, -1 where the form leaves it out.
func (s Signature) param(option *reference.Option) int {
	for i, p := range s.Params {
		key, _, _ := strings.Cut(s.Label[p.Start:p.End], "=")
		if key == option.Name || slices.Contains(option.Aliases, key) {
			return i
		}
	}
	return -1
}

// fittingMount is the form for the type= among fields, the first one without.
func fittingMount(forms []Signature, fields []flagField) int {
	for _, field := range fields {
		if !strings.EqualFold(field.Key.Value, "type") {
			continue
		}
		for i, form := range forms {
			if strings.Contains(form.Label, "type="+strings.ToLower(field.Value.Value)+",") || strings.HasSuffix(form.Label, "type="+field.Value.Value) {
				return i
			}
		}
	}
	return 0
}

// instructionHelp is about the arguments of an instruction.
func instructionHelp(in *syntax.Instruction, known *reference.Instruction, at int, onStage bool) SignatureHelp {
	help := SignatureHelp{Param: -1}
	best := -1
	for i, grammar := range known.Grammar {
		help.Signatures = append(help.Signatures, instructionSignature(known, grammar))
		if n := misfits(in, grammar, onStage); best < 0 || n < best {
			best, help.Active = n, i
		}
	}
	help.Param = activeParam(in, help.Signatures[help.Active], at)
	return help
}

// instructionSignature divides a form such as COPY <source>... <destination>.
func instructionSignature(known *reference.Instruction, grammar string) Signature {
	s := Signature{Label: grammar, Doc: known.Summary}
	at := strings.IndexByte(grammar, ' ') + 1
	for at > 0 && at < len(grammar) {
		end := grammarWord(grammar, at)
		span := text.Span{Start: at, End: end}
		if word := grammar[at:end]; word != "...," && word != "...]" {
			if strings.ContainsRune(word, '"') {
				span.Start += strings.IndexByte(word, '"')
				span.End = at + strings.LastIndexByte(word, '"') + 1
			}
			p := Param{Span: span}
			if strings.HasPrefix(word, "[--") {
				p.Doc = flagsDoc(known.Flags)
			}
			s.Params = append(s.Params, p)
		}
		at = end + 1
	}
	return s
}

// grammarWord is the end of the word of a form at at: a blank within brackets does
// not end it, except in a JSON array.
func grammarWord(grammar string, at int) int {
	depth := 0
	for i := at; i < len(grammar); i++ {
		switch c := grammar[i]; {
		case c == '[' && !strings.HasPrefix(grammar[i:], `["`):
			depth++
		case c == ']' && depth > 0:
			depth--
		case c == ' ' && depth == 0:
			return i
		}
	}
	return len(grammar)
}

func flagsDoc(flags []reference.Flag) string {
	var lines []string
	for _, f := range flags {
		lines = append(lines, "--"+f.Name+": "+f.Summary)
	}
	return strings.Join(lines, "\n")
}

// misfits is the number of marks by which a form differs from what is written.
func misfits(in *syntax.Instruction, grammar string, onStage bool) int {
	first := ""
	if len(in.Args) > 0 {
		first = in.Args[0].Value
	}
	user, _, _ := strings.Cut(first, ":")
	n := 0
	for _, mark := range []struct {
		grammar string
		written bool
	}{
		{`["`, jsonBegins(in) >= 0},
		{"<<EOF", len(in.Heredocs) > 0},
		{"@<digest>", strings.Contains(first, "@")},
		{"<stage>", onStage},
		{"<name> <value>", len(in.Pairs) > 0 && in.Pairs[0].Legacy && in.Pairs[0].HasValue},
		{"NONE", strings.EqualFold(first, "NONE")},
		{"<uid>", isNumber(user)},
	} {
		if strings.Contains(grammar, mark.grammar) != mark.written {
			n++
		}
	}
	return n
}

// jsonBegins is where a JSON array begins in the logical line, also one that is
// not finished, or -1.
func jsonBegins(in *syntax.Instruction) int {
	at := in.Line.Offset(in.Rest.Start)
	if isHealthCommand(in) {
		at = in.Line.Offset(in.Args[0].End)
	}
	rest := in.Line.Text[at:]
	at += len(rest) - len(strings.TrimLeft(rest, " \t"))
	if !strings.HasPrefix(in.Line.Text[at:], "[") {
		return -1
	}
	return at
}

// isHealthCommand tells HEALTHCHECK CMD, in which CMD is the first argument.
func isHealthCommand(in *syntax.Instruction) bool {
	return in.Kind() == command.Healthcheck && len(in.Args) > 0 && strings.EqualFold(in.Args[0].Value, "CMD")
}

// activeParam is the parameter of a form that the argument at the cursor is.
func activeParam(in *syntax.Instruction, form Signature, at int) int {
	params := form.Params
	flags := 0
	if len(params) > 0 && strings.HasPrefix(form.Label[params[0].Start:], "[--") {
		flags = 1
	}
	for _, flag := range in.Flags {
		if flag.Touches(at) {
			return flags - 1
		}
	}
	k, n := argumentAt(in, at)
	params = params[flags:]
	repeated := -1
	for i, p := range params {
		rest := form.Label[p.End:]
		if strings.HasSuffix(form.Label[p.Start:p.End], "...") || strings.HasPrefix(rest, ", ...") {
			repeated = i
		}
	}
	tail := len(params) - 1 - repeated
	switch {
	case repeated >= 0 && k > repeated && k >= n-tail:
		return flags + len(params) - (n - k)
	case repeated >= 0 && k > repeated:
		return flags + repeated
	}
	return flags + min(k, len(params)-1)
}

// argumentAt is the number of the argument at the cursor, from 0, and how many
// there are with it.
func argumentAt(in *syntax.Instruction, at int) (k, n int) {
	if start := jsonBegins(in); start >= 0 {
		k, n = jsonElementAt(in.Line.Text[start:], in.Line.Offset(at)-start)
		if isHealthCommand(in) {
			k, n = k+1, n+1
		}
		return k, n
	}
	for _, w := range in.Args {
		if w.End < at {
			k++
		}
	}
	return k, max(len(in.Args), k+1)
}

// jsonElementAt counts the commas of a JSON array, in front of the offset at and
// in all.
func jsonElementAt(s string, at int) (k, n int) {
	quoted := false
	for i := 0; i < len(s); i++ {
		switch {
		case quoted && s[i] == '\\':
			i++
		case s[i] == '"':
			quoted = !quoted
		case s[i] == ',' && !quoted:
			n++
			if i < at {
				k++
			}
		}
	}
	return k, n + 1
}
