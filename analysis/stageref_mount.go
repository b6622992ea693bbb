package analysis

import (
	"strings"
	"unicode"

	"github.com/slipway-dev/slipway/analysis/syntax"
)

// flagField is a part of a comma-separated flag value such as type=cache. Spans
// are those of the instruction; Value is empty where there is no "=".
type flagField struct {
	Key, Value syntax.Word
	HasValue   bool
}

// mountFields divides the value of --mount or --device as BuildKit does, which
// reads it as a line of CSV. It gives nothing for other flags.
func mountFields(in *syntax.Instruction, flag syntax.Flag) []flagField {
	if flag.Name.Value != "mount" && flag.Name.Value != "device" {
		return nil
	}
	value, places := flagBytes(in, flag)
	var fields []flagField
	for at := 0; at < len(value); {
		start, end, next := csvField(value, at)
		key, _, ok := strings.Cut(value[start:end], "=")
		field := flagField{HasValue: ok}
		field.Key = flagWord(in, value, places, start, start+len(key))
		field.Value = flagWord(in, value, places, min(start+len(key)+1, end), end)
		fields = append(fields, field)
		at = next
	}
	return fields
}

// OptionKeys are the keys in the value of a --mount or a --device.
func OptionKeys(in *syntax.Instruction, flag syntax.Flag) []syntax.Word {
	var keys []syntax.Word
	for _, field := range mountFields(in, flag) {
		keys = append(keys, field.Key)
	}
	return keys
}

type mountValuesKey string

// mountFrom is the key that is used most, as an interface that need not be made.
var mountFrom any = mountValuesKey("from")

// mountValues are the values that the mounts of a RUN have for a key. They are
// asked for with every keystroke and kept with the instruction.
func mountValues(in *syntax.Instruction, key string) []syntax.Word {
	if _, ok := in.Flag("mount"); !ok {
		return nil
	}
	memo := mountFrom
	if key != "from" {
		memo = mountValuesKey(key)
	}
	return in.Memo(memo, func() any {
		var values []syntax.Word
		for _, flag := range in.Flags {
			if flag.Name.Value != "mount" {
				continue
			}
			for _, field := range mountFields(in, flag) {
				if strings.EqualFold(field.Key.Value, key) && field.Value.Value != "" {
					values = append(values, field.Value)
				}
			}
		}
		return values
	}).([]syntax.Word)
}

// csvField is the field of value at at, without quotes around it, and where the
// next one starts. A quote written twice within quotes is left as it is.
func csvField(value string, at int) (start, end, next int) {
	if value[at] != '"' {
		if n := strings.IndexByte(value[at:], ','); n >= 0 {
			return at, at + n, at + n + 1
		}
		return at, len(value), len(value)
	}
	start = at + 1
	for end = start; end < len(value); end++ {
		if value[end] != '"' {
			continue
		}
		if end+1 < len(value) && value[end+1] == '"' {
			end++
			continue
		}
		return start, end, min(end+2, len(value))
	}
	return start, len(value), len(value)
}

// flagWord is the word at start to end of a flag's value.
func flagWord(in *syntax.Instruction, value string, places []int, start, end int) syntax.Word {
	w := syntax.Word{Value: value[start:end]}
	if start < end {
		w.Span = in.Line.Span(places[start], places[end-1]+1)
	} else {
		w.Span = in.Line.Span(places[start], places[start])
	}
	return w
}

// flagBytes is the value of a flag without quotes and escapes, and the places of
// its bytes in the logical line, with that of its end. It reads as readFlag of
// package syntax does, and is empty where quotes began in front of the value.
func flagBytes(in *syntax.Instruction, flag syntax.Flag) (value string, places []int) {
	var b strings.Builder
	var quote byte
	line, end := in.Line.Text, in.Line.Offset(flag.Value.End)
	for at := in.Line.Offset(flag.Value.Start); at < end; at++ {
		switch c := line[at]; {
		case c == in.Escape:
			if at++; at == end {
				continue
			}
		case quote != 0 && c == quote:
			quote = 0
			continue
		case quote == 0 && (c == '\'' || c == '"'):
			quote = c
			continue
		case quote == 0 && unicode.IsSpace(rune(c)):
			return "", nil
		}
		b.WriteByte(line[at])
		places = append(places, at)
	}
	if b.String() != flag.Value.Value {
		return "", nil
	}
	return b.String(), append(places, end)
}
