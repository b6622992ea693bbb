package buildcontext

import (
	"maps"
	"slices"
	"strings"
)

// bake is a bake file, as far as it is read.
type bake struct {
	targets   []target
	variables map[string]string // their defaults
}

type target struct {
	name     string
	values   map[string]string // of context and dockerfile
	named    map[string]string
	inherits []string
	inline   bool // the Dockerfile is in the file
}

// unknown is a value that only bake itself can reckon.
const unknown = "$"

// requests are what the targets ask for, with what they inherit.
func (b bake) requests() []request {
	var list []request
	for _, t := range b.targets {
		values, named := b.inherited(t, 0)
		if !t.inline {
			list = append(list, request{context: b.expand(values["context"]), dockerfile: b.expand(values["dockerfile"]), named: named})
		}
	}
	return list
}

// inherited are the values and the named contexts of a target; of several parents the
// last one counts.
func (b bake) inherited(t target, depth int) (values, named map[string]string) {
	values, named = map[string]string{}, map[string]string{}
	for _, name := range t.inherits {
		i := slices.IndexFunc(b.targets, func(t target) bool { return t.name == name })
		if i >= 0 && depth < 16 {
			v, n := b.inherited(b.targets[i], depth+1)
			maps.Copy(values, v)
			maps.Copy(named, n)
		}
	}
	maps.Copy(values, t.values)
	maps.Copy(named, t.named)
	return values, named
}

// expand puts the defaults of variables in for ${NAME}.
func (b bake) expand(s string) string {
	for name, value := range b.variables {
		s = strings.ReplaceAll(s, "${"+name+"}", value)
	}
	return s
}

// readBakeHCL reads a bake file in HCL: of its targets and variables the attributes
// that are plain strings, lists or mappings of such. A reader of all of HCL would
// make the program larger by a sixth, for expressions that need bake's own functions
// anyway: where one stands, the value is not known.
func readBakeHCL(src string) []request {
	s := hclScanner{src: src}
	b := bake{variables: map[string]string{}}
	for s.next() {
		kind := s.token
		if s.kind != hclName || kind != "target" && kind != "variable" {
			if s.token == "{" {
				s.skipBlock()
			}
			continue
		}
		if !s.next() || s.kind != hclString && s.kind != hclName {
			continue
		}
		name := s.token
		if !s.next() || s.token != "{" {
			continue
		}
		t := s.target(name)
		if kind == "target" {
			b.targets = append(b.targets, t)
		} else if value, ok := t.values["default"]; ok && value != unknown {
			b.variables[name] = value
		}
	}
	return b.requests()
}

// target reads the attributes of a block up to its "}".
func (s *hclScanner) target(name string) target {
	t := target{name: name, values: map[string]string{}}
	for s.next() && s.token != "}" {
		switch {
		case s.kind == hclPunctuation && s.token == "{":
			s.skipBlock()
			continue
		case s.kind != hclName:
			continue
		}
		key := s.token
		if !s.next() || s.token != "=" {
			s.back()
			continue
		}
		value := s.value()
		switch key {
		case "context", "dockerfile", "default":
			t.values[key] = value.text
		case "inherits":
			t.inherits = value.list
		case "contexts":
			t.named = value.pairs
		case "dockerfile-inline":
			t.inline = true
		}
	}
	return t
}

// hclValue is the value of an attribute; text is unknown where it is no plain string.
type hclValue struct {
	text  string
	list  []string
	pairs map[string]string
}

// value reads the expression behind a "=", to the end of the line it ends on.
func (s *hclScanner) value() hclValue {
	v := hclValue{text: unknown, pairs: map[string]string{}}
	depth, tokens, key := 0, 0, ""
	for s.next() {
		switch {
		case s.kind == hclNewline && depth == 0:
			return v
		case s.kind == hclPunctuation && strings.Contains("([{", s.token):
			depth++
		case s.kind == hclPunctuation && strings.Contains(")]}", s.token):
			if depth == 0 {
				s.back()
				return v
			}
			depth--
		case s.kind == hclNewline:
			key = ""
			continue
		case s.kind == hclString && tokens == 0:
			v.text = s.token
		case s.kind == hclString && depth == 1 && key == "":
			v.list, key = append(v.list, s.token), s.token
		case s.kind == hclName && depth == 1 && key == "":
			key = s.token
		case s.kind == hclString && depth == 1:
			v.pairs[key] = s.token
		case s.token == ",":
			key = ""
		}
		if tokens++; tokens > 1 {
			v.text = unknown // an operator follows, or a call goes in front
		}
	}
	return v
}
