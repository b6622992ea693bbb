package syntax

import (
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis/text"
)

// Expansion is a place where BuildKit puts in the value of a variable: $NAME,
// ${NAME} or ${NAME:-word}. Its span covers all of it.
type Expansion struct {
	text.Span
	Name Word
	// Op is the modifier behind the name, such as ":-" or "#"; empty without one.
	Op string
}

// expansions finds them in what BuildKit expands of an instruction: see the
// Expand methods in its instructions/commands.go. What only a shell expands is
// none of them, nor is the trigger of ONBUILD, which is expanded in another build.
func (in *Instruction) expansions() {
	for _, f := range in.Flags {
		if expandedFlags[in.lower+" "+f.Name.Value] {
			in.scanWord(f.Value)
		}
	}
	switch in.lower {
	case command.Env, command.Label, command.Arg:
		for _, p := range in.Pairs {
			if in.lower != command.Arg {
				in.scanWord(p.Key)
			}
			in.scanWord(p.Value)
		}
	case command.From:
		if len(in.Args) > 0 {
			in.scanWord(in.Args[0])
		}
	case command.Add, command.Copy, command.Workdir, command.User,
		command.StopSignal, command.Volume, command.Expose:
		for _, a := range in.Args {
			in.scanWord(a)
		}
	}
	if in.lower == command.Add || in.lower == command.Copy {
		in.scanHeredocs()
	}
}

var expandedFlags = map[string]bool{
	"add chown": true, "add chmod": true, "add checksum": true,
	"copy chown": true, "copy chmod": true,
	"from platform": true, "run mount": true,
}

func (in *Instruction) scanWord(w Word) {
	start, end := in.Line.Offset(w.Start), in.Line.Offset(w.End)
	if strings.IndexByte(in.Line.Text[start:end], '$') < 0 {
		return
	}
	s := scanner{src: in.Line.Text[:end], at: start, escape: in.Escape, place: in.Line, quotes: true}
	if in.JSON && end-start >= 2 {
		s.place = in.decoded(start+1, end-1, w.Value)
		s.src, s.at = s.place.Text, 0
	}
	s.until(0)
	in.Expansions = append(in.Expansions, s.found...)
}

// decoded is the string of a JSON array that stands, without its quotes, at start
// to end of the logical line: BuildKit expands what it means, not how it is
// written.
func (in *Instruction) decoded(start, end int, value string) Logical {
	l := Logical{Text: value}
	at := 0 // in value
	for from := start; from < end && at < len(value); {
		l.pieces = append(l.pieces, piece{at, in.Line.At(from)})
		run := plainRun(in.Line.Text[from:end])
		if run == 0 && in.Line.Text[from] != '\\' { // no UTF-8: encoding/json writes U+FFFD for it
			from, at = from+1, at+utf8.RuneLen(utf8.RuneError)
			continue
		}
		if run == 0 {
			var one string
			width := jsonEscape(in.Line.Text[from:end])
			if json.Unmarshal([]byte(`"`+in.Line.Text[from:from+width]+`"`), &one) != nil {
				break
			}
			from, at = from+width, at+len(one)
			continue
		}
		from, at = from+run, at+run
	}
	return l
}

// plainRun is the length of the text up to an escape or a byte that is no UTF-8,
// which in JSON means itself.
func plainRun(s string) int {
	for i, r := range s {
		if r == '\\' || r == utf8.RuneError && !strings.HasPrefix(s[i:], string(utf8.RuneError)) {
			return i
		}
	}
	return len(s)
}

// jsonEscape is the length of the escape at the start of s; a pair of surrogates
// is one.
func jsonEscape(s string) int {
	switch {
	case len(s) >= 12 && s[1] == 'u' && s[6] == '\\' && s[7] == 'u' && strings.ContainsAny(s[2:3], "dD") && strings.ContainsAny(s[3:4], "89abAB"):
		return 12
	case len(s) >= 6 && s[1] == 'u':
		return 6
	}
	return min(2, len(s))
}

