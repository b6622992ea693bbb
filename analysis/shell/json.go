package shell

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// JSONArray is args as an exec form is written: ["a", "b"], with one blank after
// each comma and <, > and & as they are. ok is false where an argument is not
// UTF-8, because JSON could not keep it.
func JSONArray(args []string) (array string, ok bool) {
	var b strings.Builder
	b.WriteByte('[')
	for i, arg := range args {
		if !utf8.ValidString(arg) {
			return "", false
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(jsonString(arg))
	}
	b.WriteByte(']')
	return b.String(), true
}

// jsonString is s as a JSON string.
func jsonString(s string) string {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(s) // a string and a Builder have no way to fail
	return strings.TrimSuffix(b.String(), "\n")
}
