// Package shellcheck has the program ShellCheck look at the scripts that package
// lint finds in a Dockerfile, and keeps what it said.
//
// It is the only package that runs a program. A program that is missing, hangs,
// crashes or floods is told of once and not started again; nothing fails for it.
// ShellCheck is given the text on its standard input, no file, no configuration of
// the project's, and names of variables but no values.
//
// It knows nothing of Dockerfiles or of LSP.
//
// Start with Checker.
package shellcheck
