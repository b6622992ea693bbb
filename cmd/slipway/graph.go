package main

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/text"
)

func graphCommand() *cobra.Command {
	var as string
	c := &cobra.Command{
		Use:   "graph [FILE]",
		Short: "Draw which stage needs which",
		Long: `Prints the stages of a Dockerfile, the images they start from and what they copy
from one another: as text for Mermaid or Graphviz, or as a picture. "-" is the standard input.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			draw, ok := analysis.GraphFormats[as]
			if !ok {
				return fmt.Errorf("unknown format %q; there are dot, mermaid and svg", as)
			}
			s := source{path: "Dockerfile"}
			if len(args) == 1 {
				s = source{path: args[0], stdin: slices.Contains(args, "-")}
			}
			src, err := s.read(c.InOrStdin())
			if err != nil {
				return errors.New(plainError(err))
			}
			_, err = io.WriteString(c.OutOrStdout(), draw(analysis.NewGraph(analysis.New(text.New(src)))))
			return err
		},
	}
	c.Flags().StringVar(&as, "format", "mermaid", "how to print it: dot, mermaid or svg")
	return c
}
