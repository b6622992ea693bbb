package text

import (
	"slices"
	"strings"
)

// Span is the bytes from Start up to, not including, End. Start <= End.
type Span struct{ Start, End int }

// Len is the number of bytes under the span.
func (s Span) Len() int { return s.End - s.Start }

// Empty tells whether the span covers nothing.
func (s Span) Empty() bool { return s.End <= s.Start }

// Shift is the span moved by n bytes.
func (s Span) Shift(n int) Span { return Span{s.Start + n, s.End + n} }

// Touches tells whether at lies in the span or at one of its two ends, which is
// where an editor's cursor belongs to the word beside it.
func (s Span) Touches(at int) bool { return s.Start <= at && at <= s.End }

// Contains tells whether o lies within s, ends included.
func (s Span) Contains(o Span) bool { return s.Start <= o.Start && o.End <= s.End }

// Overlaps tells whether the two spans share a byte, or one of them is empty and
// touches the other.
func (s Span) Overlaps(o Span) bool {
	if s.Empty() || o.Empty() {
		return s.Start <= o.End && o.Start <= s.End
	}
	return s.Start < o.End && o.Start < s.End
}

// Clamp is the span cut to a text of length n.
func (s Span) Clamp(n int) Span {
	start := clamp(s.Start, 0, n)
	return Span{start, clamp(s.End, start, n)}
}

// Edit replaces the bytes under its span by New.
type Edit struct {
	Span
	New string
}

// Apply is src after edits, which all speak of src as it was before and must not
// overlap. Edits at one place are applied in the order given; of two that
// overlap the later one is left out, so that a mistake cannot tear the text.
func Apply(src string, edits []Edit) string {
	var b strings.Builder
	at := 0
	for _, e := range Applied(src, edits) {
		b.WriteString(src[at:e.Start])
		b.WriteString(e.New)
		at = e.End
	}
	b.WriteString(src[at:])
	return b.String()
}

// Applied are the edits that Apply makes, in their order and cut to the text src.
func Applied(src string, edits []Edit) []Edit {
	sorted := slices.Clone(edits)
	slices.SortStableFunc(sorted, func(a, b Edit) int { return a.Start - b.Start })
	at, kept := 0, sorted[:0]
	for _, e := range sorted {
		if e.Span = e.Clamp(len(src)); e.Start >= at {
			kept, at = append(kept, e), e.End
		}
	}
	return kept
}
