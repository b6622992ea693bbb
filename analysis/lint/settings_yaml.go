package lint

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"github.com/slipway-dev/slipway/analysis/text"
)

// node is a value in a settings file, whatever the language it is written in.
type node struct {
	text.Span
	kind  nodeKind
	value string // of a scalar
	items []node
	pairs []pair
}

type pair struct{ key, value node }

type nodeKind int

const (
	nullNode nodeKind = iota
	stringNode
	boolNode
	numberNode
	listNode
	mapNode
)

// String names the kind with its article.
func (k nodeKind) String() string {
	return [...]string{"nothing", "a string", "true or false", "a number", "a list", "a mapping"}[k]
}

// parseYAML reads the first document of a text. Mistakes are what is wrong with
// it as YAML.
func parseYAML(t text.Text) (root node, mistakes []Finding) {
	if t.Len() > maxSettings {
		return node{}, []Finding{tooLarge}
	}
	y := yamlReader{text: t, anchors: map[string]ast.Node{}, left: maxNodes}
	defer func() {
		if recover() != nil { // the library meets something that it did not expect
			root, mistakes = node{}, []Finding{mistake(text.Span{}, "the file cannot be read as YAML")}
		}
	}()
	// Places are lines and columns, which are the same without carriage returns and
	// the mark; the library loses count of lines where a comment ends with CRLF.
	src := strings.ReplaceAll(strings.TrimPrefix(t.String(), "\uFEFF"), "\r\n", "\n")
	file, err := parser.ParseBytes([]byte(src), 0, parser.AllowDuplicateMapKey())
	if err != nil {
		at, message := text.Span{}, err.Error()
		if e := yaml.Error(nil); errors.As(err, &e) {
			message = e.GetMessage()
			if tk := e.GetToken(); tk != nil {
				at = y.span(tk)
			}
		}
		if strings.Contains(message, "character '\t'") {
			message = "lines are indented with blanks, never with tabs"
		}
		return node{}, []Finding{mistake(at, "this is no YAML: "+message)}
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		return node{}, nil
	}
	root = y.node(file.Docs[0].Body)
	if len(file.Docs) > 1 && file.Docs[1].Body != nil {
		y.mistakes = append(y.mistakes, mistake(y.span(cmp.Or(file.Docs[1].Start, file.Docs[1].Body.GetToken())), "only the first document of the file counts"))
	}
	return root, y.mistakes
}

// maxNodes bounds what aliases of aliases can unfold to.
const maxNodes = 20_000

type yamlReader struct {
	text     text.Text
	anchors  map[string]ast.Node
	left     int
	mistakes []Finding
}

// span is the place of a token's first line.
func (y *yamlReader) span(tk *token.Token) text.Span {
	column := tk.Position.Column - 1
	if tk.Position.Line == 1 && strings.HasPrefix(y.text.String(), "\uFEFF") {
		column++
	}
	start := y.text.Offset(text.Position{Line: tk.Position.Line - 1, Column: column}, text.UTF32)
	line := y.text.LineSpan(y.text.Line(start))
	origin, _, _ := strings.Cut(strings.TrimSpace(tk.Origin), "\n")
	return text.Span{Start: start, End: min(start+max(len(strings.TrimSpace(origin)), 1), max(line.End, start))}
}

func (y *yamlReader) node(n ast.Node) node {
	if y.left--; y.left < 0 || n == nil {
		return node{}
	}
	out := node{Span: y.span(n.GetToken())}
	switch n := n.(type) {
	case *ast.NullNode:
	case *ast.StringNode:
		out.kind, out.value = stringNode, n.Value
	case *ast.LiteralNode:
		out.kind, out.value = stringNode, n.Value.Value
	case *ast.BoolNode:
		out.kind, out.value = boolNode, fmt.Sprint(n.Value)
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		out.kind, out.value = numberNode, n.GetToken().Value
	case *ast.TagNode:
		return y.node(n.Value)
	case *ast.AnchorNode:
		y.anchors[n.Name.GetToken().Value] = n.Value
		return y.node(n.Value)
	case *ast.AliasNode:
		inner := y.node(y.anchors[n.Value.GetToken().Value])
		inner.Span = out.Span
		return inner
	case *ast.SequenceNode:
		out.kind = listNode
		for _, item := range n.Values {
			out.items = append(out.items, y.node(item))
		}
	case *ast.MappingNode:
		out.kind = mapNode
		out.pairs = y.pairs(n.Values)
	case *ast.MappingValueNode:
		out.kind = mapNode
		out.pairs = y.pairs([]*ast.MappingValueNode{n})
	}
	return out
}

// pairs are those of a mapping. Those of a merge key come first, so that what is
// written out counts.
func (y *yamlReader) pairs(values []*ast.MappingValueNode) []pair {
	var merged, list []pair
	seen := map[string]bool{}
	for _, v := range values {
		if v.Key.IsMergeKey() {
			merged = append(merged, y.node(v.Value).pairs...)
			continue
		}
		tk := v.Key.GetToken()
		key := node{Span: y.span(tk), kind: stringNode, value: tk.Value}
		if seen[key.value] {
			y.mistakes = append(y.mistakes, mistake(key.Span, "the key "+key.value+" is there twice; the last one counts"))
		}
		seen[key.value] = true
		list = append(list, pair{key, y.node(v.Value)})
	}
	merged = slices.DeleteFunc(merged, func(p pair) bool { return seen[p.key.value] })
	return append(merged, list...)
}

// parseJSON reads JSON. Its nodes have no places.
func parseJSON(raw []byte) (node, error) {
	var value any
	if err := json.Unmarshal(raw, &value); err != nil {
		return node{}, err
	}
	return jsonNode(value), nil
}

func jsonNode(value any) node {
	switch v := value.(type) {
	case string:
		return node{kind: stringNode, value: v}
	case bool:
		return node{kind: boolNode, value: fmt.Sprint(v)}
	case float64:
		return node{kind: numberNode, value: fmt.Sprint(v)}
	case []any:
		n := node{kind: listNode}
		for _, item := range v {
			n.items = append(n.items, jsonNode(item))
		}
		return n
	case map[string]any:
		n := node{kind: mapNode}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			n.pairs = append(n.pairs, pair{node{kind: stringNode, value: key}, jsonNode(v[key])})
		}
		return n
	}
	return node{}
}
