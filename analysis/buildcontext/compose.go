package buildcontext

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// readCompose reads a compose file: what its services are built from.
func readCompose(src string) []request {
	var list []request
	services := mapping(decodeYAML(src)["services"])
	for _, name := range slices.Sorted(maps.Keys(services)) {
		switch b := mapping(services[name])["build"].(type) {
		case string:
			list = append(list, request{context: interpolate(b)})
		case map[string]any:
			if _, inline := b["dockerfile_inline"]; inline {
				continue
			}
			list = append(list, request{
				context: interpolate(word(b["context"])), dockerfile: interpolate(word(b["dockerfile"])),
				named: words(b["additional_contexts"], interpolate),
			})
		}
	}
	return list
}

// decodeYAML is the first document of a text, nil where that is no mapping.
func decodeYAML(src string) (root map[string]any) {
	defer func() {
		if recover() != nil { // the library meets something that it did not expect
			root = nil
		}
	}()
	file, err := parser.ParseBytes([]byte(src), 0, parser.AllowDuplicateMapKey())
	if err != nil || len(file.Docs) == 0 {
		return nil
	}
	y := yamlReader{anchors: map[string]ast.Node{}, left: maxNodes}
	return mapping(y.value(file.Docs[0].Body))
}

// maxNodes bounds what aliases of aliases can unfold to.
const maxNodes = 20_000

// yamlReader makes plain values of a tree: mappings, lists and strings.
type yamlReader struct {
	anchors map[string]ast.Node
	left    int
}

func (y *yamlReader) value(n ast.Node) any {
	if y.left--; y.left < 0 || n == nil {
		return nil
	}
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value
	case *ast.LiteralNode:
		return n.Value.Value
	case *ast.TagNode:
		return y.value(n.Value)
	case *ast.AnchorNode:
		y.anchors[n.Name.GetToken().Value] = n.Value
		return y.value(n.Value)
	case *ast.AliasNode:
		return y.value(y.anchors[n.Value.GetToken().Value])
	case *ast.SequenceNode:
		var list []any
		for _, item := range n.Values {
			list = append(list, y.value(item))
		}
		return list
	case *ast.MappingNode:
		return y.mapping(n.Values)
	case *ast.MappingValueNode:
		return y.mapping([]*ast.MappingValueNode{n})
	}
	return nil // numbers and the like say nothing here
}

// mapping is the pairs of a mapping, over those of its merge keys.
func (y *yamlReader) mapping(values []*ast.MappingValueNode) map[string]any {
	merged, own := map[string]any{}, map[string]any{}
	for _, v := range values {
		value := y.value(v.Value)
		if !v.Key.IsMergeKey() {
			own[v.Key.GetToken().Value] = value
			continue
		}
		list, ok := value.([]any)
		if !ok {
			list = []any{value}
		}
		for _, m := range slices.Backward(list) { // the first one counts
			maps.Copy(merged, mapping(m))
		}
	}
	maps.Copy(merged, own)
	return merged
}

func mapping(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

func word(v any) string {
	s, _ := v.(string)
	return s
}

// words are the pairs of a mapping, or of a list of NAME=VALUE.
func words(v any, read func(string) string) map[string]string {
	pairs := map[string]string{}
	for name, value := range mapping(v) {
		pairs[name] = read(word(value))
	}
	if list, ok := v.([]any); ok {
		for _, item := range list {
			if name, value, ok := strings.Cut(word(item), "="); ok {
				pairs[name] = read(value)
			}
		}
	}
	return pairs
}

// withDefault is ${NAME:-default} or ${NAME-default}.
var withDefault = regexp.MustCompile(`\$\{\w+:?-([^${}]*)\}`)

// interpolate puts in the defaults of variables, which count where the environment
// says nothing. Another variable keeps its "$".
func interpolate(s string) string { return withDefault.ReplaceAllString(s, "$1") }

// readBakeJSON reads a bake file in JSON.
func readBakeJSON(src string) []request {
	var root struct {
		Target   map[string]map[string]any
		Variable map[string]map[string]any
	}
	if json.Unmarshal([]byte(src), &root) != nil {
		return nil
	}
	b := bake{variables: map[string]string{}}
	for name, v := range root.Variable {
		if value, ok := v["default"].(string); ok {
			b.variables[name] = value
		}
	}
	for _, name := range slices.Sorted(maps.Keys(root.Target)) {
		t := root.Target[name]
		_, inline := t["dockerfile-inline"]
		target := target{name: name, inline: inline, values: map[string]string{}, named: words(t["contexts"], func(s string) string { return s })}
		for _, key := range []string{"context", "dockerfile"} {
			if v, ok := t[key]; ok {
				target.values[key] = word(v)
			}
		}
		inherits, _ := t["inherits"].([]any)
		for _, parent := range inherits {
			target.inherits = append(target.inherits, word(parent))
		}
		b.targets = append(b.targets, target)
	}
	return b.requests()
}
