package analysis

import (
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis/reference"
	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// tokenContext is all that the tokens of an instruction depend on besides its
// text. It can be compared.
type tokenContext struct {
	shell   scriptsKey
	names   [3]tokenName // of stages and images; who writes more sees them as strings
	origins string       // for each expansion a letter of originMarks
}

// tokenName is a word that names a stage or an image, by its place in the
// instruction.
type tokenName struct {
	text.Span
	stage bool
}

const originMarks = "eggpi-" // by Origin; '-' where nothing defines the variable

// tokenContexts finds the context of one item after the other.
type tokenContexts struct {
	f       *File
	globals [][]*Scope
	stage   *Stage
	meant   [][]*Scope

	argv []string // the shell asked for last, and its kind
	kind shell.Kind
	refs []StageRef // room for those of one item
	last any        // the key made last, to be used again where it is the same
}

type tokensKey tokenContext

// of is the context of item i, a tokensKey.
func (c *tokenContexts) of(i int) any {
	it := c.f.Items.At(i)
	var ctx tokenContext
	c.enter(i)
	if len(it.Expansions) > 0 {
		ctx.origins = c.origins(i)
	}
	if mayNameStage(it.Instruction) {
		c.refs = c.f.AppendStageRefs(c.refs[:0], i)
		for n, r := range c.refs {
			if n < len(ctx.names) {
				ctx.names[n] = tokenName{r.Shift(-it.At), r.Target >= 0 || r.Index}
			}
		}
	}
	if scriptKinds[effective(it.Instruction).Kind()] {
		argv, os := c.f.scriptShell(i)
		if c.argv == nil || !slices.Equal(argv, c.argv) {
			c.argv, c.kind = argv, shell.KindOf(argv)
		}
		ctx.shell = scriptsKey{c.kind, os == "windows"}
	}
	if c.last == nil || c.last.(tokensKey) != tokensKey(ctx) {
		c.last = tokensKey(ctx)
	}
	return c.last
}

// enter goes to the stage of item i.
func (c *tokenContexts) enter(i int) {
	if c.stage != nil && i < c.stage.End {
		return
	}
	if c.stage = c.f.StageOf(i); c.stage != nil {
		c.meant = meantVars(c.stage)
	} else if c.globals == nil {
		c.globals = meantGlobals(c.f)
	}
}

func (c *tokenContexts) origins(i int) string {
	var meant []*Scope
	if c.stage != nil {
		meant = c.meant[i-c.stage.First]
	} else {
		meant = c.globals[i]
	}
	marks := make([]byte, len(meant))
	for n, s := range meant {
		marks[n] = '-'
		if s != nil {
			marks[n] = originMarks[s.Origin]
		}
	}
	return string(marks)
}

// instructionTokens are the tokens of item i, comments in it included, by the
// offsets of the instruction. They are found once for a context.
func instructionTokens(f *File, i int, key any) *TokenList {
	in := f.Items.At(i).Instruction
	return in.Memo(key, func() any {
		p := newPainter(in.Raw)
		d := dockerPainter{p, tokenContext(key.(tokensKey))}
		d.instruction(in)
		for _, s := range f.Scripts(i) {
			if s.Form != ScriptArg { // a string of JSON stays one
				paintScript(p, s)
			}
		}
		for _, h := range in.Heredocs {
			d.heredoc(h)
		}
		p.continuations(in)
		return &TokenList{Tokens: p.tokens()}
	}).(*TokenList)
}

// dockerPainter paints what the Dockerfile language knows.
type dockerPainter struct {
	*painter
	tokenContext
}

func (d dockerPainter) instruction(in *syntax.Instruction) {
	known, ok := reference.Find(in.Keyword.Value)
	if !ok {
		return // half a word
	}
	d.paint(in.Keyword.Span, TokenKeyword, 0)
	for _, flag := range in.Flags {
		d.flag(in, known, flag)
	}
	d.arguments(in)
	if in.Trigger != nil {
		d.instruction(in.Trigger)
	}
	for _, name := range d.names {
		d.name(effective(in), name)
	}
	d.expansions(in)
}

func (d dockerPainter) flag(in *syntax.Instruction, known *reference.Instruction, flag syntax.Flag) {
	d.paint(text.Span{Start: flag.Start, End: flag.Name.End}, TokenParameter, 0)
	if !flag.HasValue {
		return
	}
	d.paint(text.Span{Start: flag.Name.End, End: flag.Value.Start}, TokenOperator, 0)
	described, ok := known.Flag(flag.Name.Value)
	if !ok || len(described.Options) == 0 {
		d.value(flag.Value, ok && described.Closed)
		return
	}
	for _, o := range mountFields(in, flag) {
		d.paint(o.Key.Span, TokenProperty, 0)
		if o.HasValue {
			d.paint(text.Span{Start: o.Key.End, End: o.Value.Start}, TokenOperator, 0)
			option, ok := described.Option(o.Key.Value)
			d.value(o.Value, ok && option.Closed)
		}
	}
}

// value paints a word that is some value; closed tells that there is a fixed list
// of such values.
func (d dockerPainter) value(w syntax.Word, closed bool) {
	kind := TokenString
	switch {
	case isNumber(w.Value):
		kind = TokenNumber
	case closed || w.Value == "true" || w.Value == "false":
		kind = TokenEnumMember
	}
	d.paint(w.Span, kind, 0)
}

func isNumber(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// arguments paints what follows the flags, by the kind of instruction.
func (d dockerPainter) arguments(in *syntax.Instruction) {
	words := in.Args
	switch in.Kind() {
	case command.From:
		if name, ok := stageNameWord(in); ok {
			d.paint(in.Args[1].Span, TokenKeyword, 0)
			d.paint(name.Span, TokenClass, TokenDeclaration)
		}
	case command.Arg, command.Env, command.Label:
		for _, pair := range in.Pairs {
			d.pair(in, pair)
		}
	case command.Expose:
		for _, w := range words {
			d.port(in, w)
		}
	case command.Healthcheck:
		if len(words) > 0 {
			d.paint(words[0].Span, TokenKeyword, 0)
			words = words[1:]
		}
	case command.StopSignal:
		for _, w := range words {
			d.value(w, true)
		}
	case command.Maintainer:
		d.paint(in.Rest.Span, TokenString, 0)
	}
	if in.JSON {
		for _, w := range words {
			d.paint(w.Span, TokenString, 0)
			d.escapes(in, w.Span, '\\', false)
		}
	}
}

func (d dockerPainter) pair(in *syntax.Instruction, pair syntax.Pair) {
	switch in.Kind() {
	case command.Label:
		d.paint(pair.Key.Span, TokenProperty, 0)
	case command.Env:
		d.paint(pair.Key.Span, TokenVariable, TokenDeclaration)
	case command.Arg:
		d.paint(pair.Key.Span, TokenVariable, TokenDeclaration|TokenReadonly)
	}
	if !pair.HasValue {
		return
	}
	if !pair.Legacy {
		d.paint(text.Span{Start: pair.Key.End, End: pair.Key.End + 1}, TokenOperator, 0)
	}
	d.value(pair.Value, false)
	d.escapes(in, pair.Value.Span, in.Escape, true)
}

// port paints 8000-8010/tcp.
func (d dockerPainter) port(in *syntax.Instruction, w syntax.Word) {
	at := in.Line.Offset(w.Start)
	ports, protocol, ok := strings.Cut(w.Value, "/")
	if ok {
		start := at + len(ports)
		d.paint(in.Line.Span(start, start+1), TokenOperator, 0)
		d.paint(in.Line.Span(start+1, start+1+len(protocol)), TokenEnumMember, 0)
	}
	if strings.Trim(ports, "0123456789-:.") == "" {
		d.paint(in.Line.Span(at, at+len(ports)), TokenNumber, 0)
	}
}

// escapes paints the escape character and what is behind it within s. Between
// single quotes, where there are any, nothing is escaped.
func (d dockerPainter) escapes(in *syntax.Instruction, s text.Span, escape byte, quotes bool) {
	single, double := false, false
	for i, end := in.Line.Offset(s.Start), in.Line.Offset(s.End); i < end; i++ {
		switch c := in.Line.Text[i]; {
		case c == escape && !single && i+1 < end:
			size := 1 + runeLen(in.Line.Text[i+1:end])
			if in.JSON && in.Line.Text[i+1] == 'u' {
				size = min(len(`\u0000`), end-i)
			}
			d.paint(in.Line.Span(i, i+size), TokenRegexp, 0)
			i += size - 1
		case c == '\'' && quotes && !double:
			single = !single
		case c == '"' && quotes && !single:
			double = !double
		}
	}
}

// name paints a word that names a stage or an image.
func (d dockerPainter) name(in *syntax.Instruction, name tokenName) {
	if name.stage {
		d.paint(name.Span, TokenClass, 0)
		return
	}
	at, end := in.Line.Offset(name.Start), in.Line.Offset(name.End)
	if at >= end {
		return
	}
	written := in.Line.Text[at:end]
	if written == "scratch" {
		d.paint(name.Span, TokenKeyword, 0)
		return
	}
	d.paint(name.Span, TokenOperator, 0) // what is left of it are "/", ":" and "@"
	parts := SplitImage(written)
	for _, part := range [...]struct {
		text.Span
		kind TokenType
	}{
		{parts.Registry, TokenNamespace},
		{parts.Repository, TokenTypeName},
		{parts.Tag, TokenEnumMember},
		{parts.Digest, TokenString},
	} {
		if !part.Empty() {
			d.paint(in.Line.Span(at+part.Start, at+part.End), part.kind, 0)
		}
	}
}

// expansions paints the variables that BuildKit puts in.
func (d dockerPainter) expansions(in *syntax.Instruction) {
	for i, e := range in.Expansions {
		d.expansion(in, e, originMods(d.origins, i))
	}
}

// originMods are the modifiers of the variable of the ith expansion.
func originMods(origins string, i int) TokenMods {
	if i >= len(origins) {
		return 0
	}
	switch origins[i] {
	case originMarks[FromArg], originMarks[FromGlobalArg]:
		return TokenReadonly
	case originMarks[FromPredefined]:
		return TokenReadonly | TokenDefaultLibrary
	}
	return 0
}

func (d dockerPainter) expansion(in *syntax.Instruction, e syntax.Expansion, mods TokenMods) {
	if e.Op == "" {
		d.paint(e.Span, TokenVariable, mods)
		return
	}
	d.paint(text.Span{Start: e.Start, End: e.Name.End}, TokenVariable, mods)
	op := text.Span{Start: e.Name.End, End: e.Name.End + len(e.Op)}
	if len(in.Heredocs) == 0 || e.Start < in.Heredocs[0].Body.Start {
		at := in.Line.Offset(e.Name.End)
		op = in.Line.Span(at, at+len(e.Op))
	}
	word := text.Span{Start: op.End, End: e.End}
	d.paint(op, TokenOperator, 0)
	if e.End > op.End && in.Raw[e.End-1] == '}' {
		word.End--
		d.paint(text.Span{Start: word.End, End: e.End}, TokenVariable, mods)
	}
	d.paint(word, TokenString, 0)
}

// heredoc paints the operator of a heredoc and its name at both ends.
func (d dockerPainter) heredoc(h syntax.Heredoc) {
	d.paint(h.Op.Span, TokenOperator, 0)
	d.paint(h.Name.Span, TokenLabel, 0)
	d.paint(h.End, TokenLabel, 0)
}
