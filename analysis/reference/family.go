package reference

import (
	"path"
	"slices"
	"strings"
)

// Family is the kind of system that an image is made of: which programs are there.
type Family int

// The families of images. The zero Family is one that is not known.
const (
	UnknownFamily Family = iota
	Debian               // Debian, Ubuntu and what is built on them
	Alpine
	RedHat // Fedora, RHEL and their like, with dnf or yum
	BusyBox
	Distroless // Google's, without a shell
	Windows
	Scratch
)

// FamilyOf is the family of an image, written as in FROM, as its name and tag tell.
func FamilyOf(image string) Family {
	lower := strings.ToLower(image)
	name := path.Base(familiarName(lower))
	_, tag, _ := strings.Cut(lower[strings.LastIndexByte(lower, '/')+1:], ":")
	has := func(parts ...string) bool {
		return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(tag, part) })
	}
	switch {
	case lower == "scratch":
		return Scratch
	case has("windows", "nanoserver", "servercore", "ltsc20") || strings.HasPrefix(lower, "mcr.microsoft.com/windows/"):
		return Windows
	case has("alpine") || name == "alpine":
		return Alpine
	case name == "busybox" || has("busybox"):
		return BusyBox
	case strings.HasPrefix(lower, "gcr.io/distroless/"):
		return Distroless
	case has("ubi", "oraclelinux", "amazonlinux", "-al20", "mariner", "azurelinux", "opensuse", "distroless", "chiseled"):
		return UnknownFamily
	case slices.Contains(redHats, name):
		return RedHat
	case slices.Contains(debians, familiarName(lower)):
		return Debian
	}
	return UnknownFamily
}

// debians are official images whose tags without the name of another system are
// Debian or Ubuntu, as their Dockerfiles have it.
var debians = strings.Fields(`debian ubuntu buildpack-deps golang node python ruby rust php perl openjdk eclipse-temurin
	gcc haskell erlang elixir julia dart swift maven gradle tomcat jetty pypy clojure`)

// redHats are images with dnf or yum in which useradd is there.
var redHats = strings.Fields("fedora rockylinux almalinux centos ubi ubi8 ubi9 ubi10")
