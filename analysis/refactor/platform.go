package refactor

import (
	"slices"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/text"
)

// targetPlatform offers to drop --platform=$TARGETPLATFORM, which is what FROM
// does anyway. It does not where the file gives the variable a value of its own.
func targetPlatform(p place) []offer {
	in, st := p.it().Instruction, p.stage()
	flag, ok := in.Flag("platform")
	if !ok || in.Kind() != command.From || in.Command == nil || st == nil || st.Base >= 0 || len(in.Args) == 0 {
		return nil
	}
	platform := st.Platform
	if len(platform.Unmatched) > 0 || !slices.Equal(platform.Matched, []string{"TARGETPLATFORM"}) ||
		platform.Result != analysis.TargetPlatform || slices.Contains(p.Globals.Declared, "TARGETPLATFORM") {
		return nil
	}
	edits := []text.Edit{p.edit(text.Span{Start: flag.Start, End: in.Args[0].Start}, "")}
	if len(in.Flags) != 1 || p.commented(edits) || p.becomes(edits) == nil {
		return nil
	}
	return []offer{{title: "Drop " + clip(flag.Word.Value, 40) + ", the default", edits: edits, fixes: true, preferred: true}}
}
