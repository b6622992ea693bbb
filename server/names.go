package server

import (
	"slices"
	"strings"
)

// IsDockerfile tells by its name whether a file on disk is a Dockerfile, as the
// server finds them in a workspace.
func IsDockerfile(name string) bool {
	name = strings.ToLower(name)
	return namesDockerfile(name) && !isOtherFile(name)
}

// SkipFolder tells of a folder's name that no Dockerfiles of the workspace's own
// are looked for in it.
func SkipFolder(name string) bool { return slices.Contains(skipped, name) }
