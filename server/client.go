package server

import (
	"encoding/json"
	"slices"

	"go.lsp.dev/protocol"

	"github.com/slipway-dev/slipway/analysis/text"
)

// client is what a client can do, as far as it changes what it is sent. It does
// not change after initialize.
type client struct {
	encoding text.Encoding
	retries  []string // methods that it asks again when told that the content was modified

	hoverMarkdown      bool
	details            bool // hovers may have the HTML elements <details> and <summary>
	snippets           bool
	completionMarkdown bool
	completionResolves bool // asks for the documentation of the one that it shows
	completionTags     bool
	suggestCommand     string // has it ask for candidates again, "" if it has none

	codeActionLiterals  bool
	codeActionPreferred bool
	codeActionDisabled  bool
	codeActionResolves  bool // asks for the edit of the one that is chosen
	codeActionMakesAll  bool // makes all that it is given for a diagnostic
	documentChanges     bool
	createsFiles        bool

	symbolTrees       bool
	prepareRename     bool
	linkTooltips      bool
	lenses            bool
	formatsRanges     bool
	signatureMarkdown bool
	labelOffsets      bool
	noActiveParameter bool
	tokens            *legend // nil if it shows none

	pullDiagnostics        bool
	refreshes              []string // methods that have it ask again
	diagnosticTags         []protocol.DiagnosticTag
	diagnosticDescriptions bool

	commands               []string // of the client's own, that it says it knows
	configuration          bool
	registersConfiguration bool
	registersWatchers      bool
}

// newClient reads the capabilities of a client, most of which may be absent at
// any depth.
func newClient(name string, p *protocol.ClientCapabilities) *client {
	c := &client{suggestCommand: suggestCommands[name]}
	general := or(p.General)
	c.encoding = negotiate(general.PositionEncodings)
	c.retries = general.StaleRequestSupport.RetryOnContentModified
	c.readTextDocument(or(p.TextDocument))
	c.codeActionMakesAll = name == "" && slices.Equal(or(or(p.TextDocument).CodeAction).CodeActionLiteralSupport.CodeActionKind.ValueSet, kateKinds)
	tags := general.Markdown.AllowedTags
	c.details = c.hoverMarkdown && slices.Contains(tags, "details") && slices.Contains(tags, "summary")
	c.readWorkspace(or(p.Workspace))
	c.readDiagnostics(p)
	c.commands = clientCommands(p.Experimental)
	return c
}

// clientCommands are the names of commands in {"commands": {"commands": […]}}, as
// rust-analyzer's clients tell them, too.
func clientCommands(experimental protocol.LSPAny) []string {
	var told struct {
		Commands struct{ Commands []string }
	}
	_ = json.Unmarshal(experimental, &told) // nothing, or something else, is none
	return told.Commands.Commands
}

// suggestCommands are the commands of clients that know one by which the user asks
// for candidates; LSP has none. The others show a candidate's command as an error.
var suggestCommands = map[string]string{
	"Visual Studio Code":            "editor.action.triggerSuggest",
	"Visual Studio Code - Insiders": "editor.action.triggerSuggest",
	"VSCodium":                      "editor.action.triggerSuggest",
	"Code - OSS":                    "editor.action.triggerSuggest",
	"Cursor":                        "editor.action.triggerSuggest",
	"Windsurf":                      "editor.action.triggerSuggest",
	"coc.nvim":                      "editor.action.triggerSuggest",
}

// kateKinds are the kinds of code actions that Kate names, by which it is known: it does
// not say its own name.
var kateKinds = []protocol.CodeActionKind{
	protocol.CodeActionKindQuickFix, protocol.CodeActionKindRefactor, protocol.CodeActionKindSource,
}

