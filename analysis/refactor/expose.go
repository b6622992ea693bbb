package refactor

import (
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis/text"
)

// protocolCasing offers the protocols of an EXPOSE in lower case.
func protocolCasing(p place) []offer {
	in := p.acting()
	if p.step() == nil || in.Kind() != command.Expose {
		return nil
	}
	var edits []text.Edit
	fixes := false
	for _, w := range in.Args {
		port, protocol, ok := strings.Cut(w.Value, "/")
		lower := strings.ToLower(protocol)
		if ok && protocol != lower && (lower == "tcp" || lower == "udp" || lower == "sctp") {
			start := in.Line.Offset(w.Start) + len(port) + 1
			edits = append(edits, p.edit(in.Line.Span(start, start+len(protocol)), lower))
			// BuildKit says nothing of a port that a variable leaves empty.
			fixes = fixes || port != "" && !strings.Contains(port, "$")
		}
	}
	if len(edits) == 0 || p.commented(edits) || p.becomes(edits) == nil {
		return nil
	}
	return []offer{{title: "Write the protocol in lower case", edits: edits, fixes: fixes && !p.trigger(), preferred: true}}
}
