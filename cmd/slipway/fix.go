package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/slipway-dev/slipway/analysis/lint"
	"github.com/slipway-dev/slipway/analysis/text"
)

// fixOptions are the flags of «slipway fix».
type fixOptions struct {
	settingsFlags
	rewrite
	unsafe bool
}

func fixCommand() *cobra.Command {
	var o fixOptions
	c := &cobra.Command{
		Use:   "fix [PATH]...",
		Short: "Mend what can be mended in Dockerfiles",
		Long: `Makes the fixes of the findings that "slipway lint" shows, in files and in folders
(all Dockerfiles in them that git does not ignore). With "-" it reads the standard
input and prints the outcome. Comments, indentation and line ends stay as they are.
With --unsafe it also makes .dockerignore or adds to it, where a fix does so.

The exit status is 0, with --diff 1 where something would change, and 2 where a
file cannot be read or written or the command line is wrong.`,
		RunE: func(c *cobra.Command, args []string) error { return o.run(c, args) },
	}
	o.settingsFlags.add(c)
	o.rewrite.add(c)
	c.Flags().BoolVar(&o.unsafe, "unsafe", false, "make fixes too that may change what the image does; read the difference")
	return c
}

func (o fixOptions) run(c *cobra.Command, args []string) error {
	finder, err := o.finder()
	if err != nil {
		return err
	}
	beside := 0 // fixes of other files, one in each
	files, applied, err := o.rewrite.run(c, args, func(s source, src string) (string, int, error) {
		settings, layer := finder.settings(s.path)
		fixed, n := lint.FixAll(src, finder.lintConfig(s, settings, layer), o.unsafe)
		if !o.unsafe || s.stdin {
			return fixed, n, nil
		}
		around := finder.context(s, settings, layer)
		if around == nil {
			return fixed, n, nil
		}
		made, err := o.beside(c, shown(around.Folder), lint.OtherFiles(fixed, finder.config(s, settings, layer)))
		beside += made
		return fixed, n, err
	})
	if err == nil && o.diff && beside > 0 {
		err = exitCode(1)
	}
	if !o.diff {
		fmt.Fprintf(c.ErrOrStderr(), "%s in %s\n", counted(applied+beside, "fix", "fixes"), counted(files+beside, "file", "files"))
	}
	return err
}

// beside makes fixes of other files in a folder, the build context, or prints
// what they would change. It counts them.
func (o fixOptions) beside(c *cobra.Command, folder string, fixes []*lint.Fix) (made int, err error) {
	for _, x := range fixes {
		file := filepath.Join(folder, filepath.FromSlash(x.File))
		src, err := os.ReadFile(file)
		missing := errors.Is(err, fs.ErrNotExist)
		if err != nil && !missing {
			return made, err
		}
		out := text.Apply(string(src), x.Edits)
		switch {
		case o.diff:
			_, err = io.WriteString(c.OutOrStdout(), unifiedDiff(filepath.ToSlash(file), string(src), out))
		case missing:
			err = os.WriteFile(file, []byte(out), 0o666)
		default:
			err = replaceFile(file, out)
		}
		if err != nil {
			return made, err
		}
		made++
	}
	return made, nil
}
