package analysis

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

// SVG is the graph as a picture that needs nothing else. What a stage starts from
// stands in its box, what it uses on its left. The default target is marked, and
// what its build does not need is pale. A stage is <g class="stage" id="stage-0"
// data-line="1">, with its number and the line of its FROM, from 1.
//
// The colours follow those of Visual Studio Code where the picture is within one of
// its pages, and elsewhere whether the reader prefers dark ones. Readers that know
// no CSS variables, such as librsvg, take the attributes.
func (g *Graph) SVG() string {
	p := newPicture(g)
	var b strings.Builder
	fmt.Fprintf(&b, svgHead, p.width, p.height, p.width, p.height, xmlText(g.summary()))
	b.WriteString(svgStyle)
	fmt.Fprintf(&b, "  <rect class=\"paper\" width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>\n", p.width, p.height)
	b.WriteString("  <g class=\"lines\" fill=\"none\" stroke=\"#6e7781\" stroke-width=\"1.5\">\n")
	for n := range p.wires {
		p.drawWire(&b, n)
	}
	b.WriteString("  </g>\n")
	for n := range p.shown {
		p.drawBox(&b, n)
	}
	b.WriteString("</svg>\n")
	return b.String()
}

const svgHead = `<svg xmlns="http://www.w3.org/2000/svg" class="slipway-graph" width="%d" height="%d" viewBox="0 0 %d %d" role="graphics-document" aria-labelledby="slipway-graph-title slipway-graph-text">
  <title id="slipway-graph-title">Build stages</title>
  <desc id="slipway-graph-text">%s</desc>
`

const svgStyle = `  <style>
    .slipway-graph {
      --paper: var(--vscode-editor-background, #ffffff);
      --box: var(--vscode-editorWidget-background, #f6f8fa);
      --text: var(--vscode-editor-foreground, #1f2328);
      --muted: var(--vscode-descriptionForeground, #59636e);
      --line: var(--vscode-descriptionForeground, #6e7781);
      --target: var(--vscode-textLink-foreground, #0969da);
      --error: var(--vscode-errorForeground, #cf222e);
      font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
    }
    @media (prefers-color-scheme: dark) {
      .slipway-graph {
        --paper: var(--vscode-editor-background, #0d1117);
        --box: var(--vscode-editorWidget-background, #161b22);
        --text: var(--vscode-editor-foreground, #e6edf3);
        --muted: var(--vscode-descriptionForeground, #9198a1);
        --line: var(--vscode-descriptionForeground, #9198a1);
        --target: var(--vscode-textLink-foreground, #58a6ff);
        --error: var(--vscode-errorForeground, #ff7b72);
      }
    }
    .slipway-graph .paper { fill: var(--paper); }
    .slipway-graph .lines { stroke: var(--line); }
    .slipway-graph .box { fill: var(--box); stroke: var(--line); }
    .slipway-graph .name { fill: var(--text); }
    .slipway-graph .base { fill: var(--muted); }
    .slipway-graph .kind { fill: var(--muted); stroke: var(--paper); }
    .slipway-graph .arrow { fill: var(--line); }
    .slipway-graph .target { stroke: var(--target); }
    .slipway-graph .mark { fill: var(--target); }
    .slipway-graph .circle { stroke: var(--error); }
  </style>
  <defs>
    <marker id="slipway-graph-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto">
      <path class="arrow" d="M0 0 8 4 0 8z" fill="#6e7781"/>
    </marker>
  </defs>
`

// picture is a graph laid out. Images that stages only start from have no box.
type picture struct {
	*layout
	graph *Graph
	shown []int // nodes, by box
	edges []int // by wire
}

