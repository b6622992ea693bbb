package analysis

import (
	"fmt"
	"strconv"
	"strings"
)

// Node is a stage or an image.
type Node struct {
	// ID is made of letters and digits, and unique.
	ID string
	// Label is the stage's name, "stage 2" where it has none, or the image.
	Label string
	// Stage is its index, or -1 for an image.
	Stage int
	// Needed tells that the default build, that of the last stage, uses it.
	Needed bool
	// Line is that of the stage's FROM, from 1, and Base the image that it starts
	// from, "" where that is another stage.
	Line int
	Base string
}

// Edge leads from a stage or an image to the stage that uses it; both are indices
// of nodes.
type Edge struct {
	From, To int
	Kind     StageRefKind
}

// Graph is what the stages of a file are made of. The stages come first among the
// nodes, each at its index.
type Graph struct {
	Nodes []Node
	Edges []Edge
}

// NewGraph is the graph of the file's stages and the images they use.
func NewGraph(f *File) *Graph {
	g := &Graph{}
	for _, st := range f.Stages {
		line := f.Text.Line(f.keywordAt(st.First)) + 1
		g.Nodes = append(g.Nodes, Node{ID: "stage" + strconv.Itoa(st.Index), Label: stageLabel(st), Stage: st.Index, Line: line})
	}
	images, known := map[string]int{}, map[Edge]bool{}
	for _, use := range stageUses(f) {
		e := Edge{use.Target, use.User, use.Kind}
		if use.ofImage() {
			e.From = g.image(images, imageLabel(f, use))
			if use.Kind == BaseRef {
				g.Nodes[use.User].Base = g.Nodes[e.From].Label
			}
		}
		if e.From >= 0 && !known[e] {
			known[e] = true
			g.Edges = append(g.Edges, e)
		}
	}
	if n := len(f.Stages); n > 0 {
		g.need(n - 1)
	}
	return g
}

func stageLabel(st Stage) string {
	if st.Name != "" {
		return st.Name
	}
	return "stage " + strconv.Itoa(st.Index)
}

// imageLabel is the image that a use means, as it is written where not all of its
// variables are known.
func imageLabel(f *File, use stageUse) string {
	st := f.Stages[use.User]
	if use.Kind == BaseRef && (st.Image.Err != nil || len(st.Image.Unmatched) > 0) {
		return f.Text.Slice(use.Span)
	}
	return use.Name
}

// image is the node of an image.
func (g *Graph) image(known map[string]int, name string) int {
	n, ok := known[name]
	if !ok {
		n = len(g.Nodes)
		known[name] = n
		g.Nodes = append(g.Nodes, Node{ID: "image" + strconv.Itoa(len(known)-1), Label: name, Stage: -1})
	}
	return n
}

// need marks a node and all that it uses.
func (g *Graph) need(node int) {
	uses := map[int][]int{}
	for _, e := range g.Edges {
		uses[e.To] = append(uses[e.To], e.From)
	}
	for todo := []int{node}; len(todo) > 0; {
		n := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if !g.Nodes[n].Needed {
			g.Nodes[n].Needed = true
			todo = append(todo, uses[n]...)
		}
	}
}

// GraphFormats are the ways to write a graph as text, by name.
var GraphFormats = map[string]func(*Graph) string{
	"mermaid": (*Graph).Mermaid,
	"dot":     (*Graph).DOT,
	"svg":     (*Graph).SVG,
}

var mermaidArrows = [...]string{
	BaseRef: "-->", CopyRef: "-. COPY .->", MountRef: "-. mount .->",
}

// Mermaid is the graph as a Mermaid flow chart. Images are round, and what the
// default build does not need is dashed.
func (g *Graph) Mermaid() string {
	var b strings.Builder
	b.WriteString("flowchart LR\n")
	var idle []string
	for _, n := range g.Nodes {
		label := `["` + mermaidText(n.Label) + `"]`
		if n.Stage < 0 {
			label = "(" + label + ")"
		}
		fmt.Fprintf(&b, "  %s%s\n", n.ID, label)
		if !n.Needed {
			idle = append(idle, n.ID)
		}
	}
	for _, e := range g.Edges {
		fmt.Fprintf(&b, "  %s %s %s\n", g.Nodes[e.From].ID, mermaidArrows[e.Kind], g.Nodes[e.To].ID)
	}
	if len(idle) > 0 {
		fmt.Fprintf(&b, "  classDef idle stroke-dasharray: 4\n  class %s idle\n", strings.Join(idle, ","))
	}
	return b.String()
}

// mermaidText writes a text so that Mermaid takes nothing in it for markup.
func mermaidText(s string) string {
	return strings.NewReplacer("#", "#35;", `"`, "#quot;", "<", "#lt;", ">", "#gt;", "`", "#96;").Replace(graphLine(s))
}

var dotStyles = [...]string{
	BaseRef: "", CopyRef: ` [style=dashed, label="COPY"]`, MountRef: ` [style=dotted, label="mount"]`,
}

// DOT is the graph in the language of Graphviz. Images are round, and what the
// default build does not need is dashed.
func (g *Graph) DOT() string {
	var b strings.Builder
	b.WriteString("digraph stages {\n  rankdir=LR\n  node [shape=box]\n")
	for _, n := range g.Nodes {
		attributes := "label=" + dotText(n.Label)
		if n.Stage < 0 {
			attributes += ", shape=oval"
		}
		if !n.Needed {
			attributes += ", style=dashed"
		}
		fmt.Fprintf(&b, "  %s [%s]\n", n.ID, attributes)
	}
	for _, e := range g.Edges {
		fmt.Fprintf(&b, "  %s -> %s%s\n", g.Nodes[e.From].ID, g.Nodes[e.To].ID, dotStyles[e.Kind])
	}
	b.WriteString("}\n")
	return b.String()
}

// dotText is a quoted string of DOT, in which only the quote and the backslash
// are special.
func dotText(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(graphLine(s)) + `"`
}

// graphLine is s without line ends and other control characters.
func graphLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7F {
			return ' '
		}
		return r
	}, s)
}
