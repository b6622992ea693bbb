package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/slipway-dev/slipway/analysis/lint"
)

// fixOptions are the flags of «slipway fix».
type fixOptions struct {
	settingsFlags
	unsafe        bool
	diff          bool
	stdinFilename string
}

func fixCommand() *cobra.Command {
	var o fixOptions
	c := &cobra.Command{
		Use:   "fix [PATH]...",
		Short: "Mend what can be mended in Dockerfiles",
		Long: `Makes the fixes of the findings that "slipway lint" shows, in files and in folders
(all Dockerfiles in them that git does not ignore). With "-" it reads the standard
input and prints the outcome. Comments, indentation and line ends stay as they are.

The exit status is 0, with --diff 1 where something would change, and 2 where a
file cannot be read or written or the command line is wrong.`,
		RunE: func(c *cobra.Command, args []string) error { return o.run(c, args) },
	}
	o.add(c)
	c.Flags().BoolVar(&o.unsafe, "unsafe", false, "make fixes too that may change what the image does; read the difference")
	c.Flags().BoolVar(&o.diff, "diff", false, "print what would change, and write nothing")
	c.Flags().StringVar(&o.stdinFilename, "stdin-filename", "Dockerfile", `what to call the standard input; its folder is the build context`)
	return c
}

func (o fixOptions) run(c *cobra.Command, args []string) error {
	finder, err := o.finder()
	if err != nil {
		return err
	}
	sources, err := findSources(orHere(args), o.stdinFilename)
	if err != nil {
		return err
	}
	code, applied, files := exitCode(0), 0, 0
	for _, s := range sources {
		n, err := o.fix(c, s, finder)
		if err != nil {
			fmt.Fprintln(c.ErrOrStderr(), "slipway:", plainError(err))
			code = usageError
			continue
		}
		if n > 0 {
			applied, files = applied+n, files+1
		}
	}
	if code == 0 && o.diff && applied > 0 {
		code = 1
	}
	if !o.diff {
		fmt.Fprintf(c.ErrOrStderr(), "%s in %s\n", counted(applied, "fix", "fixes"), counted(files, "file", "files"))
	}
	if code == 0 {
		return nil
	}
	return code
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprint(n, " ", many)
}

// fix mends one source, and gives how many fixes there were.
func (o fixOptions) fix(c *cobra.Command, s source, finder *settingsFinder) (applied int, err error) {
	src, err := s.read(c.InOrStdin())
	if err != nil {
		return 0, err
	}
	settings, _ := finder.settings(s.path)
	fixed, applied := lint.FixAll(src, s.config(settings), o.unsafe)
	switch {
	case o.diff:
		_, err = io.WriteString(c.OutOrStdout(), unifiedDiff(filepath.ToSlash(s.path), src, fixed))
	case s.stdin:
		_, err = io.WriteString(c.OutOrStdout(), fixed)
	case applied > 0:
		err = replaceFile(s.path, fixed)
	}
	return applied, err
}

// replaceFile gives a file a new content in one step, so that nobody ever sees half
// of it, and keeps its mode. Of a link the file that it leads to is replaced.
func replaceFile(path, content string) (err error) {
	path, err = filepath.EvalSymlinks(path)
	if err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if info.Mode().Perm()&0o200 == 0 {
		return fmt.Errorf("%s: the file is write-protected", path)
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	_, err = f.WriteString(content)
	if e := f.Chmod(info.Mode().Perm()); err == nil {
		err = e
	}
	if e := f.Sync(); err == nil {
		err = e
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	return err
}
