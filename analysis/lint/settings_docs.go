package lint

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// object is a JSON object; encoding/json sorts its keys.
type object = map[string]any

// SettingsSchema is a JSON Schema of .slipway.yaml, made from the table of
// settings.
func SettingsSchema() []byte {
	root := object{
		"$schema": "http://json-schema.org/draft-07/schema#", "title": "Settings of slipway",
		"type": "object", "additionalProperties": false, "properties": object{},
	}
	for i := range settingsTable {
		s := &settingsTable[i]
		at := root
		parts := strings.Split(s.Key, ".")
		for _, part := range parts[:len(parts)-1] {
			properties := at["properties"].(object)
			if properties[part] == nil {
				properties[part] = object{"type": "object", "additionalProperties": false, "properties": object{}}
			}
			at = properties[part].(object)
		}
		at["properties"].(object)[parts[len(parts)-1]] = s.schema()
	}
	return EncodeSchema(root)
}

// EncodeSchema is a JSON Schema as people can read it.
func EncodeSchema(root map[string]any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(root); err != nil {
		panic(err) // strings and maps of strings can be encoded
	}
	return b.Bytes()
}

func (s *setting) schema() object {
	value := object{"type": "string"}
	if len(s.Values) > 0 {
		value["enum"] = s.Values
	}
	out := object{"type": s.Type}
	switch s.Type {
	case typeText:
		out = value
	case typeList:
		out = object{"oneOf": []object{{"type": "array", "items": value}, value}}
	case typeMap:
		out["additionalProperties"] = value
		if s.OfRules {
			properties := object{}
			for r := range Rules() {
				if !r.refusal() {
					properties[r.Code] = object{"enum": s.Values, "description": r.Title}
				}
			}
			out["properties"] = properties
		}
	}
	out["description"] = s.Doc
	switch {
	case s.Type == typeSwitch:
		out["default"] = s.Default == "true"
	case s.Default != "":
		out["default"] = s.Default
	}
	return out
}

// SettingsMarkdown documents the table of settings.
func SettingsMarkdown() string {
	var b strings.Builder
	b.WriteString(settingsIntro)
	for i := range settingsTable {
		s := &settingsTable[i]
		if s.Key == hadolintPrefix+"override.style" {
			b.WriteString(hadolintIntro)
		}
		fmt.Fprintf(&b, "### %s\n\n%s\n\n", s.Key, s.Doc)
		fmt.Fprintf(&b, "- value: %s\n", s.values())
		if s.Default != "" {
			fmt.Fprintf(&b, "- default: `%s`\n", s.Default)
		}
		b.WriteString("\n")
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

// values says in words what a setting can be.
func (s *setting) values() string {
	words := "`" + strings.Join(s.Values, "`, `") + "`"
	switch {
	case s.Type == typeText && len(s.Values) == 0:
		return "a string"
	case s.Type == typeSwitch:
		return "`true` or `false`"
	case s.Type == typeList && s.OfRules:
		return "a list of rules"
	case s.Type == typeList:
		return "a list of strings, or one string"
	case s.Type == typeMap && s.OfRules:
		return "a mapping from rules to " + words
	case s.Type == typeMap:
		return "a mapping from names to " + words
	}
	return words
}

const settingsIntro = `# Settings

slipway needs none. What you do set stands in a file ` + "`.slipway.yaml`" + `, in the
Dockerfile's folder or in one above it; the nearest one counts, for the editor and
for the command line alike:

` + "```yaml" + `
lint:
  profile: recommended
  rules:
    DL3020: error
    JSONArgsRecommended: off
` + "```" + `

An editor keeps the same keys in its section ` + "`slipway`" + `; what is set there goes
before the file, setting by setting. On the command line, ` + "`--profile`" + ` and
` + "`--config`" + ` go before both.

A mistake in the file (a key that does not exist, a word that is no severity, a rule
that there is not) is shown at its place in the file. All else in the file counts
nevertheless.

[slipway.schema.json](slipway.schema.json) is a JSON Schema of the file. Many editors
use it when the first line is

` + "```yaml" + `
# yaml-language-server: $schema=PATH/TO/slipway.schema.json
` + "```" + `

## Silence for one place

| comment | what is silent |
|---|---|
| ` + "`# slipway ignore=CODE,CODE: reason`" + ` above an instruction | these rules, in this instruction |
| ` + "`# slipway ignore-file=CODE,CODE: reason`" + ` between instructions | these rules, in this file |
| ` + "`# hadolint ignore=CODE,CODE`" + ` on a line right above an instruction | these rules, in this instruction |
| ` + "`# hadolint stage ignore=CODE,CODE`" + ` on a line right above a ` + "`FROM`" + ` | these rules, in this stage |
| ` + "`# hadolint global ignore=CODE,CODE`" + ` | these rules, in this file |
| ` + "`# check=skip=CODE,CODE`" + ` as a parser directive, or above an instruction | these rules, as for ` + "`docker build`" + ` |

Codes and other names of rules will do, in any case of letters; in ` + "`check=skip`" + ` the
case of a code counts, as it does for BuildKit. A comment that silences nothing is
itself a hint. Errors of BuildKit cannot be silenced.

` + "`# hadolint shell=powershell`" + ` between instructions says which shell reads those below it,
up to the next ` + "`SHELL`" + ` or the end of the stage; above the first ` + "`FROM`" + `, those of all
stages. ` + "`# shellcheck disable=SC2086`" + ` inside a script silences the command below it;
above an instruction or between its lines, the instruction.

## Keys

`

const hadolintIntro = `### lint.hadolint

What a configuration file of hadolint holds, under the same keys. Where there is no
file of slipway's own, ` + "`.hadolint.yaml` or `.hadolint.yml`" + ` is read instead, with these
keys at its top level.

`
