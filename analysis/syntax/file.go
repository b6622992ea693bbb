package syntax

import (
	"sort"
	"unicode/utf8"

	"github.com/slipway-dev/slipway/analysis/text"
)

// New reads a whole Dockerfile.
func New(t text.Text) *File {
	return read(t, &cache{})
}

// read reads t from its start, with the help of what was seen before.
func read(t text.Text, seen *cache) *File {
	f := &File{Text: t, seen: seen}
	f.Directives, f.Escape = readDirectives(t.String())
	seen.reset(f.Escape)
	c := &cutter{src: t.String(), at: bomLen(t.String()), escape: f.Escape, directives: f.Directives}
	var chunks []chunk
	for ch, ok := c.next(); ok; ch, ok = c.next() {
		chunks = append(chunks, ch)
	}
	f.Items = seen.items(nil, t, chunks)
	seen.forget(f.Items)
	return f
}

// Edit is the file after an edit. The instructions that the edit does not reach
// are the same pointers as before; only those it does are cut and parsed anew.
// The result equals New of the edited text.
func (f *File) Edit(e text.Edit) *File {
	e.Span = e.Span.Clamp(f.Text.Len())
	t := f.Text.Replace(e.Span, e.New)
	if len(f.Items) == 0 || e.Start < f.Items[0].At+f.Items[0].Keyword.Start+utf8.UTFMax {
		// Directives may have changed, and with them the meaning of every line. Bytes
		// of the keyword may have become a blank together with those of the edit.
		return read(t, f.seen)
	}
	out := &File{Text: t, Escape: f.Escape, Directives: f.Directives, seen: f.seen}
	shift := len(e.New) - e.Len()
	c := &cutter{src: t.String(), at: bomLen(t.String()), escape: f.Escape, directives: f.Directives}
	first := f.untouched(e.Start)
	if first > 0 {
		c.at = f.after(first - 1)
	}
	var chunks []chunk
	rest := len(f.Items)
	for {
		ch, ok := c.next()
		if !ok {
			break
		}
		chunks = append(chunks, ch)
		if i, ok := f.agrees(ch.next-shift, e.End); ok {
			rest = i
			break
		}
	}
	out.Items = make([]Item, first, first+len(chunks)+len(f.Items)-rest)
	copy(out.Items, f.Items)
	out.Items = f.seen.items(out.Items, t, chunks)
	for _, it := range f.Items[rest:] {
		it.At += shift
		out.Items = append(out.Items, it)
	}
	f.seen.forget(out.Items)
	return out
}

// untouched is the number of items at the start of the file which an edit at the
// offset at cannot change. An open item takes in what is put behind it, or ends
// elsewhere when a line far below becomes its closing name.
func (f *File) untouched(at int) int {
	n := sort.Search(len(f.Items), func(i int) bool { return f.after(i) > at })
	for i, it := range f.Items[:n] {
		if it.Open {
			return i
		}
	}
	return n
}

// after is the offset of the line behind item i.
func (f *File) after(i int) int {
	src, end := f.Text.String(), f.Items[i].Span().End
	for end < len(src) {
		end++
		if src[end-1] == '\n' {
			return end
		}
	}
	return end + 1 // no terminator: an edit at the end lengthens the item
}

// agrees tells whether the old cut has an item that ends where the new cut
// arrived, at an offset behind the edit. From there on both are the same.
func (f *File) agrees(at, editEnd int) (next int, ok bool) {
	if at < editEnd || at > f.Text.Len() {
		return 0, false
	}
	i := sort.Search(len(f.Items), func(i int) bool { return f.after(i) >= at })
	return i + 1, i < len(f.Items) && f.after(i) == at
}

// cache finds the Instruction of a text that was seen before, so that it is
// parsed once. It belongs to one lineage of files, which is edited by one
// goroutine.
type cache struct {
	escape byte
	byText map[string]*Instruction
}

func (c *cache) reset(escape byte) {
	if c.escape != escape || c.byText == nil {
		c.escape, c.byText = escape, map[string]*Instruction{}
	}
}

// items appends the items of chunks.
func (c *cache) items(items []Item, t text.Text, chunks []chunk) []Item {
	var fresh []*Instruction
	for _, ch := range chunks {
		raw := t.Slice(ch.span)
		in := c.byText[raw]
		if in == nil {
			in = newInstruction(raw, c.escape)
			fresh = append(fresh, in)
			c.byText[in.Raw] = in
		}
		items = append(items, Item{At: ch.span.Start, Instruction: in, Lead: ch.lead})
	}
	parseAll(fresh, c.escape)
	return items
}

// forget drops what is used no more, once there is more of that than of the rest.
func (c *cache) forget(items []Item) {
	if len(c.byText) < 2*len(items)+256 {
		return
	}
	c.byText = make(map[string]*Instruction, len(items))
	for _, it := range items {
		c.byText[it.Raw] = it.Instruction
	}
}
