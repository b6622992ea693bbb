package reference

import (
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

// System is what the name and the tag of an image tell of the system that it is made
// of. What they do not tell is the zero value.
type System struct {
	Family Family
	// Manager is the program of its package manager, such as "apt-get".
	Manager string
	// Shell is the program that /bin/sh is: "dash", "ash" (BusyBox's) or "bash".
	Shell string
	// OwnUser tells that the image has a user of its own for what it runs, or that this
	// is not known: it is no image that people build programs on as root.
	OwnUser bool
}

// SystemOf is the system of an image, written as in FROM. A tag that names a
// distribution goes before the image's usual one, as in "node:22-alpine".
func SystemOf(image string) System {
	name, tag := splitTag(strings.ToLower(image))
	row, known := find(systems, func(r *systemImages) bool { return r.has(name) })
	switch {
	case name == "scratch":
		return System{Family: Scratch}
	case strings.HasPrefix(name, "mcr.microsoft.com/windows/"):
		return System{Family: Windows}
	case known && row.distribution:
		return row.variant(name, tag)
	}
	usual := System{OwnUser: true}
	if known {
		usual = row.System
	}
	tag = "-" + tag
	if hint, ok := find(tagSystems, func(h *tagSystem) bool { return strings.Contains(tag, h.part) }); ok {
		s := hint.System
		s.OwnUser = usual.OwnUser
		if usual.Manager == "" {
			s.Manager = "" // not all that is built on a system has its package manager
		}
		return s
	}
	return usual
}

var (
	debian  = System{Debian, "apt-get", "dash", false}
	alpine  = System{Alpine, "apk", "ash", false}
	busybox = System{BusyBox, "", "ash", false}
	redHat  = System{RedHat, "dnf", "bash", false}
	minimal = System{UnknownFamily, "microdnf", "bash", false}
	suse    = System{UnknownFamily, "zypper", "bash", false}
	bashed  = System{UnknownFamily, "", "bash", false}
)

// served is the system for images with a user of their own.
func served(s System) System {
	s.OwnUser = true
	return s
}

// systemImages are images whose usual tags are made of a system.
type systemImages struct {
	System
	// distribution tells that they are that system and nothing else, whoever
	// publishes them; their tags name versions of it.
	distribution bool
	images       []string // a name that ends in a slash stands for all below it
}

func (r *systemImages) has(name string) bool {
	return slices.ContainsFunc(r.images, func(image string) bool {
		path, ends := strings.CutSuffix(name, image)
		own := r.distribution && ends && !strings.Contains(image, "/") && strings.HasSuffix(path, "/")
		return own || name == image || strings.HasSuffix(image, "/") && strings.HasPrefix(name, image)
	})
}

// variant is the system of a tag of a distribution.
func (r *systemImages) variant(name, tag string) System {
	s := r.System
	switch {
	case s.Family != RedHat:
	case slices.Contains(oldImages, name+":"+tag):
		s.Manager = "yum"
	case strings.Contains(tag, "minimal") || strings.Contains(tag, "slim"):
		s = minimal
	}
	return s
}

// oldImages are those that know yum only.
var oldImages = []string{"amazonlinux:1", "amazonlinux:2", "centos:7", "oraclelinux:7"}

// systems are images by the system that their usual tags are made of; the first row
// with an image counts. Sources: the Dockerfiles of docker-library, and the
// distributions' pages about their images. The shell is left out where the system has
// changed within the years that people still build.
var systems = []systemImages{
	{debian, true, strings.Fields("debian ubuntu")},
	{alpine, true, strings.Fields("alpine")},
	{busybox, true, strings.Fields("busybox")},
	{redHat, true, strings.Fields("fedora rockylinux almalinux centos ubi ubi8 ubi9 ubi10")},
	{System{UnknownFamily, "dnf", "bash", false}, true, strings.Fields("oraclelinux amazonlinux")},
	{minimal, true, strings.Fields("ubi-minimal ubi8-minimal ubi9-minimal ubi10-minimal")},
	{suse, true, strings.Fields("opensuse/leap opensuse/tumbleweed registry.suse.com/bci/bci-base opensuse/")},
	{bashed, true, strings.Fields("archlinux mageia photon")},
	{System{Family: Distroless}, false, strings.Fields("gcr.io/distroless/")},

	{debian, false, strings.Fields(`buildpack-deps golang node python ruby rust php perl gcc haskell erlang elixir julia dart swift
		eclipse-temurin maven gradle tomcat pypy`)},
	{System{Debian, "apt-get", "", false}, false, strings.Fields("openjdk clojure")},
	{System{Debian, "", "", false}, false, strings.Fields("jetty")},
	{served(debian), false, strings.Fields(`nginx httpd postgres mariadb redis mongo rabbitmq memcached haproxy cassandra solr wordpress
		nextcloud ghost drupal r-base mcr.microsoft.com/dotnet/aspnet mcr.microsoft.com/dotnet/runtime mcr.microsoft.com/dotnet/sdk
		mcr.microsoft.com/dotnet/`)},
	{System{UnknownFamily, "", "dash", true}, false, strings.Fields("nvidia/cuda")},
	{served(alpine), false, strings.Fields("docker bash composer caddy traefik registry")},
	{System{Alpine, "", "ash", true}, false, strings.Fields("eclipse-mosquitto")},
	{served(bashed), false, strings.Fields(`amazoncorretto quay.io/centos/ quay.io/fedora/ redhat/ registry.access.redhat.com/
		registry.fedoraproject.org/ registry.redhat.io/ rockylinux/ public.ecr.aws/amazonlinux/`)},
}

type tagSystem struct {
	part string // of a dash and the tag
	System
}

// tagSystems are words in the tags of images that are no distributions themselves; the
// first one that is there counts.
var tagSystems = []tagSystem{
	{"windows", System{Family: Windows}},
	{"nanoserver", System{Family: Windows}},
	{"servercore", System{Family: Windows}},
	{"ltsc20", System{Family: Windows}},
	{"alpine", alpine},
	{"busybox", busybox},
	{"distroless", System{}},
	{"chiseled", System{}},
	{"-ubi", minimal},
	{"oracle", bashed},
	{"amazonlinux", bashed},
	{"-al2", bashed},
	{"azurelinux", bashed},
	{"mariner", bashed},
	{"opensuse", suse},
	{"centos", bashed},
	{"fedora", bashed},
	{"rockylinux", bashed},
	{"almalinux", bashed},
	{"bookworm", debian},
	{"bullseye", debian},
	{"buster", debian},
	{"stretch", debian},
	{"trixie", debian},
	{"debian", debian},
	{"ubuntu", debian},
	{"focal", debian},
	{"jammy", debian},
	{"noble", debian},
	{"bionic", debian},
}
