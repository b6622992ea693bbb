// Package buildkittest asks BuildKit itself what it thinks of a Dockerfile, so
// that tests can hold our own findings and our own cut of a file against it.
//
// [Lint] runs dockerfile2llb.DockerfileLint, the code behind
// `docker build --check`, without an engine, a registry or a network. [Parse]
// runs BuildKit's parser and hands back its cut of the file as plain data.
//
// It is for _test.go files only: dockerfile2llb more than doubles a binary.
// Importing it turns name resolution off for the whole test binary, because
// BuildKit dials SSH hosts named by ADD while it only builds its graph.
//
// Start with [Lint]; gateway.go is the made-up world BuildKit sees, stable.go
// is what makes its answers the same from run to run.
package buildkittest
