package analysis_test

import (
	"testing"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/text"
)

func newText(src string) text.Text { return text.New(src) }

func TestSplitImage(t *testing.T) {
	const digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	for _, test := range []struct {
		in                                string
		registry, repository, tag, digest string
	}{
		{in: "alpine", repository: "alpine"},
		{in: "alpine:3.22", repository: "alpine", tag: "3.22"},
		{in: "library/alpine:3", repository: "library/alpine", tag: "3"},
		{in: "localhost/a", registry: "localhost", repository: "a"},
		{in: "localhost:5000/a/b:1", registry: "localhost:5000", repository: "a/b", tag: "1"},
		{in: "ghcr.io/o/i@" + digest, registry: "ghcr.io", repository: "o/i", digest: digest},
		{in: "a:1@" + digest, repository: "a", tag: "1", digest: digest},
		{in: "go:${V:-1/2}", repository: "go", tag: "${V:-1/2}"},
		{in: "${REG:-docker.io}/a:$TAG", repository: "${REG:-docker.io}/a", tag: "$TAG"},
		{in: "${IMAGE:-${A}:1}", repository: "${IMAGE:-${A}:1}"},
		{in: "a:", repository: "a"},
		{in: "", repository: ""},
	} {
		p := analysis.SplitImage(test.in)
		for _, part := range []struct {
			name string
			span text.Span
			want string
		}{
			{"registry", p.Registry, test.registry},
			{"repository", p.Repository, test.repository},
			{"tag", p.Tag, test.tag},
			{"digest", p.Digest, test.digest},
		} {
			if got := test.in[part.span.Start:part.span.End]; got != part.want {
				t.Errorf("%s: %s is %q, want %q", test.in, part.name, got, part.want)
			}
		}
	}
}

func TestImagePage(t *testing.T) {
	for in, want := range map[string]string{
		"alpine":                                         "https://hub.docker.com/_/alpine",
		"docker.io/library/alpine:3":                     "https://hub.docker.com/_/alpine",
		"index.docker.io/grafana/grafana":                "https://hub.docker.com/r/grafana/grafana",
		"a/b/c":                                          "",
		"ghcr.io/astral-sh/uv:0.8":                       "https://ghcr.io/astral-sh/uv",
		"quay.io/prometheus/node-exporter":               "https://quay.io/repository/prometheus/node-exporter",
		"mcr.microsoft.com/dotnet/sdk:9.0":               "https://mcr.microsoft.com/artifact/mar/dotnet/sdk",
		"gcr.io/distroless/static":                       "https://gcr.io/distroless/static",
		"eu.gcr.io/p/i":                                  "https://eu.gcr.io/p/i",
		"us-docker.pkg.dev/p/r/i":                        "https://us-docker.pkg.dev/p/r/i",
		"public.ecr.aws/lambda/python":                   "https://gallery.ecr.aws/lambda/python",
		"registry.example.com/a":                         "",
		"123.dkr.ecr.eu-west-1.amazonaws.com/a":          "",
		"123456789012.dkr.ecr.eu-west-1.amazonaws.com/a": "https://eu-west-1.console.aws.amazon.com/ecr/repositories/private/123456789012/a",
	} {
		img, ok := analysis.ParseImage(in)
		if !ok || img.Page() != want {
			t.Errorf("%s: %v, page %q, want %q", in, ok, img.Page(), want)
		}
	}
	for _, in := range []string{"", "Alpine", "a:$V", "a b", "-a", "a@sha256:12"} {
		if img, ok := analysis.ParseImage(in); ok {
			t.Errorf("%q is read as %+v", in, img)
		}
	}
}
