package analysis

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// SymbolKind is what a Symbol stands for.
type SymbolKind int

// The kinds of symbols.
const (
	SymbolStage SymbolKind = iota
	SymbolInstruction
	SymbolHeredoc
	SymbolEnv
	SymbolArg
	SymbolLabel
	SymbolPort
)

// Symbol is an entry of the outline of a Dockerfile.
type Symbol struct {
	// Name is never blank. Detail is one line, shown beside it.
	Name, Detail string
	Kind         SymbolKind
	// Full is all that belongs to the symbol, Selection the part to show when it
	// is picked. Full contains Selection and the Full of all Children.
	Full, Selection text.Span
	Children        []Symbol
	// Container is the name of the stage around it; NamedSymbols fills it in.
	Container string
}

// Symbols is the outline of the file: what stands before the first FROM, then the
// stages with their instructions.
func Symbols(f *File) []Symbol {
	var list []Symbol
	for _, it := range f.Items.Slice(0, f.first).All() {
		list = append(list, InstructionSymbol(it))
	}
	list = slices.Grow(list, len(f.Stages))
	for i := range f.Stages {
		st := &f.Stages[i]
		s := StageSymbol(f, st)
		s.Children = make([]Symbol, 0, st.End-st.First-1)
		for _, it := range f.Items.Slice(st.First+1, st.End).All() {
			s.Children = append(s.Children, InstructionSymbol(it))
		}
		list = append(list, s)
	}
	return list
}

// NamedSymbols are the symbols that people look for in a workspace: all that have
// a name of their own, which instructions have not. They have no Children.
func NamedSymbols(f *File) []Symbol {
	var list []Symbol
	var add func(symbols []Symbol, container string)
	add = func(symbols []Symbol, container string) {
		for _, s := range symbols {
			inner := container
			if s.Kind == SymbolStage {
				inner = s.Name
			}
			children := s.Children
			if s.Kind != SymbolInstruction {
				s.Children, s.Container = nil, container
				list = append(list, s)
			}
			add(children, inner)
		}
	}
	add(Symbols(f), "")
	return list
}

// SymbolMatches tells whether a symbol's name answers a query: whether it holds
// the query's characters in their order, whatever their case, as LSP asks of
// workspace/symbol.
func SymbolMatches(query, name string) bool {
	rest := strings.ToLower(name)
	for _, r := range strings.ToLower(query) {
		if unicode.IsSpace(r) {
			continue
		}
		i := strings.IndexRune(rest, r)
		if i < 0 {
			return false
		}
		rest = rest[i+utf8.RuneLen(r):]
	}
	return true
}

// StageSymbol is the entry of a stage, without its Children: those are the entries
// of its instructions but for the FROM.
func StageSymbol(f *File, st *Stage) Symbol {
	from := f.Items.At(st.First)
	s := Symbol{
		Kind: SymbolStage, Name: from.Keyword.Value,
		Full:      stageSpan(f, st),
		Selection: from.In(from.Keyword.Span),
	}
	if name, ok := stageNameWord(from.Instruction); ok {
		s.Name, s.Detail = name.Value, symbolText(from.Args[0].Value)
		s.Selection = from.In(name.Span)
	} else if len(from.Args) > 0 {
		s.Name = symbolText(from.Args[0].Value)
		s.Selection = from.In(from.Args[0].Span)
	}
	return s
}

// stageNameWord is the name in FROM … AS name.
func stageNameWord(in *syntax.Instruction) (syntax.Word, bool) {
	if in.Kind() != command.From || len(in.Args) < 3 || !strings.EqualFold(in.Args[1].Value, "as") {
		return syntax.Word{}, false
	}
	return in.Args[2], true
}

// InstructionSymbol is the entry of an instruction. It depends on nothing but the
// instruction and its place.
func InstructionSymbol(it syntax.Item) Symbol {
	s := Symbol{
		Kind: SymbolInstruction, Name: strings.ToUpper(it.Keyword.Value), Detail: instructionDetail(it.Instruction),
		Full:      text.Span{Start: it.In(it.Keyword.Span).Start, End: it.Span().End},
		Selection: it.In(it.Keyword.Span),
	}
	if strings.TrimSpace(s.Name) == "" {
		s.Name = "?" // an editor refuses a symbol without a name
	}
	in := it.Instruction
	if in.Trigger != nil {
		in = in.Trigger
	}
	s.Children = append(wordSymbols(it, in), heredocSymbols(it, in)...)
	return s
}

type detailKey struct{}

// instructionDetail is what follows the keyword.
func instructionDetail(in *syntax.Instruction) string {
	return in.Memo(detailKey{}, func() any {
		line := in.Line.Text
		return symbolText(line[min(in.Line.Offset(in.Keyword.End), len(line)):])
	}).(string)
}

var pairSymbols = map[string]SymbolKind{
	command.Env: SymbolEnv, command.Arg: SymbolArg, command.Label: SymbolLabel,
}

// wordSymbols are the variables, labels and ports in the arguments of in, which is
// the instruction of it or its trigger.
func wordSymbols(it syntax.Item, in *syntax.Instruction) []Symbol {
	var list []Symbol
	if kind, ok := pairSymbols[in.Kind()]; ok {
		for _, p := range in.Pairs {
			if strings.TrimSpace(p.Key.Value) == "" {
				continue
			}
			list = append(list, Symbol{
				Kind: kind, Name: p.Key.Value, Detail: symbolText(p.Value.Value),
				Full: it.In(p.Span), Selection: it.In(p.Key.Span),
			})
		}
	}
	if in.Kind() == command.Expose {
		for _, a := range in.Args {
			list = append(list, Symbol{Kind: SymbolPort, Name: a.Value, Full: it.In(a.Span), Selection: it.In(a.Span)})
		}
	}
	return list
}

// heredocSymbols are the documents of an instruction; to pick one shows its first
// line.
func heredocSymbols(it syntax.Item, in *syntax.Instruction) []Symbol {
	var list []Symbol
	for _, h := range in.Heredocs {
		if strings.TrimSpace(h.Name.Value) == "" {
			continue
		}
		s := Symbol{
			Kind: SymbolHeredoc, Name: h.Name.Value,
			Full: it.In(text.Span{Start: h.Body.Start, End: max(h.Body.End, h.End.End)}),
		}
		if kind := in.Kind(); (kind == command.Copy || kind == command.Add) && len(in.Args) > 1 {
			s.Detail = symbolText(in.Args[len(in.Args)-1].Value)
		}
		s.Selection = it.In(firstLine(it.Raw, h.Body))
		if h.Body.Empty() {
			s.Selection = it.In(h.End)
		}
		list = append(list, s)
	}
	return list
}

// firstLine is the first line under s without its terminator.
func firstLine(src string, s text.Span) text.Span {
	line, _, _ := strings.Cut(src[s.Start:s.End], "\n")
	return text.Span{Start: s.Start, End: s.Start + len(strings.TrimSuffix(line, "\r"))}
}

// symbolText is s in one line that is not too long to be read beside a name.
func symbolText(s string) string {
	const most = 80 // characters
	s = strings.Join(strings.Fields(s), " ")
	n := 0
	for i := range s {
		if n++; n > most {
			return s[:i] + "…"
		}
	}
	return s
}
