package server

import (
	"maps"
	"slices"
	"strings"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/slipway-dev/slipway/analysis"
)

// commands are what a client can have the server do, by name.
var commands = map[string]func(*request, []protocol.LSPAny) (any, error){
	"slipway.graph": graph,
}

func provideCommands(c *protocol.ServerCapabilities, _ *client) {
	c.ExecuteCommandProvider.Commands = slices.Sorted(maps.Keys(commands))
}

func executeCommand(r *request, p *protocol.ExecuteCommandParams) (any, error) {
	command, ok := commands[p.Command]
	if !ok {
		return nil, wrong("there is no command %q; there is %s", p.Command, strings.Join(slices.Sorted(maps.Keys(commands)), ", "))
	}
	return command(r, p.Arguments)
}

// graph answers with the graph of a Dockerfile's stages as text. Its argument is
// {"uri": …, "format": …}, with a format of analysis.GraphFormats.
func graph(r *request, arguments []protocol.LSPAny) (any, error) {
	var p struct {
		URI    uri.URI `json:"uri"`
		Format string  `json:"format"`
	}
	if len(arguments) != 1 || protocol.Unmarshal(arguments[0], &p) != nil || p.URI == "" {
		return nil, wrong(`slipway.graph takes one argument: {"uri": "file:///…/Dockerfile", "format": "svg"}`)
	}
	draw, ok := analysis.GraphFormats[p.Format]
	if !ok {
		return nil, wrong("unknown format %q; there are %s", p.Format, strings.Join(slices.Sorted(maps.Keys(analysis.GraphFormats)), ", "))
	}
	d, err := r.dockerfile(p.URI)
	if err != nil {
		return nil, err
	}
	if d == nil {
		return nil, wrong("%s is no Dockerfile that is open or can be read", p.URI)
	}
	return protocol.String(draw(analysis.NewGraph(d.file))), nil
}

// wrong tells a client what is wrong with the parameters of a request.
func wrong(format string, args ...any) error {
	return jsonrpc2.Errorf(jsonrpc2.InvalidParams, format, args...)
}
