package completion

import (
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/analysis/reference"
	"github.com/slipway-dev/slipway/analysis/text"
)

// field is one key=value of a value that is divided by commas. value is -1 where
// there is no "=".
type field struct {
	text.Span
	key   string // in lower case
	value int
}

func (p *place) fields(s text.Span) []field {
	var fields []field
	for start := s.Start; start <= s.End; {
		end := s.End
		if i := strings.IndexByte(p.line[start:s.End], ','); i >= 0 {
			end = start + i
		}
		f := field{Span: text.Span{Start: start, End: end}, value: -1}
		key, _, ok := strings.Cut(p.line[start:end], "=")
		f.key = strings.ToLower(key)
		if ok {
			f.value = start + len(key) + 1
		}
		fields = append(fields, f)
		start = end + 1
	}
	return fields
}

// options adds what can stand in the value of --mount or --device.
func (p *place) options(f *reference.Flag, value text.Span) {
	fields := p.fields(value)
	at := slices.IndexFunc(fields, func(f field) bool { return f.Touches(p.cur) })
	if at < 0 {
		return
	}
	m := mount{flag: f, fields: fields, at: at}
	here := fields[at]
	if here.value >= 0 && p.cur >= here.value {
		p.optionValue(m, here)
		return
	}
	end := here.End
	if here.value >= 0 {
		end = here.value - 1
	}
	for i := range f.Options {
		if o := &f.Options[i]; m.accepts(p.line, o) {
			p.option(here, end, o)
		}
	}
}

// option adds a key. Of the type, which decides about all the others, the values
// are added with it.
func (p *place) option(here field, end int, o *reference.Option) {
	it := Item{Label: o.Name, Kind: Property, Detail: o.Summary, Doc: o.Markdown()}
	if o.Kind != reference.Bool {
		it.Label += "="
	}
	if here.value >= 0 {
		it.Edit.New = o.Name
	}
	p.add(here.Start, end, it)
	if o.Name != "type" || here.value >= 0 {
		return
	}
	for i := range o.Values {
		v := &o.Values[i]
		p.add(here.Start, end, Item{Label: "type=" + v.Name, Kind: Property, Detail: v.Summary, Doc: v.Markdown()})
	}
}

// optionValue adds the values of the key of a field.
func (p *place) optionValue(m mount, here field) {
	over := text.Span{Start: here.value, End: here.End}
	o, ok := m.flag.Option(here.key)
	switch {
	case !ok || strings.Contains(p.line[over.Start:over.End], "$"):
	case o.Values != nil:
		p.topics(over, o.Values)
	case o.Kind == reference.Bool:
		p.booleans(over)
	case o.Name == "from":
		p.copySource(over)
	case o.Name == "source" || o.Name == "target":
		p.mountPath(m, o, over)
	default:
		p.usualValues(o.Name, over)
	}
}

// mount is a value of --mount or --device and the field that the cursor is in.
type mount struct {
	flag   *reference.Flag
	fields []field
	at     int
}

// rivals are pairs of options, by type, that cannot both be meant: BuildKit refuses
// the two or lets the later one win.
var rivals = []struct{ one, other, kind string }{
	{"readonly", "readwrite", "bind"}, {"readonly", "readwrite", "cache"}, {"source", "id", "secret"},
}

// accepts tells whether an option can be written in the field at the cursor.
func (m mount) accepts(line string, o *reference.Option) bool {
	if m.flag.Name == "device" {
		return !m.uses(o.Name) && (o.Name != "name" || !m.namesDevice())
	}
	kind, before := m.kind(line)
	if o.Name == "type" {
		return !m.uses(o.Name)
	}
	if (o.Name == "required" || o.Name == "size") && !before {
		return false // parseMount refuses them in front of the type
	}
	for _, r := range rivals {
		if r.kind == kind && (r.one == o.Name && m.uses(r.other) || r.other == o.Name && m.uses(r.one)) {
			return false
		}
	}
	return o.For(kind) && !m.uses(o.Name)
}

// kind is the type of the mount, and whether it stands before the cursor's field.
func (m mount) kind(line string) (kind string, before bool) {
	for i, f := range m.fields {
		if f.key == "type" && f.value >= 0 && i != m.at {
			return strings.ToLower(line[f.value:f.End]), i < m.at
		}
	}
	return "bind", false
}

// uses tells whether another field has the option, under any of its names.
func (m mount) uses(name string) bool {
	for i, f := range m.fields {
		if used, ok := m.flag.Option(f.key); ok && i != m.at && used.Name == name {
			return true
		}
	}
	return false
}

// namesDevice tells whether another field names the device, which needs no key.
func (m mount) namesDevice() bool {
	for i, f := range m.fields {
		if i != m.at && f.key != "required" && !f.Empty() {
			return true
		}
	}
	return false
}
