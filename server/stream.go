package server

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"sync"

	"go.lsp.dev/jsonrpc2"
)

const (
	// maxMessage is the longest message that is read, in bytes. Nobody edits a
	// Dockerfile of that size, and a length that is a lie must not cost memory.
	maxMessage = 64 << 20

	// maxKept is the largest buffer that is kept from one message to the next.
	maxKept = 1 << 20

	contentLength = "Content-Length"

	// headerRoom is what the longest header of a message takes.
	headerRoom = len(contentLength+": ") + 20 + len("\r\n\r\n")
)

// stream reads and writes messages with LSP's header part. Unlike jsonrpc2's own
// it outlives what it cannot read: a malformed header, a body that is not JSON
// or not JSON-RPC is handed to refuse, and reading goes on with the next
// message. (jsonrpc2's connection ends at the first one.)
//
// It has the methods ReadFrame and WriteFrame by which jsonrpc2 recognizes a
// stream that can carry batches.
type stream struct {
	conn   io.ReadWriteCloser
	refuse func(*jsonrpc2.Error) // must not block
	ended  chan struct{}         // closed when no more can be read

	in   *bufio.Reader
	tail []byte // end of the last piece of a line too long for a header
	body []byte // of the message last read, used again for the next

	mu  sync.Mutex // guards out, and keeps messages whole
	out []byte
}

func newStream(conn io.ReadWriteCloser, refuse func(*jsonrpc2.Error)) *stream {
	return &stream{conn: conn, refuse: refuse, ended: make(chan struct{}), in: bufio.NewReaderSize(conn, 16<<10)}
}

// Read implements jsonrpc2.Stream.
func (s *stream) Read(ctx context.Context) (jsonrpc2.Message, int64, error) {
	body, n, err := s.ReadFrame(ctx)
	if err != nil {
		return nil, 0, err
	}
	m, err := jsonrpc2.DecodeMessage(body)
	return m, n, err
}

// ReadFrame is the body of the next message that can be read. It is valid until
// the next call.
func (s *stream) ReadFrame(ctx context.Context) ([]byte, int64, error) {
	for {
		body, err := s.next(ctx)
		if err != nil {
			close(s.ended)
			return nil, 0, err
		}
		if err := check(body); err != nil {
			s.refuse(err)
			continue
		}
		return body, int64(len(body)), nil
	}
}

func (s *stream) next(ctx context.Context) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	n, err := s.header()
	if err != nil {
		return nil, err
	}
	if cap(s.body) > maxKept {
		s.body = nil
	}
	s.body = s.body[:0]
	for len(s.body) < n { // memory is for what has arrived, not for what was told
		got := len(s.body)
		s.body = slices.Grow(s.body, min(n-got, maxKept))[:min(n, got+maxKept)]
		if _, err := io.ReadFull(s.in, s.body[got:]); err != nil {
			return nil, err
		}
	}
	return s.body, nil
}

// check tells whether jsonrpc2 can read a body. The connection asks the same
// functions again; the second time costs little next to the work to come.
func check(body []byte) *jsonrpc2.Error {
	var err error
	if b := bytes.TrimLeft(body, " \t\r\n"); len(b) > 0 && b[0] == '[' {
		_, err = jsonrpc2.ParseRequests(body)
	} else {
		_, err = jsonrpc2.DecodeMessage(body)
	}
	switch {
	case err == nil:
		return nil
	case json.Valid(body):
		return jsonrpc2.NewError(jsonrpc2.InvalidRequest, "not a JSON-RPC 2.0 message")
	default:
		return jsonrpc2.NewError(jsonrpc2.ParseError, "the message is not JSON")
	}
}

// header reads to the end of the next header that tells a length and returns
// it. Everything else on the way is skipped and refused once, so that the two
// sides find together again after a length that was wrong.
func (s *stream) header() (int, error) {
	length, lost := -1, false
	for {
		line, err := s.line()
		if err != nil {
			return 0, err
		}
		blank := len(line) == 0
		switch n, found := parseLength(line); {
		case found && 0 <= n && n <= maxMessage:
			length = n
			// Bytes before the name are left over from something else.
			lost = lost || !bytes.EqualFold(line[:len(contentLength)], []byte(contentLength))
		case found, !blank && !bytes.ContainsRune(line, ':'):
			length, lost = -1, true
		case blank && length >= 0:
			if lost {
				s.refuse(jsonrpc2.Errorf(jsonrpc2.ParseError,
					"no message here: each begins with %q and a length up to %d", contentLength+": ", maxMessage))
			}
			return length, nil
		}
	}
}

// line is the next header line without its terminator. Of one that does not fit
// the buffer, which no header is, only the end is kept.
func (s *stream) line() ([]byte, error) {
	for {
		piece, err := s.in.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			s.tail = append(s.tail[:0], piece[len(piece)-headerRoom:]...)
			continue
		}
		if err != nil {
			return nil, err
		}
		line := piece
		if len(s.tail) > 0 {
			line = slices.Concat(s.tail, piece)
			s.tail = s.tail[:0]
		}
		return bytes.TrimRight(line, "\r\n"), nil
	}
}

// parseLength is the value of the last Content-Length in a line, -1 if that is
// not a length.
func parseLength(line []byte) (n int, found bool) {
	const name = contentLength + ":"
	for at := len(line) - len(name); at >= 0; at-- {
		if !bytes.EqualFold(line[at:at+len(name)], []byte(name)) {
			continue
		}
		n, err := strconv.Atoi(string(bytes.TrimSpace(line[at+len(name):])))
		if err != nil || n < 0 {
			return -1, true
		}
		return n, true
	}
	return 0, false
}

// Write implements jsonrpc2.Stream.
func (s *stream) Write(ctx context.Context, m jsonrpc2.Message) (int64, error) {
	return s.write(ctx, func(b []byte) []byte { return jsonrpc2.AppendMessage(b, m) })
}

// WriteFrame writes a body that is already encoded.
func (s *stream) WriteFrame(ctx context.Context, body []byte) (int64, error) {
	return s.write(ctx, func(b []byte) []byte { return append(b, body...) })
}

// write sends one message with one Write. The header is put right before the
// body, at the end of the room kept for it.
func (s *stream) write(ctx context.Context, appendBody func([]byte) []byte) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	if cap(s.out) < headerRoom || cap(s.out) > maxKept {
		s.out = make([]byte, headerRoom, 4<<10)
	}
	s.out = appendBody(s.out[:headerRoom])

	var room [headerRoom]byte
	header := append(room[:0], contentLength+": "...)
	header = strconv.AppendInt(header, int64(len(s.out)-headerRoom), 10)
	header = append(header, "\r\n\r\n"...)
	start := headerRoom - len(header)
	copy(s.out[start:], header)
	n, err := s.conn.Write(s.out[start:])
	return int64(n), err
}

// Close implements jsonrpc2.Stream.
func (s *stream) Close() error { return s.conn.Close() }
