// Package syntax cuts a Text into instructions, has BuildKit parse each of them,
// and keeps the ones that an edit did not change.
//
// BuildKit's parser keeps lines only and stops at the first bad one. So the cut
// is made here, by BuildKit's rules, and its parser is called for one
// instruction at a time: a half-typed line never blinds the rest of the file,
// and an instruction that was seen before is never parsed again. The words,
// flags, pairs and heredocs of an instruction carry exact byte spans, which
// BuildKit does not have.
//
// Reading never fails. What is wrong with an instruction is its Err.
//
// What a Dockerfile means (stages, variables, scopes) is the business of package
// analysis.
//
// Start with File and Instruction in types.go, then cut.go.
package syntax
