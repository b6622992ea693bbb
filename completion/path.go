package completion

import (
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/slipway-dev/slipway/analysis/buildcontext"
	"github.com/slipway-dev/slipway/analysis/text"
)

// maxEntries is how many files of one folder are offered. Where there are more,
// those that begin with what was typed are, and the list says that it is not all.
const maxEntries = 500

// form is how a path is written where it stands.
type form int

const (
	wordForm  form = iota // between blanks, expanded by BuildKit, a pattern
	jsonForm              // in a string of a JSON array, else the same
	mountForm             // a value in a flag: neither expanded nor quoted
)

// contextPaths adds the files and folders of a build context that can continue
// the path over the span. Others are paths that stand there already. A path with
// "..", a variable, a quote or a wildcard in it is left alone: it leads out of the
// context, or means what cannot be told yet.
func (p *place) contextPaths(c *buildcontext.Context, over text.Span, as form, root string, others []string) {
	typed := p.line[over.Start:p.cur]
	cut := strings.LastIndexAny(typed, p.separators()) + 1
	dir := strings.ReplaceAll(typed[:cut], `\`, "/")
	if c == nil || p.trigger || strings.ContainsAny(typed, p.special()) || slices.Contains(strings.Split(dir, "/"), "..") {
		return
	}
	if url, _, ok := strings.Cut(typed, ":"); ok && !strings.Contains(url, "/") {
		return // an address, such as https:// or git@host:
	}
	for _, e := range p.entries(c, path.Join(root, dir), typed[cut:]) {
		if !p.isNamed(path.Join(dir, path.Base(e.Path)), others) {
			p.entry(c, over, over.Start+cut, e, as)
		}
	}
}

// separators divide a path.
func (p *place) separators() string {
	if st := p.stage(); st != nil && st.OS == "windows" && p.in.Escape == '`' {
		return `/\`
	}
	return "/"
}

// special are the characters that make a path something else than the name of a
// file: BuildKit puts variables in, takes quotes off, and looks for what matches.
func (p *place) special() string {
	if p.in.Escape == '`' {
		return "$'\"*?[`"
	}
	return `$'"*?[\`
}

// entries are what lies in a folder of the context: what begins with what was
// typed first; hidden files and the Dockerfile, which images seldom need, last.
func (p *place) entries(c *buildcontext.Context, dir, typed string) []buildcontext.Entry {
	entries, more := c.List(dir)
	rank := func(e buildcontext.Entry) int {
		name, rank := path.Base(e.Path), 0
		if strings.HasPrefix(name, ".") || strings.EqualFold(name, "Dockerfile") {
			rank = 2
		}
		if !strings.HasPrefix(name, typed) {
			rank++
		}
		return rank
	}
	slices.SortStableFunc(entries, func(a, b buildcontext.Entry) int { return rank(a) - rank(b) })
	if len(entries) > maxEntries {
		entries, more = entries[:maxEntries], true
	}
	p.more = p.more || more
	return entries
}

// isNamed tells whether a path stands in the instruction already.
func (p *place) isNamed(name string, others []string) bool {
	name = path.Clean("/" + name)
	return slices.ContainsFunc(others, func(o string) bool { return path.Clean("/"+o) == name })
}

// entry adds a file or a folder from the offset start on. The rest of the word goes
// with a file; in front of what follows a folder, the slash is that which is there.
func (p *place) entry(c *buildcontext.Context, over text.Span, start int, e buildcontext.Entry, as form) {
	if e.Link {
		var ok bool
		if e, ok = c.Stat(e.Path); !ok {
			return // it leads nowhere, or out of the context
		}
	}
	name := path.Base(e.Path)
	written, ok := p.write(name, as)
	if !ok {
		return
	}
	if start == over.Start && as == wordForm && strings.HasPrefix(written, "--") {
		written = "./" + written
	}
	it := Item{Label: name, Kind: File, Edit: text.Edit{New: written}, FilterText: written}
	end := over.End
	if e.Dir {
		it.Label, it.Kind, it.Again, it.FilterText = name+"/", Folder, true, written+"/"
		if i := strings.IndexAny(p.line[p.cur:over.End], p.separators()); i >= 0 {
			end = p.cur + i
		} else {
			it.Edit.New += "/"
		}
	}
	p.add(start, end, it)
}

// write is the name of a file as it has to be written, if it can be.
func (p *place) write(name string, as form) (string, bool) {
	if strings.ContainsFunc(name, unicode.IsControl) || strings.Contains(name, `\`) || strings.Contains(name, "<<") {
		return "", false
	}
	if as == mountForm {
		return name, !strings.ContainsFunc(name, unicode.IsSpace) && !strings.ContainsAny(name, ",$'\"`")
	}
	if as == wordForm && strings.ContainsFunc(name, unicode.IsSpace) {
		return "", false // BuildKit divides there, whatever the quotes: only JSON can say it
	}
	var b strings.Builder
	for _, r := range name {
		switch {
		case strings.ContainsRune("*?[", r):
			b.WriteString("[" + string(r) + "]")
		case strings.ContainsRune(`$'"`, r) || r == rune(p.in.Escape):
			b.WriteString(string(rune(p.in.Escape)) + string(r))
		default:
			b.WriteRune(r)
		}
	}
	if as == wordForm {
		return b.String(), true
	}
	return escapeJSON.Replace(b.String()), true
}

// escapeJSON is a text without control characters as it stands in a string of JSON.
var escapeJSON = strings.NewReplacer(`\`, `\\`, `"`, `\"`)
