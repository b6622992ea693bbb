package main

import (
	"github.com/spf13/cobra"

	"github.com/slipway-dev/slipway/server"
)

func settingsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "settings",
		Short: "Print a JSON Schema of the settings",
		Long: `Prints a JSON Schema of what an editor keeps in its section "slipway". The settings
page of an editor's extension can be made from it.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			_, err := c.OutOrStdout().Write(server.SettingsSchema())
			return err
		},
	}
}