func newPicture(g *Graph) *picture {
	p := &picture{graph: g}
	boxOf := map[int]int{}
	var boxes []box
	show := func(node int) {
		if _, ok := boxOf[node]; !ok {
			boxOf[node] = len(boxes)
			p.shown = append(p.shown, node)
			boxes = append(boxes, g.boxOf(node))
		}
	}
	for n, node := range g.Nodes {
		if node.Stage >= 0 {
			show(n)
		}
	}
	var wires []wire
	for n, e := range g.Edges {
		if e.Kind == BaseRef && g.Nodes[e.From].Stage < 0 {
			continue
		}
		show(e.From)
		wires = append(wires, wire{from: boxOf[e.From], to: boxOf[e.To]})
		p.edges = append(p.edges, n)
	}
	p.layout = lay(boxes, wires)
	return p
}

const (
	nameMost, baseMost = 34, 42 // characters
	lineHeight         = 17
	boxPadding         = 12
)

// boxText is a line of text in a box.
type boxText struct {
	text, class string
	size        int // in pixels
	attributes  string
}

func (t boxText) width() int { return textWidth(t.text, t.size) }

// boxTexts are the lines in a node's box.
func (g *Graph) boxTexts(node int) []boxText {
	n := g.Nodes[node]
	list := []boxText{{shorten(n.Label, nameMost), "name", 13, `font-weight="600" fill="#1f2328"`}}
	if n.Base != "" {
		list = append(list, boxText{shorten(n.Base, baseMost), "base", 11, `fill="#59636e"`})
	}
	if g.target(node) {
		list = append(list, boxText{"built by default", "mark", 11, `fill="#0969da"`})
	}
	return list
}

// target tells whether the default build makes this stage, where there are others.
func (g *Graph) target(node int) bool {
	last := node+1 == len(g.Nodes) || g.Nodes[node+1].Stage < 0
	return node > 0 && last && g.Nodes[node].Stage >= 0
}

func (g *Graph) boxOf(node int) box {
	b := box{h: boxPadding}
	for _, t := range g.boxTexts(node) {
		b.w, b.h = max(b.w, t.width()), b.h+lineHeight
	}
	b.w += 2 * boxPadding
	return b
}

// textWidth is the width of a text in a monospaced font, where a character is three
// fifths as wide as its size. What may be twice as wide as a Latin letter is taken
// to be.
func textWidth(s string, size int) int {
	n := 0
	for _, r := range s {
		if n++; r >= 0x1100 {
			n++
		}
	}
	return (n*size*61 + 99) / 100
}

// shorten leaves out the middle of a text that has more than most characters.
func shorten(s string, most int) string {
	r := []rune(graphLine(s))
	if len(r) <= most {
		return string(r)
	}
	return string(r[:most/2]) + "…" + string(r[len(r)-most/2+1:])
}

func (p *picture) drawBox(b *strings.Builder, n int) {
	node, box := p.shown[n], p.boxes[n]
	names, pale := `class="image"`, ""
	if stage := p.graph.Nodes[node].Stage; stage >= 0 {
		names = fmt.Sprintf(`class="stage" id="stage-%d" data-line="%d"`, stage, p.graph.Nodes[node].Line)
	}
	if !p.graph.Nodes[node].Needed {
		pale = ` opacity="0.5"`
	}
	fmt.Fprintf(b, "  <g %s%s role=\"graphics-symbol\">\n    <title>%s</title>\n", names, pale, xmlText(p.graph.describe(node)))
	p.drawFrame(b, node, box)
	texts := p.graph.boxTexts(node)
	y := box.middle() + 4 - (len(texts)-1)*lineHeight/2 // the foot of the first line
	for _, t := range texts {
		fmt.Fprintf(b, "    <text class=\"%s\" x=\"%d\" y=\"%d\" font-family=\"monospace\" font-size=\"%d\" text-anchor=\"middle\" %s>%s</text>\n",
			t.class, box.x+box.w/2, y, t.size, t.attributes, xmlText(t.text))
		y += lineHeight
	}
	b.WriteString("  </g>\n")
}

