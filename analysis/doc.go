// Package analysis knows what one Dockerfile means: its stages, what each starts
// from, which variables, shell, user and working directory are in force where.
// It answers the questions that editors ask, one file a question: hover.go and
// its like.
//
// A File is a pure function of a syntax.File. What BuildKit reckons in its
// dockerfile2llb package is reckoned here in the same order, with BuildKit's own
// lexer, but without base images: what an image from a registry defines is not
// known here.
//
// It is not a linter: findings are made in package lint out of the facts here.
//
// Start with File and Stage in file.go, then Step in dispatch.go.
package analysis
