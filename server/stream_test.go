package server

import (
	"bytes"
	"context"
	"io"
	"testing"

	"go.lsp.dev/jsonrpc2"
)

type readOnly struct{ io.Reader }

func (readOnly) Write(b []byte) (int, error) { return len(b), nil }
func (readOnly) Close() error                { return nil }

// Whatever was before it, a whole message is found again at the end.
func FuzzStream(f *testing.F) {
	for _, s := range []string{
		"", "\r\n", "Content-Length: 2\r\n\r\n{}", "Content-Length: x", "Content-Length: 2\r\n", "Content-Length: 9999999999\r\n\r\n",
		"Content-Length: 3\r\n\r\n{}", "content-length:2\n\n[]", "X: y\r\n\r\n", "no header\n", "{\"a\": \"Content-Length: 5\"}", "\xff\xff\xffcontent-length:",
	} {
		f.Add([]byte(s))
	}
	const last = `{"jsonrpc":"2.0","method":"last"}`
	f.Fuzz(func(t *testing.T, garbage []byte) {
		check(garbage) // must not panic: nothing recovers on the read loop
		s := newStream(readOnly{bytes.NewReader(append(garbage, "\n"+framed(last)+framed(last)...))}, func(*jsonrpc2.Error) {})
		found := false
		for {
			body, _, err := s.ReadFrame(context.Background())
			if err != nil {
				break
			}
			found = found || string(body) == last
		}
		// A length that is right to be believed may reach over both messages.
		if !found && !bytes.Contains(bytes.ToLower(garbage), []byte("content-length:")) {
			t.Errorf("lost after %q", garbage)
		}
	})
}

func TestStreamRoundTrip(t *testing.T) {
	var b bytes.Buffer
	s := newStream(struct {
		io.Reader
		io.WriteCloser
	}{&b, readOnlyWriter{&b}}, func(e *jsonrpc2.Error) { t.Error(e) })
	ctx := context.Background()
	bodies := []string{`{"jsonrpc":"2.0","method":"a"}`, `{"jsonrpc":"2.0","method":"é","params":[1,2]}`}
	for _, body := range bodies {
		if _, err := s.WriteFrame(ctx, []byte(body)); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range bodies {
		if got, _, err := s.ReadFrame(ctx); err != nil || string(got) != want {
			t.Errorf("%q %v, want %q", got, err, want)
		}
	}
}

type readOnlyWriter struct{ io.Writer }

func (readOnlyWriter) Close() error { return nil }
