package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/text"
)

// longSource is a Dockerfile of 5,000 lines, in stages of 25.
func longSource() string {
	var b strings.Builder
	for n := range 200 {
		fmt.Fprintf(&b, `# stage %[1]d
FROM golang:1.26 AS build%[1]d
ARG VERSION=1.%[1]d
ENV HOME_DIR=/srv/app%[1]d MODE="prod"
WORKDIR /src
WORKDIR sub/$VERSION
COPY --chown=1000:1000 go.mod go.sum ./
RUN --mount=type=cache,target=/root/.cache/go-build \
    go mod download && go env -w GOFLAGS=-mod=mod
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        ca-certificates \
        curl \
    && rm -rf /var/lib/apt/lists/*
RUN <<EOF
set -e
for f in *.go; do
  echo "$f" >> /list # %[1]d
done
EOF
EXPOSE 8080 9090/udp
LABEL org.example.stage=%[1]d
COPY --from=%[2]d /src/app /usr/local/bin/app
HEALTHCHECK CMD curl -f http://localhost:8080/ || exit 1
CMD ["app", "--serve"]
`, n, max(n-1, 0))
	}
	return b.String()
}

func BenchmarkAnswers(b *testing.B) {
	src := text.New(longSource())
	f := analysis.New(src)
	middle := strings.Index(src.String()[src.Len()/2:], "apt-get install") + src.Len()/2
	all := text.Span{Start: 0, End: src.Len()}
	for _, answer := range []struct {
		name string
		do   func()
	}{
		{"Symbols", func() { analysis.Symbols(f) }},
		{"NamedSymbols", func() { analysis.NamedSymbols(f) }},
		{"Folds", func() { analysis.Folds(f) }},
		{"Selection", func() { analysis.Selection(f, middle) }},
		{"Linked", func() { analysis.Linked(f, middle) }},
		{"Links", func() { analysis.Links(f, nil) }},
		{"Tokens", func() { analysis.Tokens(f) }},
		{"Hints", func() { analysis.Hints(f, all, analysis.AllHints) }},
		{"Signatures", func() { analysis.Signatures(f, middle) }},
		{"Lenses", func() { analysis.Lenses(f) }},
		{"Graph", func() { analysis.NewGraph(f) }},
	} {
		b.Run(answer.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				answer.do()
			}
		})
	}
}

// BenchmarkTokensAfterEdit tells what a keystroke in the middle costs, the reading
// of the file included.
func BenchmarkTokensAfterEdit(b *testing.B) {
	src := longSource()
	f := analysis.New(text.New(src))
	at := strings.Index(src[len(src)/2:], "apt-get install") + len(src)/2
	analysis.Tokens(f)
	b.ReportAllocs()
	typed := false
	for b.Loop() {
		edit := text.Edit{Span: text.Span{Start: at, End: at}, New: "x"}
		if typed {
			edit = text.Edit{Span: text.Span{Start: at, End: at + 1}}
		}
		f, typed = f.Edit(edit), !typed
		analysis.Tokens(f)
	}
}
