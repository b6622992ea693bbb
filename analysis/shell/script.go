package shell

import (
	"cmp"
	"errors"
	"runtime"
	"strings"
	"sync"

	"mvdan.cc/sh/v3/syntax"
)

// Script is one text for a shell, read. It is immutable once parsed.
type Script struct {
	Src  string
	Kind Kind

	// Tree holds the statements of Src. It is nil for shells that are not
	// POSIX-like and for text beyond the limits of Parse. After a mistake in the
	// text it holds the statements before that mistake.
	Tree *syntax.File

	// Variant is the grammar that Tree was read with. For a POSIX script it is
	// LangBash where only bash understands the text.
	Variant syntax.LangVariant

	// Complete tells whether Tree covers all of Src. Where it is false and Err is
	// nil we could not follow the text, and nothing is wrong with it as far as we
	// know.
	Complete bool

	// Err is a certain syntax error, or nil.
	Err *Error

	once sync.Once
	told reading
}

// Error is a syntax error that the shell would stop at.
type Error struct {
	At      int    // byte offset in Script.Src; for something left open, where it was opened
	Len     int    // length in bytes of the token at At; at least 1 unless At is the end
	Message string // a sentence without a full stop
}

// Limits on what is parsed. The parser and the walks over its tree recurse, and
// a Go program cannot survive running out of stack.
const (
	maxSource = 1 << 20 // bytes; BuildKit's own limit is 64 KiB for a line
	maxFrames = 4096    // Go stack frames; people's scripts stay under 200
)

// grammars are the grammars tried for a kind, in this order. An sh may be bash
// in truth (it is on Fedora and its kin), so what bash understands is no error
// in sh. LangMirBSDKorn and LangZsh are younger in mvdan.cc/sh and know less of
// their shells, so bash's grammar is the second try for these too.
var grammars = [...][]syntax.LangVariant{
	POSIX: {syntax.LangPOSIX, syntax.LangBash},
	Bash:  {syntax.LangBash},
	Ksh:   {syntax.LangMirBSDKorn, syntax.LangBash},
	Zsh:   {syntax.LangZsh, syntax.LangBash},
}

// Parse reads src as a script for a shell of kind k. It never fails: see Script
// for what is left where the text is broken, too large or for another program.
func Parse(src string, k Kind) *Script {
	s := &Script{Src: src, Kind: k}
	if !k.POSIXLike() || len(src) > maxSource {
		return s
	}
	sure := true
	for _, variant := range grammars[k] {
		tree, err := parse(src, variant)
		if err == nil {
			s.Tree, s.Variant, s.Complete, s.Err = tree, variant, true, nil
			return s
		}
		// The last grammar is the most generous one: its error is told, and its
		// statements go furthest. The others must agree that there is an error.
		s.Tree, s.Variant, s.Err = tree, variant, certain(src, k, err)
		sure = sure && s.Err != nil
	}
	if !sure {
		s.Err = nil
	}
	return s
}

// parse is src as a tree, or the statements before the error.
func parse(src string, variant syntax.LangVariant) (tree *syntax.File, err error) {
	tree = &syntax.File{}
	parser := syntax.NewParser(syntax.Variant(variant))
	// StmtsSeq tells an error twice and panics where the first made us stop.
	for stmt, failure := range parser.StmtsSeq(&shallowReader{strings.NewReader(src)}) {
		if err = cmp.Or(err, failure); err == nil {
			tree.Stmts = append(tree.Stmts, stmt)
		}
	}
	return tree, err
}

var errTooDeep = errors.New("nested too deeply")

// shallowReader ends the text once the parser that reads it has recursed too
// far. The parser asks for at most 1 KiB at a time, so it cannot go much deeper
// than maxFrames between two looks at the stack, which cost more than reading: none is
// needed before the first part of the text and behind the last.
type shallowReader struct{ src *strings.Reader }

func (r *shallowReader) Read(p []byte) (int, error) {
	var frame [1]uintptr
	if n := r.src.Len(); n > 0 && int64(n) < r.src.Size() && runtime.Callers(maxFrames, frame[:]) > 0 {
		return 0, errTooDeep
	}
	return r.src.Read(p)
}
