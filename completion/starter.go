package completion

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/slipway-dev/slipway/analysis/text"
)

// starter is a whole Dockerfile to begin a project's with.
//
// In its lines {{name}} is filled in with what the build context tells, or is a
// placeholder for it. A line that starts with "?FILE " is there where the project has
// the file, one with "!FILE " where it has not; package.json#build is the script build
// in that file.
type starter struct {
	label, about string
	// fits are patterns of path.Match; the starter is made for a context in whose root
	// a file matches one of them.
	fits []string
	// unless are patterns of files that another starter is made for.
	unless []string
	// assumed are the files of the project that is thought of where it fits none.
	assumed []string
	// read finds out about a project that it fits.
	read func(project) blanksOf
	// defaults are for what is not known.
	defaults map[string]string
	lines    string
}

// blanksOf are values by the names in a starter: one that is known, or several to
// choose from.
type blanksOf map[string][]string

// starters adds whole Dockerfiles where there is none yet: those that are made for
// the files in the context, or else the others.
func (p *place) starters(over text.Span, fitting bool) {
	pr := project{p.around.Context}
	for i := range startersTable {
		s := &startersTable[i]
		if s.suits(pr) != fitting {
			continue
		}
		values := blanksOf{}
		if fitting && s.read != nil {
			values = s.read(pr)
		}
		it := Item{Label: "Dockerfile for " + s.label, Kind: Snippet, Detail: s.about, Snippet: true}
		body := p.dressed(s.body(pr, fitting))
		it.Edit.New, it.Plain = s.fill(body, values)
		it.Doc = "```dockerfile\n" + it.Plain + "\n```"
		p.add(over.Start, over.End, it)
	}
}

// alone tells whether the file has no instruction but the word at the cursor.
func (p *place) alone() bool {
	switch {
	case p.in == nil:
		return p.file.Items.Len() == 0
	case p.file.Items.Len() > 1 || p.trigger:
		return false
	}
	return p.endsAt(p.keyword.End) && p.in.Kind() == p.kind
}

// dressed is a body with the escape character of the file, and without its directive
// where that could not count or is there.
func (p *place) dressed(body string) string {
	if len(p.file.Directives) > 0 || p.line0() > 0 {
		_, body, _ = strings.Cut(body, "\n\n")
	}
	if p.file.Escape == '`' {
		body = strings.ReplaceAll(body, " \\\n", " `\n")
	}
	return body
}

// suits tells whether the starter is made for a project.
func (s *starter) suits(pr project) bool {
	any := func(patterns []string) bool { return slices.ContainsFunc(patterns, pr.has) }
	return any(s.fits) && !any(s.unless)
}

// body is the lines that count for a project.
func (s *starter) body(pr project, fitting bool) string {
	var lines []string
	for line := range strings.SplitSeq(strings.TrimSpace(s.lines), "\n") {
		if line, ok := s.counts(line, pr, fitting); ok {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// counts tells whether a line is there for a project, and takes its marks off.
func (s *starter) counts(line string, pr project, fitting bool) (string, bool) {
	for strings.HasPrefix(line, "?") || strings.HasPrefix(line, "!") {
		file, rest, _ := strings.Cut(line[1:], " ")
		has := slices.Contains(s.assumed, file)
		if fitting {
			has = pr.has(file)
		}
		if has != (line[0] == '?') {
			return "", false
		}
		line = rest
	}
	return line, true
}

// fill puts the values into a body: as LSP's snippet, and as plain text.
func (s *starter) fill(body string, values blanksOf) (snippet, plain string) {
	var a, b strings.Builder
	var stops []string
	for {
		before, rest, ok := strings.Cut(body, "{{")
		a.WriteString(escapeSnippet.Replace(before))
		b.WriteString(before)
		if !ok {
			return a.String(), b.String()
		}
		name, after, _ := strings.Cut(rest, "}}")
		body = after
		words := values[name]
		if image, ok := starterImages[name]; ok {
			words = []string{image}
		}
		if len(words) == 1 {
			a.WriteString(escapeSnippet.Replace(words[0]))
			b.WriteString(words[0])
			continue
		}
		if !slices.Contains(stops, name) {
			stops = append(stops, name)
		}
		n := strconv.Itoa(slices.Index(stops, name) + 1)
		if len(words) == 0 {
			a.WriteString("${" + n + ":" + escapeSnippet.Replace(s.defaults[name]) + "}")
			b.WriteString(s.defaults[name])
			continue
		}
		a.WriteString("${" + n + "|" + escapeChoice.Replace(strings.Join(words, "\x00")) + "|}")
		b.WriteString(words[0])
	}
}

// escapeChoice is choices, parted by 0, as LSP's snippet syntax has them.
var escapeChoice = strings.NewReplacer(`\`, `\\`, `$`, `\$`, `}`, `\}`, `,`, `\,`, `|`, `\|`, "\x00", ",")

// base is the last element of a path, without its extension.
func base(name string) string {
	name = path.Base(name)
	return strings.TrimSuffix(name, path.Ext(name))
}
