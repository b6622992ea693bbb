package server

import (
	"cmp"
	"slices"
	"strings"

	"go.lsp.dev/protocol"

	"github.com/slipway-dev/slipway/analysis/format"
	"github.com/slipway-dev/slipway/analysis/text"
)

func provideFormatting(c *protocol.ServerCapabilities, _ *client) {
	c.DocumentFormattingProvider = protocol.Boolean(true)
}

func provideRangeFormatting(c *protocol.ServerCapabilities, client *client) {
	c.DocumentRangeFormattingProvider = protocol.Boolean(true)
	if several := true; client.formatsRanges {
		c.DocumentRangeFormattingProvider = &protocol.DocumentRangeFormattingOptions{RangesSupport: &several}
	}
}

func provideOnTypeFormatting(c *protocol.ServerCapabilities, _ *client) {
	c.DocumentOnTypeFormattingProvider = protocol.DocumentOnTypeFormattingOptions{FirstTriggerCharacter: "\n"}
}

func formatting(r *request, p *protocol.DocumentFormattingParams) (any, error) {
	d, err := r.dockerfile(p.TextDocument.URI)
	if d == nil {
		return nil, err
	}
	edits, refusal := format.File(d.file, r.settings.formatOptions(&p.Options))
	if refusal != "" {
		return nil, refused(refusal)
	}
	return r.view(d).editList(edits), nil
}

func rangeFormatting(r *request, p *protocol.DocumentRangeFormattingParams) (any, error) {
	return rangesFormatting(r, &protocol.DocumentRangesFormattingParams{
		TextDocument: p.TextDocument, Ranges: []protocol.Range{p.Range}, Options: p.Options,
	})
}

// rangesFormatting makes the edits of all ranges. Those of each are some of the
// whole file's, so that they never cross.
func rangesFormatting(r *request, p *protocol.DocumentRangesFormattingParams) (any, error) {
	d, err := r.dockerfile(p.TextDocument.URI)
	if d == nil {
		return nil, err
	}
	v, options := r.view(d), r.settings.formatOptions(&p.Options)
	var all []text.Edit
	for _, part := range p.Ranges {
		edits, refusal := format.Range(d.file, v.span(part), options)
		if refusal != "" {
			return nil, refused(refusal)
		}
		all = append(all, edits...)
	}
	slices.SortFunc(all, func(a, b text.Edit) int { return cmp.Or(a.Start-b.Start, a.End-b.End, cmp.Compare(a.New, b.New)) })
	return v.editList(slices.Compact(all)), nil
}

func onTypeFormatting(r *request, p *protocol.DocumentOnTypeFormattingParams) (any, error) {
	d, err := r.dockerfile(p.TextDocument.URI)
	if d == nil {
		return nil, err
	}
	v := r.view(d)
	edits := format.OnType(d.file, v.offset(p.Position), p.Ch, r.settings.formatOptions(&p.Options))
	return v.editList(edits), nil
}

// formatOptions are what the settings say of the language and the editor of white
// space, as far as it says it.
func (s *Settings) formatOptions(p *protocol.FormattingOptions) format.Options {
	const widest = 16 // no indentation is wider, whatever a client sends
	o := format.Default()
	o.Keywords, o.And = format.KeywordCases[s.Format.Keywords], format.AndPositions[s.Format.And]
	o.AlignContinuation, o.Shell = s.Format.AlignContinuation, s.Format.Shell
	if p.TabSize > 0 {
		o.TabSize = int(min(p.TabSize, widest))
		o.Indent = strings.Repeat(" ", o.TabSize)
		if !p.InsertSpaces {
			o.Indent = "\t"
		}
	}
	for option, said := range map[*bool]*bool{
		&o.TrimTrailing: p.TrimTrailingWhitespace, &o.FinalNewline: p.InsertFinalNewline, &o.TrimFinalNewlines: p.TrimFinalNewlines,
	} {
		if said != nil {
			*option = *said
		}
	}
	return o
}
