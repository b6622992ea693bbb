package server

import "go.lsp.dev/protocol"

// methods is every method that is handled, in the order of the specification.
// What the server tells of its capabilities is made from it: see capabilities.
var methods = table{
	protocol.MethodInitialize:    {answer: call(initialize).answer, inOrder: true},
	protocol.MethodInitialized:   bare(initialized),
	protocol.MethodShutdown:      {answer: shutdown, inOrder: true},
	protocol.MethodExit:          bare(exit),
	protocol.MethodSetTrace:      notification(setTrace),
	protocol.MethodCancelRequest: notification(cancelRequest),

	protocol.MethodTextDocumentDidOpen:   {observe: didOpen, provide: provideSync},
	protocol.MethodTextDocumentDidChange: notification(didChange),
	protocol.MethodTextDocumentDidSave:   notification(didSave),
	protocol.MethodTextDocumentDidClose:  notification(didClose),

	protocol.MethodTextDocumentDiagnostic: call(diagnostic).providing(provideDiagnostics),
	protocol.MethodTextDocumentHover:      call(hover).providing(provideHover),
	protocol.MethodTextDocumentCompletion: call(complete).providing(provideCompletion),
	protocol.MethodTextDocumentCodeAction: call(codeAction).providing(provideCodeActions),

	protocol.MethodWorkspaceDiagnostic:                call(workspaceDiagnostic),
	protocol.MethodWorkspaceDidChangeConfiguration:    notification(didChangeConfiguration),
	protocol.MethodWorkspaceDidChangeWatchedFiles:     notification(didChangeWatchedFiles),
	protocol.MethodWorkspaceDidChangeWorkspaceFolders: notification(didChangeWorkspaceFolders).providing(provideFolders),
}
