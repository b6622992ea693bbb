// Package completion says what can stand at the cursor of a Dockerfile.
//
// The line at the cursor is nearly always half typed, and BuildKit refuses it. So
// nothing here asks BuildKit's tree of that line: the words of the logical line
// tell what is being written, and the facts of package analysis what is in force
// there.
//
// What lies around the file, such as its build context, is handed in. What a stage
// holds is told from its instructions, what an image holds from tables: the programs
// of RUN in program_table.go, whole Dockerfiles in starter_table.go, official images
// in images.txt. A shell command that is half written is read token by token, in
// script.go.
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
