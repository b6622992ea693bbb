package shell

import (
	"strconv"
	"strings"
)

// ansiEscapes are the one-letter escapes of bash's $'…' (bash manual, 3.1.2.4
// ANSI-C Quoting).
var ansiEscapes = map[byte]byte{
	'a': '\a', 'b': '\b', 'e': 0x1B, 'E': 0x1B, 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t', 'v': '\v',
	'\\': '\\', '\'': '\'', '"': '"', '?': '?',
}

// decodeANSI is the text of bash's $'…'. Escapes that name a control or a
// non-ASCII character by number are refused (ok is false): what becomes of them
// depends on the locale, and a zero would end the word.
func decodeANSI(s string) (text string, ok bool) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' {
			b.WriteByte(s[i])
			continue
		}
		if i++; i == len(s) {
			return "", false
		}
		if c, known := ansiEscapes[s[i]]; known {
			b.WriteByte(c)
			continue
		}
		c, size := ansiNumber(s[i:])
		if size == 0 {
			return "", false
		}
		b.WriteByte(c)
		i += size - 1
	}
	return b.String(), true
}

// ansiNumber is the character that \nnn or \xHH names, given what follows the
// backslash, and the number of bytes that took; 0 where it is not plain ASCII.
func ansiNumber(s string) (c byte, size int) {
	digits, base, most, prefix := "01234567", 8, 3, 0
	if s[0] == 'x' {
		digits, base, most, prefix = "0123456789abcdefABCDEF", 16, 2, 1
	}
	for size = prefix; size < len(s) && size < prefix+most && strings.IndexByte(digits, s[size]) >= 0; {
		size++
	}
	n, err := strconv.ParseUint(s[prefix:size], base, 16)
	if err != nil || n < 1 || n > 0x7F {
		return 0, 0
	}
	return byte(n), size
}
