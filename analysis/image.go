package analysis

import (
	"strings"

	"github.com/distribution/reference"

	"github.com/slipway-dev/slipway/analysis/text"
)

// ImageParts are the places of the parts of an image reference in the string it
// was written in. A part that is not there is empty. Registry is there only where
// it is written, Repository always.
type ImageParts struct {
	Registry, Repository, Tag, Digest text.Span
}

// SplitImage finds the parts of an image reference. It does not say whether they
// are right, and variables may stand in them: ${…} and what is in it is taken as a
// letter.
func SplitImage(s string) ImageParts {
	s = hideVariables(s)
	var p ImageParts
	end := len(s)
	if at := strings.IndexByte(s, '@'); at >= 0 {
		p.Digest = text.Span{Start: at + 1, End: end}
		end = at
	}
	slash := strings.LastIndexByte(s[:end], '/')
	if colon := strings.LastIndexByte(s[:end], ':'); colon > slash {
		p.Tag = text.Span{Start: colon + 1, End: end}
		end = colon
	}
	start := 0
	if first := strings.IndexByte(s[:end], '/'); first > 0 && isRegistry(s[:first]) {
		p.Registry = text.Span{Start: 0, End: first}
		start = first + 1
	}
	p.Repository = text.Span{Start: start, End: end}
	return p
}

// isRegistry tells whether the first part of a name is the host of a registry, by
// the rule of splitDockerDomain in github.com/distribution/reference.
func isRegistry(part string) bool {
	return strings.ContainsAny(part, ".:") || part == "localhost" || part != strings.ToLower(part)
}

// hideVariables replaces each ${…} by letters, as many as it is long.
func hideVariables(s string) string {
	for {
		start := strings.Index(s, "${")
		if start < 0 {
			return s
		}
		end, depth := start+2, 1
		for ; end < len(s) && depth > 0; end++ {
			switch s[end] {
			case '{':
				depth++
			case '}':
				depth--
			}
		}
		s = s[:start] + strings.Repeat("x", end-start) + s[end:]
	}
}

// Image is an image reference that a registry would take, by its full name.
type Image struct {
	Registry    string // such as docker.io
	Repository  string // such as library/golang
	Tag, Digest string // "" where there is none
}

// ParseImage reads an image reference as BuildKit does. It is false for one that
// no registry would take.
func ParseImage(s string) (Image, bool) {
	named, err := reference.ParseNormalizedNamed(s)
	if err != nil {
		return Image{}, false
	}
	img := Image{Registry: reference.Domain(named), Repository: reference.Path(named)}
	if t, ok := named.(reference.Tagged); ok {
		img.Tag = t.Tag()
	}
	if d, ok := named.(reference.Digested); ok {
		img.Digest = d.Digest().String()
	}
	return img, true
}

// Page is the address of the page that a registry has for people about the image,
// or "" where we know of none.
func (img Image) Page() string {
	switch r := img.Registry; {
	case r == "docker.io":
		return hubPage(img.Repository)
	case r == "quay.io":
		return "https://quay.io/repository/" + img.Repository
	case r == "mcr.microsoft.com":
		return "https://mcr.microsoft.com/artifact/mar/" + img.Repository
	case r == "public.ecr.aws":
		return "https://gallery.ecr.aws/" + img.Repository
	// The names of these are addresses that lead a browser on to the page.
	case r == "ghcr.io", r == "gcr.io", strings.HasSuffix(r, ".gcr.io"), strings.HasSuffix(r, ".pkg.dev"):
		return "https://" + r + "/" + img.Repository
	}
	return privateECRPage(img)
}

// privateECRPage is the page of an image in the registry that an account at Amazon
// has in a region, such as 123456789012.dkr.ecr.eu-central-1.amazonaws.com.
func privateECRPage(img Image) string {
	account, host, _ := strings.Cut(img.Registry, ".dkr.ecr.")
	region, ok := strings.CutSuffix(host, ".amazonaws.com")
	if !ok || len(account) != 12 {
		return ""
	}
	return "https://" + region + ".console.aws.amazon.com/ecr/repositories/private/" + account + "/" + img.Repository
}

func hubPage(repository string) string {
	if name, ok := strings.CutPrefix(repository, "library/"); ok {
		return "https://hub.docker.com/_/" + name
	}
	if strings.Count(repository, "/") != 1 {
		return "" // Docker Hub has no deeper names
	}
	return "https://hub.docker.com/r/" + repository
}
