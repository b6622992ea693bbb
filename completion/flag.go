package completion

import (
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis/reference"
	"github.com/slipway-dev/slipway/analysis/text"
)

// flag adds what can stand in the flag f, in which the cursor is.
func (p *place) flag(f text.Span) {
	name, value, hasValue := p.divide(f)
	if !hasValue || p.cur <= name.End {
		p.flagNames(f.Start, name.End, hasValue)
		return
	}
	in, ok := reference.Find(p.kind)
	if !ok {
		return
	}
	flag, ok := in.Flag(p.line[name.Start:name.End])
	if !ok || !value.Touches(p.cur) {
		return
	}
	if p.expandedFlag(flag, value) && p.variable(p.dockerZone(value.Start)) {
		return
	}
	p.flagValue(flag, value)
}

// divide parts a flag into its name, without dashes, and its value, without the
// quotes around it.
func (p *place) divide(f text.Span) (name, value text.Span, hasValue bool) {
	start := min(f.Start+2, f.End)
	eq := strings.IndexByte(p.line[start:f.End], '=')
	if eq < 0 {
		return text.Span{Start: start, End: f.End}, text.Span{Start: f.End, End: f.End}, false
	}
	return text.Span{Start: start, End: start + eq}, p.unquote(text.Span{Start: start + eq + 1, End: f.End}), true
}

// unquote is the span without the quote it starts with and the one that closes it.
func (p *place) unquote(s text.Span) text.Span {
	word := p.line[s.Start:s.End]
	if word == "" || word[0] != '"' && word[0] != '\'' {
		return s
	}
	s.Start++
	if len(word) > 1 && word[len(word)-1] == word[0] {
		s.End--
	}
	return s
}

// flagNames adds the flags that are not there yet. hasValue tells that a "="
// stands behind.
func (p *place) flagNames(start, end int, hasValue bool) {
	in, ok := reference.Find(p.kind)
	if !ok {
		return
	}
	used := p.usedFlags()
	for i := range in.Flags {
		f := &in.Flags[i]
		if f.Kind != reference.Strings && slices.Contains(used, f.Name) {
			continue
		}
		it := Item{Label: "--" + f.Name, Kind: Property, Detail: f.Summary, Doc: f.Markdown()}
		if f.Kind != reference.Bool {
			it.Label += "="
		}
		if hasValue {
			it.Edit.New = "--" + f.Name
		}
		p.add(start, end, it)
	}
}

// usedFlags are the names of the flags, but for the one at the cursor.
func (p *place) usedFlags() []string {
	var names []string
	for _, f := range p.flags {
		if !f.Touches(p.cur) {
			name, _, _ := p.divide(f)
			names = append(names, p.line[name.Start:name.End])
		}
	}
	return names
}

// flagValue adds what can stand in the value of a flag.
func (p *place) flagValue(f *reference.Flag, value text.Span) {
	if f.Options != nil {
		p.options(f, value)
		return
	}
	if strings.Contains(p.line[value.Start:value.End], "$") {
		return
	}
	switch f.Name {
	case "chown":
		p.owner(value)
	case "exclude":
		p.excludes(value)
	case "from":
		p.copySource(value)
	case "platform":
		p.platforms(value, f.Values)
	default:
		p.topics(value, f.Values)
		if f.Values == nil {
			p.usualValues(f.Name, value)
		}
	}
}

// topics adds words of the reference.
func (p *place) topics(over text.Span, topics []reference.Topic) {
	for i := range topics {
		t := &topics[i]
		p.add(over.Start, over.End, Item{Label: t.Name, Kind: Enum, Detail: t.Summary, Doc: t.Markdown()})
	}
}

// expandedFlags are the flags in whose values BuildKit puts variables: see the
// Expand methods in its instructions/commands.go.
var expandedFlags = map[string][]string{
	command.Add:  {"chown", "chmod", "checksum"},
	command.Copy: {"chown", "chmod"},
	command.From: {"platform"},
	command.Run:  {"mount"},
}

// expandedFlag tells whether variables are put in at the cursor in the value of a
// flag: not into from= of a mount.
func (p *place) expandedFlag(f *reference.Flag, value text.Span) bool {
	if !slices.Contains(expandedFlags[p.kind], f.Name) {
		return false
	}
	if f.Name != "mount" {
		return true
	}
	field := p.part(value, ",")
	key, _, ok := strings.Cut(p.line[field.Start:p.cur], "=")
	return ok && !strings.EqualFold(key, "from")
}
