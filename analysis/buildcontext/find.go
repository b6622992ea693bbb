package buildcontext

import (
	"io/fs"
	"maps"
	"path"
	"strings"
)

// Place is where a build of a Dockerfile takes its files from. Folders are paths in
// the fs.FS that was searched, with slashes.
type Place struct {
	Dir string
	// Named are the folders of the additional contexts, by name; "" where that is an
	// image, another target or not on this machine.
	Named map[string]string
	// Source is the file that says so, "" where none does.
	Source string
}

// Find is the place that a compose file or a bake file names for a Dockerfile, the
// path of which is given with slashes. They are looked for in the Dockerfile's
// folder and those above it, up to top; the first folder whose files speak of the
// Dockerfile counts. Where they build it from several contexts, the one counts that
// encloses the Dockerfile's folder most closely, and of these the first. Where nobody
// speaks of it, the context is the folder that the Dockerfile is in.
func Find(fsys fs.FS, dockerfile, top string) Place {
	dockerfile = path.Clean(dockerfile)
	own := path.Dir(dockerfile)
	for dir := own; ; dir = path.Dir(dir) {
		var best Place
		named := map[string]string{}
		for _, b := range buildsIn(fsys, dir) {
			if b.file != dockerfile {
				continue
			}
			maps.Copy(named, b.Named)
			if best.Source == "" || closeness(b.Dir, own) > closeness(best.Dir, own) {
				best = b.Place
			}
		}
		if best.Source != "" {
			maps.Copy(named, best.Named)
			best.Named = named
			return best
		}
		if !encloses(top, dir) || dir == top || dir == "." {
			return Place{Dir: own}
		}
	}
}

// encloses tells whether a folder is the other one or above it.
func encloses(dir, other string) bool {
	return dir == "." || dir == other || strings.HasPrefix(other, dir+"/")
}

// closeness is how deep a context lies that holds a folder, -1 where it does not.
func closeness(dir, own string) int {
	switch {
	case !encloses(dir, own):
		return -1
	case dir == ".":
		return 0
	}
	return 1 + strings.Count(dir, "/")
}

// build is a build that a file asks for.
type build struct {
	Place
	file string // the Dockerfile
}

// buildFiles are the names under which docker compose and docker buildx bake look
// for their files, with what reads them. Of the first four compose takes the first
// that is there; all are read here.
var buildFiles = []struct {
	name string
	read func(src string) []request
}{
	{"compose.yaml", readCompose},
	{"compose.yml", readCompose},
	{"docker-compose.yaml", readCompose},
	{"docker-compose.yml", readCompose},
	{"compose.override.yaml", readCompose},
	{"compose.override.yml", readCompose},
	{"docker-compose.override.yaml", readCompose},
	{"docker-compose.override.yml", readCompose},
	{"docker-bake.json", readBakeJSON},
	{"docker-bake.override.json", readBakeJSON},
	{"docker-bake.hcl", readBakeHCL},
	{"docker-bake.override.hcl", readBakeHCL},
}

// IsBuildFile tells by the last element of a path whether the file may say what is
// built from which context.
func IsBuildFile(name string) bool {
	for _, f := range buildFiles {
		if f.name == name {
			return true
		}
	}
	return false
}

// request is what a file asks for, as it is written there.
type request struct {
	context, dockerfile string
	named               map[string]string
}

// maxBuildFile is the largest file that is read, in bytes.
const maxBuildFile = 256 << 10

// buildsIn are the builds that the files in a folder ask for, as far as they are on
// this machine and hang on no variable.
func buildsIn(fsys fs.FS, dir string) []build {
	var list []build
	for _, f := range buildFiles {
		name := path.Join(dir, f.name)
		info, err := fs.Stat(fsys, name)
		if err != nil || !info.Mode().IsRegular() || info.Size() > maxBuildFile {
			continue
		}
		src, err := fs.ReadFile(fsys, name)
		if err != nil {
			continue
		}
		for _, r := range f.read(string(src)) {
			if r.context == "" && strings.Contains(f.name, ".override.") {
				continue // it adds to what another file says
			}
			if b, ok := r.in(dir); ok {
				b.Source = name
				list = append(list, b)
			}
		}
	}
	return list
}

// in reads the paths of a request from the folder of its file. The Dockerfile's path
// starts at the context, for compose and bake alike.
func (r request) in(dir string) (b build, ok bool) {
	if b.Dir, ok = localFolder(dir, r.context, "."); !ok {
		return b, false
	}
	if b.file, ok = localFolder(b.Dir, r.dockerfile, "Dockerfile"); !ok {
		return b, false
	}
	b.Named = map[string]string{}
	for name, context := range r.named {
		if folder, ok := localFolder(dir, context, ""); ok && context != "" {
			b.Named[name] = folder
		} else {
			b.Named[name] = ""
		}
	}
	return b, true
}

// localFolder is a path as it is written in a file of dir. It is false for one on
// another machine, for an image, and for one that leads above the root.
func localFolder(dir, written, absent string) (string, bool) {
	if written == "" {
		written = absent
	}
	if strings.Contains(written, "$") || strings.HasPrefix(written, "~") || strings.HasPrefix(written, "github.com/") {
		return "", false
	}
	if strings.Contains(written, ":") { // https://, git@host:, docker-image://, target:
		return "", false
	}
	written = strings.ReplaceAll(written, `\`, "/")
	name := path.Join(dir, written)
	if path.IsAbs(written) {
		name = inside(written)
	}
	return name, name != ".." && !strings.HasPrefix(name, "../")
}
