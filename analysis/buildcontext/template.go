package buildcontext

import (
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/moby/patternmatcher"
)

// Unwanted is something in the context that hardly any image needs, and that the
// ignore file lets in.
type Unwanted struct {
	Path string // from the root of the context, with slashes
	// Pattern is the line of an ignore file that keeps it out, and all like it.
	Pattern string
	// What it is, such as "a private key".
	What   string
	Secret bool
}

// Unwanted is what lies in the context's folders, those near the root, without
// being ignored, in the order of the paths. What an exception of the ignore file
// names is wanted. The context is looked at once.
func (c *Context) Unwanted() []Unwanted { return c.survey().unwanted }

// Template is an ignore file for what is in the context and for what tools of its
// languages will leave there, whatever the one in force says. It ends in a new
// line. Of lines that would keep one of the named paths out, sources of COPY
// say, there are none.
func (c *Context) Template(named []string) string {
	seen := c.survey()
	var b strings.Builder
	for _, g := range groups {
		comment := "# " + g.comment + "\n"
		for _, l := range g.lines {
			if !l.always && !seen.patterns[l.pattern] || KeepsOut(l.pattern, named) {
				continue
			}
			if comment != "" && b.Len() > 0 {
				b.WriteByte('\n')
			}
			b.WriteString(comment + l.pattern + "\n")
			comment = ""
		}
	}
	return b.String()
}

// KeepsOut tells whether a line of an ignore file would keep one of the paths out,
// or something that a pattern of COPY among them finds.
func KeepsOut(line string, named []string) bool {
	m, err := patternmatcher.New([]string{line})
	if err != nil {
		return false
	}
	return slices.ContainsFunc(named, func(name string) bool {
		name = inside(name)
		found, err := m.MatchesOrParentMatches(name)
		selects, _ := path.Match(path.Base(name), path.Base(line))
		return found && err == nil || selects && name != "." && hasWildcard(name)
	})
}

// survey is what was found in a context: the lines that something is there for,
// and what the ignore file lets in of that.
type survey struct {
	patterns map[string]bool
	unwanted []Unwanted
}

// surveyLimits are for finding what lies at the root of a project and of those in
// its folders. Nobody waits for it while typing: it is done once for a context.
var surveyLimits = limits{visits: 4_000, files: 200, depth: 3}

func (c *Context) look() survey {
	s := survey{patterns: map[string]bool{}}
	visits := 0
	c.lookIn(".", 0, &visits, &s)
	slices.SortFunc(s.unwanted, func(a, b Unwanted) int { return strings.Compare(a.Path, b.Path) })
	return s
}

func (c *Context) lookIn(dir string, depth int, visits *int, s *survey) {
	entries, err := fs.ReadDir(c.fsys, dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		if *visits++; *visits > surveyLimits.visits {
			return
		}
		name := path.Join(dir, e.Name())
		l := c.lineFor(name, e, entries)
		switch {
		case l != nil:
			s.patterns[l.pattern] = true
			if l.what != "" && len(s.unwanted) < surveyLimits.files && !c.Ignored(name) && !c.excepted(name) {
				s.unwanted = append(s.unwanted, Unwanted{name, l.pattern, l.what, l.secret})
			}
		case e.IsDir() && depth < surveyLimits.depth && (!c.Ignored(name) || c.Exclusions()):
			c.lookIn(name, depth+1, visits, s)
		case !e.IsDir():
			s.expect(e.Name())
		}
	}
}

// expect notes the lines for what comes to stand beside a file of that name.
func (s *survey) expect(name string) {
	for _, g := range groups {
		for _, l := range g.lines {
			if matchesAny(l.likely, name) {
				s.patterns[l.pattern] = true
			}
		}
	}
}

// excepted tells whether an exception of the ignore file names the path.
func (c *Context) excepted(name string) bool {
	return slices.ContainsFunc(c.Patterns(), func(p string) bool {
		p, exception := strings.CutPrefix(p, "!")
		return exception && (p == name || path.Base(p) == path.Base(name))
	})
}

// lineFor is the line that is there for a path, or nil. siblings are the entries
// of its folder.
func (c *Context) lineFor(name string, e fs.DirEntry, siblings []fs.DirEntry) *line {
	for i := range groups {
		for j := range groups[i].lines {
			l := &groups[i].lines[j]
			if l.means(e) && (l.beside == nil || holds(siblings, l.beside)) && (l.inside == nil || c.holds(name, l.inside)) &&
				(l.marks == nil || c.marked(name, l.marks)) {
				return l
			}
		}
	}
	return nil
}

func (l *line) means(e fs.DirEntry) bool {
	return (!l.dir || e.IsDir()) && matchesAny([]string{path.Base(l.pattern)}, e.Name())
}

func (c *Context) holds(dir string, patterns []string) bool {
	entries, err := fs.ReadDir(c.fsys, dir)
	return err == nil && holds(entries, patterns)
}

func holds(entries []fs.DirEntry, patterns []string) bool {
	return slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return matchesAny(patterns, e.Name()) })
}

func matchesAny(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool {
		ok, _ := path.Match(p, name) // the patterns are ours
		return ok
	})
}

// marked tells whether one of the texts is at the start of a file.
func (c *Context) marked(name string, texts []string) bool {
	f, err := c.fsys.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	head, _ := io.ReadAll(io.LimitReader(f, 4<<10))
	return slices.ContainsFunc(texts, func(t string) bool { return strings.Contains(string(head), t) })
}
