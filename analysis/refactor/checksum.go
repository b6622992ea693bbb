package refactor

import (
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis/text"
)

// checksum offers a --checksum for an ADD of one file from the web. What it is
// nobody knows before the file was fetched: the build fails and tells the right one.
func checksum(p place) []offer {
	in := p.acting()
	add, ok := in.Command.(*instructions.AddCommand)
	if p.step() == nil || !ok || len(add.SourcePaths) != 1 || len(add.SourceContents) > 0 || !fetched(add.SourcePaths[0]) || !p.frontend(6) {
		return nil
	}
	if _, has := in.Flag("checksum"); has {
		return nil
	}
	flag := "--checksum=sha256:" + strings.Repeat("0", 64)
	end := in.Keyword.End
	edits := []text.Edit{p.edit(text.Span{Start: end, End: end}, " "+flag)}
	after := p.becomes(edits)
	if after == nil {
		return nil
	}
	if c, ok := acting(after).Command.(*instructions.AddCommand); !ok || c.Checksum == "" || c.DestPath != add.DestPath {
		return nil
	}
	return []offer{{title: "Add a --checksum to fill in: the build will fail and tell the right one", edits: edits}}
}

// fetched tells of a source of ADD that it is a file of the web, and by its name no
// repository of Git.
func fetched(source string) bool {
	if !strings.HasPrefix(source, "https://") && !strings.HasPrefix(source, "http://") {
		return false
	}
	address, _, _ := strings.Cut(source, "#")
	address, _, _ = strings.Cut(address, "?")
	return !strings.HasSuffix(address, ".git") && !strings.HasSuffix(address, "/")
}
