// Package completion says what can stand at the cursor of a Dockerfile.
//
// The line at the cursor is nearly always half typed, and BuildKit refuses it. So
// nothing here asks BuildKit's tree of that line: the words of the logical line
// tell what is being written, and the facts of package analysis what is in force
// there.
//
// Every candidate is an edit of the word at the cursor. It lies on the cursor's
// line, holds the cursor, takes the rest of the word with it, and never doubles
// what already stands there, such as "--", "=", "$" or "}". Where a candidate
// could only be guessed, there is none.
//
// It is not a checker: whether what stands there is right is package lint's
// business.
//
// Start with Complete in complete.go, then place.go, which finds out where the
// cursor is. Each kind of candidate has a file of its own.
package completion
