package server

import (
	"go.lsp.dev/protocol"
	"go.uber.org/zap"

	"github.com/slipway-dev/slipway/analysis/lint"
	"github.com/slipway-dev/slipway/server/shellcheck"
)

// shellChecks has ShellCheck look at the scripts of a session's documents, in the
// background. It is nil where there is none.
type shellChecks struct {
	shellcheck.Checker
	session *session
}

// shellChecksUnder is what checks scripts under settings: the one there is, with all
// that it knows, unless another program is to be asked.
func (s *session) shellChecksUnder(settings *Settings, now *shellChecks) *shellChecks {
	path := lint.Merge(settings.Lint).ShellCheck
	switch path {
	case "off":
		return nil
	case "auto":
		path = ""
	}
	if !s.options.ShellCheck || now != nil && now.Path == path {
		return now
	}
	return &shellChecks{session: s, Checker: shellcheck.Checker{Path: path, Failed: func(err error) {
		s.log.Warn("ShellCheck is not asked any more in this session; slipway's own rules go on", zap.Error(err))
	}}}
}

// known is what has been said of a script, for lint.Config.
func (c *shellChecks) known(s lint.ShellScript) ([]lint.ShellNote, bool) { return c.Known(s) }

// state changes with each answer, for lint.Config.
func (c *shellChecks) state() any {
	type state struct {
		*shellChecks
		answers int64
	}
	return state{c, c.answers()}
}

// want has scripts of a document looked at, and its diagnostics published when they are.
func (c *shellChecks) want(asker string, lists [][]lint.ShellScript) {
	if c.Want(asker, lists...) {
		c.session.spawn(func() { c.Work(c.session.ctx, c.news) })
	}
}

func (c *shellChecks) news() {
	c.session.recheck()
	c.session.refresh(protocol.MethodWorkspaceDiagnosticRefresh)
}

// answers counts the answers so far.
func (c *shellChecks) answers() int64 {
	if c == nil {
		return 0
	}
	return c.Answers()
}
