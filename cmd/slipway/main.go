// Command slipway is a language server for Dockerfiles, and their linter, fixer
// and formatter on the command line. Run "slipway help".
package main

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
)

// commands are the subcommands, one file each.
var commands = []func() *cobra.Command{
	serveCommand,
	lintCommand,
	fmtCommand,
	graphCommand,
	fixCommand,
	rulesCommand,
	settingsCommand,
	versionCommand,
}

// exitCode is an error that only ends the process: what there was to say has
// been said.
type exitCode int

func (c exitCode) Error() string { return fmt.Sprintf("exit code %d", int(c)) }

// usageError is the exit code of a command line that cannot be run.
const usageError exitCode = 2

func main() { os.Exit(run(os.Args[1:])) }

func run(args []string) int {
	root := rootCommand()
	root.SetArgs(args)
	err := root.Execute()
	var code exitCode
	switch {
	case err == nil:
		return 0
	case errors.As(err, &code):
		return int(code)
	default:
		fmt.Fprintln(root.ErrOrStderr(), "slipway:", err)
		return int(usageError)
	}
}

func rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:           "slipway",
		Short:         "Language server, linter and formatter for Dockerfiles",
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	for _, c := range commands {
		root.AddCommand(c())
	}
	return root
}

// release is the version of a release, which is given to the linker.
var release string

// version is the release, or the version of the module that this was built from as
// Go records it.
func version() string {
	if release != "" {
		return release
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "devel"
}

// newLogger writes to standard error what is at least at level.
func newLogger(level zapcore.Level) *zap.Logger {
	config := zap.NewDevelopmentEncoderConfig()
	config.CallerKey, config.StacktraceKey = "", ""
	return zap.New(zapcore.NewCore(zapcore.NewConsoleEncoder(config), zapcore.Lock(os.Stderr), level))
}