// scanHeredocs reads the documents of COPY and ADD, in which quotes mean nothing
// and the escape character is always a backslash (dispatch in BuildKit's
// dockerfile2llb/convert.go).
func (in *Instruction) scanHeredocs() {
	for _, h := range in.Heredocs {
		if h.Expand && strings.IndexByte(in.Raw[h.Body.Start:h.Body.End], '$') >= 0 {
			s := scanner{src: in.Raw[:h.Body.End], at: h.Body.Start, escape: '\\'}
			s.until(0)
			in.Expansions = append(in.Expansions, s.found...)
		}
	}
}

// scanner walks over text as BuildKit's shell.Lex does, but notes where the
// variables are.
type scanner struct {
	src    string
	at     int
	escape byte
	quotes bool    // quotes group
	place  Logical // maps src; the zero Logical where src is the instruction
	depth  int     // variables that we are in
	found  []Expansion
}

// until reads up to the byte stop, or to the end where stop is 0.
func (s *scanner) until(stop byte) {
	for s.at < len(s.src) {
		switch c := s.src[s.at]; {
		case stop != 0 && c == stop:
			s.at++
			return
		case c == s.escape:
			s.at = min(s.at+2, len(s.src))
		case s.quotes && c == '\'':
			s.singleQuote()
		case s.quotes && c == '"':
			s.doubleQuote()
		case c == '$':
			s.dollar()
		default:
			s.at++
		}
	}
}

func (s *scanner) singleQuote() {
	if end := strings.IndexByte(s.src[s.at+1:], '\''); end >= 0 {
		s.at += end + 2
	} else {
		s.at = len(s.src)
	}
}

func (s *scanner) doubleQuote() {
	for s.at++; s.at < len(s.src); {
		switch s.src[s.at] {
		case '"':
			s.at++
			return
		case s.escape:
			s.at = min(s.at+2, len(s.src))
		case '$':
			s.dollar()
		default:
			s.at++
		}
	}
}

// dollar reads from a "$" to the end of the variable.
func (s *scanner) dollar() {
	start := s.at
	s.at++
	if s.depth == maxNesting {
		return
	}
	s.depth++
	defer func() { s.depth-- }()
	if s.at >= len(s.src) || s.src[s.at] != '{' {
		name := s.name()
		if name != "" {
			s.add(start, s.at-len(name), s.at, "")
		}
		return
	}
	s.at++
	nameAt := s.at
	s.name()
	nameEnd := s.at
	i := len(s.found)
	if nameEnd > nameAt {
		s.add(start, nameAt, nameEnd, "")
	}
	op := s.modifier()
	if len(s.found) > i {
		s.found[i].Op = op
		s.found[i].Span = s.place.Span(start, s.at)
	}
}

// modifier reads what stands behind the name in ${NAME…}, the "}" included.
func (s *scanner) modifier() string {
	rest := s.src[s.at:]
	for _, op := range []string{":-", ":+", ":?", "-", "+", "?", "##", "#", "%%", "%", "//", "/"} {
		if !strings.HasPrefix(rest, op) {
			continue
		}
		s.at += len(op)
		if op[0] == '/' {
			s.until('/')
		}
		s.until('}')
		return op
	}
	if end := strings.IndexByte(rest, '}'); end == 0 {
		s.at++
	}
	return ""
}

// name reads a name as processName of BuildKit's shell.Lex does: letters, digits
// and "_", a number, or one special parameter.
func (s *scanner) name() string {
	start := s.at
	for s.at < len(s.src) {
		r, size := utf8.DecodeRuneInString(s.src[s.at:])
		first := s.at == start
		switch {
		case first && unicode.IsDigit(r):
			for s.at < len(s.src) && s.src[s.at] >= '0' && s.src[s.at] <= '9' {
				s.at++
			}
			return s.src[start:s.at]
		case first && strings.ContainsRune("@*#?-$!", r):
			s.at += size
			return s.src[start:s.at]
		case !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_':
			return s.src[start:s.at]
		}
		s.at += size
	}
	return s.src[start:s.at]
}

func (s *scanner) add(start, name, end int, op string) {
	w := Word{s.place.Span(name, end), s.src[name:end]}
	s.found = append(s.found, Expansion{s.place.Span(start, end), w, op})
}
