package buildcontext

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
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
	if err := yaml.Unmarshal([]byte(src), &root); err != nil {
		return nil
	}
	return root
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

// interpolate puts in the defaults of ${NAME:-default} and ${NAME-default}, which
// count where the environment says nothing. Another variable keeps its "$".
func interpolate(s string) string {
	start := strings.Index(s, "${")
	if start < 0 {
		return s
	}
	end := strings.IndexByte(s[start:], '}')
	if end < 0 || strings.Contains(s[start+2:start+end], "$") {
		return s
	}
	inner := s[start+2 : start+end]
	_, value, ok := strings.Cut(inner, "-")
	if !ok {
		return s
	}
	return s[:start] + value + interpolate(s[start+end+1:])
}

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
