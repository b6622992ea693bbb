package syntax

import (
	"iter"
	"sort"
)

// Items are the instructions of a file, in order. They are kept in blocks, which a file
// shares with the one that it was made of, so that an edit copies few of many.
//
// The zero value has none. Copying Items is cheap.
type Items struct{ blocks []block }

// block is a row of items.
type block struct {
	items []Item // their offsets count from at
	at    int
	first int // how many items are in front of it
}

// blockSize is how many items a block has at most; two neighbours have more. Tests make
// it small.
var blockSize = 128

// ItemsOf makes Items of a list.
func ItemsOf(list ...Item) Items {
	var x Items
	for _, it := range list {
		x.append(it)
	}
	return x
}

// Len is how many there are.
func (x Items) Len() int {
	if len(x.blocks) == 0 {
		return 0
	}
	last := &x.blocks[len(x.blocks)-1]
	return last.first + len(last.items)
}

// At is item i, from 0.
func (x Items) At(i int) Item {
	b := &x.blocks[x.block(i)]
	return b.item(i - b.first)
}

// All yields all of them with their numbers.
func (x Items) All() iter.Seq2[int, Item] {
	return func(yield func(int, Item) bool) {
		for n := range x.blocks {
			b := &x.blocks[n]
			for i := range b.items {
				if !yield(b.first+i, b.item(i)) {
					return
				}
			}
		}
	}
}

// Any tells whether one of them is as a function says.
func (x Items) Any(is func(Item) bool) bool {
	for _, it := range x.All() {
		if is(it) {
			return true
		}
	}
	return false
}

// Slice are the items from first up to end, numbered from 0. They share the blocks.
func (x Items) Slice(first, end int) Items {
	var out Items
	x.parts(first, end, func(b block) {
		b.first -= first
		out.blocks = append(out.blocks, b)
	})
	return out
}

// List is a copy of them, which keeps no block alive.
func (x Items) List() []Item {
	list := make([]Item, 0, x.Len())
	for _, it := range x.All() {
		list = append(list, it)
	}
	return list
}

// block is the number of the block that has item i.
func (x Items) block(i int) int {
	return sort.Search(len(x.blocks), func(n int) bool { return x.blocks[n].first > i }) - 1
}

// item is the one at a place in the block.
func (b *block) item(i int) Item {
	it := b.items[i]
	it.At += b.at
	return it
}

// parts yields the items from first up to end as parts of blocks.
func (x Items) parts(first, end int, yield func(block)) {
	if first >= end {
		return
	}
	for n := x.block(first); n < len(x.blocks) && x.blocks[n].first < end; n++ {
		b := x.blocks[n]
		from, to := max(first-b.first, 0), min(end-b.first, len(b.items))
		yield(block{b.items[from:to:to], b.at, b.first + from})
	}
}

// append adds an item, while the Items are made.
func (x *Items) append(it Item) { x.appendBlock(block{items: []Item{it}}) }

// appendBlock adds the items of a block, which is shared unless it is small. No item that
// others may see is written over: what is shared has no room behind it.
func (x *Items) appendBlock(b block) {
	if n := len(x.blocks); n > 0 {
		last := &x.blocks[n-1]
		if len(last.items)+len(b.items) <= blockSize {
			for i := range b.items {
				it := b.item(i)
				it.At -= last.at
				last.items = append(last.items, it)
			}
			return
		}
	}
	b.first = x.Len()
	x.blocks = append(x.blocks, b)
}
