package completion

import (
	"regexp"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/analysis/text"
)

// commandLine is the simple command that the cursor is in, as far as it is written.
type commandLine struct {
	// words are those in front of the cursor's, from the program on: assignments and
	// programs that run another one are left out. One that the shell does something to
	// is "".
	words []string
	// word is the one at the cursor, which may be empty.
	word text.Span
	// first tells that nothing of the script stands in front of the command.
	first bool
}

// scriptReader goes through the text of a POSIX-like shell up to the cursor. Half
// written as that is, it has no tree.
type scriptReader struct {
	src       string
	at        int
	words     []string
	start     int // of the word, or -1 between words
	odd       bool
	target    bool // the word is that of a redirection
	lost      bool // the construct is one that is not followed
	first     bool
	outer     [][]string // words around each $( that is open
	documents []string   // the names of heredocs that begin on the next line
}

// commandAt finds the command at the cursor. It is false in comments, in quotes, in
// the documents of heredocs, and where the place of the cursor is not certain.
func (p *place) commandAt(z zone) (c commandLine, ok bool) {
	r := scriptReader{src: p.line[:p.cur], at: z.from, start: -1, first: true}
	for r.at < len(r.src) {
		if !r.step() {
			return c, false
		}
	}
	if r.lost || r.target || r.odd {
		return c, false
	}
	c = commandLine{words: r.words, word: text.Span{Start: p.cur, End: p.cur}, first: r.first && len(r.words) == 0}
	if r.start >= 0 {
		c.word.Start = r.start
	}
	for c.word.End < len(p.line) && strings.IndexByte(blanks+"\n;&|()<>\"'`$\\", p.line[c.word.End]) < 0 {
		c.word.End++
	}
	return c, c.word.End == len(p.line) || strings.IndexByte("\"'`$\\", p.line[c.word.End]) < 0
}

// step reads what stands at r.at; it is false where the cursor is in something that is
// no command.
func (r *scriptReader) step() bool {
	rest := r.src[r.at:]
	switch c := rest[0]; c {
	case ' ', '\t', '\r':
		r.endWord()
		r.at++
	case '\n':
		r.endCommand()
		r.at++
		return r.skipDocuments()
	case ';', '|':
		r.endCommand()
		r.at++
	case '&':
		if strings.HasPrefix(rest, "&>") {
			return r.redirection(rest)
		}
		r.endCommand()
		r.at++
	case '<', '>':
		return r.redirection(rest)
	case '#':
		if r.start >= 0 {
			r.char(1)
			return true
		}
		return r.past("\n", 0, 0)
	case '\'', '`':
		return r.past(string(c), 1, 1)
	case '"':
		return r.doubleQuoted()
	case '\\':
		r.escaped(rest)
	case '$':
		return r.dollar(rest)
	case '(':
		r.open()
	case ')':
		r.close()
	default:
		r.char(1)
	}
	return true
}

func (r *scriptReader) char(n int) {
	if r.start < 0 {
		r.start = r.at
	}
	r.at += n
}

// past goes past the next mark, which is looked for from skip on; what is in between
// is a part of a word unless keep is 0.
func (r *scriptReader) past(mark string, skip, keep int) bool {
	i := strings.Index(r.src[r.at+skip:], mark)
	if i < 0 {
		return false
	}
	if keep > 0 {
		r.odd = true
		r.char(0)
	}
	r.at += skip + i + len(mark)*keep
	return true
}

func (r *scriptReader) doubleQuoted() bool {
	for i := r.at + 1; i < len(r.src); i++ {
		switch r.src[i] {
		case '\\':
			i++
		case '"':
			r.odd = true
			r.char(i + 1 - r.at)
			return true
		}
	}
	return false
}

// escaped takes a backslash: with a line's end it is nothing.
func (r *scriptReader) escaped(rest string) {
	for _, end := range []string{"\\\n", "\\\r\n"} {
		if strings.HasPrefix(rest, end) {
			r.at += len(end)
			return
		}
	}
	r.odd = true
	r.char(min(2, len(rest)))
}

