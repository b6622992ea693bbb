package server

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/format"
)

func (p *paper) format(string) string {
	edits, refusal := p.formatEditsOf("formatting", object{}, func(f *analysis.File, o format.Options) any {
		edits, _ := format.File(f, o)
		return edits
	})
	return p.apply(edits) + refusal
}

func (p *paper) formatEdits(string) string {
	edits, refusal := p.formatEditsOf("formatting", object{}, func(f *analysis.File, o format.Options) any {
		edits, _ := format.File(f, o)
		return edits
	})
	var b strings.Builder
	for _, e := range p.edits(edits) {
		fmt.Fprintf(&b, "%d: %q -> %q\n", p.text.Line(e.Start)+1, p.text.Slice(e.Span), e.New)
	}
	return strings.ReplaceAll(b.String(), `\r\n`, `\n`) + refusal
}

// formatRange asks for the selection as one range, and as a list of it twice.
func (p *paper) formatRange(string) string {
	where := p.view().rangeOf(p.c.Selection)
	direct := func(f *analysis.File, o format.Options) any {
		edits, _ := format.Range(f, p.c.Selection, o)
		return edits
	}
	edits, refusal := p.formatEditsOf("rangeFormatting", object{"range": where}, direct)
	twice, _ := p.formatEditsOf("rangesFormatting", object{"ranges": []any{where, where}}, direct)
	if got := p.apply(twice); got != p.apply(edits) {
		p.t.Errorf("a range twice makes %q", got)
	}
	return p.apply(edits) + refusal
}

func (p *paper) formatNewline(string) string {
	params := p.here()
	params["ch"] = "\n"
	edits, refusal := p.formatEditsOf("onTypeFormatting", params, func(f *analysis.File, o format.Options) any {
		return format.OnType(f, p.c.Cursor, "\n", o)
	})
	return p.apply(edits) + refusal
}

// formatEditsOf asks for edits with the fixture's options. direct is the answer of
// the formatter itself.
func (p *paper) formatEditsOf(method string, params object, direct func(*analysis.File, format.Options) any) (edits []edit, refusal string) {
	settings, options := p.formatOptions(direct)
	p.set(object{"format": settings})
	params["options"] = options
	m := p.request("textDocument/"+method, params)
	if m.Error != nil {
		return nil, m.refusal(p)
	}
	if err := json.Unmarshal(m.Result, &edits); err != nil {
		p.t.Fatalf("%s %v", m.Result, err)
	}
	return edits, ""
}

// formatOptions reads the section "options" of a fixture into what is said by
// settings and what by the editor. An editor always tells an indentation: where the
// fixture leaves it to the file, that is one that makes no difference.
func (p *paper) formatOptions(direct func(*analysis.File, format.Options) any) (settings, options object) {
	settings, options = object{}, object{}
	o := format.Default()
	for line := range strings.Lines(string(optionsFile(p))) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		n, _ := strconv.Atoi(value)
		yes := value == "true"
		switch key {
		case "indent", "tabs":
			options["tabSize"], options["insertSpaces"] = n, key == "indent"
		case "keywords":
			settings["keywords"], o.Keywords = "keep", format.AsIs
		case "and":
			settings["and"], o.And = value, format.AndPositions[value]
		case "align":
			settings["alignContinuation"], o.AlignContinuation = yes, yes
		case "shell":
			settings["shell"], o.Shell = yes, yes
		case "trimTrailing":
			options["trimTrailingWhitespace"], o.TrimTrailing = yes, yes
		case "finalNewline":
			options["insertFinalNewline"], o.FinalNewline = yes, yes
		case "trimFinalNewlines":
			options["trimFinalNewlines"], o.TrimFinalNewlines = yes, yes
		default:
			p.t.Fatalf("no option is called %q", key)
		}
	}
	if options["tabSize"] == nil {
		options["tabSize"], options["insertSpaces"] = p.ownIndent(direct, o)
	}
	return settings, options
}

func optionsFile(p *paper) []byte {
	if file, ok := p.c.Files["options"]; ok {
		return file.Data
	}
	return nil
}

// ownIndent is the indentation with which the formatter does what it does with the
// file's own.
func (p *paper) ownIndent(direct func(*analysis.File, format.Options) any, o format.Options) (size int, spaces bool) {
	f := analysis.New(p.text)
	want := fmt.Sprint(direct(f, o))
	for _, own := range []struct {
		indent string
		size   int
		spaces bool
	}{{"    ", 4, true}, {"  ", 2, true}, {"\t", 4, false}} {
		with := o
		with.Indent, with.TabSize = own.indent, own.size
		if fmt.Sprint(direct(f, with)) == want {
			return own.size, own.spaces
		}
	}
	p.t.Error("no indentation is the file's own")
	return 4, true
}
