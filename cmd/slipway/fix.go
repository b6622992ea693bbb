package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/slipway-dev/slipway/analysis/lint"
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
	applied := 0
	files, err := o.rewrite.run(c, args, func(s source, src string) (string, error) {
		settings, _ := finder.settings(s.path)
		fixed, n := lint.FixAll(src, s.config(settings), o.unsafe)
		applied += n
		return fixed, nil
	})
	if !o.diff {
		fmt.Fprintf(c.ErrOrStderr(), "%s in %s\n", counted(applied, "fix", "fixes"), counted(files, "file", "files"))
	}
	return err
}
