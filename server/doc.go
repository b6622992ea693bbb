// Package server speaks the Language Server Protocol, version 3.18. It is all
// that knows LSP: sessions, snapshots of the open documents, settings,
// publishing, and the conversion of byte offsets into lines and columns.
//
// It knows nothing about Dockerfiles. A handler finds the document in the
// snapshot, calls a function of package analysis, lint, refactor, format or
// completion, and converts the answer.
//
// Three rules keep the answers right:
//
//   - Notifications run on the connection's read loop, one after the other, and
//     are the only ones to change documents.
//   - A request takes the snapshot on the read loop, so that it sees exactly the
//     changes sent before it, and then runs beside the others.
//   - Nothing that runs on the read loop waits for the client.
//
// Start with Serve, then the table in methods.go, which names every method that
// is handled. A new feature is one file with its handler and one row there.
package server
