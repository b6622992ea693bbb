package analysis

import (
	"sort"
	"strings"

	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// TokenType is what a token is, as an index of TokenTypes.
type TokenType uint8

// The types of tokens, with what they stand for in a Dockerfile.
const (
	TokenKeyword    TokenType = iota // instructions, AS, NONE; control words of a shell
	TokenClass                       // stages
	TokenNamespace                   // the registry of an image
	TokenTypeName                    // the repository of an image
	TokenEnumMember                  // tags, and values out of a fixed list
	TokenParameter                   // flags of instructions, options of commands
	TokenProperty                    // keys of labels and of mounts
	TokenVariable                    // variables
	TokenNumber                      // ports and other numbers
	TokenString                      // strings, values, digests
	TokenRegexp                      // escapes in strings
	TokenOperator                    // operators, redirections, continued lines
	TokenFunction                    // commands of a shell
	TokenMacro                       // parser directives
	TokenLabel                       // names of heredocs
	TokenComment                     // comments
)

// TokenTypes are the names of the token types in LSP, in the order of their
// constants: the legend to send to a client.
var TokenTypes = []string{
	"keyword", "class", "namespace", "type", "enumMember", "parameter", "property", "variable",
	"number", "string", "regexp", "operator", "function", "macro", "label", "comment",
}

// TokenMods is a set of modifiers: bit n stands for TokenModifiers[n].
type TokenMods uint8

// The modifiers of tokens.
const (
	TokenDeclaration    TokenMods = 1 << iota // where a stage, variable or function is made
	TokenReadonly                             // variables of ARG, which nothing can set but the build
	TokenDefaultLibrary                       // variables that BuildKit sets
)

// TokenModifiers are the names of the modifiers in LSP, in the order of their bits.
var TokenModifiers = []string{"declaration", "readonly", "defaultLibrary"}

// Token is a piece of the source that has a colour of its own. It is not empty and
// lies within one line, as LSP counts lines.
type Token struct {
	text.Span
	Type TokenType
	Mods TokenMods
}

// Tokens are the tokens of the file in their order. They do not overlap. What they
// leave out is left to the editor's own grammar: plain words, and text for shells
// and programs that are not read here.
func Tokens(f *File) []Token { return tokensOf(f, 0, f.Items.Len()) }

// TokensIn are the tokens that lie in a part of the file or reach into it.
func TokensIn(f *File, part text.Span) []Token {
	first := sort.Search(f.Items.Len(), func(i int) bool { return f.Items.At(i).Span().End > part.Start })
	end := sort.Search(f.Items.Len(), func(i int) bool { return f.Items.At(i).At >= part.End })
	list := tokensOf(f, first, max(first, end))
	from := sort.Search(len(list), func(i int) bool { return list[i].End > part.Start })
	to := sort.Search(len(list), func(i int) bool { return list[i].Start >= part.End })
	return list[from:max(from, to)]
}

// TokenRun is the tokens of one instruction, by their offsets from At; or of what
// stands between two, by their offsets in the file, with an At of 0 and no Raw.
type TokenRun struct {
	*TokenList
	At  int
	Raw string // the instruction's
}

// TokenList is tokens in their order. That of an instruction stays the same one for
// as long as nothing changes on which its tokens depend.
type TokenList struct {
	Tokens []Token
	memo   syntax.Memo
}

// Memo keeps what was made of the tokens of an instruction; see syntax.Memo.
func (l *TokenList) Memo(key any, find func() any) any { return l.memo.Do(key, find) }

// TokenRuns are the tokens of the file in their order.
func TokenRuns(f *File) []TokenRun { return tokenRuns(f, 0, f.Items.Len()) }

// tokenRuns are the tokens of the items from first to end and of the gaps on both
// sides of each.
func tokenRuns(f *File, first, end int) []TokenRun {
	runs := make([]TokenRun, 0, (end-first)*5/4+2)
	gap := func(from, to int) {
		if list := appendGapTokens(nil, f, text.Span{Start: from, End: to}); len(list) > 0 {
			runs = append(runs, TokenRun{TokenList: &TokenList{Tokens: list}})
		}
	}
	at := 0
	if first > 0 {
		at = f.Items.At(first - 1).Span().End
	}
	contexts := tokenContexts{f: f}
	for i := first; i < end; i++ {
		it := f.Items.At(i)
		gap(at, it.At)
		runs = append(runs, TokenRun{instructionTokens(f, i, contexts.of(i)), it.At, it.Raw})
		at = it.Span().End
	}
	if end < f.Items.Len() {
		gap(at, f.Items.At(end).At)
	} else {
		gap(at, f.Text.Len())
	}
	return runs
}

// tokensOf are the tokens of tokenRuns by their offsets in the file.
func tokensOf(f *File, first, end int) []Token {
	list := make([]Token, 0, 12*(end-first)+16)
	for _, run := range tokenRuns(f, first, end) {
		for _, t := range run.Tokens {
			t.Span = t.Shift(run.At)
			list = append(list, t)
		}
	}
	return list
}

// appendGapTokens appends the comments and the parser directives of a part of the
// file that holds no instruction.
func appendGapTokens(list []Token, f *File, gap text.Span) []Token {
	src := f.Text.String()
	if gap.Len() < len("\n#") { // the end of a line, as nearly always
		return list
	}
	directives := f.Directives
	for _, c := range appendGapComments(nil, f, gap) {
		for len(directives) > 0 && directives[0].Start < c.Start {
			list = appendDirectiveTokens(list, src, directives[0], gap)
			directives = directives[1:]
		}
		list = appendLines(list, src, Token{Span: c, Type: TokenComment})
	}
	for _, d := range directives {
		list = appendDirectiveTokens(list, src, d, gap)
	}
	return list
}

func appendDirectiveTokens(list []Token, src string, d syntax.Directive, gap text.Span) []Token {
	if d.Start < gap.Start || d.End > gap.End {
		return list
	}
	list = append(list, Token{Span: text.Span{Start: d.Start, End: d.Start + 1}, Type: TokenComment})
	list = appendLines(list, src, Token{Span: d.Name.Span, Type: TokenMacro})
	if eq := strings.IndexByte(src[d.Name.End:d.End], '='); eq >= 0 {
		at := d.Name.End + eq
		list = append(list, Token{Span: text.Span{Start: at, End: at + 1}, Type: TokenOperator})
	}
	return appendLines(list, src, Token{Span: d.Value.Span, Type: TokenString})
}

// appendLines appends t, divided at the ends of lines.
func appendLines(list []Token, src string, t Token) []Token {
	for t.Start < t.End {
		line := t
		if end := strings.IndexAny(src[t.Start:t.End], "\r\n"); end >= 0 {
			line.End = t.Start + end
		}
		if !line.Empty() {
			list = append(list, line)
		}
		t.Start = line.End + 1
	}
	return list
}
