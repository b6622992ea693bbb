package lint

import "github.com/slipway-dev/slipway/analysis/text"

// Severity is how much a finding matters.
type Severity int

// The severities, the gravest first, with LSP's meaning. Off is for rules that do
// not run.
const (
	Off Severity = iota
	Error
	Warning
	Info
	Hint
)

// Finding is one thing to say about a place in a Dockerfile.
type Finding struct {
	text.Span
	// Code is the rule's name, such as "JSONArgsRecommended" or "DL3008"; empty for
	// an error of BuildKit's parser.
	Code     string
	Severity Severity
	Message  string
	// URL is the rule's documentation, or "".
	URL string
	// Unnecessary and Deprecated become LSP's diagnostic tags.
	Unnecessary, Deprecated bool
	// Fix is a change after which the finding is gone, or nil. Its edits count in
	// the file.
	Fix *Fix
}
