package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/slipway-dev/slipway/analysis/format"
)

// fmtOptions are the flags of «slipway fmt».
type fmtOptions struct {
	rewrite
	format format.Options
	indent int
	tabs   bool
	asIs   bool
	and    string
}

func fmtCommand() *cobra.Command {
	o := fmtOptions{format: format.Default()}
	c := &cobra.Command{
		Use:   "fmt [PATH]...",
		Short: "Lay out Dockerfiles",
		Long: `Formats Dockerfiles: files, folders (all Dockerfiles in them that git does not
ignore), or the standard input for "-". Only blanks, empty lines and the case of
keywords change; what a build reads stays the same, and so do heredocs and comments.
Instructions between "# slipway fmt off" and "# slipway fmt on" are left alone.

The exit status is 0, with --check or --diff 1 where something would change, and 2
where a file cannot be formatted, read or written or the command line is wrong.`,
		RunE: func(c *cobra.Command, args []string) error { return o.run(c, args) },
	}
	o.rewrite.add(c)
	c.Flags().BoolVar(&o.check, "check", false, "name the files that are not formatted, or with --diff show what would change, and write nothing")
	c.Flags().IntVar(&o.indent, "indent", 0, "blanks for one level; 0 is what most of the file uses")
	c.Flags().BoolVar(&o.tabs, "tabs", false, "indent with tabs")
	c.Flags().BoolVar(&o.asIs, "keep-case", false, "leave the case of keywords as it is")
	c.Flags().StringVar(&o.and, "and", "keep", `where && stands at the break of a line: first, last or keep`)
	c.Flags().BoolVar(&o.format.AlignContinuation, "align", false, "put the continuation characters of an instruction in one column")
	c.Flags().BoolVar(&o.format.Shell, "shell", false, "lay out the shell text in RUN as well")
	return c
}

func (o fmtOptions) run(c *cobra.Command, args []string) error {
	and, ok := format.AndPositions[o.and]
	switch {
	case !ok:
		return fmt.Errorf("unknown place %q for --and; there are first, last and keep", o.and)
	case o.indent < 0 || o.indent > 16:
		return fmt.Errorf("--indent takes a number of blanks from 0 to 16, not %d", o.indent)
	}
	o.format.And = and
	o.format.Indent = fmt.Sprintf("%*s", o.indent, "")
	if o.tabs {
		o.format.Indent = "\t"
	}
	if o.asIs {
		o.format.Keywords = format.AsIs
	}
	_, _, err := o.rewrite.run(c, args, func(s source, src string) (string, int, error) {
		out, refusal := format.Source(src, o.format)
		if refusal != "" {
			return src, 0, fmt.Errorf("%s: not formatted: %s", s.path, refusal)
		}
		return out, 0, nil
	})
	return err
}
