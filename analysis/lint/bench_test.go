package lint

import (
	"fmt"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/text"
)

// sample is a Dockerfile of about n lines with what real ones have.
func sample(n int) string {
	var b strings.Builder
	b.WriteString("# syntax=docker/dockerfile:1\nARG BASE=debian:12\n")
	for i := 0; strings.Count(b.String(), "\n") < n; i++ {
		fmt.Fprintf(&b, `FROM ${BASE} AS stage%d
ARG VERSION=1.2.3
ENV APP_HOME=/srv/app APP_VERSION=${VERSION}
WORKDIR /srv/app
# install what the build needs
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates=20230311 curl=7.88.1 \
 && rm -rf /var/lib/apt/lists/*
COPY package.json package-lock.json ./
RUN npm ci --omit=dev && npm cache clean --force
RUN echo stage %d
COPY src/ /srv/app/src/
EXPOSE 8080/tcp
USER 1000:1000
HEALTHCHECK --interval=30s CMD ["curl", "-f", "http://localhost:8080/"]
CMD node src/server.js

`, i, i)
	}
	return b.String()
}

var sizes = []int{20, 500, 5000}

// BenchmarkKeystroke is what one typed character costs without the wire.
func BenchmarkKeystroke(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n, " lines"), func(b *testing.B) {
			src := sample(n)
			f := analysis.New(text.New(src))
			at := strings.Index(src[len(src)/2:], "echo ") + len(src)/2 + 5
			if at < len(src)/2+5 {
				at = strings.Index(src, "echo ") + 5
			}
			Run(f, Config{})
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				e := text.Edit{Span: text.Span{Start: at, End: at}, New: "x"}
				if i%2 == 1 {
					e = text.Edit{Span: text.Span{Start: at, End: at + 1}}
				}
				f = f.Edit(e)
				Run(f, Config{})
			}
		})
	}
}

// BenchmarkOpen is what a file costs that was never seen before.
func BenchmarkOpen(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n, " lines"), func(b *testing.B) {
			src := sample(n)
			b.SetBytes(int64(len(src)))
			b.ReportAllocs()
			for b.Loop() {
				Run(analysis.New(text.New(src)), Config{})
			}
		})
	}
}
