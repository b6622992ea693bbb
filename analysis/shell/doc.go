// Package shell reads the shell text inside RUN, CMD, ENTRYPOINT, HEALTHCHECK
// and heredocs, and answers questions about it.
//
// It is given the text as BuildKit hands it to the shell, that is with
// continuation lines already joined, and every span it returns is a span of
// that text. The caller maps spans back to the file.
//
// What it is: a tolerant reader over mvdan.cc/sh that says which commands run,
// which variables are used and set, and whether a line needs a shell at all.
// It prefers silence to a guess: a syntax error is reported only where every
// shell that may stand behind the name would refuse the text, and an exec form
// is called exact only where the shell would have done nothing to the words.
//
// What it is not: an interpreter, a formatter or a linter. It runs nothing,
// knows nothing about Dockerfiles, and does not read PowerShell or cmd scripts
// beyond splitting the very plainest lines.
//
// Start with KindOf and Parse, then Script.Commands, Script.Uses and Exec.
package shell
