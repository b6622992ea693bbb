package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/lint"
	"github.com/slipway-dev/slipway/analysis/refactor"
	"github.com/slipway-dev/slipway/analysis/text"
	"github.com/slipway-dev/slipway/server"
)

// lintOptions are the flags of «slipway lint».
type lintOptions struct {
	settingsFlags
	format        string
	failOn        string
	stdinFilename string
}

func lintCommand() *cobra.Command {
	var o lintOptions
	c := &cobra.Command{
		Use:   "lint [PATH]...",
		Short: "Say what is wrong with Dockerfiles",
		Long: `Checks Dockerfiles: files, folders (all Dockerfiles in them that git does not
ignore), or "-" for the standard input. Without a path the current folder is
checked.

Which rules are on is said by the nearest .slipway.yaml, in the folder of the
Dockerfile or above it, or by a .hadolint.yaml where there is none.

The exit status is 0 where nothing was found, 1 where something was, and 2 where
a file cannot be read or the command line is wrong.`,
		RunE: func(c *cobra.Command, args []string) error { return o.run(c, args) },
	}
	o.add(c)
	c.Flags().StringVar(&o.format, "format", "", "how to print findings: "+formatNames()+" (default text)")
	c.Flags().StringVar(&o.failOn, "fail-on", "", "the least severity that makes the exit status 1: error, warning, info, hint or none (default hint)")
	c.Flags().StringVar(&o.stdinFilename, "stdin-filename", "Dockerfile", `what to call the standard input; its folder is the build context`)
	return c
}

func (o lintOptions) run(c *cobra.Command, args []string) error {
	if _, ok := formats[o.format]; !ok && o.format != "" {
		return fmt.Errorf("unknown format %q; there are %s", o.format, formatNames())
	}
	if _, ok := failLevels[o.failOn]; !ok && o.failOn != "" {
		return fmt.Errorf("unknown severity %q for --fail-on; there are error, warning, info, hint and none", o.failOn)
	}
	finder, err := o.finder()
	if err != nil {
		return err
	}
	sources, err := findSources(orHere(args), o.stdinFilename)
	if err != nil {
		return err
	}
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // there is little to collect, and soon an end
	done := startProgress(c.ErrOrStderr(), len(sources))
	results := withSettings(lintAll(sources, finder, c.InOrStdin(), done))
	done.end()
	print := o.printer(c.ErrOrStderr(), results)
	if err := print(c.OutOrStdout(), report{results, colored(c.OutOrStdout(), results)}); err != nil {
		return fmt.Errorf("the findings cannot be printed: %w", err)
	}
	return o.verdict(c.ErrOrStderr(), results)
}

// orHere is the current folder where no path is given.
func orHere(args []string) []string {
	if len(args) == 0 {
		return []string{"."}
	}
	return args
}

// printer is the format that the command line asks for, otherwise the one in the
// settings of the first file, which only hadolint's configuration can name.
func (o lintOptions) printer(stderr io.Writer, results []result) func(io.Writer, report) error {
	name, asked := o.format, ""
	if name == "" && len(results) > 0 {
		asked = results[0].settings.Command.Format
		name = hadolintFormats[asked]
	}
	if print, ok := formats[name]; ok {
		return print
	}
	if asked != "" {
		fmt.Fprintf(stderr, "slipway: the settings ask for the format %s, which slipway does not have; this is text\n", asked)
	}
	return writeText
}

// failLevels are the values of --fail-on; findings at most as grave as lint.Off
// do not exist, so that nothing fails.
var failLevels = map[string]lint.Severity{
	"error": lint.Error, "warning": lint.Warning, "info": lint.Info, "hint": lint.Hint, "none": lint.Off,
	// hadolint's words
	"style": lint.Hint, "ignore": lint.Off,
}

// failLevel is the least severity that fails for a file.
func (o lintOptions) failLevel(s lint.CommandSettings) lint.Severity {
	switch {
	case o.failOn != "":
		return failLevels[o.failOn]
	case s.NoFail:
		return lint.Off
	case s.FailureThreshold != "":
		return failLevels[s.FailureThreshold]
	}
	return lint.Hint
}

// verdict says what could not be read and gives the exit status.
func (o lintOptions) verdict(stderr io.Writer, results []result) error {
	code := exitCode(0)
	for _, r := range results {
		if r.err != nil {
			fmt.Fprintln(stderr, "slipway:", plainError(r.err))
			code = usageError
			continue
		}
		least := o.failLevel(r.settings.Command)
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

// plainError says what is wrong with a file without the name of a system call.
func plainError(err error) string {
	var p *os.PathError
	if errors.As(err, &p) {
		return p.Path + ": " + p.Err.Error()
	}
	return err.Error()
}

// result is what was found in one file, a Dockerfile or one with settings, or why
// it could not be read.
type result struct {
	source
	text     text.Text
	findings []lint.Finding
	settings lint.Settings
	layer    *lint.Layer // where the settings come from, or nil
	err      error
}

// lintAll checks all sources, several at a time. The results stand in the order
// of the sources.
func lintAll(sources []source, finder *settingsFinder, stdin io.Reader, done *progress) []result {
	results := make([]result, len(sources))
	next := make(chan int)
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			// One file is edited into the next, so that what two have in common is read once.
			f := analysis.New(text.New(""))
			for i := range next {
				results[i] = lintOne(sources[i], finder, stdin, &f)
				done.step()
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

func lintOne(s source, finder *settingsFinder, stdin io.Reader, f **analysis.File) result {
	src, err := s.read(stdin)
	if err != nil {
		return result{source: s, err: err}
	}
	*f = (*f).Edit(text.Edit{Span: text.Span{End: (*f).Text.Len()}, New: src})
	t := (*f).Text
	settings, layer := finder.settings(s.path)
	return result{source: s, text: t, findings: lint.Run(*f, finder.lintConfig(s, settings, layer)), settings: settings, layer: layer}
}

// config is what the rules need to know for a Dockerfile. by is the file that its
// settings come from, or nil.
func (s *settingsFinder) config(src source, settings lint.Settings, by *lint.Layer) lint.Config {
	c := settings.Config()
	c.Today, c.Resolve = time.Now().Format(time.DateOnly), refactor.Resolve
	if around := s.context(src, settings, by); around != nil {
		c.Context, c.Named = around.Context, around.Named
	}
	return c
}

// context is the build context of a Dockerfile; nil where the working directory is
// gone.
func (s *settingsFinder) context(src source, settings lint.Settings, by *lint.Layer) *server.BuildContext {
	name, ok := s.abs(src.path)
	if !ok {
		return nil
	}
	set := settings.BuildContext
	if set != "" && by != nil && !filepath.IsAbs(set) {
		set = filepath.Join(filepath.Dir(filepath.FromSlash(by.Path)), set)
	}
	if set != "" {
		set, _ = s.abs(set)
	}
	s.mu.Lock()
	files := s.volume(server.RootOf(name))
	s.mu.Unlock()
	return server.ContextIn(files, name, set, []string{s.wd})
}

// withSettings puts what is wrong in a settings file in front of the first
// Dockerfile that it is for.
func withSettings(results []result) []result {
	var all []result
	seen := map[*lint.Layer]bool{nil: true}
	for _, r := range results {
		if l := r.layer; !seen[l] && len(l.Mistakes) > 0 {
			all = append(all, result{source: source{path: strings.TrimPrefix(filepath.FromSlash(l.Path), "./")}, text: l.Text, findings: l.Mistakes, settings: r.settings})
		}
		seen[r.layer] = true
		all = append(all, r)
	}
	return all
}
