package syntax

import (
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
	src := t.String()
	c := cutter{src: src, at: bomLen(src), escape: f.Escape, directives: f.Directives}
	for ch, ok := c.next(); ok; ch, ok = c.next() {
		f.add(ch)
	}
	seen.parse()
	seen.forget(f.Items)
	return f
}

// add appends the item of a chunk, which is parsed later if it is new.
func (f *File) add(ch chunk) {
	in := f.seen.instruction(f.Text.Slice(ch.span))
	if in.Open {
		f.open = append(f.open, f.Items.Len())
	}
	if ch.key {
		f.keyed = append(f.keyed, f.Items.Len())
	}
	above := bare
	if len(ch.lead) > 0 {
		above = &Above{ch.lead}
	}
	f.Items.append(Item{At: ch.span.Start, Instruction: in, Above: above})
}

// cache finds the Instruction of a text that was seen before, so that it is
// parsed once. It belongs to one lineage of files, which is edited by one
// goroutine.
type cache struct {
	escape byte
	byText map[string]*Instruction
	fresh  []*Instruction // not parsed yet
}

func (c *cache) reset(escape byte) {
	if c.escape != escape || c.byText == nil {
		c.escape, c.byText = escape, map[string]*Instruction{}
	}
}

func (c *cache) instruction(raw string) *Instruction {
	in := c.byText[raw]
	if in == nil {
		in = newInstruction(raw, c.escape)
		c.fresh = append(c.fresh, in)
		c.byText[in.Raw] = in
	}
	return in
}

// parse has what is new parsed.
func (c *cache) parse() {
	parseAll(c.fresh, c.escape)
	c.fresh = nil
}

// forget drops what is used no more, once there is more of that than of the rest.
func (c *cache) forget(items Items) {
	if len(c.byText) < 2*items.Len()+256 {
		return
	}
	c.byText = make(map[string]*Instruction, items.Len())
	for _, it := range items.All() {
		c.byText[it.Raw] = it.Instruction
	}
}
