package main

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// The rules of gitignore(5). The libraries that there are differ from git (in "**"
// with something behind it, in "[!a]", in "\#"), and .dockerignore's rules are
// others altogether; a Dockerfile that is passed over by mistake would be one that
// nobody checks.

// ignores are what the .gitignore files of a repository say, as far as they were
// entered.
type ignores struct{ folders []ignoreFolder }

// ignoreFolder is the patterns that stand in a folder, in order.
type ignoreFolder struct {
	dir      string // absolute
	patterns []ignorePattern
}

// ignorePattern is one line of a .gitignore.
type ignorePattern struct {
	match   *regexp.Regexp
	byName  bool // of the last element of the path, anywhere below the folder
	folders bool // it matches folders only
	again   bool // "!": what it matches is not ignored after all
}

// ignoresOf reads the files above a folder, up to the top of the repository that it
// is in. Outside of a repository those of the folder and below still count.
func ignoresOf(root string) *ignores {
	g := &ignores{}
	abs, err := filepath.Abs(root)
	if err != nil {
		return g
	}
	var above []string
	for dir := abs; ; dir = filepath.Dir(dir) {
		if dir != abs {
			above = append(above, dir)
		}
		if _, err := os.Stat(filepath.Join(dir, ".git")); err == nil {
			g.read(dir, filepath.Join(dir, ".git", "info", "exclude"))
			for _, parent := range slices.Backward(above) {
				g.read(parent, filepath.Join(parent, ".gitignore"))
			}
			return g
		}
		if dir == filepath.Dir(dir) {
			return g
		}
	}
}

// enter reads the file in a folder whose entries are asked about next.
func (g *ignores) enter(dir string) {
	if abs, err := filepath.Abs(dir); err == nil {
		g.read(abs, filepath.Join(abs, ".gitignore"))
	}
}

func (g *ignores) read(dir, file string) {
	src, err := os.ReadFile(file)
	if err != nil {
		return
	}
	f := ignoreFolder{dir: dir}
	for line := range strings.SplitSeq(strings.TrimPrefix(string(src), "\uFEFF"), "\n") {
		if p, ok := readIgnore(perByte(strings.TrimSuffix(line, "\r"))); ok {
			f.patterns = append(f.patterns, p)
		}
	}
	g.folders = append(g.folders, f)
}

// match tells whether git ignores a file or folder: the last pattern that matches
// it decides, those of a nearer folder first. The folders above it are not ignored.
func (g *ignores) match(name string, folder bool) bool {
	abs, err := filepath.Abs(name)
	if err != nil {
		return false
	}
	for _, f := range slices.Backward(g.folders) {
		rel, err := filepath.Rel(f.dir, abs)
		if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
			continue
		}
		rel = perByte(filepath.ToSlash(rel))
		for _, p := range slices.Backward(f.patterns) {
			what := rel
			if p.byName {
				what = path.Base(rel)
			}
			if (folder || !p.folders) && p.match.MatchString(what) {
				return !p.again
			}
		}
	}
	return false
}

// readIgnore reads a line; ok is false for empty ones, comments, and patterns that
// match nothing.
func readIgnore(line string) (p ignorePattern, ok bool) {
	if strings.HasPrefix(line, "#") {
		return p, false
	}
	for strings.HasSuffix(line, " ") && !strings.HasSuffix(line, `\ `) {
		line = line[:len(line)-1]
	}
	line, p.again = strings.CutPrefix(line, "!")
	line, p.folders = strings.CutSuffix(line, "/")
	if line == "" {
		return p, false
	}
	p.byName = !strings.Contains(line, "/")
	source, ok := globRegexp(strings.TrimPrefix(line, "/"))
	if !ok {
		return p, false
	}
	match, err := regexp.Compile("^" + source + "$")
	p.match = match
	return p, err == nil
}

// perByte has a character for each byte: git compares bytes, and Go's regular
// expressions characters.
func perByte(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteRune(rune(s[i]))
	}
	return b.String()
}

// globRegexp turns a pattern into a regular expression; ok is false where it ends
// within a bracket or an escape, so that it matches nothing.
func globRegexp(glob string) (source string, ok bool) {
	var b strings.Builder
	for i := 0; i < len(glob); {
		rest := glob[i:]
		start := i == 0 || glob[i-1] == '/'
		switch {
		case start && strings.HasPrefix(rest, "**/"):
			b.WriteString("(?:.*/)?")
			i += len("**/")
		case start && i > 0 && rest == "**":
			b.WriteString(".+")
			i += len("**")
		case rest[0] == '*':
			b.WriteString("[^/]*")
			i += len(rest) - len(strings.TrimLeft(rest, "*"))
		case rest[0] == '?':
			b.WriteString("[^/]")
			i++
		case rest[0] == '[':
			class, n := globClass(rest)
			if n == 0 {
				return "", false
			}
			b.WriteString(class)
			i += n
		case rest[0] == '\\':
			if len(rest) == 1 {
				return "", false
			}
			i++
			fallthrough
		default:
			_, n := utf8.DecodeRuneInString(glob[i:])
			b.WriteString(regexp.QuoteMeta(glob[i : i+n]))
			i += n
		}
	}
	return b.String(), true
}

// globClass turns "[a-z]" at the start of a pattern into a regular expression; n is
// its length, 0 where it does not end.
func globClass(s string) (class string, n int) {
	i := 1
	var b strings.Builder
	b.WriteByte('[')
	if i < len(s) && (s[i] == '!' || s[i] == '^') {
		b.WriteString("^/")
		i++
	}
	for first := true; i < len(s) && (s[i] != ']' || first); first = false {
		switch {
		case strings.HasPrefix(s[i:], "[:") && strings.Contains(s[i:], ":]"):
			end := strings.Index(s[i:], ":]") + len(":]")
			b.WriteString(s[i : i+end])
			i += end
			continue
		case s[i] == '\\' && i+1 < len(s):
			i++
			fallthrough
		case strings.ContainsRune(`[]^\`, rune(s[i])):
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
		i++
	}
	if i >= len(s) {
		return "", 0
	}
	return b.String() + "]", i + 1
}
