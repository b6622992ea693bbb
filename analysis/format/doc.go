// Package format is the formatter. It changes blanks, empty lines and the case of
// keywords and, when asked, where && stands and how the shell text is laid out;
// it changes nothing that a build would see.
//
// An instruction is read as lines and gaps: gaps are the blanks that BuildKit or
// a shell takes for mere separators. Only there, in front of comments and at the
// ends of lines is anything written, so that an edit is as small as the change
// and cursors stay where they are. In the end the new text is parsed and compared
// with the old one; an instruction that would mean something else, or that we
// cannot judge, stays as it is.
//
// BuildKit keeps the blanks of continuation lines in the text for the shell, so a
// RUN whose lines have moved is another one to the build cache, once.
//
// It does not wrap long lines, sort arguments or touch heredocs and comments.
//
// Start with File in format.go, then instruction in layout.go.
package format
