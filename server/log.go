package server

import (
	"strings"

	"go.lsp.dev/protocol"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
)

// silent is above every level.
const silent = zapcore.FatalLevel + 1

// clientLog is a zap core that shows entries in the client, as
// window/logMessage. It is silent until it is opened: nothing may be sent before
// initialize.
type clientLog struct {
	zap.AtomicLevel
	encoder zapcore.Encoder
	session *session
}

func newClientLog(s *session) *clientLog {
	return &clientLog{
		AtomicLevel: zap.NewAtomicLevelAt(silent),
		encoder:     zapcore.NewConsoleEncoder(zapcore.EncoderConfig{MessageKey: "message", SkipLineEnding: true}),
		session:     s,
	}
}

// tee is a logger that writes to the client and to what l writes to.
func (c *clientLog) tee(l *zap.Logger) *zap.Logger {
	if l == nil {
		return zap.New(c)
	}
	return l.WithOptions(zap.WrapCore(func(core zapcore.Core) zapcore.Core { return zapcore.NewTee(core, c) }))
}

// defaultLevel is what a client is shown that says nothing.
const defaultLevel = zapcore.WarnLevel

// levels are the levels of logging by their names in the settings.
var levels = map[string]zapcore.Level{
	"error":   zapcore.ErrorLevel,
	"warning": zapcore.WarnLevel,
	"info":    zapcore.InfoLevel,
	"debug":   zapcore.DebugLevel,
}

// open shows what is at least at a level of that name, or at the default one if
// there is none.
func (c *clientLog) open(level string) {
	l, ok := levels[level]
	if !ok {
		l = defaultLevel
	}
	c.SetLevel(l)
}

// With implements zapcore.Core.
func (c *clientLog) With(fields []zapcore.Field) zapcore.Core {
	n := *c
	n.encoder = c.encoder.Clone()
	for _, f := range fields {
		f.AddTo(n.encoder)
	}
	return &n
}

// Check implements zapcore.Core.
func (c *clientLog) Check(e zapcore.Entry, checked *zapcore.CheckedEntry) *zapcore.CheckedEntry {
	if c.Enabled(e.Level) {
		return checked.AddCore(e, c)
	}
	return checked
}

// Write implements zapcore.Core. Entries are also made on the read loop, so the
// message is sent later.
func (c *clientLog) Write(e zapcore.Entry, fields []zapcore.Field) error {
	line, err := c.encoder.EncodeEntry(e, fields)
	if err != nil {
		return err
	}
	p := &protocol.LogMessageParams{Type: messageType(e.Level), Message: strings.TrimSpace(line.String())}
	line.Free()
	c.session.outbox.post(c.session, func() { c.session.notify(protocol.MethodWindowLogMessage, p) })
	return nil
}

// Sync implements zapcore.Core.
func (c *clientLog) Sync() error { return nil }

// messageType is LSP's name of a level. Its own "debug" is new in LSP 3.18,
// which a client need not know.
func messageType(l zapcore.Level) protocol.MessageType {
	switch {
	case l >= zapcore.ErrorLevel:
		return protocol.MessageTypeError
	case l == zapcore.WarnLevel:
		return protocol.MessageTypeWarning
	case l == zapcore.InfoLevel:
		return protocol.MessageTypeInfo
	default:
		return protocol.MessageTypeLog
	}
}
