package completion

import (
	"encoding/json"
	"path"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/analysis/reference"
	"github.com/slipway-dev/slipway/analysis/text"
)

// operand is the path of COPY or ADD that the cursor is in. Its span is what is
// between the quotes in JSON form. before and after are the paths around it.
type operand struct {
	text.Span
	before, after []string
	form          form
}

// copied adds what COPY and ADD can take and where it can go.
func (p *place) copied() {
	o, ok := p.operand()
	if !ok || strings.HasPrefix(p.line[o.Start:o.End], "<<") {
		return
	}
	last := len(o.after) == 0 && len(o.before) > 0
	if last {
		p.destinations(o)
	}
	if last && strings.HasPrefix(p.line[o.Start:p.cur], "/") {
		return // sources are seldom written from the root of the context
	}
	if from, ok := p.flagNamed("from"); ok {
		p.stagePaths(o.Span, o.form, from)
		return
	}
	p.contextPaths(p.around.Context, o.Span, o.form, "", slices.Concat(o.before, o.after))
	if len(o.before) > 0 {
		return
	}
	if typed := p.line[o.Start:o.End]; p.around.Context != nil && !p.trigger && (typed == "" || typed == ".") {
		p.add(o.Start, o.End, Item{Label: ".", Kind: Folder, Detail: "all of the build context"})
	}
	if len(o.after) == 0 && o.form == wordForm && o.Empty() && p.endsAt(o.End) {
		p.inline(o.Span)
	}
}

// inline adds a file that is written in the Dockerfile itself.
func (p *place) inline(over text.Span) {
	body := "<<EOF ${1:/path/to/file}\n${2:text}\nEOF"
	plain := reference.Snippet{Body: body}.Plain()
	p.add(over.Start, over.End, Item{
		Label: "<<EOF", Kind: Snippet, Detail: "A file whose text follows", Snippet: true, Plain: plain, Edit: text.Edit{New: body}, Doc: fence(plain),
	})
}

// operand finds the path at the cursor, in either form.
func (p *place) operand() (o operand, ok bool) {
	rest := strings.TrimLeft(p.line[p.rest:], blanks)
	if strings.HasPrefix(rest, "[") && (strings.HasPrefix(strings.TrimLeft(rest[1:], blanks), `"`) || strings.TrimSpace(rest) == "[" || strings.TrimSpace(rest) == "[]") {
		return p.stringAt(len(p.line) - len(rest) + 1)
	}
	word, _ := p.argument()
	o.Span = word
	o.before = strings.Fields(p.line[min(p.rest, word.Start):word.Start])
	o.after = strings.Fields(p.line[word.End:])
	return o, true
}

// stringAt finds the string at the cursor in a JSON array whose "[" is in front of
// the offset at. An open one ends where a blank, a comma or a bracket is.
func (p *place) stringAt(at int) (o operand, ok bool) {
	o.form = jsonForm
	for at < len(p.line) {
		quote := strings.IndexByte(p.line[at:], '"')
		if quote < 0 {
			break
		}
		s := text.Span{Start: at + quote + 1, End: at + quote + 1}
		for s.End < len(p.line) && p.line[s.End] != '"' {
			if p.line[s.End] == '\\' {
				s.End++
			}
			s.End++
		}
		at = s.End + 1
		if s.End >= len(p.line) {
			s.End = len(p.line)
			if i := strings.IndexAny(p.line[s.Start:], blanks+",]"); i >= 0 {
				s.End = s.Start + i
			}
		}
		switch value := ""; {
		case s.Touches(p.cur):
			o.Span, ok = s, true
		case json.Unmarshal([]byte(`"`+p.line[s.Start:s.End]+`"`), &value) != nil:
		case ok:
			o.after = append(o.after, value)
		default:
			o.before = append(o.before, value)
		}
	}
	return o, ok
}

// flagNamed is the value of a flag that is written already.
func (p *place) flagNamed(name string) (string, bool) {
	for _, f := range p.flags {
		n, value, ok := p.divide(f)
		if ok && p.line[n.Start:n.End] == name {
			return p.line[value.Start:value.End], true
		}
	}
	return "", false
}

// excludes adds what --exclude can keep out: its patterns are matched against paths
// from the folder that is copied.
func (p *place) excludes(over text.Span) {
	root := ""
	if _, ok := p.flagNamed("from"); ok {
		return
	}
	if words := strings.Fields(p.line[p.rest:]); len(words) > 0 {
		root = words[0]
	}
	if strings.ContainsAny(root, p.special()) || strings.HasPrefix(root, "[") {
		return
	}
	p.contextPaths(p.around.Context, over, mountForm, path.Join("/", root), nil)
}

// mountPath adds paths for source and target of a mount.
func (p *place) mountPath(m mount, o *reference.Option, over text.Span) {
	kind, _ := m.kind(p.line)
	from := m.value(p.line, "from")
	switch {
	case o.Name == "target" && kind == "cache":
		p.cacheTargets(over)
	case o.Name == "target" && kind == "bind":
		if source := m.value(p.line, "source"); source != "" && from == "" {
			p.add(over.Start, over.End, Item{Label: source, Kind: File, Detail: "as in the build context"})
		}
		p.knownFolders(over, mountForm)
	case o.Name == "target" && kind == "tmpfs":
		p.add(over.Start, over.End, Item{Label: "/tmp", Kind: Folder})
	case o.Name != "source" || kind != "bind":
	case from != "":
		p.stagePaths(over, mountForm, from)
	default:
		p.contextPaths(p.around.Context, over, mountForm, "", nil)
	}
}

// value is what another field gives the option of that name.
func (m mount) value(line, name string) string {
	for i, f := range m.fields {
		if o, ok := m.flag.Option(f.key); ok && i != m.at && o.Name == name && f.value >= 0 {
			return line[f.value:f.End]
		}
	}
	return ""
}

// cacheTargets adds the folders in which package managers keep what they fetch,
// those that the base image has first.
func (p *place) cacheTargets(over text.Span) {
	root := p.family()
	for _, likely := range []bool{true, false} {
		for m := range reference.Managers() {
			for _, c := range m.Caches {
				if root.has(m.Name) == likely {
					p.add(over.Start, over.End, Item{Label: c.Target, Kind: Folder, Detail: m.Name})
				}
			}
		}
	}
}
