package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/slipway-dev/slipway/analysis/text"
)

// Word is one word of a command.
type Word struct {
	text.Span
	Raw string // the word as written

	// Value is the word as the program gets it, quotes and escapes resolved. It
	// is "" unless Static.
	Value string

	// Static tells that the shell does nothing to the word but to remove quotes:
	// no expansion of variables, files, braces or ~.
	Static bool
}

func (s *Script) word(w *syntax.Word) Word {
	at := span(w).Clamp(len(s.Src))
	value, why := literal(w, s.Kind)
	return Word{Span: at, Raw: s.Src[at.Start:at.End], Value: value, Static: why == ""}
}

// span is the place of n in the source.
func span(n syntax.Node) text.Span {
	start := int(n.Pos().Offset())
	return text.Span{Start: start, End: max(start, int(n.End().Offset()))}
}

// literal is the word as the program gets it, or why that takes a shell: a verb
// phrase such as "expands $HOME". It errs on the side of the shell.
func literal(w *syntax.Word, k Kind) (value, why string) {
	u := unquoter{kind: k}
	for _, part := range w.Parts {
		if u.part(part); u.why != "" {
			return "", u.why
		}
	}
	value, bare := u.value.String(), u.bare.String()
	if why := special(value, bare, k); why != "" {
		return "", why
	}
	return value, ""
}

// unquoter collects the value of a word. In bare, which is as long as value,
// bytes that were quoted or escaped are replaced by 0.
type unquoter struct {
	value, bare strings.Builder
	kind        Kind
	why         string
}

func (u *unquoter) quoted(s string) {
	u.value.WriteString(s)
	for range len(s) {
		u.bare.WriteByte(0)
	}
}

func (u *unquoter) part(part syntax.WordPart) {
	switch part := part.(type) {
	case *syntax.Lit:
		u.unquoted(part.Value)
	case *syntax.SglQuoted:
		if !part.Dollar {
			u.quoted(part.Value)
			return
		}
		decoded, ok := decodeANSI(part.Value)
		if !ok || u.kind != Bash {
			u.why = "decodes $'" + clip(part.Value) + "'"
		}
		u.quoted(decoded)
	case *syntax.DblQuoted:
		u.doubleQuoted(part)
	default:
		u.why = expands(part)
	}
}

// unquoted takes text outside of quotes, where a backslash quotes one byte.
func (u *unquoter) unquoted(s string) {
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '$':
			// Left by the parser as no expansion, but $' and $" mean different
			// things in different shells.
			u.why = "reads a lone $"
		case s[i] != '\\':
			u.value.WriteByte(s[i])
			u.bare.WriteByte(s[i])
		case i+1 == len(s):
			u.why = `ends in \`
		default:
			i++
			u.quoted(s[i : i+1])
		}
	}
}

// doubleQuoted takes text in double quotes, where a backslash quotes only the
// four characters that are special there (POSIX, 2.2.3 Double-Quotes).
func (u *unquoter) doubleQuoted(quoted *syntax.DblQuoted) {
	if quoted.Dollar {
		u.why = `translates $"…"`
		return
	}
	for i, part := range quoted.Parts {
		lit, ok := part.(*syntax.Lit)
		if !ok {
			u.why = expands(part)
			return
		}
		s := lit.Value
		ahead := s + follower(quoted.Parts[i+1:]) + "\x00"
		for j := 0; j < len(s); j++ {
			next := ahead[j+1]
			switch {
			case s[j] == '\\' && j+1 < len(s) && strings.IndexByte("$`\"\\", next) >= 0:
				j++
			case s[j] == '$' && strings.IndexByte(" \t.,/\x00", next) < 0:
				u.why = "reads a lone $"
				return
			}
			u.quoted(s[j : j+1])
		}
	}
}

// follower is the first byte of parts: "" where there are none, and "$" where
// they begin with no literal.
func follower(parts []syntax.WordPart) string {
	if len(parts) == 0 {
		return ""
	}
	if lit, ok := parts[0].(*syntax.Lit); ok && lit.Value != "" {
		return lit.Value[:1]
	}
	return "$"
}

// expands says what a part of a word expands.
func expands(part syntax.WordPart) string {
	switch part := part.(type) {
	case *syntax.ParamExp:
		if part.Param != nil && part.Short && part.Index == nil {
			return "expands $" + part.Param.Value
		}
		if part.Param != nil {
			return "expands ${" + part.Param.Value + "}"
		}
		return "expands a variable"
	case *syntax.CmdSubst:
		return "runs a command inside a word"
	case *syntax.ArithmExp:
		return "calculates"
	case *syntax.ProcSubst:
		return "uses process substitution"
	case *syntax.ExtGlob:
		return "matches files with " + part.Op.String() + clip(part.Pattern.Value) + ")"
	}
	return "expands a word"
}

// special says what the shell would do to an unquoted word because of characters
// in it, or "".
func special(value, bare string, k Kind) string {
	switch {
	case strings.ContainsAny(bare, "*?") || strings.Contains(bare, "[") && bare != "[":
		return "matches files with " + clip(value)
	case strings.HasPrefix(bare, "~") || strings.Contains(bare, "=~") || strings.Contains(bare, ":~"):
		return "expands ~"
	case braces(bare):
		return "expands the braces in " + clip(value)
	case strings.ContainsFunc(bare, func(r rune) bool { return r != 0 && r < ' ' || r == 0x7F }):
		return "reads a control character"
	case k == Zsh && (strings.HasPrefix(bare, "=") || strings.ContainsFunc(bare, unsafeInZsh)):
		return "reads " + clip(value) + " in zsh's own way"
	}
	return ""
}

// braces tells whether a brace expansion may be in an unquoted text, as bash,
// ksh and zsh have it: {a,b} or {1..9}. "{}" is none.
func braces(bare string) bool {
	open := strings.IndexByte(bare, '{')
	if open < 0 {
		return false
	}
	rest := bare[open:]
	return strings.Contains(rest, "}") && (strings.Contains(rest, ",") || strings.Contains(rest, ".."))
}

// unsafeInZsh tells whether an unquoted character may be special in zsh, whose
// options give meaning to many.
func unsafeInZsh(r rune) bool {
	switch {
	case r == 0, 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
		return false
	}
	return !strings.ContainsRune("_-./:,+@%=", r)
}

// clip is s short enough for a message.
func clip(s string) string {
	const most = 24
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
