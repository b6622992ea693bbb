// Package lint makes findings out of the facts of package analysis: what BuildKit
// refuses, what its build checks warn of, and the rules of slipway's own table.
//
// A rule is a value in a table (rule.go). Its check looks at one instruction, at
// one stage or at the whole file, and says so by the field it is in; what it
// found is kept with the instruction or the stage for as long as that lives, so
// that a keystroke costs only what it changed. Severities and suppressions are
// applied afterwards and may change without checking anew.
//
// It does not rewrite text and knows nothing of editors.
//
// Start with Run in run.go.
package lint