func (r *scriptReader) dollar(rest string) bool {
	switch {
	case strings.HasPrefix(rest, "$(("):
		return r.past("))", 3, 1)
	case strings.HasPrefix(rest, "${"):
		return r.past("}", 2, 1)
	case strings.HasPrefix(rest, "$("):
		r.outer = append(r.outer, r.words)
		r.words, r.start, r.odd, r.first = nil, -1, false, false
		r.at += 2
		return true
	}
	r.odd = true
	r.char(1)
	return true
}

// open starts a subshell, or ends the name of a function.
func (r *scriptReader) open() {
	if r.start >= 0 { // NAME()
		r.lost = !strings.HasPrefix(r.src[r.at:], "()")
		r.start, r.at = -1, min(r.at+2, len(r.src))
		r.words, r.first = nil, false
		return
	}
	r.endCommand()
	r.at++
}

// close ends a $( or something else.
func (r *scriptReader) close() {
	r.endCommand()
	r.at++
	r.lost = true
	if n := len(r.outer); n > 0 {
		r.words, r.outer = r.outer[n-1], r.outer[:n-1]
		r.lost, r.odd = false, true
		r.char(0)
	}
}

// redirection reads the operator of one. The name of a heredoc is noted.
func (r *scriptReader) redirection(rest string) bool {
	i := slices.IndexFunc(redirections, func(operator string) bool { return strings.HasPrefix(rest, operator) })
	operator := redirections[i]
	r.redirect(len(operator))
	if operator == "<<" || operator == "<<-" {
		m := documentName.FindStringSubmatch(r.src[r.at:])
		if m == nil {
			return false
		}
		r.documents = append(r.documents, m[1])
	}
	if strings.HasSuffix(operator, "&-") {
		r.target = false // closes
	}
	return true
}

// redirections are the operators of them, longer ones first.
var redirections = []string{"&>>", "&>", "<<<", "<<-", "<<", "<>", "<&-", "<&", "<", ">>", ">|", ">&-", ">&", ">"}

var documentName = regexp.MustCompile(`^[ \t]*['"\\]?(\w+)`)

func (r *scriptReader) redirect(n int) {
	if r.start >= 0 && strings.Trim(r.src[r.start:r.at], "0123456789") == "" {
		r.start = -1 // a file descriptor
	}
	r.endWord()
	r.target = true
	r.at += n
}

// skipDocuments goes past the heredocs that begin here; it is false within one.
func (r *scriptReader) skipDocuments() bool {
	for _, name := range r.documents {
		for {
			line, _, more := strings.Cut(r.src[r.at:], "\n")
			if !more {
				return false
			}
			r.at += len(line) + 1
			if strings.Trim(line, "\t\r") == name {
				break
			}
		}
	}
	r.documents = nil
	return true
}

var (
	// beforeCommand are words behind which a command begins.
	beforeCommand = []string{"if", "then", "else", "elif", "do", "while", "until", "!", "{", "time", "sudo", "env", "exec", "command", "nohup", "nice"}
	// elsewhere are words that something else than a command follows.
	elsewhere = []string{"for", "case", "select", "function", "in", "esac", "done", "fi", "}", "[[", "[", "test"}

	assignmentWord = regexp.MustCompile(`^[A-Za-z_]\w*\+?=`)
)

// endWord puts the word that ends here to the others.
func (r *scriptReader) endWord() {
	if r.start < 0 {
		return
	}
	word, odd, target := r.src[r.start:r.at], r.odd, r.target
	r.start, r.odd, r.target = -1, false, false
	switch {
	case target:
	case len(r.words) == 0 && assignmentWord.MatchString(word):
	case len(r.words) == 0 && slices.Contains(beforeCommand, word):
		r.first = r.first && word != "do" && word != "then"
	case len(r.words) == 0 && slices.Contains(elsewhere, word):
		r.lost = true
	case odd:
		r.words = append(r.words, "")
	default:
		r.words = append(r.words, word)
	}
}

func (r *scriptReader) endCommand() {
	r.endWord()
	r.first = r.first && len(r.words) == 0 && !r.lost && strings.TrimSpace(r.src[:r.at]) == ""
	r.words, r.target, r.lost = nil, false, false
}
