package lint

import (
	"strings"

	"github.com/slipway-dev/slipway/analysis/shell"
)

// arguments are the words behind a program, sorted.
type arguments struct {
	Options  []option
	Operands []shell.Word
	// Unclear are the words that may hold options too, because a variable or a
	// command gives them.
	Unclear []shell.Word
}

// option is one option with its value. Several letters behind one dash are as many
// options of one word.
type option struct {
	shell.Word
	Name, Value string
}

// readArguments sorts words. valued are the options whose value may be the next
// word; oneDash is for programs whose long options have one dash.
func readArguments(words []shell.Word, valued string, oneDash bool) arguments {
	var a arguments
	for i := 0; i < len(words); i++ {
		w := words[i]
		switch s := written(w); {
		case s == "--":
			a.Operands = append(a.Operands, words[i+1:]...)
			return a
		case len(s) < 2 || s[0] != '-':
			a.Operands = append(a.Operands, w)
			if !w.Static && strings.ContainsAny(w.Raw[:min(2, len(w.Raw))], "$`") {
				a.Unclear = append(a.Unclear, w)
			}
		default:
			options, next := readOption(s, valued, oneDash)
			if next && i+1 < len(words) {
				i++
				options[len(options)-1].Value = written(words[i])
			}
			for _, o := range options {
				o.Word = w
				a.Options = append(a.Options, o)
			}
			if strings.HasPrefix(s, "-$") {
				a.Unclear = append(a.Unclear, w)
			}
		}
	}
	return a
}

// written is the value of a word, or how it is written where it has none.
func written(w shell.Word) string {
	if w.Static {
		return w.Value
	}
	return strings.Trim(w.Raw, `"`)
}

// readOption reads a word that starts with a dash; next tells that the value of
// its last option is in the next word.
func readOption(s, valued string, oneDash bool) (options []option, next bool) {
	if oneDash || strings.HasPrefix(s, "--") {
		name, value, attached := strings.Cut(s, "=")
		return []option{{Name: name, Value: value}}, !attached && listed(valued, name)
	}
	for i := 1; i < len(s); i++ {
		o := option{Name: "-" + s[i:i+1]}
		rest := s[i+1:]
		if listed(valued, o.Name) || strings.HasPrefix(rest, "=") {
			o.Value = strings.TrimPrefix(rest, "=")
			return append(options, o), rest == ""
		}
		options = append(options, o)
	}
	return options, false
}

// has tells whether one of the options in a list parted by blanks is given.
func (a arguments) has(list string) bool {
	for _, o := range a.Options {
		if listed(list, o.Name) {
			return true
		}
	}
	return false
}

// count is how often the options in a list parted by blanks are given.
func (a arguments) count(list string) int {
	n := 0
	for _, o := range a.Options {
		if listed(list, o.Name) {
			n++
		}
	}
	return n
}

// set is the value of a setting such as apt's "-o APT::Get::Assume-Yes=true",
// given with one of the options in a list; names are compared without case.
func (a arguments) set(list, name string) (value string, ok bool) {
	for _, o := range a.Options {
		key, value, assigned := strings.Cut(o.Value, "=")
		if assigned && listed(list, o.Name) && strings.EqualFold(key, name) {
			return strings.ToLower(value), true
		}
	}
	return "", false
}
