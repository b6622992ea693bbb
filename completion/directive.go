package completion

import (
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/analysis/reference"
	"github.com/slipway-dev/slipway/analysis/text"
)

// directive adds what can stand in the comment at the cursor: a parser directive
// in the first lines, and the build checks behind "# check=" above an instruction.
func (p *place) directive() {
	if p.cur <= strings.IndexByte(p.line, '#') {
		return
	}
	c := p.comment()
	if p.cur < c.name.Start {
		return
	}
	top := p.line0() <= len(p.file.Directives)
	name := p.line[c.name.Start:c.name.End]
	switch {
	case c.value < 0 || p.cur <= c.name.End:
		if top && p.cur <= c.name.End && (c.value >= 0 || strings.TrimSpace(p.line[c.name.End:]) == "") {
			p.directiveNames(c)
		}
	case p.cur < c.value:
	case strings.EqualFold(name, "check"):
		if top || p.line[0] == '#' {
			p.checks(text.Span{Start: c.value, End: max(p.cur, len(strings.TrimRight(p.line, blanks)))}, top)
		}
	case top:
		if d, ok := reference.Directive(name); ok {
			p.topics(text.Span{Start: c.value, End: max(p.cur, len(strings.TrimRight(p.line, blanks)))}, d.Values)
		}
	}
}

// comment is a line "# name=value" as far as it is written. value is where the
// value starts, or -1.
type comment struct {
	name  text.Span
	value int
}

func (p *place) comment() comment {
	start := p.skip(strings.IndexByte(p.line, '#') + 1)
	if start == len(p.line) {
		start = p.cur
	}
	end := start
	for end < len(p.line) && !strings.ContainsAny(p.line[end:end+1], "="+blanks) {
		end++
	}
	c := comment{text.Span{Start: start, End: end}, -1}
	if eq := p.skip(end); strings.HasPrefix(p.line[eq:], "=") {
		if c.value = p.skip(eq + 1); c.value == len(p.line) {
			c.value = max(min(p.cur, c.value), eq+1)
		}
	}
	return c
}

// line0 is the line of the cursor, from 0, as BuildKit counts lines.
func (p *place) line0() int { return p.file.Line(p.at) - 1 }

// unused are the directives that no other line has: BuildKit refuses a second one.
func (p *place) unused() []reference.ParserDirective {
	var free []reference.ParserDirective
	for _, d := range reference.ParserDirectives() {
		taken := false
		for i, other := range p.file.Directives {
			taken = taken || i != p.line0() && other.Name.Value == d.Name
		}
		if !taken {
			free = append(free, d)
		}
	}
	return free
}

func (p *place) directiveNames(c comment) {
	for _, d := range p.unused() {
		it := Item{Label: d.Name + "=", Kind: Property, Detail: d.Summary, Doc: d.Markdown()}
		if c.value >= 0 {
			it.Edit.New = d.Name
		} else if p.line[c.name.Start-1] == '#' {
			it.Edit.New = " " + it.Label
		}
		p.add(c.name.Start, c.name.End, it)
	}
}

// directiveLines adds whole directives on an empty line at the top.
func (p *place) directiveLines() {
	if p.line0() > len(p.file.Directives) || strings.TrimSpace(p.line) != "" {
		return
	}
	for _, d := range p.unused() {
		p.add(p.cur, p.cur, Item{Label: "# " + d.Name + "=", Kind: Property, Detail: d.Summary, Doc: d.Markdown()})
	}
}

// checks adds options of "# check=" and the names of checks in them. Above an
// instruction it cannot ask for errors.
func (p *place) checks(value text.Span, top bool) {
	d, _ := reference.Directive("check")
	part := p.part(value, ";")
	key, list, ok := strings.Cut(p.line[part.Start:part.End], "=")
	if valueAt := part.Start + len(key) + 1; ok && p.cur >= valueAt {
		p.checkNames(d, strings.TrimSpace(key), list, text.Span{Start: valueAt, End: part.End})
		return
	}
	for i := range d.Options {
		o := &d.Options[i]
		if o.Name == "error" && !top || p.hasCheckOption(value, part, o.Name) {
			continue
		}
		it := Item{Label: o.Name + "=", Kind: Property, Detail: o.Summary, Doc: o.Markdown()}
		if ok {
			it.Edit.New = o.Name
		}
		p.add(part.Start, part.Start+len(key), it)
	}
}

// hasCheckOption tells whether another part of the value has the option.
func (p *place) hasCheckOption(value, part text.Span, name string) bool {
	rest := p.line[value.Start:part.Start] + p.line[part.End:value.End]
	return slices.ContainsFunc(strings.Split(rest, ";"), func(s string) bool {
		key, _, _ := strings.Cut(s, "=")
		return strings.TrimSpace(key) == name
	})
}

func (p *place) checkNames(d *reference.ParserDirective, key, list string, span text.Span) {
	o, ok := d.Option(key)
	if !ok {
		return
	}
	item := p.part(span, ",")
	used := strings.Split(list, ",")
	if len(used) == 1 {
		p.topics(item, o.Values)
	}
	if o.Name == "error" {
		return
	}
	for _, c := range reference.Checks() {
		if c.Experimental == (o.Name == "experimental") && (!slices.Contains(used, c.Name) || p.line[item.Start:item.End] == c.Name) {
			p.add(item.Start, item.End, Item{Label: c.Name, Kind: Enum, Detail: c.Summary, Doc: c.Markdown()})
		}
	}
}
