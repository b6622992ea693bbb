// Package text holds source text and everything said about places in it:
// offsets, spans, edits, lines and the column units of editors.
//
// Below package server every position is a byte offset into a Text. Lines and
// columns exist only here and at the two ends of the program, the language
// server and the command line.
//
// Start with Text, then Position.
package text
