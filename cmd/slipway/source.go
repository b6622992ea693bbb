package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

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
	return string(src), err
}

// findSources turns the paths of a command line into Dockerfiles, each once, in
// the order given. A file that is named is taken whatever it is called; a folder
// stands for the Dockerfiles below it.
func findSources(paths []string, stdinFilename string) ([]source, error) {
	var sources []source
	for _, path := range paths {
		if path == "-" {
			sources = append(sources, source{stdinFilename, true})
			continue
		}
		info, err := os.Stat(path)
		switch {
		case err != nil:
			return nil, err
		case !info.IsDir():
			sources = append(sources, source{path: path})
		default:
			sources = append(sources, below(path)...)
		}
	}
	seen := map[source]bool{}
	sources = slices.DeleteFunc(sources, func(s source) bool {
		twice := seen[s]
		seen[s] = true
		return twice
	})
	if len(sources) == 0 {
		return nil, fmt.Errorf("there is no Dockerfile in %v; name the file if it is called otherwise", paths)
	}
	return sources, nil
}

// below are the Dockerfiles in a folder, sorted. What cannot be read is passed
// over, and so are folders that hold other people's files.
func below(root string) []source {
	var sources []source
	_ = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil
		case d.IsDir():
			if path != root && server.SkipFolder(d.Name()) {
				return fs.SkipDir
			}
		case server.IsDockerfile(d.Name()):
			sources = append(sources, source{path: path})
		}
		return nil
	})
	return sources
}
