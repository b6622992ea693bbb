package analysis

import (
	"cmp"
	"math"
	"slices"
)

// layout places boxes in columns from left to right, so that each stands to the
// right of what it uses, and leads the lines between them around the boxes. All
// lengths are whole pixels, so that the same graph looks the same on any machine.
type layout struct {
	boxes   []box // those that were given, then the bends of long lines
	columns [][]int
	wires   []wire
	hops    []hop
	width   int
	height  int
}

// box is a rectangle, or a place where a line passes a column.
type box struct {
	x, y, w, h int
	column     int
	rank       int   // place in the column
	ins, outs  []int // hops
}

func (b *box) middle() int { return b.y + b.h/2 }

// wire is a line from a box to another one on its right.
type wire struct {
	from, to int
	hops     []int
	back     bool // part of a circle: it leads to the left, below the boxes
	low      int  // how far below, for one that is back
}

// hop is the part of a line between two columns that are neighbours.
type hop struct {
	from, to   int // boxes
	fromY, toY int
}

const (
	margin    = 16 // around the drawing
	rowGap    = 14 // between boxes of a column
	portPitch = 18 // between lines at a box; a label fits in
	labelRoom = 56 // straight part of a line in front of its end
	mostBends = 20_000
)

// lay places boxes, whose sizes are given, and lines, whose ends are.
func lay(boxes []box, wires []wire) *layout {
	l := &layout{boxes: boxes, wires: wires}
	l.assignColumns()
	l.bend()
	l.fitHeights()
	l.order()
	l.placeRows()
	l.placePorts()
	l.placeColumns()
	return l
}

// assignColumns puts each box one column behind the last of what it uses.
func (l *layout) assignColumns() {
	ins, outs := make([][]int, len(l.boxes)), make([][]int, len(l.boxes)) // wires
	for n, w := range l.wires {
		ins[w.to] = append(ins[w.to], n)
		outs[w.from] = append(outs[w.from], n)
	}
	const visiting, done = 1, 2
	state := make([]byte, len(l.boxes))
	var sorted []int
	var visit func(b int)
	visit = func(b int) {
		state[b] = visiting
		for _, n := range ins[b] {
			from := l.wires[n].from
			if state[from] == 0 {
				visit(from)
			}
			if l.wires[n].back = state[from] == visiting; !l.wires[n].back {
				l.boxes[b].column = max(l.boxes[b].column, l.boxes[from].column+1)
			}
		}
		state[b] = done
		sorted = append(sorted, b)
	}
	for b := range slices.Backward(l.boxes) { // so that a circle is cut at what names a later stage
		if state[b] == 0 {
			visit(b)
		}
	}
	for _, b := range slices.Backward(sorted) {
		l.tighten(b, len(ins[b]), outs[b])
	}
}

// tighten moves a box as far to the right as its users let it, where that makes
// more lines shorter than longer.
func (l *layout) tighten(b, ins int, outs []int) {
	users, nearest := 0, math.MaxInt
	for _, n := range outs {
		if w := l.wires[n]; !w.back {
			users, nearest = users+1, min(nearest, l.boxes[w.to].column)
		}
	}
	if users > ins {
		l.boxes[b].column = nearest - 1
	}
}

// bend divides lines into hops, with a bend in each column that they pass. A graph
// with too many of them gets lines that pass behind boxes.
func (l *layout) bend() {
	bends := 0
	for _, w := range l.wires {
		bends += max(0, l.boxes[w.to].column-l.boxes[w.from].column-1)
	}
	for n := range l.wires {
		w := &l.wires[n]
		if w.back {
			continue
		}
		at, column := w.from, l.boxes[w.from].column
		for column++; column < l.boxes[w.to].column && bends <= mostBends; column++ {
			l.boxes = append(l.boxes, box{column: column, h: portPitch})
			l.connect(w, at, len(l.boxes)-1)
			at = len(l.boxes) - 1
		}
		l.connect(w, at, w.to)
	}
	for b := range l.boxes {
		for len(l.columns) <= l.boxes[b].column {
			l.columns = append(l.columns, nil)
		}
		c := l.boxes[b].column
		l.boxes[b].rank = len(l.columns[c])
		l.columns[c] = append(l.columns[c], b)
	}
}

func (l *layout) connect(w *wire, from, to int) {
	n := len(l.hops)
	l.hops = append(l.hops, hop{from: from, to: to})
	l.boxes[from].outs = append(l.boxes[from].outs, n)
	l.boxes[to].ins = append(l.boxes[to].ins, n)
	w.hops = append(w.hops, n)
}

// fitHeights makes boxes high enough for the lines at their sides.
func (l *layout) fitHeights() {
	for b := range l.boxes {
		box := &l.boxes[b]
		box.h = max(box.h, portPitch*max(len(box.ins), len(box.outs)))
	}
}

// order sorts the boxes of each column so that few lines cross: each box goes to
// the mean place of its neighbours in the column before, and behind, by turns.
func (l *layout) order() {
	const rounds = 12
	best, fewest := l.copyColumns(), l.crossings()
	for round := range rounds {
		for i := range l.columns {
			if round%2 == 1 {
				i = len(l.columns) - 1 - i
			}
			l.sortColumn(i, round%2 == 0)
		}
		if n := l.crossings(); n < fewest {
			best, fewest = l.copyColumns(), n
		}
	}
	l.columns = best
}

func (l *layout) copyColumns() [][]int {
	columns := make([][]int, len(l.columns))
	for i, column := range l.columns {
		columns[i] = slices.Clone(column)
	}
	return columns
}

