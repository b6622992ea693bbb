package refactor

import (
	"fmt"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis/text"
)

// execAll offers the exec form of every CMD and ENTRYPOINT of the file that runs
// the same without a shell, where there are several. Others stay as they are.
func execAll(p place) []offer {
	if !startsContainer(p) {
		return nil
	}
	var edits []text.Edit
	var count int
	var fixes bool
	for i := range p.Items.Len() {
		other := p.other(i)
		if !startsContainer(other) {
			continue
		}
		s, ok := other.script()
		if !ok {
			continue
		}
		shells := other.shells()
		c := s.conversion(shells)
		if !c.Exact || other.paired() {
			continue
		}
		if o := s.exact(c, shells[0], ""); o.edits != nil {
			edits, fixes, count = append(edits, o.edits...), fixes || o.fixes, count+1
		}
	}
	if count < 2 {
		return nil
	}
	return []offer{{title: fmt.Sprintf("Use exec form wherever it runs the same (%d instructions)", count), edits: edits, fixes: fixes}}
}

func startsContainer(p place) bool {
	kind := p.acting().Kind()
	return kind == command.Cmd || kind == command.Entrypoint
}
