package server

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.lsp.dev/protocol"
)

// sizes are the inputs of the benchmarks, in lines.
var sizes = []int{20, 500, 5000, 50000}

// sample is a Dockerfile of about n lines with the mix of instructions that real
// ones have, a few findings among them, and the number of a line that starts with RUN,
// near its middle.
func sample(n int) (src string, line int) {
	const stage = `FROM ${BASE} AS stage%d
ARG VERSION=1.2.3
ENV APP_HOME=/srv/app APP_VERSION=${VERSION}
WORKDIR /srv/app
# what the build needs
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates curl \
 && rm -rf /var/lib/apt/lists/*
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev
COPY --from=stage0 /src /srv/app/src
EXPOSE 8080/tcp
USER 1000:1000
HEALTHCHECK --interval=30s CMD ["curl", "-f", "http://localhost:8080/"]
CMD node src/server.js

`
	var b strings.Builder
	b.WriteString("# syntax=docker/dockerfile:1\nARG BASE=debian:12\n")
	for i := 0; strings.Count(b.String(), "\n") < n-4; i++ {
		fmt.Fprintf(&b, stage, i)
	}
	src = b.String()
	lines := strings.Split(src, "\n")
	for line = len(lines) / 2; !strings.HasPrefix(lines[line], "RUN "); line-- {
	}
	return src, line
}

// driver is a client that does nothing but send and find answers.
type driver struct {
	b   testing.TB
	in  io.Writer
	out *bufio.Reader
	buf []byte
}

func drive(b testing.TB) *driver {
	b.Helper()
	toServer, in, err := os.Pipe()
	if err != nil {
		b.Fatal(err)
	}
	out, fromServer, err := os.Pipe()
	if err != nil {
		b.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		newSession(b.Context(), duplex{toServer, fromServer, toServer.Close}, Options{}, testMethods()).serve()
		close(done)
	}()
	b.Cleanup(func() { in.Close(); <-done; out.Close() })
	capabilities := everything("utf-16", true)
	delete(capabilities["textDocument"].(object), "diagnostic") // have them pushed
	d := &driver{b: b, in: in, out: bufio.NewReaderSize(out, 1<<20)}
	d.send(object{
		"jsonrpc": "2.0", "id": 0, "method": "initialize",
		"params": object{"processId": nil, "rootUri": nil, "capabilities": capabilities},
	})
	d.await(`"id":0`)
	return d
}

func (d *driver) send(v any) {
	body, err := json.Marshal(v)
	if err != nil {
		d.b.Fatal(err)
	}
	d.raw(framed(string(body)))
}

func (d *driver) raw(frame string) {
	if _, err := io.WriteString(d.in, frame); err != nil {
		d.b.Fatal(err)
	}
}

// await reads messages up to one that holds mark.
func (d *driver) await(mark string) {
	for {
		header, err := d.out.ReadString('\n')
		if err != nil {
			d.b.Fatal(err)
		}
		n, err := strconv.Atoi(strings.TrimSpace(strings.TrimPrefix(header, "Content-Length:")))
		if err != nil {
			d.b.Fatal(err)
		}
		if cap(d.buf) < n+2 {
			d.buf = make([]byte, n+2)
		}
		if _, err := io.ReadFull(d.out, d.buf[:n+2]); err != nil {
			d.b.Fatal(err)
		}
		if bytes.Contains(d.buf[:n+2], []byte(mark)) {
			return
		}
	}
}

func (d *driver) open(src string, version int) {
	d.send(object{"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": object{"textDocument": object{
		"uri": dockerfile, "languageId": "dockerfile", "version": version, "text": src,
	}}})
	d.await(fmt.Sprintf(`"version":%d,`, version))
}

