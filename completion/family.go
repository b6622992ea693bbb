package completion

import (
	"slices"
	"strings"
)

// family is what is known of the programs in the image at the cursor.
type family struct {
	// manager is the package manager of the system, "" where it is not known.
	manager string
	// programs are those that the image is there for.
	programs []string
	// installed are the words of earlier commands, which may have installed something.
	installed []string
}

// has tells whether a program is there.
func (f family) has(program string) bool {
	return program == f.manager || slices.Contains(f.programs, program) || slices.Contains(f.installed, program)
}

// family is that of the image which the stage at the cursor starts from in the end,
// told by its name.
func (p *place) family() family {
	st := p.stage()
	if st == nil || st.OS == "windows" {
		return family{}
	}
	image := st.Root()
	f := family{manager: systemManager(image), programs: imagePrograms[repository(image)]}
	for s := range p.steps() {
		switch s.In.Kind() {
		case "run":
			for _, c := range commandsOf(s.In) {
				for _, w := range c.Words[min(1, len(c.Words)):] {
					name, _, _ := strings.Cut(w.Value, "=")
					f.installed = append(f.installed, name)
				}
			}
		case "copy":
			for _, k := range p.madeIn(s) {
				f.installed = append(f.installed, k.path[strings.LastIndexByte(k.path, '/')+1:])
			}
		}
	}
	if slices.Contains(f.installed, "corepack") {
		f.installed = append(f.installed, "yarn", "pnpm")
	}
	return f
}

// systemManager is the package manager of the distribution in an image. Official
// images tell by their tag where it is not the usual one.
func systemManager(image string) string {
	name := repository(image)
	_, tag, _ := strings.Cut(image[strings.LastIndexByte(image, '/')+1:], ":")
	usual, known := "", false
	for _, d := range distributions {
		if slices.Contains(strings.Fields(d.images), name) {
			usual, known = d.manager, true
		}
	}
	switch {
	case !known && strings.HasPrefix(name, "mcr.microsoft.com/dotnet/"):
		usual = "apt-get"
	case !known:
		return ""
	}
	if slices.Contains(oldImages, name+":"+tag) {
		return "yum"
	}
	for _, v := range variants {
		if strings.Contains("-"+tag, v.part) && (v.of == "" || v.of == usual) {
			return v.manager
		}
	}
	return usual
}

// distributions are images by the package manager of the system that their usual tags
// are built on. Sources: the Dockerfiles of docker-library, and those distributions'
// pages about their images.
var distributions = []struct{ manager, images string }{
	{"apt-get", "debian ubuntu buildpack-deps golang node python ruby rust php perl gcc openjdk eclipse-temurin maven gradle nginx httpd postgres " +
		"mysql mariadb redis mongo rabbitmq memcached haproxy tomcat elixir erlang haskell swift dart julia r-base clojure pypy cassandra solr wordpress nextcloud ghost drupal"},
	{"apk", "alpine docker bash composer caddy traefik registry"},
	{"dnf", "fedora rockylinux almalinux oraclelinux amazonlinux centos rockylinux/rockylinux redhat/ubi8 redhat/ubi9 redhat/ubi10 " +
		"registry.access.redhat.com/ubi8 registry.access.redhat.com/ubi9 registry.access.redhat.com/ubi10 " +
		"registry.access.redhat.com/ubi8/ubi registry.access.redhat.com/ubi9/ubi registry.access.redhat.com/ubi10/ubi"},
	{"microdnf", "redhat/ubi8-minimal redhat/ubi9-minimal redhat/ubi10-minimal registry.access.redhat.com/ubi8-minimal registry.access.redhat.com/ubi9-minimal " +
		"registry.access.redhat.com/ubi8/ubi-minimal registry.access.redhat.com/ubi9/ubi-minimal registry.access.redhat.com/ubi10/ubi-minimal"},
	{"zypper", "opensuse/leap opensuse/tumbleweed registry.suse.com/bci/bci-base"},
}

// variants are parts of tags that stand for another package manager than the usual
// one, or for none, of all images or of those with the usual manager of.
var variants = []struct{ part, of, manager string }{
	{"-alpine", "", "apk"},
	{"-ubi", "apt-get", "microdnf"},
	{"-azurelinux", "", ""},
	{"-chiseled", "", ""},
	{"-distroless", "", ""},
	{"-minimal", "dnf", "microdnf"},
	{"-slim", "dnf", "microdnf"},
	{"-nanoserver", "", ""},
	{"-windowsservercore", "", ""},
}

// oldImages are those that know yum only.
var oldImages = []string{"amazonlinux:1", "amazonlinux:2", "centos:7", "oraclelinux:7"}

// imagePrograms are the programs for which people take an image.
var imagePrograms = map[string][]string{
	"node":                         {"npm", "node", "yarn", "corepack"},
	"python":                       {"pip", "python"},
	"golang":                       {"go"},
	"rust":                         {"cargo"},
	"ruby":                         {"bundle", "gem"},
	"php":                          {"docker-php-ext-install"},
	"composer":                     {"composer"},
	"maven":                        {"mvn"},
	"gradle":                       {"gradle"},
	"mcr.microsoft.com/dotnet/sdk": {"dotnet"},
	"oven/bun":                     {"bun"},
	"elixir":                       {"mix"},
}
