package server

import (
	"encoding/json"
	"slices"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
)

// decodeLeniently reads parameters of which a part may be wrong: a member with a
// value of another type counts as absent, and left has its path. A client that
// mistypes one of its hundreds of capabilities shall not be without a server.
func decodeLeniently[P any](raw jsonrpc2.RawMessage) (p P, left []string, err error) {
	if err = decode(raw, &p); err == nil {
		return p, nil, nil
	}
	fits := func(raw []byte) bool {
		var p P
		return protocol.Unmarshal(raw, &p) == nil
	}
	kept, left := prune(raw, "", fits)
	if kept == nil {
		return p, left, err
	}
	slices.Sort(left)
	p = *new(P)
	return p, left, decode(kept, &p)
}

// prune is the object raw without the members that do not fit, at any depth; nil
// if it is no object. fits tells whether a value can stand in its place.
func prune(raw []byte, path string, fits func([]byte) bool) (kept []byte, left []string) {
	var members map[string]json.RawMessage
	if json.Unmarshal(raw, &members) != nil || members == nil {
		return nil, nil
	}
	for name, value := range members {
		inside := func(v []byte) bool { return fits(mustMarshal(map[string]json.RawMessage{name: v})) }
		if inside(value) {
			continue
		}
		kept, deeper := prune(value, path+name+".", inside)
		if left = append(left, deeper...); kept != nil && inside(kept) {
			members[name] = kept
			continue
		}
		delete(members, name)
		left = append(left, path+name)
	}
	return mustMarshal(members), left
}

// mustMarshal encodes a value that can be encoded: one of plain types, or of JSON
// that was decoded before.
func mustMarshal(v any) []byte {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return raw
}
