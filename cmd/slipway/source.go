package main

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"unicode/utf8"

	"github.com/slipway-dev/slipway/server"
)

// source is a Dockerfile to work on. Path is how to call it; stdin tells that its
// text comes from the standard input.
type source struct {
	path  string
	stdin bool
}

// read is the text of the source. Errors name it.
func (s source) read(stdin io.Reader) (string, error) {
	if s.stdin {
		src, err := io.ReadAll(stdin)
		if err != nil {
			return "", fmt.Errorf("the standard input cannot be read: %w", err)
		}
		return string(src), nil
	}
	src, err := os.ReadFile(s.path)
	if err == nil && bytes.IndexByte(src, 0) >= 0 && !utf8.Valid(src) {
		err = fmt.Errorf("%s: this is no Dockerfile: its bytes are not text, or text in UTF-16, and BuildKit reads UTF-8", s.path)
	}
	return string(src), err
}

// findSources turns the paths of a command line into Dockerfiles, each once, in
// the order given. A file that is named is taken whatever it is called, and whether
// it is there shows when it is read; a folder stands for the Dockerfiles below it.
func findSources(paths []string, stdinFilename string) ([]source, error) {
	var sources []source
	for _, path := range paths {
		if path == "-" {
			sources = append(sources, source{stdinFilename, true})
			continue
		}
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			sources = append(sources, below(path)...)
		} else {
			sources = append(sources, source{path: path})
		}
	}
	seen := map[source]bool{}
	sources = slices.DeleteFunc(sources, func(s source) bool {
		s.path = filepath.Clean(s.path)
		twice := seen[s]
		seen[s] = true
		return twice
	})
	if len(sources) == 0 {
		return nil, fmt.Errorf("there is no Dockerfile in %s; name the file if it is called otherwise", enumerate(paths))
	}
	return sources, nil
}

// below are the Dockerfiles in a folder, sorted. What cannot be read is passed
// over, and so are folders that hold other people's files and what git ignores.
func below(root string) []source {
	var sources []source
	ignored := ignoresOf(root)
	_ = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil
		case d.IsDir():
			if path != root && (server.SkipFolder(d.Name()) || ignored.match(path, true)) {
				return fs.SkipDir
			}
			ignored.enter(path)
		case server.IsDockerfile(d.Name()) && (d.Type().IsRegular() || isFile(path)) && !ignored.match(path, false):
			sources = append(sources, source{path: path})
		}
		return nil
	})
	return sources
}

// isFile tells of a path, or of what it links to, that it is a regular file.
func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}
