package server

import (
	"slices"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
)

func provideFolders(c *protocol.ServerCapabilities, _ *client) {
	supported := true
	c.Workspace = &protocol.WorkspaceOptions{WorkspaceFolders: &protocol.WorkspaceFoldersServerCapabilities{
		Supported: &supported, ChangeNotifications: protocol.Boolean(true),
	}}
}

// rootFolders are the folders that a client starts with. Older clients name one
// only, as rootUri.
func rootFolders(p *protocol.InitializeParams) []uri.URI {
	folders, ok := p.WorkspaceFolders.Get()
	root := p.RootURI //lint:ignore SA1019 old clients send nothing else
	if !ok && root != nil {
		return []uri.URI{*root}
	}
	return folderURIs(nil, folders)
}

func folderURIs(list []uri.URI, folders []protocol.WorkspaceFolder) []uri.URI {
	for _, f := range folders {
		if !slices.Contains(list, f.URI) {
			list = append(list, f.URI)
		}
	}
	return list
}

func didChangeWorkspaceFolders(s *session, p *protocol.DidChangeWorkspaceFoldersParams) {
	removed := folderURIs(nil, p.Event.Removed)
	s.change(func(n *snapshot) {
		kept := slices.DeleteFunc(slices.Clone(n.folders), func(u uri.URI) bool { return slices.Contains(removed, u) })
		n.folders = folderURIs(kept, p.Event.Added)
		n.renew() // build contexts are looked for within the folders
	})
	s.files.forget()
}

// watchers are the files whose changes a client is asked to tell.
func watchers() *protocol.DidChangeWatchedFilesRegistrationOptions {
	var o protocol.DidChangeWatchedFilesRegistrationOptions
	for _, glob := range []protocol.Pattern{
		"**/{Dockerfile,dockerfile,Containerfile,containerfile}",
		"**/{Dockerfile,dockerfile,Containerfile,containerfile}.*",
		"**/*.{Dockerfile,dockerfile,Containerfile,containerfile,dockerignore}",
		"**/.dockerignore",
		"**/{compose,docker-compose}{,.override}.{yaml,yml}",
		"**/docker-bake{,.override}.{hcl,json}",
		"**/.{slipway,hadolint}.{yaml,yml}",
	} {
		o.Watchers = append(o.Watchers, protocol.FileSystemWatcher{GlobPattern: glob})
	}
	return &o
}

// didChangeWatchedFiles has everything checked again, unless all that changed
// are open documents, whose text counts and not the file.
func didChangeWatchedFiles(s *session, p *protocol.DidChangeWatchedFilesParams) {
	docs := s.snapshot.Load().docs
	if slices.ContainsFunc(p.Changes, func(e protocol.FileEvent) bool { return docs[e.URI] == nil }) {
		s.reread()
		s.refresh(s.snapshot.Load().client.refreshes...)
	}
}

// reread has what depends on files read again.
func (s *session) reread() {
	s.files.forget()
	s.change((*snapshot).renew)
	s.recheck()
	s.publish.touchSettings()
}