func (c *client) readTextDocument(p *protocol.TextDocumentClientCapabilities) {
	c.hoverMarkdown = prefersMarkdown(or(p.Hover).ContentFormat)

	item := or(or(p.Completion).CompletionItem)
	c.snippets = is(item.SnippetSupport)
	c.completionMarkdown = prefersMarkdown(item.DocumentationFormat)
	c.completionResolves = slices.Contains(item.ResolveSupport.Properties, "documentation")
	c.completionTags = slices.Contains(item.TagSupport.ValueSet, protocol.CompletionItemTagDeprecated)

	action := or(p.CodeAction)
	c.codeActionLiterals = action.CodeActionLiteralSupport.CodeActionKind.ValueSet != nil
	c.codeActionPreferred = is(action.IsPreferredSupport)
	c.codeActionDisabled = is(action.DisabledSupport)
	c.codeActionResolves = is(action.DataSupport) && slices.Contains(action.ResolveSupport.Properties, "edit")

	c.symbolTrees = is(or(p.DocumentSymbol).HierarchicalDocumentSymbolSupport)
	c.prepareRename = is(or(p.Rename).PrepareSupport)
	c.linkTooltips = is(or(p.DocumentLink).TooltipSupport)
	c.lenses = p.CodeLens != nil
	c.formatsRanges = is(or(p.RangeFormatting).RangesSupport)
	c.tokens = newLegend(&p.SemanticTokens)

	signature := or(or(p.SignatureHelp).SignatureInformation)
	c.signatureMarkdown = prefersMarkdown(signature.DocumentationFormat)
	c.labelOffsets = is(or(signature.ParameterInformation).LabelOffsetSupport)
	c.noActiveParameter = is(signature.NoActiveParameterSupport)
}

// readDiagnostics has diagnostics pulled only by clients that can be told to ask
// again. Findings change without an edit, with settings and with files, and
// lsp-mode 10 for one asks after edits alone.
func (c *client) readDiagnostics(p *protocol.ClientCapabilities) {
	document := or(p.TextDocument)
	shown := or(document.PublishDiagnostics).DiagnosticsCapabilities
	if pull := document.Diagnostic; pull != nil {
		// Many clients fill in only one of the two; what they can show does not
		// depend on the way it comes.
		pulled := pull.DiagnosticsCapabilities
		shown.TagSupport.ValueSet = append(slices.Clone(shown.TagSupport.ValueSet), pulled.TagSupport.ValueSet...)
		if is(pulled.CodeDescriptionSupport) {
			shown.CodeDescriptionSupport = pulled.CodeDescriptionSupport
		}
	}
	c.diagnosticTags = shown.TagSupport.ValueSet
	c.diagnosticDescriptions = is(shown.CodeDescriptionSupport)
	if document.Diagnostic != nil && is(or(or(p.Workspace).Diagnostics).RefreshSupport) {
		c.pullDiagnostics = true
		c.refreshes = append(c.refreshes, protocol.MethodWorkspaceDiagnosticRefresh)
	}
}

func (c *client) readWorkspace(p *protocol.WorkspaceClientCapabilities) {
	c.documentChanges = is(or(p.WorkspaceEdit).DocumentChanges)
	c.createsFiles = c.documentChanges && slices.Contains(or(p.WorkspaceEdit).ResourceOperations, protocol.ResourceOperationKindCreate)
	if is(or(p.InlayHint).RefreshSupport) {
		c.refreshes = append(c.refreshes, protocol.MethodWorkspaceInlayHintRefresh)
	}
	c.configuration = is(p.Configuration)
	c.registersConfiguration = is(or(p.DidChangeConfiguration).DynamicRegistration)
	c.registersWatchers = is(or(p.DidChangeWatchedFiles).DynamicRegistration)
}

// encodings are the units of columns by their names in LSP, the best first:
// bytes need no conversion.
var encodings = []struct {
	name protocol.PositionEncodingKind
	unit text.Encoding
}{
	{protocol.PositionEncodingKindUTF8, text.UTF8},
	{protocol.PositionEncodingKindUTF16, text.UTF16},
	{protocol.PositionEncodingKindUTF32, text.UTF32},
}

// negotiate picks the best of the encodings a client offers. Every client
// understands UTF-16, whether it says so or not.
func negotiate(offered []protocol.PositionEncodingKind) text.Encoding {
	for _, e := range encodings {
		if slices.Contains(offered, e.name) {
			return e.unit
		}
	}
	return text.UTF16
}

func (c *client) encodingName() protocol.PositionEncodingKind {
	for _, e := range encodings {
		if e.unit == c.encoding {
			return e.name
		}
	}
	return protocol.PositionEncodingKindUTF16
}

// prefersMarkdown tells whether Markdown is the first of the formats that a
// client lists in the order of its preference.
func prefersMarkdown(formats []protocol.MarkupKind) bool {
	return len(formats) > 0 && formats[0] == protocol.MarkupKindMarkdown
}

func is(b *bool) bool { return b != nil && *b }

// or is p, or a zero value for nil.
func or[T any](p *T) *T {
	if p == nil {
		return new(T)
	}
	return p
}
