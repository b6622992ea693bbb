// Package refactor rewrites a Dockerfile where somebody asks for it: exec form for
// shell form, the new form of ENV for the old one, one RUN for two.
//
// A rewrite keeps what the Dockerfile means, or its title says what changes; where
// neither can be had it is not offered. Comments, line ends, indentation and the
// escape character stay. BuildKit is asked about the outcome: what it would read
// after the edits is compared with what the rewrite intends, and an offer that
// fails is dropped.
//
// It makes no findings, but its actions name the rules whose findings they
// resolve. Fixes of whole files are put together elsewhere.
//
// Start with Actions and the table in refactor.go; each refactoring has a file of
// its own.
package refactor
