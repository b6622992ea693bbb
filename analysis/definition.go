package analysis

import (
	"github.com/slipway-dev/slipway/analysis/text"
)

// Definition is where the name at an offset gets its meaning: the name of a stage
// in its FROM, or its base where it has no name; the ENV or ARG whose value a
// variable has there; the global ARG that an ARG in a stage takes over; what a
// script assigned last; the functions of that name; the operator of a heredoc. A
// name that defines itself leads to itself.
func Definition(f *File, at int) []text.Span {
	name, ok := f.symbolAt(at)
	if !ok {
		return nil
	}
	switch name.kind {
	case ofStage:
		place, _ := f.StageName(name.stage)
		return []text.Span{place}
	case ofVariable:
		return f.variableDefinition(name)
	case ofUnset:
		return nil
	}
	writes := writing(f.occurrences(name.symbol))
	if name.kind == ofLocal {
		return lastBefore(writes, name.place.Start)
	}
	return writes
}

// Declaration is every place that declares the name at an offset, in the order of
// the file.
func Declaration(f *File, at int) []text.Span {
	name, ok := f.symbolAt(at)
	if !ok {
		return nil
	}
	if name.kind == ofStage {
		place, _ := f.StageName(name.stage)
		return []text.Span{place}
	}
	return writing(f.occurrences(name.symbol))
}

func writing(list []Occurrence) []text.Span {
	var spans []text.Span
	for _, o := range list {
		if o.Writes {
			spans = append(spans, o.Span)
		}
	}
	return spans
}

// lastBefore is the last of spans that starts at or before at, else the first.
func lastBefore(spans []text.Span, at int) []text.Span {
	if len(spans) == 0 {
		return nil
	}
	last := spans[0]
	for _, s := range spans {
		if s.Start <= at {
			last = s
		}
	}
	return []text.Span{last}
}

// variableDefinition is where a variable gets the value that it has at name.
func (f *File) variableDefinition(name found) []text.Span {
	if name.mention.role == declares {
		if v, ok := f.takenOver(name.place.item, name.mention); ok {
			return f.variablePlace(name.place.item, v)
		}
		return []text.Span{name.place.Span}
	}
	v, ok := f.variable(name.place.item, name.mention)
	if !ok {
		return nil
	}
	return f.variablePlace(name.place.item, v)
}

// takenOver is the global argument that an ARG without a default, which m declares
// in item i of a stage, takes over.
func (f *File) takenOver(i int, m mention) (Var, bool) {
	if f.StageOf(i) == nil || !bareArg(effective(f.Items.At(i).Instruction), m.name) {
		return Var{}, false
	}
	return f.Globals.Scope.Lookup(m.name)
}

// variablePlace is the name in the instruction that declares a variable seen from
// item i; nothing for one that BuildKit defines.
func (f *File) variablePlace(i int, v Var) []text.Span {
	item, in, ok := f.declaration(i, v)
	if !ok || v.Pair >= len(in.Pairs) {
		return nil
	}
	key := in.Pairs[v.Pair].Key.Span
	for _, m := range declaredMentions(in) {
		if m.pair == v.Pair {
			key = m.Span
		}
	}
	return []text.Span{f.Items.At(item).In(key)}
}
