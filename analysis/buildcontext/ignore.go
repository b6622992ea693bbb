package buildcontext

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/moby/patternmatcher"
	"github.com/moby/patternmatcher/ignorefile"
)

// Mistake is what is wrong with a line of the ignore file. Line counts from 1; it
// is 0 where the file as a whole cannot be read.
type Mistake struct {
	File    string
	Line    int
	Message string
}

// ignoreFile is an ignore file as it was read. Its zero value ignores nothing.
type ignoreFile struct {
	name     string
	patterns []string
	mistakes []Mistake
	matcher  *patternmatcher.PatternMatcher // nil without patterns
}

const (
	// maxIgnoreFile is the size BuildKit reads at most (maxFileSize of its
	// frontend/dockerui/readfile.go).
	maxIgnoreFile = 16 << 20
	// maxIgnoreLine is the longest line of package ignorefile, whose scanner has
	// the limits of bufio.Scanner.
	maxIgnoreLine = 64<<10 - 1

	// maxPattern is the longest path of Linux, and maxStars more stars than folders
	// in any path that somebody wants to name.
	maxPattern = 4096
	maxStars   = 100

	byteOrderMark = "\uFEFF"
)

// readIgnore reads the ignore file in force: the Dockerfile's own one, and only
// where that is absent ".dockerignore" at the root (ReadEntrypoint and
// dockerIgnorePatterns in BuildKit's frontend/dockerui/config.go).
func (c *Context) readIgnore() ignoreFile {
	for _, name := range []string{c.dockerfile + ".dockerignore", ".dockerignore"} {
		if !fs.ValidPath(name) {
			continue
		}
		name, ok := c.resolve(name)
		if !ok {
			continue
		}
		src, ok, mistake := c.read(name)
		if mistake != "" {
			return ignoreFile{name: name, mistakes: []Mistake{{File: name, Message: mistake}}}
		}
		if ok {
			return parseIgnore(name, src)
		}
	}
	return ignoreFile{}
}

// read is the text of a file; BuildKit takes one that it cannot read for absent,
// but not one that is too large.
func (c *Context) read(name string) (src string, ok bool, mistake string) {
	if info, err := fs.Lstat(c.fsys, name); err != nil || !info.Mode().IsRegular() {
		return "", false, "" // opening a pipe would wait
	}
	f, err := c.fsys.Open(name)
	if err != nil {
		return "", false, ""
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxIgnoreFile+1))
	if err != nil {
		return "", false, ""
	}
	if len(data) > maxIgnoreFile {
		return "", false, fmt.Sprintf("%s exceeds maximum allowed size of %d bytes", name, maxIgnoreFile)
	}
	return string(data), true, ""
}

// parseIgnore reads the patterns line by line, so that a mistake has a line.
func parseIgnore(name, src string) ignoreFile {
	f := ignoreFile{name: name}
	src = strings.TrimPrefix(src, byteOrderMark)
	for n, line := range strings.Split(src, "\n") {
		if len(line) > maxIgnoreLine {
			// The scanner stops there and with it the build.
			f.mistakes = append(f.mistakes, Mistake{name, n + 1, "line is too long"})
			continue
		}
		pattern, message := parsePattern(line)
		switch {
		case message != "":
			f.mistakes = append(f.mistakes, Mistake{name, n + 1, message})
		case pattern != "":
			f.patterns = append(f.patterns, pattern)
		}
	}
	if len(f.patterns) > 0 {
		// Each pattern was accepted alone, and they do not depend on each other.
		f.matcher, _ = patternmatcher.New(slices.DeleteFunc(slices.Clone(f.patterns), unusable))
	}
	return f
}

// unusable tells of a pattern that is not matched: one that matches no file, and for
// which the matcher would complain on the standard error, and one whose regular
// expression would take all memory.
func unusable(pattern string) bool {
	return strings.ContainsRune(pattern, 0) || !utf8.ValidString(pattern) ||
		len(pattern) > maxPattern || strings.Count(pattern, "*") > maxStars
}

// parsePattern is the pattern in one line, "" in a comment or an empty line, or
// why there is none.
func parsePattern(line string) (pattern, message string) {
	if strings.HasPrefix(line, byteOrderMark) {
		// Only the first line of a file has its mark taken off; it is gone here.
		line = byteOrderMark + line
	}
	patterns, err := ignorefile.ReadAll(strings.NewReader(line))
	if err != nil {
		return "", err.Error()
	}
	if len(patterns) == 0 {
		return "", ""
	}
	matcher, err := patternmatcher.New(patterns)
	if err == nil && !unusable(patterns[0]) {
		// Some mistakes show only when a pattern is compiled for its first use.
		_, err = matcher.MatchesOrParentMatches("x")
	}
	switch {
	case errors.Is(err, filepath.ErrBadPattern):
		return "", fmt.Sprintf("syntax error in pattern %q", patterns[0])
	case err != nil:
		return "", err.Error()
	}
	return patterns[0], ""
}
