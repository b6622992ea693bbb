// Package reference holds the words of the Dockerfile language as data:
// instructions with their flags and options, parser directives, heredoc
// operators, predefined variables, the modifiers of ${…} and BuildKit's build
// checks, each with a text for people. Hover, completion, signature help and
// the rule pages all read these tables, so a word is described once.
//
// It knows words, not files: it never looks at a Dockerfile, and nothing here
// decides whether one is right. Where a table and BuildKit disagree, BuildKit
// is right; the tests compare the two by reading BuildKit's own source and by
// giving it every flag, option, example and snippet.
//
// Everything is a package-level table that the linker lays out, searched
// linearly: there is no work at start-up. The tables are shared, so callers
// must not write to what they are handed.
//
// Start with Topic, then Instruction and Find.
package reference
