package server

import "go.lsp.dev/protocol"

// methods is every method that is handled, in the order of the specification.
// What the server tells of its capabilities is made from it: see capabilities.
var methods = table{
	protocol.MethodInitialize:    {answer: initialize, inOrder: true},
	protocol.MethodInitialized:   bare(initialized),
	protocol.MethodShutdown:      {answer: shutdown, inOrder: true},
	protocol.MethodExit:          bare(exit),
	protocol.MethodSetTrace:      notification(setTrace),
	protocol.MethodCancelRequest: notification(cancelRequest),

	protocol.MethodTextDocumentDidOpen:   {observe: didOpen, provide: provideSync},
	protocol.MethodTextDocumentDidChange: notification(didChange),
	protocol.MethodTextDocumentDidSave:   notification(didSave),
	protocol.MethodTextDocumentDidClose:  notification(didClose),

	protocol.MethodTextDocumentDeclaration:        call(declaration).providing(provideDeclaration),
	protocol.MethodTextDocumentDefinition:         call(definition).providing(provideDefinition),
	protocol.MethodTextDocumentReferences:         call(references).providing(provideReferences),
	protocol.MethodTextDocumentDocumentHighlight:  call(documentHighlight).providing(provideHighlight),
	protocol.MethodTextDocumentDocumentLink:       call(documentLink).providing(provideLinks),
	protocol.MethodTextDocumentHover:              call(hover).providing(provideHover),
	protocol.MethodTextDocumentCodeLens:           call(codeLens).providing(provideLenses),
	protocol.MethodTextDocumentFoldingRange:       call(foldingRange).providing(provideFolding),
	protocol.MethodTextDocumentSelectionRange:     call(selectionRange).providing(provideSelection),
	protocol.MethodTextDocumentDocumentSymbol:     call(documentSymbol).providing(provideDocumentSymbols),
	protocol.MethodTextDocumentInlayHint:          call(inlayHint).providing(provideHints),
	protocol.MethodTextDocumentCompletion:         call(complete).providing(provideCompletion),
	protocol.MethodCompletionItemResolve:          {answer: completionResolve},
	protocol.MethodTextDocumentDiagnostic:         call(diagnostic).providing(provideDiagnostics),
	protocol.MethodTextDocumentSignatureHelp:      call(signatureHelp).providing(provideSignatures),
	protocol.MethodTextDocumentCodeAction:         call(codeAction).providing(provideCodeActions),
	protocol.MethodCodeActionResolve:              {answer: codeActionResolve},
	protocol.MethodTextDocumentFormatting:         call(formatting).providing(provideFormatting),
	protocol.MethodTextDocumentRangeFormatting:    call(rangeFormatting).providing(provideRangeFormatting),
	protocol.MethodTextDocumentRangesFormatting:   call(rangesFormatting),
	protocol.MethodTextDocumentOnTypeFormatting:   call(onTypeFormatting).providing(provideOnTypeFormatting),
	protocol.MethodTextDocumentRename:             call(rename).providing(provideRename),
	protocol.MethodTextDocumentPrepareRename:      call(prepareRename),
	protocol.MethodTextDocumentLinkedEditingRange: call(linkedEditingRange).providing(provideLinkedEditing),

	protocol.MethodTextDocumentSemanticTokensFull:      call(semanticTokensFull).providing(provideTokens),
	protocol.MethodTextDocumentSemanticTokensFullDelta: call(semanticTokensDelta),
	protocol.MethodTextDocumentSemanticTokensRange:     call(semanticTokensRange),

	protocol.MethodWorkspaceSymbol:                    call(workspaceSymbol).providing(provideWorkspaceSymbols),
	protocol.MethodWorkspaceExecuteCommand:            call(executeCommand).providing(provideCommands),
	protocol.MethodWorkspaceDiagnostic:                call(workspaceDiagnostic),
	protocol.MethodWorkspaceDidChangeConfiguration:    notification(didChangeConfiguration),
	protocol.MethodWorkspaceDidChangeWatchedFiles:     notification(didChangeWatchedFiles),
	protocol.MethodWorkspaceDidChangeWorkspaceFolders: notification(didChangeWorkspaceFolders).providing(provideFolders),
}
