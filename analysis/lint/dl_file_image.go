package lint

import (
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/text"
)

var hadolintImageRules = []*Rule{
	dl(Rule{
		Code: "DL3006", Title: "Name the version of the base image", Category: Maintainability, Severity: Hint,
		Why: "Without a tag the image is `latest`, whatever that is on the day of the build. A tag such as `24` or `3.22` " +
			"still gets fixes, and the next major version comes when you choose it.",
		Bad:  "FROM node\n",
		Good: "FROM node:24\n",
		File: untagged,
	}),
	dl(Rule{
		Code: "DL3007", Title: "Do not build on latest", Category: Maintainability, Severity: Hint,
		Why: "`latest` is a tag that moves with every release, also over incompatible ones: a build that works today may not work tomorrow, " +
			"and an old image cannot be built again.",
		Bad:  "FROM node:latest\n",
		Good: "FROM node:24\n",
		Stage: func(st *analysis.Facts, report Report) {
			if versionOf(st) == imageLatest {
				report(Note{Span: arg(st.Steps[0].In, 0), Message: "latest moves with every release; name the version you build on"})
			}
		},
	}),
	dl(Rule{
		Code: "DL3026", Title: "Take images from trusted registries only", Category: Security, Severity: Error,
		Why: "With the setting `trustedRegistries`, each image named in `FROM`, `COPY --from` or `RUN --mount=from=` must come from one of these. " +
			"An image without a host comes from `docker.io`. Without the setting the rule finds nothing, and images whose host is in a variable are left alone.",
		Bad:  "FROM registry.example.com/debian:13\n",
		Good: "FROM debian:13\n",
		File: untrustedRegistry,
	}),
}

// version is what a base says of its version.
type version int

const (
	imageSettled  version = iota // tag, digest, or not known
	imageUntagged                // certainly none
	imageLatest                  // certainly the tag latest
)

type untaggedKey struct{}

// untagged leaves alone a name that stands for a build context.
func untagged(f *analysis.File, c Config, report Report) {
	for _, st := range stagesWhere(f, untaggedKey{}, func(st *analysis.Facts) bool { return versionOf(st) == imageUntagged }) {
		it := f.Items.At(st.First)
		if _, named := c.Named[st.Image.Result]; !named {
			report(Note{Step: st.First, Span: it.In(arg(it.Instruction, 0)), Message: "the base image has no tag; name the version you build on"})
		}
	}
}

type versionKey struct{}

func versionOf(st *analysis.Facts) version {
	return st.Memo(versionKey{}, func() any {
		in := st.Steps[0].In
		if _, ok := st.Steps[0].Command.(*instructions.Stage); !ok || !st.External() || len(in.Args) == 0 {
			return imageSettled
		}
		if st.Image.Result == "scratch" || st.Image.Err != nil || !validImage(st) {
			return imageSettled
		}
		if !st.Image.Variable() {
			return imageVersion(st.Image.Result, true)
		}
		return imageVersion(behindVariables(in.Args[0].Value))
	}).(version)
}

// behindVariables is what follows the last variable in the name of an image, and
// whether the last component of the name is in that alone.
func behindVariables(name string) (rest string, whole bool) {
	rest = name[strings.LastIndexByte(name, '$')+1:]
	if strings.HasPrefix(rest, "{") {
		rest = rest[strings.LastIndexByte(rest, '}')+1:]
	} else {
		rest = strings.TrimLeft(rest, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
	}
	return rest, strings.Contains(rest, "/")
}

// imageVersion reads the end of an image's name. Where that is not the whole last
// component, no tag in it does not mean that there is none.
func imageVersion(name string, whole bool) version {
	name = name[strings.LastIndexByte(name, '/')+1:]
	_, tag, tagged := strings.Cut(name, ":")
	switch {
	case strings.Contains(name, "@"):
		return imageSettled
	case !tagged && whole:
		return imageUntagged
	case tag == "latest":
		return imageLatest
	}
	return imageSettled
}

func untrustedRegistry(f *analysis.File, c Config, report Report) {
	if len(c.Hadolint.TrustedRegistries) == 0 {
		return
	}
	check := func(item int, place text.Span, image string) {
		host, ok := registryOf(image)
		if ok && !slices.ContainsFunc(c.Hadolint.TrustedRegistries, func(p string) bool { return trusts(p, host) }) {
			report(Note{Step: item, Span: place, Message: host + " is none of the trusted registries"})
		}
	}
	for _, st := range f.Stages {
		from := f.Items.At(st.First)
		image := st.Base < 0 && st.Image.Result != "scratch" && (st.Image.Variable() || validImage(st.Facts))
		if from.Command != nil && image && len(from.Args) > 0 {
			check(st.First, from.In(from.Args[0].Span), from.Args[0].Value)
		}
		for _, n := range stepsWithFrom(st.Facts) {
			for _, ref := range f.StageRefs(st.First + n) {
				// A plain word may as well be a context that the build is given.
				if ref.Target < 0 && strings.ContainsAny(ref.Name, "/:@") && imageError(ref.Name) == "" {
					check(ref.Item, ref.Span, ref.Name)
				}
			}
		}
	}
}

// registryOf is the host that an image comes from. It is false where a variable
// is in that.
func registryOf(image string) (host string, ok bool) {
	first, _, slash := strings.Cut(image, "/")
	if !slash {
		first, _, _ = strings.Cut(first, "@")
		if name, _, tagged := strings.Cut(first, ":"); tagged && !strings.HasPrefix(first, "$") {
			first = name
		}
	}
	switch {
	case strings.ContainsAny(first, `$"'\`):
		return "", false
	case !slash, !strings.ContainsAny(first, ".:") && first != "localhost" && first == strings.ToLower(first), first == "index.docker.io":
		return "docker.io", true
	}
	return first, true
}

// trusts tells whether a host is what a pattern of the settings means.
func trusts(pattern, host string) bool {
	if suffix, ok := strings.CutPrefix(pattern, "*"); ok {
		return strings.HasSuffix(host, suffix)
	}
	if prefix, ok := strings.CutSuffix(pattern, "*"); ok {
		return strings.HasPrefix(host, prefix)
	}
	return pattern == host
}
