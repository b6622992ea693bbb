package analysis

import (
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/analysis/text"
)

// symbol is what a name in a Dockerfile stands for. Two names mean the same if
// their symbols are connected; see File.occurrences.
type symbol struct {
	kind symbolKind
	name string
	// stage is the stage that is meant, or the scope of a variable.
	stage int
	// item and group are those of the mention for what lives in one instruction
	// only; see mention.
	item, group int
}

type symbolKind int

const (
	ofStage    symbolKind = iota
	ofVariable            // of ENV and ARG, or defined by BuildKit
	ofUnset               // a variable that nothing in the file defines
	ofLocal               // a variable that a script assigns
	ofFunction            // of a shell
	ofHeredoc
)

// Occurrence is a place where a name stands.
type Occurrence struct {
	text.Span // the name alone, in the file
	// Writes tells that the name is declared or gets a value here.
	Writes bool

	item int
	role mentionRole
	// ref is how a stage is named, nil for all else and for the name of a FROM.
	ref *StageRef
}

// found is a name in the file at an offset.
type found struct {
	symbol
	place   Occurrence
	mention mention // where it is no stage
}

// meaning is what a mention in item i stands for.
func (f *File) meaning(i int, m mention) symbol { return f.meaningBy((*Scope).Lookup, i, m) }

func (f *File) meaningBy(find lookup, i int, m mention) symbol {
	switch m.role {
	case heredocOpens, heredocCloses:
		return symbol{kind: ofHeredoc, name: m.name, item: i, group: m.group}
	case defines, calls:
		return symbol{kind: ofFunction, name: m.name, item: i, group: m.group}
	case declares:
		return symbol{kind: ofVariable, name: m.name, stage: f.scopeOf(i)}
	}
	local := symbol{kind: ofLocal, name: m.name, item: i, group: m.group}
	if m.owned || m.role == sets {
		return local
	}
	if v, ok := f.variableBy(find, i, m); ok {
		return symbol{kind: ofVariable, name: v.Name, stage: f.scopeOf(i)}
	}
	if m.assigned || m.role == affirms {
		return local
	}
	return symbol{kind: ofUnset, name: m.name, stage: f.scopeOf(i)}
}

// symbolAt is the name at an offset. A cursor at either end of a name, or in front
// of its "$", is on it; of two names that meet, the one behind the cursor counts.
func (f *File) symbolAt(at int) (found, bool) {
	i, ok := f.ItemAt(at)
	if !ok {
		return found{}, false
	}
	it := f.Items.At(i)
	var best found
	var bestSpan text.Span
	ok = false
	note := func(touch text.Span, name func() found) {
		if touch.Touches(at) && (!ok || bestSpan.End == at && touch.End > at) {
			best, bestSpan, ok = name(), touch, true
		}
	}
	for _, o := range f.stageOccurrences(i) {
		note(o.Span, func() found {
			return found{symbol: symbol{kind: ofStage, stage: o.stage, name: f.Stages[o.stage].Name}, place: o.Occurrence}
		})
	}
	for _, m := range f.mentions(i) {
		touch := it.In(text.Span{Start: min(m.whole.Start, m.Start), End: m.End})
		note(touch, func() found {
			return found{symbol: f.meaning(i, m), place: f.occurrence(i, m), mention: m}
		})
	}
	return best, ok
}

func (f *File) occurrence(i int, m mention) Occurrence {
	writes := m.role == declares || m.role == sets || m.role == affirms || m.role == defines || m.role == heredocOpens
	return Occurrence{Span: f.Items.At(i).In(m.Span), Writes: writes, item: i, role: m.role}
}

type stageOccurrence struct {
	Occurrence
	stage int
}

// stageOccurrences are the names of stages of this file in item i.
func (f *File) stageOccurrences(i int) []stageOccurrence {
	var list []stageOccurrence
	for _, r := range f.StageRefs(i) {
		if r.Target >= 0 {
			list = append(list, stageOccurrence{Occurrence{Span: r.Span, item: i, ref: &r}, r.Target})
		}
	}
	if st := f.StageOf(i); st != nil && st.First == i {
		if place, ok := f.StageName(st.Index); ok {
			list = append(list, stageOccurrence{Occurrence{Span: place, Writes: true, item: i}, st.Index})
		}
	}
	return list
}

// occurrences are all places of a symbol, in the order of the file:
//
//   - of a stage, its name and the references that mean it;
//   - of a variable, all in the scopes that are connected, be it declared by ENV or
//     ARG, once or more often; uses that come before it is declared are left out,
//     as they mean a variable of the base image;
//   - of a shell variable or function, those in its script;
//   - of a heredoc, its name at both ends.
func (f *File) occurrences(s symbol) []Occurrence {
	var list []Occurrence
	switch s.kind {
	case ofStage:
		for i := range f.Items.Len() {
			for _, o := range f.stageOccurrences(i) {
				if o.stage == s.stage {
					list = append(list, o.Occurrence)
				}
			}
		}
	case ofVariable, ofUnset:
		scopes := map[int]bool{s.stage: true}
		if s.kind == ofVariable {
			scopes = f.connected(s.stage, s.name)
		}
		find := remembering()
		for i := range f.Items.Len() {
			if scopes[f.scopeOf(i)] {
				list = f.appendMentions(list, find, i, s)
			}
		}
	default:
		list = f.appendMentions(list, (*Scope).Lookup, s.item, s)
	}
	return inOrder(list)
}

// appendMentions appends the places in item i of a symbol that is no stage. Those
// of a variable are in a scope that is connected with the symbol's.
func (f *File) appendMentions(list []Occurrence, find lookup, i int, s symbol) []Occurrence {
	for _, m := range f.mentions(i) {
		if m.name != s.name && !(m.fold && strings.EqualFold(m.name, s.name)) {
			continue
		}
		got := f.meaningBy(find, i, m)
		if got.kind == ofVariable || got.kind == ofUnset {
			got.stage = s.stage
		}
		if got == s {
			list = append(list, f.occurrence(i, m))
		}
	}
	return list
}

// inOrder sorts occurrences and joins those of one place: ${X:=y} both reads and
// sets, and some words are read by two shells.
func inOrder(list []Occurrence) []Occurrence {
	slices.SortStableFunc(list, func(a, b Occurrence) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return a.End - b.End
	})
	kept := list[:0]
	for _, o := range list {
		if n := len(kept); n > 0 && kept[n-1].Span == o.Span {
			kept[n-1].Writes = kept[n-1].Writes || o.Writes
			continue
		}
		kept = append(kept, o)
	}
	return kept
}

// Occurrences are all places of what the name at an offset means, in the order of
// the file. They are empty where no name is.
func Occurrences(f *File, at int) []Occurrence {
	name, ok := f.symbolAt(at)
	if !ok {
		return nil
	}
	return f.occurrences(name.symbol)
}
