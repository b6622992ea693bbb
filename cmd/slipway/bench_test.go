package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/slipway-dev/slipway/analysis/fixture"
)

// BenchmarkCorpus is «slipway lint» over real Dockerfiles, with the rules that are built
// in; over twice as many, which shows that it is linear; and what BuildKit's parser and
// its package instructions alone take for them, from memory.
func BenchmarkCorpus(b *testing.B) {
	size := 0
	files := fixture.Corpus(b)
	for _, f := range files {
		size += len(f.Source)
	}
	if size == 0 {
		b.Skip("no corpus")
	}
	const corpus = "../../../shared/corpus"
	b.Run("lint", func(b *testing.B) {
		b.SetBytes(int64(size))
		for b.Loop() {
			lintQuietly(b, corpus)
		}
	})
	b.Run("lint-twice-the-files", func(b *testing.B) {
		twice := b.TempDir()
		for _, name := range []string{"a", "b"} {
			if err := os.CopyFS(filepath.Join(twice, name), os.DirFS(corpus)); err != nil {
				b.Fatal(err)
			}
		}
		b.SetBytes(2 * int64(size))
		for b.Loop() {
			lintQuietly(b, twice)
		}
	})
	b.Run("parser-alone", func(b *testing.B) {
		b.SetBytes(int64(size))
		for b.Loop() {
			parseAll(files)
		}
	})
}

func lintQuietly(b *testing.B, folder string) {
	c := lintCommand()
	c.SilenceErrors, c.SilenceUsage = true, true
	c.SetArgs([]string{"--shellcheck", "off", folder})
	c.SetOut(io.Discard)
	c.SetErr(io.Discard)
	var found exitCode
	if err := c.Execute(); err != nil && !(errors.As(err, &found) && found == 1) {
		b.Fatal(err)
	}
}

// parseAll has BuildKit read files, several at a time.
func parseAll(files []fixture.File) {
	next := make(chan fixture.File)
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for f := range next {
				if r, err := parser.Parse(strings.NewReader(f.Source)); err == nil {
					_, _, _ = instructions.Parse(r.AST, linter.New(&linter.Config{}))
				}
			}
		})
	}
	for _, f := range files {
		next <- f
	}
	close(next)
	wait.Wait()
}