func (l *layout) sortColumn(i int, byIns bool) {
	const scale = 1000 // of places, for means that are whole numbers
	key := make(map[int]int, len(l.columns[i]))
	for _, b := range l.columns[i] {
		near := l.neighbours(b, byIns)
		key[b] = l.boxes[b].rank * scale
		if len(near) > 0 {
			sum := 0
			for _, o := range near {
				sum += l.boxes[o].rank * scale
			}
			key[b] = sum / len(near)
		}
	}
	slices.SortStableFunc(l.columns[i], func(a, b int) int { return cmp.Compare(key[a], key[b]) })
	for rank, b := range l.columns[i] {
		l.boxes[b].rank = rank
	}
}

// neighbours are the boxes at the other ends of the hops on one side of a box.
func (l *layout) neighbours(b int, ins bool) []int {
	var list []int
	if ins {
		for _, h := range l.boxes[b].ins {
			list = append(list, l.hops[h].from)
		}
		return list
	}
	for _, h := range l.boxes[b].outs {
		list = append(list, l.hops[h].to)
	}
	return list
}

// crossings is how many pairs of hops cross, as far as that is worth its time.
func (l *layout) crossings() int {
	between := map[int][]hop{}
	for _, h := range l.hops {
		c := l.boxes[h.from].column
		between[c] = append(between[c], h)
	}
	count := 0
	for _, hops := range between {
		if len(hops) > 300 {
			continue
		}
		for i, a := range hops {
			for _, b := range hops[:i] {
				if (l.boxes[a.from].rank-l.boxes[b.from].rank)*(l.boxes[a.to].rank-l.boxes[b.to].rank) < 0 {
					count++
				}
			}
		}
	}
	return count
}

// placeRows gives each box its height in the drawing: near the mean of its
// neighbours, as far as those above and below it in its column let it.
func (l *layout) placeRows() {
	const rounds = 10
	for _, column := range l.columns {
		y := 0
		for _, b := range column {
			l.boxes[b].y = y
			y += l.boxes[b].h + rowGap
		}
	}
	for round := range rounds {
		for i := range l.columns {
			if round%2 == 1 {
				i = len(l.columns) - 1 - i
			}
			l.settleColumn(l.columns[i], round%2 == 0)
		}
	}
	top, bottom := math.MaxInt, 0
	for b := range l.boxes {
		top = min(top, l.boxes[b].y)
	}
	for b := range l.boxes {
		l.boxes[b].y += margin - top
		bottom = max(bottom, l.boxes[b].y+l.boxes[b].h)
	}
	l.height = bottom
	for n := range l.wires {
		if w := &l.wires[n]; w.back {
			l.height += portPitch
			w.low = l.height
		}
	}
	l.height += margin
}

// settleColumn moves the boxes of a column to where they want to be, in their
// order and without overlap: boxes that would overlap move together, by the mean
// of what they want (isotonic regression).
func (l *layout) settleColumn(column []int, byIns bool) {
	type block struct{ sum, n, first int }
	var blocks []block
	offset := make([]int, len(column)) // of a box in a column without room between
	for i, b := range column {
		if i > 0 {
			offset[i] = offset[i-1] + l.boxes[column[i-1]].h + rowGap
		}
		blocks = append(blocks, block{l.wanted(b, byIns) - offset[i], 1, i})
		for n := len(blocks); n > 1 && blocks[n-2].sum*blocks[n-1].n > blocks[n-1].sum*blocks[n-2].n; n-- {
			blocks[n-2].sum += blocks[n-1].sum
			blocks[n-2].n += blocks[n-1].n
			blocks = blocks[:n-1]
		}
	}
	for _, k := range blocks {
		for i := k.first; i < k.first+k.n; i++ {
			l.boxes[column[i]].y = k.sum/k.n + offset[i]
		}
	}
}

// wanted is the top of a box whose middle is at the mean of its neighbours'.
func (l *layout) wanted(b int, byIns bool) int {
	near := l.neighbours(b, byIns)
	if len(near) == 0 {
		near = l.neighbours(b, !byIns)
	}
	if len(near) == 0 {
		return l.boxes[b].y
	}
	sum := 0
	for _, o := range near {
		sum += l.boxes[o].middle()
	}
	return sum/len(near) - l.boxes[b].h/2
}

// placePorts spreads the ends of lines along the sides of boxes, in the order in
// which they come.
func (l *layout) placePorts() {
	for b := range l.boxes {
		box := &l.boxes[b]
		slices.SortStableFunc(box.ins, func(m, n int) int {
			return cmp.Compare(l.boxes[l.hops[m].from].middle(), l.boxes[l.hops[n].from].middle())
		})
		slices.SortStableFunc(box.outs, func(m, n int) int {
			return cmp.Compare(l.boxes[l.hops[m].to].middle(), l.boxes[l.hops[n].to].middle())
		})
		for i, h := range box.ins {
			l.hops[h].toY = box.middle() + (2*i-len(box.ins)+1)*portPitch/2
		}
		for i, h := range box.outs {
			l.hops[h].fromY = box.middle() + (2*i-len(box.outs)+1)*portPitch/2
		}
	}
}

// placeColumns puts the columns beside one another, farther apart where lines
// between them are steep.
func (l *layout) placeColumns() {
	x := margin
	for c, column := range l.columns {
		width, steep := 0, 0
		for _, b := range column {
			width = max(width, l.boxes[b].w)
			for _, h := range l.boxes[b].outs {
				steep = max(steep, abs(l.hops[h].toY-l.hops[h].fromY))
			}
		}
		for _, b := range column {
			l.boxes[b].x, l.boxes[b].w = x, width // also of a bend: there the line is straight
		}
		x += width
		if c < len(l.columns)-1 {
			x += labelRoom + min(max(40, steep/3), 160)
		}
	}
	l.width = x + margin
}

func abs(n int) int { return max(n, -n) }
