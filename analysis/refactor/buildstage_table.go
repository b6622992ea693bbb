package refactor

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/syntax"
)

// ecosystems find out what a program of theirs is made of, by the last element of the
// name of the image that they build on. The first that knows it counts.
var ecosystems = []struct {
	images string
	builds func(words []string) bool // see place.program
	find   func(b program) (product, bool)
}{
	{"golang", nil, goProgram},
	{"rust", nil, rustProgram},
	{"maven gradle", nil, javaProgram},
	{"sdk", nil, netProgram},
	{"node", nil, nodeProgram},
	{"node", buildsSite, staticSite},
	{"debian ubuntu gcc", nil, nativeProgram},
	{"python", callsPip, pythonProgram},
	{"php", callsComposer, phpProgram},
}

func refused(it syntax.Item) bool { return it.Command == nil }

// builder is the official image, its tag, of the name that the file starts from.
func (b program) builder(name string) (tag string, ok bool) {
	img, ok := analysis.ParseImage(b.image)
	return img.Tag, ok && path.Base(img.Repository) == name && img.Digest == ""
}

// command is the words of the command that begins so, in the RUN that builds. No
// other directory is entered there.
func (b program) command(start ...string) (words []string, ok bool) {
	for _, words := range b.called() {
		if words[0] == "cd" || words[0] == "pushd" {
			return nil, false
		}
	}
	for _, words := range b.called() {
		if len(words) >= len(start) && slices.Equal(words[:len(start)], start) {
			return words, true
		}
	}
	return nil, false
}

// option is the value of an option of a command.
func option(words []string, names ...string) string {
	for i, w := range words {
		name, value, has := strings.Cut(w, "=")
		switch {
		case !slices.Contains(names, name):
		case has:
			return value
		case i+1 < len(words):
			return words[i+1]
		}
	}
	return ""
}

var (
	codename      = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?:^|-)(bullseye|bookworm|trixie|forky)(?:$|-)`) })
	alpineVersion = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?:^|-)alpine(3\.\d+)?$`) })
	javaVersion   = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?:eclipse-temurin-|jdk-?)(\d+)`) })
)

// small is an image without compilers, of the system that a tag of an official image
// names. Debian's stable is as new as any that these have without naming it.
func small(tag string) string {
	if m := alpineVersion().FindStringSubmatch(tag); m != nil {
		if m[1] == "" {
			return "alpine:3"
		}
		return "alpine:" + m[1]
	}
	if m := codename().FindStringSubmatch(tag); m != nil {
		return "debian:" + m[1] + "-slim"
	}
	return "debian:stable-slim"
}

// goProgram is a file that go build names and that is started.
func goProgram(b program) (product, bool) {
	tag, ok := b.builder("golang")
	words, builds := b.command("go", "build")
	file := option(words, "-o")
	if !ok || !builds || file == "" || strings.HasSuffix(file, "/") {
		return product{}, false
	}
	static := strings.Contains(b.it().Raw, "CGO_ENABLED=0")
	if v, set := b.step().Before.Vars.Lookup("CGO_ENABLED"); set && v.Value == "0" {
		static = true
	}
	if !static && b.installsPackages() {
		return product{}, false
	}
	return product{image: small(tag), paths: []string{b.resolve(file)}, certificates: !strings.HasPrefix(small(tag), "alpine")}, b.starts(b.resolve(file))
}

// starts tells whether a file is what is started, by its path or by a name in PATH.
func (b program) starts(file string) bool {
	if len(b.start) == 0 {
		return false
	}
	if strings.Contains(b.start[0], "/") {
		return b.resolve(b.start[0]) == file
	}
	return path.Base(file) == b.start[0] && slices.Contains([]string{"/usr/local/bin", "/usr/bin", "/bin"}, path.Dir(file))
}

// rustProgram is what Cargo puts below target, started from there.
func rustProgram(b program) (product, bool) {
	tag, ok := b.builder("rust")
	words, builds := b.command("cargo", "build")
	if !ok || !builds || len(b.start) == 0 || !slices.Contains(words, "--release") && !slices.Contains(words, "-r") || b.installsPackages() {
		return product{}, false
	}
	file := b.resolve(b.start[0])
	return product{image: small(tag), paths: []string{file}, certificates: !strings.HasPrefix(small(tag), "alpine")}, path.Dir(file) == path.Join(b.dir, "target/release")
}

// javaProgram is a JAR that Maven or Gradle makes.
func javaProgram(b program) (product, bool) {
	folder := "target"
	tag, ok := b.builder("maven")
	if !ok {
		folder = "build/libs"
		tag, ok = b.builder("gradle")
	}
	version := javaVersion().FindStringSubmatch(tag)
	file := option(b.start, "-jar")
	builds := slices.ContainsFunc(b.called(), func(words []string) bool {
		return slices.Contains([]string{"mvn", "./mvnw", "gradle", "./gradlew"}, words[0])
	})
	if !ok || version == nil || len(b.start) == 0 || b.start[0] != "java" || file == "" || !builds || b.installsPackages() {
		return product{}, false
	}
	image := "eclipse-temurin:" + version[1] + "-jre"
	if strings.Contains(tag, "alpine") {
		image += "-alpine"
	}
	return product{image: image, paths: []string{b.resolve(file)}}, path.Dir(b.resolve(file)) == path.Join(b.dir, folder)
}

// netProgram is a folder that dotnet publish fills.
func netProgram(b program) (product, bool) {
	words, builds := b.command("dotnet", "publish")
	tag, ok := strings.CutPrefix(b.image, "mcr.microsoft.com/dotnet/sdk:")
	out := option(words, "-o", "--output")
	if !ok || !builds || out == "" || len(b.start) < 2 || b.start[0] != "dotnet" || b.installsPackages() {
		return product{}, false
	}
	folder := b.resolve(out)
	return product{image: "mcr.microsoft.com/dotnet/aspnet:" + tag, paths: []string{folder}}, path.Dir(b.resolve(b.start[1])) == folder && folder != "/"
}

// nodeProgram is all of the working directory, for node alone.
func nodeProgram(b program) (product, bool) {
	_, ok := b.builder("node")
	if !ok || len(b.start) < 2 || b.start[0] != "node" || b.dir == "/" || b.installsPackages() {
		return product{}, false
	}
	file := b.resolve(b.start[1])
	builds := slices.ContainsFunc(b.called(), buildsSite)
	global := strings.Contains(b.Text.String(), " -g ") || strings.Contains(b.Text.String(), "--global")
	return product{image: b.image, paths: []string{b.dir}}, builds && !global && strings.HasPrefix(file, b.dir+"/")
}
