package syntax

import (
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/slipway-dev/slipway/analysis/text"
)

// Edit is the file after an edit. The instructions that the edit does not reach
// are the same pointers as before; only those it does are cut and parsed anew.
// The result equals New of the edited text.
func (f *File) Edit(e text.Edit) *File {
	e.Span = e.Span.Clamp(f.Text.Len())
	return f.recut(f.Text.Replace(e.Span, e.New), []text.Edit{e}, f.seen)
}

// Edits is the file after all edits that text.Apply would make. Unlike Edit it
// leaves nothing behind in the file, so that several goroutines may try something.
func (f *File) Edits(edits []text.Edit) *File {
	src := f.Text.String()
	return f.recut(text.New(text.Apply(src, edits)), text.Applied(src, edits), &cache{})
}

// recut is the file with the text t, which edits made of that of f. They are in
// order and apart from each other. Around each it cuts anew, until the cut arrives
// where the old one had a border.
func (f *File) recut(t text.Text, edits []text.Edit, seen *cache) *File {
	if f.Items.Len() == 0 || len(edits) > 0 && edits[0].Start < f.Items.At(0).At+f.Items.At(0).Keyword.Start+utf8.UTFMax {
		// Directives may have changed, and with them the meaning of every line. Bytes
		// of the keyword may have become a blank together with those of the edit.
		return read(t, seen)
	}
	seen.reset(f.Escape)
	out := &File{Text: t, Escape: f.Escape, Directives: f.Directives, seen: seen}
	out.Items.blocks = make([]block, 0, len(f.Items.blocks)+2*len(edits))
	c := recutter{text: t, escape: f.Escape, directives: f.Directives}
	next, end, shift := 0, 0, 0 // the next old item, the end of the edits so far, what they add
	if len(edits) > 0 {
		out.head = f.untouched(0, edits[0].Start)
	}
	for len(edits) > 0 {
		first := f.untouched(next, edits[0].Start)
		out.keep(f, next, first, shift)
		if first > 0 {
			c.at = f.after(first-1) + shift
		}
		next = f.Items.Len()
		for agreed := false; !agreed; {
			ch, ok := c.next()
			if !ok {
				edits = nil
				break
			}
			out.add(ch)
			for len(edits) > 0 && edits[0].Start < ch.next-shift {
				end, shift, edits = edits[0].End, shift+len(edits[0].New)-edits[0].Len(), edits[1:]
			}
			var i int
			if i, agreed = f.agrees(ch.next-shift, end); agreed {
				next = i
			}
		}
	}
	out.keep(f, next, f.Items.Len(), shift)
	out.tail = f.Items.Len() - next
	seen.parse()
	seen.forget(out.Items)
	return out
}

// Kept is the number of items at the start and at the end that are those of the
// file that was edited, comments above them included. It is 0 for both if the file
// was read from scratch.
func (f *File) Kept() (head, tail int) { return f.head, f.tail }

// keep appends the items of old from first up to end, moved by shift bytes.
func (f *File) keep(old *File, first, end, shift int) {
	n := f.Items.Len()
	old.Items.parts(first, end, func(b block) {
		b.at += shift
		f.Items.appendBlock(b)
	})
	f.open = appendMoved(f.open, old.open, first, end, n-first)
	f.keyed = appendMoved(f.keyed, old.keyed, first, end, n-first)
}

// appendMoved appends the numbers of the items from first up to end, moved by shift.
func appendMoved(list, old []int, first, end, shift int) []int {
	at, _ := slices.BinarySearch(old, first)
	for ; at < len(old) && old[at] < end; at++ {
		list = append(list, old[at]+shift)
	}
	return list
}

// Keyed are the items that have a comment with a "=" somewhere above them, behind the
// item before, in order. Few comments have one, and all that programs read do.
func (f *File) Keyed() []int { return f.keyed }

// BehindOpen tells whether an item above item i is Open, as one with a heredoc that is
// never closed: what stands at i may become a part of it.
func (f *File) BehindOpen(i int) bool { return len(f.open) > 0 && f.open[0] < i }

// untouched is how far the items from first on cannot be changed by an edit at the
// offset at. An open item takes in what is put behind it, or ends elsewhere when a
// line far below becomes its closing name.
func (f *File) untouched(first, at int) int {
	n := max(first, sort.Search(f.Items.Len(), func(i int) bool { return f.after(i) > at }))
	if i, _ := slices.BinarySearch(f.open, first); i < len(f.open) && f.open[i] < n {
		return f.open[i]
	}
	return n
}

// after is the offset of the line behind item i.
func (f *File) after(i int) int {
	end := f.Items.At(i).Span().End
	terminator := f.Text.Slice(text.Span{Start: end, End: end + len("\r\n")})
	if n := strings.IndexByte(terminator, '\n'); n >= 0 {
		return end + n + 1
	}
	return end + len(terminator) + 1 // no terminator: an edit at the end lengthens the item
}

// agrees tells whether the old cut has an item that ends where the new cut
// arrived, at an offset behind the edit. From there on both are the same.
func (f *File) agrees(at, editEnd int) (next int, ok bool) {
	if at < editEnd || at > f.Text.Len() {
		return 0, false
	}
	i := sort.Search(f.Items.Len(), func(i int) bool { return f.after(i) >= at })
	return i + 1, i < f.Items.Len() && f.after(i) == at
}
