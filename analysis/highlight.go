package analysis

import "github.com/slipway-dev/slipway/analysis/text"

// Highlight is a place to be marked because the cursor is on the same name. Writes
// tells that the name is declared or gets a value there.
type Highlight struct {
	text.Span
	Writes bool
}

// Highlights are the places of the name at an offset, that one included.
func Highlights(f *File, at int) []Highlight {
	var list []Highlight
	for _, o := range Occurrences(f, at) {
		list = append(list, Highlight{o.Span, o.Writes})
	}
	return list
}
