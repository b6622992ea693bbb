package syntax

import (
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/moby/buildkit/frontend/dockerfile/command"
)

// shape is how BuildKit's line parsers divide the arguments of an instruction.
type shape int

const (
	one     shape = iota // the whole rest is one word
	blanks               // words between blanks
	quoted               // words between blanks that are not quoted, as key=value
	trigger              // an instruction
	health               // a word, then a command
)

// shapes is the dispatch table of BuildKit's parser/parser.go. jsonForm tells
// which may have a JSON array in place of that.
var (
	shapes = map[string]shape{
		command.Add: blanks, command.Copy: blanks, command.Volume: blanks,
		command.Expose: blanks, command.From: blanks,
		command.Arg: quoted, command.Env: quoted, command.Label: quoted,
		command.Onbuild: trigger, command.Healthcheck: health,
	}
	jsonForm = map[string]bool{
		command.Add: true, command.Copy: true, command.Volume: true, command.Cmd: true,
		command.Entrypoint: true, command.Run: true, command.Shell: true,
	}
)

// splitArgs fills Args, Pairs, JSON and Trigger from line[from:to].
func (in *Instruction) splitArgs(from, to int) {
	line := in.Line.Text[:to]
	if jsonForm[in.lower] && in.jsonArgs(line, from) {
		return
	}
	switch shapes[in.lower] {
	case blanks:
		in.Args = in.words(line, from, blankWord)
	case quoted:
		in.pairs(line, from)
	case trigger:
		if from < to {
			in.Trigger = newTrigger(in, from, to)
		}
	case health:
		in.healthArgs(line, from)
	default:
		if from < to {
			in.Args = []Word{in.Line.word(from, to)}
		}
	}
}

// words divides line[from:] with the help of next, which finds the end of a word.
func (in *Instruction) words(line string, from int, next func(line string, from int, escape byte) int) []Word {
	var words []Word
	for at := from; at < len(line); {
		end := next(line, at, in.Escape)
		words = append(words, in.Line.word(at, end))
		at = len(line) - len(strings.TrimLeftFunc(line[end:], wordBlank(in.lower)))
	}
	return words
}

func wordBlank(kind string) func(rune) bool {
	if shapes[kind] == quoted {
		return unicode.IsSpace
	}
	return isWhitespace
}

func blankWord(line string, from int, _ byte) int {
	if i := strings.IndexFunc(line[from:], isWhitespace); i >= 0 {
		return from + i
	}
	return len(line)
}

// quotedWord mirrors parseWords of BuildKit's parser/line_parsers.go.
func quotedWord(line string, at int, escape byte) int {
	var quote rune
	for at < len(line) {
		r, size := utf8.DecodeRuneInString(line[at:])
		switch {
		case r == rune(escape) && quote != '\'':
			if at+size < len(line) {
				_, next := utf8.DecodeRuneInString(line[at+size:])
				size += next
			}
		case quote != 0:
			if r == quote {
				quote = 0
			}
		case unicode.IsSpace(r):
			return at
		case r == '\'' || r == '"':
			quote = r
		}
		at += size
	}
	return len(line)
}

// pairs reads key=value words, or the old form "key value" of ENV and LABEL.
func (in *Instruction) pairs(line string, from int) {
	in.Args = in.words(line, from, quotedWord)
	if len(in.Args) == 0 {
		return
	}
	if in.lower != command.Arg && !strings.Contains(in.Args[0].Value, "=") {
		in.legacyPair(line, from)
		return
	}
	for _, w := range in.Args {
		in.Pairs = append(in.Pairs, in.pair(w))
	}
}

func (in *Instruction) pair(w Word) Pair {
	start := in.Line.Offset(w.Start)
	key, _, ok := strings.Cut(w.Value, "=")
	p := Pair{Word: w, HasValue: ok, Key: in.Line.word(start, start+len(key))}
	end := start + len(w.Value)
	p.Value = in.Line.word(min(start+len(key)+1, end), end)
	return p
}

// legacyPair reads "ENV key the whole rest".
func (in *Instruction) legacyPair(line string, from int) {
	end := blankWord(line, from, 0)
	value := len(line) - len(strings.TrimLeftFunc(line[end:], isWhitespace))
	in.Pairs = []Pair{{
		Word: in.Line.word(from, len(line)), Legacy: true, HasValue: value < len(line),
		Key: in.Line.word(from, end), Value: in.Line.word(value, len(line)),
	}}
	in.Args = []Word{in.Pairs[0].Key}
	if value < len(line) {
		in.Args = append(in.Args, in.Pairs[0].Value)
	}
}

// healthArgs reads NONE or CMD and the command behind it.
func (in *Instruction) healthArgs(line string, from int) {
	end := from
	for end < len(line) && !isByteSpace(line[end]) {
		end++
	}
	if end == from {
		return
	}
	in.Args = []Word{in.Line.word(from, end)}
	for from = end; from < len(line) && isByteSpace(line[from]); {
		from++
	}
	kind := in.Args
	if in.jsonArgs(line, from) {
		in.Args = append(kind, in.Args...)
	} else if from < len(line) {
		in.Args = append(in.Args, in.Line.word(from, len(line)))
	}
}

// jsonArgs reads line[from:] as a JSON array of strings, which it must be as a
// whole; otherwise it is text for a shell.
func (in *Instruction) jsonArgs(line string, from int) bool {
	values, ok := jsonStrings(line[from:])
	if !ok {
		return false
	}
	in.JSON, in.Args = true, nil
	at := from
	for _, v := range values {
		start := at + strings.IndexByte(line[at:], '"')
		at = jsonEnd(line, start)
		in.Args = append(in.Args, Word{in.Line.Span(start, at), v})
	}
	return true
}

// jsonStrings decodes a JSON array of strings.
func jsonStrings(s string) ([]string, bool) {
	if !strings.HasPrefix(trimLeft(s), "[") {
		return nil, false
	}
	var elements []any
	if json.Unmarshal([]byte(s), &elements) != nil {
		return nil, false
	}
	values := make([]string, len(elements))
	for i, e := range elements {
		v, ok := e.(string)
		if !ok {
			return nil, false
		}
		values[i] = v
	}
	return values, true
}

// jsonEnd is the offset behind the JSON string that starts at at.
func jsonEnd(line string, at int) int {
	for i := at + 1; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(line)
}
