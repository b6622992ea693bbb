package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"github.com/spf13/cobra"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/buildcontext"
	"github.com/slipway-dev/slipway/analysis/lint"
	"github.com/slipway-dev/slipway/analysis/text"
)

// lintOptions are the flags of «slipway lint».
type lintOptions struct {
	format        string
	failOn        string
	stdinFilename string
}

func lintCommand() *cobra.Command {
	var o lintOptions
	c := &cobra.Command{
		Use:   "lint [PATH]...",
		Short: "Say what is wrong with Dockerfiles",
		Long: `Checks Dockerfiles: files, folders (all Dockerfiles in them), or "-" for the
standard input. Without a path the current folder is checked.

The exit status is 0 where nothing was found, 1 where something was, and 2 where
a file cannot be read or the command line is wrong.`,
		RunE: func(c *cobra.Command, args []string) error { return o.run(c, args) },
	}
	c.Flags().StringVar(&o.format, "format", "text", "how to print findings: "+formatNames())
	c.Flags().StringVar(&o.failOn, "fail-on", "hint", "the least severity that makes the exit status 1: error, warning, info, hint or none")
	c.Flags().StringVar(&o.stdinFilename, "stdin-filename", "Dockerfile", `what to call the standard input; its folder is the build context`)
	return c
}

func (o lintOptions) run(c *cobra.Command, args []string) error {
	print, ok := formats[o.format]
	if !ok {
		return fmt.Errorf("unknown format %q; there are %s", o.format, formatNames())
	}
	least, ok := failLevels[o.failOn]
	if !ok {
		return fmt.Errorf("unknown severity %q for --fail-on; there are error, warning, info, hint and none", o.failOn)
	}
	if len(args) == 0 {
		args = []string{"."}
	}
	sources, err := findSources(args, o.stdinFilename)
	if err != nil {
		return err
	}
	results := lintAll(sources, c.InOrStdin())
	if err := print(c.OutOrStdout(), results); err != nil {
		return err
	}
	return verdict(c.ErrOrStderr(), results, least)
}

// failLevels are the values of --fail-on; findings at most as grave as lint.Off
// do not exist, so that nothing fails.
var failLevels = map[string]lint.Severity{
	"error": lint.Error, "warning": lint.Warning, "info": lint.Info, "hint": lint.Hint, "none": lint.Off,
}

// verdict says what could not be read and gives the exit status.
func verdict(stderr io.Writer, results []result, least lint.Severity) error {
	code := exitCode(0)
	for _, r := range results {
		if r.err != nil {
			fmt.Fprintln(stderr, "slipway:", r.err)
			code = usageError
			continue
		}
		found := slices.ContainsFunc(r.findings, func(f lint.Finding) bool { return f.Severity <= least })
		if found && code == 0 {
			code = 1
		}
	}
	if code == 0 {
		return nil
	}
	return code
}

// result is what was found in one Dockerfile, or why it could not be read.
type result struct {
	source
	file     *analysis.File
	findings []lint.Finding
	err      error
}

// lintAll checks all sources, several at a time. The results stand in the order
// of the sources.
func lintAll(sources []source, stdin io.Reader) []result {
	results := make([]result, len(sources))
	next := make(chan int)
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for i := range next {
				results[i] = lintOne(sources[i], stdin)
			}
		})
	}
	for i := range sources {
		next <- i
	}
	close(next)
	wait.Wait()
	return results
}

func lintOne(s source, stdin io.Reader) result {
	src, err := s.read(stdin)
	if err != nil {
		return result{source: s, err: err}
	}
	f := analysis.New(text.New(src))
	dir, name := filepath.Split(s.path)
	context := buildcontext.New(os.DirFS(filepath.Clean("./"+dir)), name)
	if filepath.IsAbs(dir) {
		context = buildcontext.New(os.DirFS(dir), name)
	}
	return result{source: s, file: f, findings: lint.Run(f, lint.Config{Ignored: context.CopyIgnored})}
}
