package server

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The edits that fix all come at once to who asks for them by their kind and to who
// cannot ask again, and else when they are chosen.
func TestFixAll(t *testing.T) {
	const src, fixable, other = "FROM debian:13\nADD a /b\nMAINTAINER me\n", 1, 0
	resolves := everything("utf-8", true)
	eager := everything("utf-8", true)
	delete(eager["textDocument"].(object)["codeAction"].(object), "resolveSupport")
	for name, capabilities := range map[string]object{"resolves": resolves, "eager": eager} {
		e := start(t, capabilities)
		e.open(dockerfile, 1, src)
		if got := e.fixAll(other); got != nil {
			t.Errorf("%s: offered where nothing is to fix: %v", name, got)
		}
		want := e.fixAll(fixable, "source.fixAll")["edit"]
		if want == nil {
			t.Fatalf("%s: no edit for its kind", name)
		}
		action := e.fixAll(fixable)
		if name == "resolves" {
			if action["edit"] != nil || action["data"] == nil {
				t.Errorf("an edit before it is asked for: %v", action)
			}
			action["some"] = "thing" // of the client's own
			action = e.resolveAction(action)
			if action["some"] != "thing" {
				t.Errorf("%v", action)
			}
		}
		if diff := cmp.Diff(want, action["edit"]); diff != "" {
			t.Errorf("%s: -by kind +by place\n%s", name, diff)
		}
	}
}

// What is resolved is the text as it is then.
func TestFixAllResolvesTheTextOfThen(t *testing.T) {
	e := start(t, everything("utf-8", true))
	e.open(dockerfile, 1, "FROM debian:13\nADD a /b\n")
	action := e.fixAll(1)
	e.change(dockerfile, 2, replace(1, 0, 1, 3, "COPY"))
	if got := e.resolveAction(action); got["edit"] != nil {
		t.Errorf("nothing is to fix any more: %v", got)
	}
	e.close(dockerfile)
	if diff := cmp.Diff(action, e.resolveAction(action)); diff != "" {
		t.Errorf("of a closed document: -sent +got\n%s", diff)
	}
}

// A refactoring that mends what no rule in force finds is not among all fixes.
func TestFixAllObeysRules(t *testing.T) {
	for _, test := range []struct {
		src  string
		want bool
	}{
		{"FROM debian:13\nCMD echo a\n", true},
		{"# check=skip=JSONArgsRecommended\nFROM debian:13\nCMD echo a\n", false},
		{"FROM debian:13\nRUNX a\n", false}, // a guess at what is meant
	} {
		e := start(t, everything("utf-8", true))
		e.open(dockerfile, 1, test.src)
		line := 1
		if test.src[0] == '#' {
			line = 2
		}
		if got := e.fixAll(line); (got != nil) != test.want {
			t.Errorf("%q: %v", test.src, got)
		}
	}
}

// fixAll asks for the actions of a line, and is the one that fixes all, or nil.
func (e *editor) fixAll(line int, only ...string) object {
	e.t.Helper()
	context := object{"diagnostics": []any{}}
	if only != nil {
		context["only"] = only
	}
	m := e.call("textDocument/codeAction", object{
		"textDocument": object{"uri": dockerfile}, "range": replace(line, 0, line, 0, "")["range"], "context": context,
	})
	var actions []object
	if err := json.Unmarshal(m.Result, &actions); err != nil {
		e.t.Fatalf("%s %v", m.Result, m.Error)
	}
	i := slices.IndexFunc(actions, func(a object) bool { return a["kind"] == string(fixAllKind) })
	if i < 0 {
		return nil
	}
	return actions[i]
}

func (e *editor) resolveAction(action object) (resolved object) {
	e.t.Helper()
	m := e.call("codeAction/resolve", action)
	if err := json.Unmarshal(m.Result, &resolved); err != nil {
		e.t.Fatalf("%s %v", m.Result, m.Error)
	}
	return resolved
}
