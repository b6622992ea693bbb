package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/slipway-dev/slipway/analysis/lint"
)

func rulesCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "rules [CODE]...",
		Short: "List the rules, or say what one of them is about",
		Long: `Lists all rules with their severity in each profile. With a code, or another name
of a rule, it prints the page about that rule in Markdown.`,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return listRules(c.OutOrStdout())
			}
			for i, name := range args {
				if i > 0 {
					fmt.Fprintln(c.OutOrStdout())
				}
				if err := showRules(c.OutOrStdout(), name); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

// listRules prints a table of all rules.
func listRules(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprint(t, "RULE")
	for _, p := range lint.Profiles {
		fmt.Fprint(t, "\t", strings.ToUpper(p.Name))
	}
	fmt.Fprintln(t, "\tWHAT IT FINDS")
	for r := range lint.Rules() {
		fmt.Fprint(t, r.Code)
		for _, p := range lint.Profiles {
			fmt.Fprint(t, "\t", p.Severity(r))
		}
		fmt.Fprint(t, "\t", r.Title)
		if names := r.Names(); len(names) > 0 {
			fmt.Fprintf(t, " (%s)", strings.Join(names, ", "))
		}
		fmt.Fprintln(t)
	}
	return t.Flush()
}

// showRules prints the pages of the rules that a name means, the one of that code
// first.
func showRules(w io.Writer, name string) error {
	rules := lint.Lookup(name)
	if len(rules) == 0 {
		message := lint.UnknownRule(name)
		if !strings.HasSuffix(message, "?") {
			message += ";"
		}
		return fmt.Errorf(`%s "slipway rules" lists them`, message)
	}
	own := slices.IndexFunc(rules, func(r *lint.Rule) bool { return strings.EqualFold(r.Code, name) })
	if own > 0 {
		rules = slices.Insert(slices.Delete(slices.Clone(rules), own, own+1), 0, rules[own])
	}
	for i, r := range rules {
		if i > 0 {
			fmt.Fprintln(w)
		}
		if _, err := io.WriteString(w, r.Markdown()); err != nil {
			return err
		}
	}
	return nil
}
