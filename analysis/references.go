package analysis

import "github.com/slipway-dev/slipway/analysis/text"

// References are the places where the name at an offset is used, in the order of
// the file; with declarations, also those that declare it or give it a value.
func References(f *File, at int, declarations bool) []text.Span {
	var spans []text.Span
	for _, o := range Occurrences(f, at) {
		if declarations || !o.Writes {
			spans = append(spans, o.Span)
		}
	}
	return spans
}
