package buildcontext

import (
	"strings"
)

// hclScanner reads the tokens of HCL. It never fails: what it does not know is a
// token of its own.
type hclScanner struct {
	src   string
	at    int
	start int // of the token
	token string
	kind  hclKind
}

type hclKind int

const (
	hclPunctuation hclKind = iota
	hclName
	hclString // token is what is in it
	hclNewline
)

// back has the token read again.
func (s *hclScanner) back() { s.at = s.start }

// next reads one token; it is false at the end.
func (s *hclScanner) next() bool {
	s.blanks()
	s.start = s.at
	if s.at >= len(s.src) {
		s.token = ""
		return false
	}
	rest := s.src[s.at:]
	switch c := rest[0]; {
	case c == '\n':
		s.take(1, hclNewline)
	case c == '"':
		s.quoted()
	case strings.HasPrefix(rest, "<<"):
		s.heredoc()
	case inHCLName(c):
		n := 1
		for n < len(rest) && (inHCLName(rest[n]) || rest[n] == '-') {
			n++
		}
		s.take(n, hclName)
	default:
		s.take(1, hclPunctuation)
	}
	return true
}

func inHCLName(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80
}

func (s *hclScanner) take(n int, kind hclKind) {
	s.token, s.kind = s.src[s.at:s.at+n], kind
	s.at += n
}

// blanks skips blanks and comments; one to the end of a line leaves that end.
func (s *hclScanner) blanks() {
	for s.at < len(s.src) {
		rest := s.src[s.at:]
		switch {
		case strings.IndexByte(" \t\r", rest[0]) >= 0:
			s.at++
		case rest[0] == '#', strings.HasPrefix(rest, "//"):
			s.to("\n", 0)
		case strings.HasPrefix(rest, "/*"):
			s.to("*/", 2)
		default:
			return
		}
	}
}

// to goes to the next mark and past it by n.
func (s *hclScanner) to(mark string, n int) {
	if i := strings.Index(s.src[s.at:], mark); i >= 0 {
		s.at += i + n
	} else {
		s.at = len(s.src)
	}
}

// quoted reads a string. In ${…} other strings may stand.
func (s *hclScanner) quoted() {
	var b strings.Builder
	i, depth := s.at+1, 0
	for ; i < len(s.src) && s.src[i] != '\n' && (s.src[i] != '"' || depth > 0); i++ {
		switch c := s.src[i]; {
		case c == '\\' && i+1 < len(s.src):
			i++
			if s.src[i] != '"' && s.src[i] != '\\' {
				b.WriteByte(c)
			}
		case c == '{' && s.src[i-1] == '$', c == '{' && depth > 0:
			depth++
		case c == '}' && depth > 0:
			depth--
		}
		b.WriteByte(s.src[i])
	}
	s.token, s.kind, s.at = b.String(), hclString, min(i+1, len(s.src))
	if i < len(s.src) && s.src[i] == '\n' {
		s.at = i
	}
}

// heredoc skips <<NAME to the line that closes it, and is a token that is no string.
func (s *hclScanner) heredoc() {
	line, _, _ := strings.Cut(s.src[s.at:], "\n")
	name := strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(line, "<<"), "-"))
	s.at += len(line)
	for s.at < len(s.src) && name != "" {
		line, _, _ := strings.Cut(s.src[s.at+1:], "\n")
		s.at += 1 + len(line)
		if strings.TrimSpace(line) == name {
			break
		}
	}
	s.token, s.kind = "<<", hclPunctuation
}

// skipBlock skips what is between "{", which was read, and its "}".
func (s *hclScanner) skipBlock() {
	for depth := 1; depth > 0 && s.next(); {
		if s.kind != hclPunctuation {
			continue
		}
		switch s.token {
		case "{":
			depth++
		case "}":
			depth--
		}
	}
}