// BenchmarkRoundTrip is a request that does nothing.
func BenchmarkRoundTrip(b *testing.B) {
	d := drive(b)
	b.ReportAllocs()
	for i := 1; b.Loop(); i++ {
		d.raw(framed(fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":"test/null","params":{}}`, i)))
		d.await(fmt.Sprintf(`"id":%d,`, i))
	}
}

// typist types into an open document: RUN becomes RUNX in the middle of it, and RUN
// again.
type typist struct {
	*driver
	line, version, asked int
}

func (d *driver) typist(lines int) *typist {
	src, line := sample(lines)
	d.open(src, 1)
	return &typist{driver: d, line: line, version: 1}
}

// key types one character and waits for the diagnostics of that version.
func (t *typist) key() {
	t.version++
	to, text := 3, "X"
	if t.version%2 == 1 {
		to, text = 4, ""
	}
	t.raw(framed(fmt.Sprintf(`{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":%q,"version":%d},`+
		`"contentChanges":[{"range":{"start":{"line":%d,"character":3},"end":{"line":%[3]d,"character":%d}},"text":%q}]}}`,
		dockerfile, t.version, t.line, to, text)))
	t.await(fmt.Sprintf(`"version":%d,`, t.version))
}

// ask makes the frames of a question about what is typed; each call is one more.
func (t *typist) ask(q question) (frame, answered string) {
	at := protocol.Position{Line: uint32(t.line), Character: 2}
	const visible = 60 // lines
	where := protocol.Range{Start: at, End: protocol.Position{Line: at.Line + visible}}
	if q.method == "textDocument/codeAction" {
		where.End = at
	}
	raw, err := json.Marshal(q.about(dockerfile, at, where))
	if err != nil {
		t.b.Fatal(err)
	}
	t.asked++
	return framed(fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":%q,"params":%s}`, t.asked, q.method, raw)),
		fmt.Sprintf(`"id":%d,`, t.asked)
}

// BenchmarkKeystroke is one character typed, to the diagnostics of that version.
func BenchmarkKeystroke(b *testing.B) {
	for _, lines := range sizes {
		b.Run(strconv.Itoa(lines), func(b *testing.B) {
			t := drive(b).typist(lines)
			b.ReportAllocs()
			for b.Loop() {
				t.key()
			}
		})
	}
}

// BenchmarkSession is what an editor does at a pause: a character typed, and then
// all questions about the document. «make profile» looks into it.
func BenchmarkSession(b *testing.B) {
	for _, lines := range sizes {
		b.Run(strconv.Itoa(lines), func(b *testing.B) {
			t := drive(b).typist(lines)
			b.ReportAllocs()
			for b.Loop() {
				t.key()
				for _, q := range questions {
					frame, answered := t.ask(q)
					t.raw(frame)
					t.await(answered)
				}
			}
		})
	}
}

// BenchmarkOpen is a document opened, to its diagnostics.
func BenchmarkOpen(b *testing.B) {
	for _, lines := range sizes {
		b.Run(strconv.Itoa(lines), func(b *testing.B) {
			d := drive(b)
			src, _ := sample(lines)
			b.ReportAllocs()
			for version := 1; b.Loop(); version++ {
				d.open(src, version)
			}
		})
	}
}

// BenchmarkRequest is a question about a line in the middle, or about all of a file,
// each time after a character was typed, which does not count. p50-ns is the median,
// which the others on the machine move less than the mean.
func BenchmarkRequest(b *testing.B) {
	for _, q := range questions {
		for _, lines := range sizes {
			b.Run(fmt.Sprintf("%s/%d", strings.TrimPrefix(q.method, "textDocument/"), lines), func(b *testing.B) {
				t := drive(b).typist(lines)
				b.ReportAllocs()
				var times []time.Duration
				for b.Loop() {
					b.StopTimer()
					t.key()
					frame, answered := t.ask(q)
					b.StartTimer()
					start := time.Now()
					t.raw(frame)
					t.await(answered)
					times = append(times, time.Since(start))
				}
				slices.Sort(times)
				b.ReportMetric(float64(times[len(times)/2].Nanoseconds()), "p50-ns")
			})
		}
	}
}
