package analysis

import (
	"strings"

	"github.com/slipway-dev/slipway/analysis/text"
)

// Renaming is a name that can be changed: where it stands under the cursor, and
// what it is now.
type Renaming struct {
	text.Span
	Placeholder string
}

// PrepareRename finds the name at an offset. Where it cannot be changed refusal
// says why, as a sentence.
func PrepareRename(f *File, at int) (r Renaming, refusal string) {
	name, ok := f.symbolAt(at)
	if !ok {
		return Renaming{}, "There is no name here that can be changed."
	}
	if refusal := f.refuseOld(name); refusal != "" {
		return Renaming{}, refusal
	}
	return Renaming{name.place.Span, name.symbol.name}, ""
}

// Rename changes the name at an offset everywhere it means the same. It changes
// nothing and says why, as a sentence, where the new name is none, where it would
// clash, or where a use of the old one cannot be changed.
//
// A stage that is used by its number keeps the number. A later FROM finds stages
// by their names in lower case only, so it gets the new one so. Comments are left
// alone, and so is what other files and the command line say.
func Rename(f *File, at int, newName string) (edits []text.Edit, refusal string) {
	name, ok := f.symbolAt(at)
	if !ok {
		return nil, "There is no name here that can be changed."
	}
	if refusal := f.refuseOld(name); refusal != "" {
		return nil, refusal
	}
	if newName == name.symbol.name {
		return nil, ""
	}
	if refusal := f.refuseNew(name, newName); refusal != "" {
		return nil, refusal
	}
	for _, o := range f.occurrences(name.symbol) {
		switch {
		case o.ref != nil && o.ref.Index:
		case o.ref != nil && o.ref.Kind == BaseRef:
			edits = append(edits, text.Edit{Span: o.Span, New: strings.ToLower(newName)})
		case o.role == heredocOpens:
			edits = append(edits, text.Edit{Span: o.Span, New: f.heredocName(o, name.symbol.name, newName)})
		default:
			edits = append(edits, text.Edit{Span: o.Span, New: newName})
		}
	}
	return edits, ""
}

// heredocName is the new name as it is written behind "<<": in quotes where they
// go through the old one, as in <<E"O"F.
func (f *File) heredocName(o Occurrence, oldName, newName string) string {
	if f.Text.Slice(o.Span) == oldName {
		return newName
	}
	return `"` + newName + `"`
}