func (p *picture) drawFrame(b *strings.Builder, node int, box box) {
	class, round, more := "box", 6, `stroke="#6e7781"`
	switch {
	case p.graph.Nodes[node].Stage < 0:
		round = box.h / 2
	case p.graph.target(node):
		class, more = "box target", `stroke="#0969da" stroke-width="2"`
	}
	if !p.graph.Nodes[node].Needed {
		more += ` stroke-dasharray="4 3"`
	}
	fmt.Fprintf(b, "    <rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"%d\" fill=\"#f6f8fa\" %s/>\n",
		class, box.x, box.y, box.w, box.h, round, more)
}

var lineDashes = [...]string{BaseRef: "", CopyRef: ` stroke-dasharray="6 4"`, MountRef: ` stroke-dasharray="2 3"`}

// drawWire draws a line through its bends, with its kind in front of its end.
func (p *picture) drawWire(b *strings.Builder, n int) {
	w, e := p.wires[n], p.graph.Edges[p.edges[n]]
	pale := ""
	if !p.graph.Nodes[e.To].Needed {
		pale = ` opacity="0.5"`
	}
	class := ""
	if w.back {
		class = ` class="circle" stroke="#cf222e"`
	}
	path, x, y := p.pathOf(w)
	fmt.Fprintf(b, "    <g%s>\n      <path%s d=\"%s\"%s marker-end=\"url(#slipway-graph-arrow)\"/>\n", pale, class, path, lineDashes[e.Kind])
	fmt.Fprintf(b, "      <text class=\"kind\" x=\"%d\" y=\"%d\" font-family=\"monospace\" font-size=\"10\" text-anchor=\"middle\" fill=\"#59636e\" stroke=\"#ffffff\" stroke-width=\"4\" paint-order=\"stroke\">%s</text>\n    </g>\n",
		x, y+3, useNames[e.Kind])
}

// pathOf is the way of a line, and the place of its label.
func (p *picture) pathOf(w wire) (path string, x, y int) {
	from, to := p.boxes[w.from], p.boxes[w.to]
	if w.back {
		x, y, endX, endY := from.x+from.w*2/3, from.y+from.h, to.x+to.w/3, to.y+to.h
		path := fmt.Sprintf("M%d %dV%dH%dV%d", x, y, w.low, endX, endY)
		return path, (x + endX) / 2, w.low
	}
	var b strings.Builder
	for i, n := range w.hops {
		h := p.hops[n]
		x, end := p.boxes[h.from].x+p.boxes[h.from].w, p.boxes[h.to].x-labelRoom
		if i == 0 {
			fmt.Fprintf(&b, "M%d %d", x, h.fromY)
		}
		half := (x + end) / 2
		fmt.Fprintf(&b, "H%dC%d %d %d %d %d %d", x, half, h.fromY, half, h.toY, end, h.toY)
	}
	fmt.Fprintf(&b, "H%d", to.x)
	return b.String(), to.x - labelRoom/2 - 2, p.hops[w.hops[len(w.hops)-1]].toY
}

// describe is what a reader hears, or sees when the pointer rests on a box.
func (g *Graph) describe(node int) string {
	n := g.Nodes[node]
	if n.Stage < 0 {
		return "image " + n.Label
	}
	parts := []string{n.Label + ", line " + strconv.Itoa(n.Line)}
	if n.Base != "" {
		parts = append(parts, "from "+n.Base)
	}
	switch {
	case g.target(node):
		parts = append(parts, "built by default")
	case !n.Needed:
		parts = append(parts, "not needed by the default build")
	}
	return strings.Join(parts, ", ")
}

// summary tells the graph in words.
func (g *Graph) summary() string {
	var b strings.Builder
	for n, node := range g.Nodes {
		if node.Stage < 0 {
			break
		}
		b.WriteString(g.describe(n) + ". ")
	}
	for _, e := range g.Edges {
		if g.Nodes[e.From].Stage >= 0 || e.Kind != BaseRef {
			b.WriteString(g.Nodes[e.To].Label + " uses " + g.Nodes[e.From].Label + " (" + useNames[e.Kind] + "). ")
		}
	}
	return strings.TrimSpace(b.String())
}

// xmlText is a text as XML has it, also between quotes.
func xmlText(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(graphLine(s))) // a Builder takes all
	return b.String()
}
