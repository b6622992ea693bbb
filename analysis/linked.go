package analysis

import (
	"strings"

	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// Linked are the places that must always hold the same text as the one at the
// offset at, that one included: the name of a heredoc behind "<<" and at its end.
// ok is false where there are none.
func Linked(f *File, at int) (places []text.Span, ok bool) {
	i, ok := f.ItemAt(at)
	if !ok {
		return nil, false
	}
	it := f.Items.At(i)
	for _, h := range it.Heredocs {
		name, ok := bareName(it.Raw, h)
		if !ok {
			continue
		}
		places := []text.Span{it.In(name), it.In(h.End)}
		if places[0].Touches(at) || places[1].Touches(at) {
			return places, true
		}
	}
	return nil, false
}

// bareName is the name of a heredoc in its operator, without quotes. It is false
// where the document has no end, and where the name is not written in one piece,
// as in <<E"O"F.
func bareName(src string, h syntax.Heredoc) (text.Span, bool) {
	written := src[h.Name.Start:h.Name.End]
	start := strings.Index(written, h.Name.Value)
	if !h.Closed || h.Name.Value == "" || start < 0 || src[h.End.Start:h.End.End] != h.Name.Value {
		return text.Span{}, false
	}
	start += h.Name.Start
	return text.Span{Start: start, End: start + len(h.Name.Value)}, true
}
