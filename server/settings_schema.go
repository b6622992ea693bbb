package server

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/analysis/format"
	"github.com/slipway-dev/slipway/analysis/lint"
)

// ownSettings document the keys of Settings that are not lint's. A key without
// values is a switch.
var ownSettings = []struct {
	key, doc string
	values   []string
}{
	{"format.keywords", "Case of the keywords of instructions.", slices.Sorted(maps.Keys(format.KeywordCases))},
	{
		"format.and", "Where `&&` and `||` stand at the break of a line: `first` in the next line, or `last` in their own.",
		slices.Sorted(maps.Keys(format.AndPositions)),
	},
	{"format.alignContinuation", "Put the continuation characters of an instruction into one column.", nil},
	{"format.shell", "Format the shell text in instructions, too.", nil},
	{"inlayHints.values", "Show the value of a variable where it is used.", nil},
	{"inlayHints.stages", "Show the stage that an index means.", nil},
	{"inlayHints.workdirs", "Show the folder that a relative path starts from.", nil},
	{"inlayHints.inherited", "Show what a stage takes over from the one it is based on.", nil},
	{"inlayHints.platforms", "Show where the variables of platforms come from.", nil},
}

type jsonObject = map[string]any

// SettingsSchema is a JSON Schema of what an editor keeps in its section
// "slipway": the settings of lint, as a settings file has them, and our own.
func SettingsSchema() []byte {
	root, defaults := jsonObject{}, jsonObject{}
	mustUnmarshal(lint.SettingsSchema(), &root)
	mustUnmarshal(mustMarshal(defaultSettings()), &defaults)
	root["title"] = "Settings of slipway in an editor"
	properties := root["properties"].(jsonObject)
	for _, s := range ownSettings {
		group, name, _ := strings.Cut(s.key, ".")
		if properties[group] == nil {
			properties[group] = jsonObject{"type": "object", "additionalProperties": false, "properties": jsonObject{}}
		}
		schema := jsonObject{"type": "boolean", "description": s.doc, "default": defaults[group].(jsonObject)[name]}
		if s.values != nil {
			schema["type"], schema["enum"] = "string", s.values
		}
		properties[group].(jsonObject)["properties"].(jsonObject)[name] = schema
	}
	return lint.EncodeSchema(root)
}

// mustUnmarshal reads JSON that the program has written itself.
func mustUnmarshal(raw []byte, into any) {
	if err := json.Unmarshal(raw, into); err != nil {
		panic(err)
	}
}
