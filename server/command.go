package server

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/refactor"
)

// commands are what a client can have the server do, by name.
var commands = map[string]func(*request, []protocol.LSPAny) (any, error){
	"slipway.context": contextFor,
	"slipway.graph":   graph,
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
	d, err := r.meant(p.URI)
	if err != nil {
		return nil, err
	}
	return protocol.String(draw(analysis.NewGraph(d.file))), nil
}

// contextFor answers with the build context of a Dockerfile: its folder as "uri", and its
// "ignoreFile", the one in force; where there is none, where it belongs, with what it
// should say as "content". Its argument is {"uri": …}, that of the Dockerfile.
func contextFor(r *request, arguments []protocol.LSPAny) (any, error) {
	var p struct {
		URI uri.URI `json:"uri"`
	}
	if len(arguments) != 1 || protocol.Unmarshal(arguments[0], &p) != nil || p.URI == "" {
		return nil, wrong(`slipway.context takes one argument: {"uri": "file:///…/Dockerfile"}`)
	}
	d, err := r.meant(p.URI)
	if err != nil {
		return nil, err
	}
	if d.context == nil {
		return nil, wrong("%s has no build context: it is not on a disk", p.URI)
	}
	name, content := d.context.IgnoreFile(), ""
	if name == "" {
		name, content = ".dockerignore", refactor.IgnoreFile(d.file, d.context)
	}
	return struct {
		URI        uri.URI `json:"uri"`
		IgnoreFile uri.URI `json:"ignoreFile"`
		Content    string  `json:"content,omitempty"`
	}{uri.File(d.root), uri.File(filepath.Join(d.root, filepath.FromSlash(name))), content}, nil
}

// meant is the Dockerfile that a person means with a command.
func (r *request) meant(u uri.URI) (*document, error) {
	d, err := r.dockerfile(u)
	if d == nil && err == nil {
		err = wrong("%s is no Dockerfile that is open or can be read", u)
	}
	return d, err
}

// wrong tells a client what is wrong with the parameters of a request.
func wrong(format string, args ...any) error {
	return jsonrpc2.Errorf(jsonrpc2.InvalidParams, format, args...)
}
