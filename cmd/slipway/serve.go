package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"

	"github.com/spf13/cobra"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"

	"github.com/slipway-dev/slipway/server"
)

func serveCommand() *cobra.Command {
	var (
		options = server.Options{Version: version()}
		listen  string
		level   string
	)
	c := &cobra.Command{
		Use:   "serve",
		Short: "Speak the Language Server Protocol on standard input and output",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			l, err := zapcore.ParseLevel(strings.Replace(level, "warning", "warn", 1))
			if err != nil {
				return fmt.Errorf("--log-level: %w", err)
			}
			options.Logger = newLogger(l)
			if listen != "" {
				return serveListener(c.Context(), listen, options)
			}
			if code := server.Serve(c.Context(), stdio{}, options); code != 0 {
				return exitCode(code)
			}
			return nil
		},
	}
	options.ShellCheck = true
	f := c.Flags()
	f.Bool("stdio", true, "use standard input and output, which is the default")
	f.StringVar(&listen, "listen", "", "serve connections at `address` instead: host:port, or unix:path")
	f.StringVar(&level, "log-level", "warning", "least `level` to write to standard error: error, warning, info, debug")
	f.IntVar(&options.ClientProcessID, "clientProcessId", 0, "end when the process `pid` does")
	f.BoolVar(&options.Paranoid, "paranoid", false, "check each edit against reading the whole file, and log what differs (slow)")
	return c
}

// stdio is standard input and output as one connection.
type stdio struct{}

func (stdio) Read(b []byte) (int, error)  { return os.Stdin.Read(b) }
func (stdio) Write(b []byte) (int, error) { return os.Stdout.Write(b) }
func (stdio) Close() error                { return errors.Join(os.Stdin.Close(), os.Stdout.Close()) }

// serveListener serves each connection to address as a session of its own, until
// the process is told to end.
func serveListener(ctx context.Context, address string, o server.Options) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	l, err := listener(ctx, address)
	if err != nil {
		return err
	}
	defer context.AfterFunc(ctx, func() { l.Close() })()
	fmt.Fprintln(os.Stderr, "listening on", l.Addr().Network(), l.Addr())
	var sessions sync.WaitGroup
	defer sessions.Wait()
	for {
		conn, err := l.Accept()
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		sessions.Go(func() {
			code := server.Serve(ctx, conn, o)
			o.Logger.Info("session ended", zap.Stringer("client", conn.RemoteAddr()), zap.Int("code", code))
		})
	}
}

// listener listens at host:port, where no host means this machine only, or at
// unix:path, readable by this user only.
func listener(ctx context.Context, address string) (net.Listener, error) {
	var c net.ListenConfig
	path, ok := strings.CutPrefix(address, "unix:")
	if !ok {
		if strings.HasPrefix(address, ":") {
			address = "localhost" + address
		}
		return c.Listen(ctx, "tcp", address)
	}
	if conn, err := net.Dial("unix", path); err == nil {
		conn.Close()
	} else if errors.Is(err, syscall.ECONNREFUSED) {
		os.Remove(path) // left behind by a server that was killed
	}
	l, err := c.Listen(ctx, "unix", path)
	if err != nil {
		return nil, err
	}
	return l, os.Chmod(path, 0o600)
}
