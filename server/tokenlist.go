package server

import (
	"slices"
	"strconv"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/text"
)

// encodedTokens are the tokens of an instruction, or between two, as LSP has them.
// They are made once for an instruction.
type encodedTokens struct {
	data []uint32 // the line of the first is counted from the instruction's first
	last uint32   // line of the last token, counted likewise
	json []byte   // data but for its first number, with a comma behind each
}

// placedTokens are tokens with the line of the first, counted from the token before
// it in the file, which stands for data[0].
type placedTokens struct {
	*encodedTokens
	line uint32
}

func (l *legend) newEncoded(v view, tokens []analysis.Token) *encodedTokens {
	e := &encodedTokens{data: l.encode(v, tokens)}
	for i, n := range e.data {
		if i%perToken == 0 {
			e.last += n
		}
		if i > 0 {
			e.json = strconv.AppendUint(e.json, uint64(n), 10)
		}
		e.json = append(e.json, ',')
	}
	return e
}

// encodingKey is all that encoded tokens depend on besides the tokens.
type encodingKey struct {
	*legend
	encoding text.Encoding
}

// encodeFile encodes all tokens of a file.
func (l *legend) encodeFile(v view, f *analysis.File) []placedTokens {
	if l == nil {
		return nil
	}
	var key any = encodingKey{l, v.encoding}
	runs := analysis.TokenRuns(f)
	list := make([]placedTokens, 0, len(runs))
	last := uint32(0)
	for _, run := range runs {
		var e *encodedTokens
		from := uint32(0)
		if line := v.text.Line(run.At); run.Raw != "" && v.text.LineSpan(line).Start == run.At {
			from = uint32(line)
			e = run.Memo(key, func() any { return l.newEncoded(view{text.New(run.Raw), v.encoding}, run.Tokens) }).(*encodedTokens)
		} else { // no instruction, or one behind a byte-order mark, which counts as a column
			e = l.newEncoded(v, shifted(run.Tokens, run.At))
		}
		if len(e.data) > 0 {
			list = append(list, placedTokens{e, from + e.data[0] - last})
			last = from + e.last
		}
	}
	return list
}

func shifted(tokens []analysis.Token, n int) []analysis.Token {
	tokens = slices.Clone(tokens)
	for i := range tokens {
		tokens[i].Span = tokens[i].Shift(n)
	}
	return tokens
}

func (p placedTokens) equal(q placedTokens) bool {
	return p.line == q.line && (p.encodedTokens == q.encodedTokens || slices.Equal(p.data[1:], q.data[1:]))
}

// listEdit is the edit that makes b of a: where it starts, how many numbers go, and
// what comes in their place. Instructions that are the same are not looked into.
func listEdit(a, b []placedTokens) (start, removed int, added []uint32) {
	before := 0
	for len(a) > 0 && len(b) > 0 && a[0].equal(b[0]) {
		before += len(a[0].data)
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1].equal(b[len(b)-1]) {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	start, removed, added = tokensEdit(numbers(a), numbers(b))
	return before + start, removed, added
}

// numbers is all numbers of a list.
func numbers(list []placedTokens) []uint32 {
	var data []uint32
	for _, p := range list {
		data = append(append(data, p.line), p.data[1:]...)
	}
	return data
}

// tokensEdit is the edit that makes b of a, of whole tokens: where it starts, how
// many numbers go, and what comes in their place.
func tokensEdit(a, b []uint32) (start, removed int, added []uint32) {
	for start < min(len(a), len(b)) && slices.Equal(a[start:start+perToken], b[start:start+perToken]) {
		start += perToken
	}
	endA, endB := len(a), len(b)
	for min(endA, endB) > start && slices.Equal(a[endA-perToken:endA], b[endB-perToken:endB]) {
		endA, endB = endA-perToken, endB-perToken
	}
	return start, endA - start, b[start:endB]
}
