package reference

import (
	"slices"
	"strings"
)

// StartsAnything tells of an image that it is known to start the command of CMD as
// it is, whatever that is: it has no ENTRYPOINT, or one that looks no further than
// for an option in the place of the program. The image is written as in FROM.
func StartsAnything(image string) bool {
	name, _ := splitTag(strings.ToLower(image))
	return slices.ContainsFunc(startsAnything, func(known string) bool {
		return name == known || strings.HasSuffix(known, "/") && strings.HasPrefix(name, known)
	})
}

// From knowledge of the maintainers' Dockerfiles. Names that end in a slash stand for
// all below them. Those of node, php, maven and eclipse-temurin have an ENTRYPOINT, a
// script that ends in exec "$@". Servers are not here: theirs prepare something if they
// see their own name.
var startsAnything = []string{
	"scratch",
	"almalinux", "alpine", "amazonlinux", "archlinux", "buildpack-deps", "busybox", "centos", "debian", "fedora", "mageia", "opensuse/",
	"oraclelinux", "photon", "rockylinux", "rockylinux/", "ubuntu",
	"amazoncorretto", "eclipse-temurin", "elixir", "erlang", "golang", "gradle", "haskell", "maven", "node", "perl", "php", "pypy", "python",
	"r-base", "ruby", "rust", "swift",
	"mcr.microsoft.com/dotnet/aspnet", "mcr.microsoft.com/dotnet/runtime", "mcr.microsoft.com/dotnet/runtime-deps", "mcr.microsoft.com/dotnet/sdk",
	"mcr.microsoft.com/windows/",
}
