package refactor

import "github.com/slipway-dev/slipway/analysis/text"

// Action is a rewrite that somebody may ask for at a place.
type Action struct {
	Title string
	// Kind is LSP's code action kind, such as "refactor.rewrite".
	Kind string
	// File is the path, from the root of the build context, of another file that the
	// edits are of, and that is made if it is not there; "" for the Dockerfile.
	File  string
	Edits []text.Edit
	// Preferred marks the one that an editor's «fix» key takes.
	Preferred bool
	// Unsafe tells of a preferred one that it is a guess, or may change what the
	// container does with what the file does not show.
	Unsafe bool
	// Codes are the rules whose findings at this place it resolves.
	Codes []string
	// Disabled is why it cannot be done here, or "". It then has no edits.
	Disabled string
}
