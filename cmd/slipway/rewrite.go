package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
)

// rewrite are the flags of commands that write Dockerfiles anew, and how they do it.
type rewrite struct {
	diff          bool
	check         bool // instead of writing, name the files that would change; for commands that have it
	stdinFilename string
}

func (r *rewrite) add(c *cobra.Command) {
	c.Flags().BoolVar(&r.diff, "diff", false, "print what would change, and write nothing")
	c.Flags().StringVar(&r.stdinFilename, "stdin-filename", "Dockerfile", `what to call the standard input; its folder is the build context`)
}

// changer gives a text anew, and how many things it changed in it.
type changer func(s source, src string) (out string, changes int, err error)

// run gives each source to change and writes what comes back. It counts the files
// that differ, and the changes in them. The error is the exit code.
func (r rewrite) run(c *cobra.Command, args []string, change changer) (files, changes int, err error) {
	sources, err := findSources(orHere(args), r.stdinFilename)
	if err != nil {
		return 0, 0, err
	}
	code := exitCode(0)
	for _, s := range sources {
		changed, n, err := r.one(c, s, change)
		if err != nil {
			fmt.Fprintln(c.ErrOrStderr(), "slipway:", plainError(err))
			code = usageError
		} else if changed {
			files, changes = files+1, changes+n
		}
	}
	if code == 0 && (r.diff || r.check) && files > 0 {
		code = 1
	}
	if code == 0 {
		return files, changes, nil
	}
	return files, changes, code
}

func (r rewrite) one(c *cobra.Command, s source, change changer) (changed bool, changes int, err error) {
	src, err := s.read(c.InOrStdin())
	if err != nil {
		return false, 0, err
	}
	out, changes, err := change(s, src)
	if err != nil {
		return false, 0, err
	}
	switch {
	case r.diff:
		_, err = io.WriteString(c.OutOrStdout(), unifiedDiff(filepath.ToSlash(s.path), src, out))
	case r.check:
		if out != src {
			_, err = fmt.Fprintln(c.OutOrStdout(), s.path)
		}
	case s.stdin:
		_, err = io.WriteString(c.OutOrStdout(), out)
	case out != src:
		err = replaceFile(s.path, out)
	}
	return out != src, changes, err
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprint(n, " ", many)
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
