package reference

import (
	"strconv"
	"strings"
)

// BaseShell is the program that /bin/sh is in an image: "dash", "ash" (BusyBox's) or
// "bash"; "" where that is not known. The image is written as in FROM. A tag that
// names a distribution goes before the image's usual one, as in "node:22-alpine".
func BaseShell(image string) string {
	name, tag := splitTag(strings.ToLower(image))
	if strings.Contains(name+tag, "windows") || strings.Contains(tag, "nanoserver") {
		return ""
	}
	if h, ok := find(shellHints, func(h *baseShell) bool { return strings.Contains(tag, h.image) }); ok {
		return h.shell
	}
	match := func(b *baseShell) bool {
		return b.image == name || strings.HasSuffix(b.image, "/") && strings.HasPrefix(name, b.image)
	}
	if b, ok := find(baseShells, match); ok {
		return b.shell
	}
	return ""
}

// OldDash tells that an image surely has a dash that does not know pipefail: that
// of Debian before 13 and of Ubuntu before 25.04.
func OldDash(image string) bool {
	name, tag := splitTag(strings.ToLower(image))
	if _, ok := find(oldReleases, func(r *string) bool { return strings.Contains(tag, *r) }); ok {
		return true
	}
	release, _, _ := strings.Cut(strings.TrimSuffix(tag, "-slim"), ".")
	n, err := strconv.Atoi(release)
	return err == nil && (name == "debian" && n < 13 || name == "ubuntu" && n < 25)
}

var oldReleases = []string{
	"stretch", "buster", "bullseye", "bookworm", "xenial", "bionic", "focal", "jammy", "noble",
	"ubuntu18.04", "ubuntu20.04", "ubuntu22.04", "ubuntu24.04",
}

type baseShell struct{ image, shell string }

// shellHints are words in a tag; the first one that is there counts.
var shellHints = []baseShell{
	{"alpine", "ash"},
	{"busybox", "ash"},
	{"ubi8", "bash"},
	{"ubi9", "bash"},
	{"centos", "bash"},
	{"fedora", "bash"},
	{"rockylinux", "bash"},
	{"almalinux", "bash"},
	{"oracle", "bash"},
	{"amazonlinux", "bash"},
	{"al2", "bash"},
	{"azurelinux", "bash"},
	{"mariner", "bash"},
	{"bookworm", "dash"},
	{"bullseye", "dash"},
	{"buster", "dash"},
	{"stretch", "dash"},
	{"trixie", "dash"},
	{"debian", "dash"},
	{"ubuntu", "dash"},
	{"focal", "dash"},
	{"jammy", "dash"},
	{"noble", "dash"},
	{"bionic", "dash"},
}

// What the default tags of these images are made from. Names that end in a slash
// stand for all below them. Official images not in the list are left out because
// their base has changed within the years that people still build.
var baseShells = []baseShell{
	{"alpine", "ash"},
	{"busybox", "ash"},
	{"caddy", "ash"},
	{"composer", "ash"},
	{"docker", "ash"},
	{"eclipse-mosquitto", "ash"},
	{"registry", "ash"},

	{"buildpack-deps", "dash"},
	{"debian", "dash"},
	{"drupal", "dash"},
	{"eclipse-temurin", "dash"},
	{"elixir", "dash"},
	{"erlang", "dash"},
	{"ghost", "dash"},
	{"golang", "dash"},
	{"gradle", "dash"},
	{"haproxy", "dash"},
	{"haskell", "dash"},
	{"httpd", "dash"},
	{"julia", "dash"},
	{"mariadb", "dash"},
	{"maven", "dash"},
	{"memcached", "dash"},
	{"mongo", "dash"},
	{"nginx", "dash"},
	{"node", "dash"},
	{"nvidia/cuda", "dash"},
	{"perl", "dash"},
	{"php", "dash"},
	{"postgres", "dash"},
	{"pypy", "dash"},
	{"python", "dash"},
	{"r-base", "dash"},
	{"rabbitmq", "dash"},
	{"redis", "dash"},
	{"ruby", "dash"},
	{"rust", "dash"},
	{"tomcat", "dash"},
	{"ubuntu", "dash"},
	{"wordpress", "dash"},
	{"mcr.microsoft.com/dotnet/aspnet", "dash"},
	{"mcr.microsoft.com/dotnet/runtime", "dash"},
	{"mcr.microsoft.com/dotnet/sdk", "dash"},

	{"almalinux", "bash"},
	{"amazoncorretto", "bash"},
	{"amazonlinux", "bash"},
	{"archlinux", "bash"},
	{"centos", "bash"},
	{"fedora", "bash"},
	{"mageia", "bash"},
	{"opensuse/", "bash"},
	{"oraclelinux", "bash"},
	{"photon", "bash"},
	{"quay.io/centos/", "bash"},
	{"quay.io/fedora/", "bash"},
	{"redhat/", "bash"},
	{"registry.access.redhat.com/", "bash"},
	{"registry.fedoraproject.org/", "bash"},
	{"registry.redhat.io/", "bash"},
	{"rockylinux", "bash"},
	{"rockylinux/", "bash"},
	{"public.ecr.aws/amazonlinux/", "bash"},
}
