package server

import (
	"go.lsp.dev/protocol"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/text"
)

// provideSignatures leaves out the blank: help would pop up all along a RUN line.
func provideSignatures(c *protocol.ServerCapabilities, _ *client) {
	c.SignatureHelpProvider = &protocol.SignatureHelpOptions{TriggerCharacters: []string{"=", ","}}
}

func signatureHelp(r *request, p *protocol.SignatureHelpParams) (any, error) {
	d, err := r.dockerfile(p.TextDocument.URI)
	if d == nil {
		return nil, err
	}
	found, ok := analysis.Signatures(d.file, r.view(d).offset(p.Position))
	if !ok || len(found.Signatures) == 0 {
		return nil, nil
	}
	active := uint32(found.Active)
	help := &protocol.SignatureHelp{ActiveSignature: &active}
	for i := range found.Signatures {
		help.Signatures = append(help.Signatures, r.client.signature(&found.Signatures[i]))
	}
	switch {
	case found.Param >= 0:
		help.ActiveParameter = protocol.NewNullable(uint32(found.Param))
	case r.client.noActiveParameter:
		help.ActiveParameter = protocol.NullNullable[uint32]()
	default: // one that is not there: the nearest to none that older clients know
		help.ActiveParameter = protocol.NewNullable(uint32(len(found.Signatures[found.Active].Params)))
	}
	return help, nil
}

func (c *client) signature(s *analysis.Signature) protocol.SignatureInformation {
	info := protocol.SignatureInformation{Label: s.Label}
	if s.Doc != "" {
		info.Documentation = markup(s.Doc, c.signatureMarkdown)
	}
	// LSP counts the label in UTF-16, whatever was agreed for positions.
	label := view{text.New(s.Label), text.UTF16}
	for _, p := range s.Params {
		param := protocol.ParameterInformation{Label: protocol.String(label.text.Slice(p.Span))}
		if c.labelOffsets {
			param.Label = protocol.ParameterInformationLabelTuple{
				label.position(p.Start).Character, label.position(p.End).Character,
			}
		}
		if p.Doc != "" {
			param.Documentation = markup(p.Doc, c.signatureMarkdown)
		}
		info.Parameters = append(info.Parameters, param)
	}
	return info
}
