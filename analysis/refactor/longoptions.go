package refactor

import (
	"fmt"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/text"
)

// useLongOptions offers the long names for the options of the commands of a RUN that
// the selection touches, or of all where it touches none. A command with an option
// that is not known stays as it is.
func useLongOptions(p place) []offer {
	if p.step() == nil || p.acting().Kind() != command.Run || p.acting().JSON {
		return nil
	}
	var edits []text.Edit
	programs := map[string]bool{}
	all := !slices.ContainsFunc(p.Scripts(p.item), func(s analysis.Script) bool {
		return slices.ContainsFunc(s.Commands(), func(c shell.Command) bool { return p.touched(s.Span(c.Span)) })
	})
	for _, s := range p.Scripts(p.item) {
		for _, c := range s.Commands() {
			span := s.Span(c.Span)
			if !s.Complete || !s.Kind.POSIXLike() || s.Expanded || !all && !p.touched(span) {
				continue
			}
			words, ok := p.lengthened(c)
			if !ok {
				continue
			}
			programs[c.Program()[0].Value] = true
			for i, w := range c.Words {
				if words[i] != w.Raw {
					edits = append(edits, text.Edit{Span: s.Span(w.Span), New: words[i]})
				}
			}
		}
	}
	if len(edits) == 0 || p.commented(edits) || !p.onlyLonger(edits) {
		return nil
	}
	title := "Use long options"
	if len(programs) == 1 {
		for name := range programs {
			title = "Use the long options of " + name
		}
	}
	return []offer{{title: title, edits: edits}}
}

// lengthened are the words of a command with the long names of its options; ok is
// false where it has no short ones, or one that is not known.
func (p place) lengthened(c shell.Command) (words []string, ok bool) {
	program := c.Program()
	if len(program) < 2 || !program[0].Static {
		return nil, false
	}
	var raws, rest []string
	for _, w := range c.Words {
		raws = append(raws, w.Raw)
	}
	for _, w := range program[1:] {
		rest = append(rest, w.Raw)
	}
	o, known := longOptions[program[0].Value]
	if !known || !o.knows(p.stage().Root(), rest) {
		return nil, false
	}
	first := len(raws) - len(rest)
	changed := false
	for i := first; i < len(raws) && raws[i] != "--"; i++ {
		raw := raws[i]
		if !strings.HasPrefix(strings.Trim(raw, `"'`), "-") || strings.HasPrefix(raw, "--") || raw == "-" {
			continue
		}
		long, valued, ok := lengthen(program[0].Value, raw)
		if !ok || valued && i+1 == len(raws) {
			return nil, false
		}
		raws[i], changed = long, true
		if valued {
			i++
		}
	}
	return raws, changed
}

// lengthen is the long form of a word of letters; valued tells that the next word is
// the value of the last one.
func lengthen(program, word string) (longer string, valued, ok bool) {
	names := longNames()[program]
	var list []string
	letters := []rune(word[1:])
	for i, letter := range letters {
		l, ok := names[letter]
		if !ok || l.valued && i+1 < len(letters) {
			return "", false, false
		}
		list, valued = append(list, l.name), l.valued
	}
	if strings.HasPrefix(program, "apt") {
		// apt's quiet of a higher level is a value, and says yes as well.
		if n := strings.Count(word, "q"); n > 1 {
			list = slices.DeleteFunc(list, func(s string) bool { return s == "--quiet" })
			list = append(list, fmt.Sprintf("--quiet=%d", n))
		}
	}
	return strings.Join(list, " "), valued, true
}

// onlyLonger tells whether after edits the instruction has the same commands, each
// with its words or their long forms.
func (p place) onlyLonger(edits []text.Edit) bool {
	if after := p.becomes(edits); after == nil || len(after.Heredocs) != len(p.it().Heredocs) {
		return false
	}
	g := p.Edits(edits)
	before, after := p.Scripts(p.item), g.Scripts(p.item)
	return g.Items.Len() == p.Items.Len() && slices.EqualFunc(before, after, func(a, b analysis.Script) bool {
		return b.Complete && slices.EqualFunc(a.Commands(), b.Commands(), func(x, y shell.Command) bool {
			one, _ := p.lengthened(x)
			two, plain := strings.Join(rawWords(y), " "), strings.Join(rawWords(x), " ")
			return two == plain || two == strings.Join(one, " ")
		})
	})
}
