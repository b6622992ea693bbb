package refactor

import (
	"path"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis/reference"
	"github.com/slipway-dev/slipway/analysis/syntax"
)

// What a package manager puts into one folder, and what a compiler into one file.

// compilers are packages that are needed to build only: of what they build with, all
// that is needed to run is in Debian's and Ubuntu's images without them.
var compilers = strings.Fields(`gcc g++ build-essential make cmake ninja-build pkg-config pkgconf libc6-dev libc-dev python3-dev patch
	autoconf automake libtool file dpkg-dev`)

// fetchers are packages for package managers, on any system.
var fetchers = strings.Fields("git unzip zip")

// prepared tells whether the RUNs down to what builds do nothing but to install such
// packages and to call what builds, and which packages.
func (b program) prepared(builds func(words []string) bool) (packages []string, ok bool) {
	known := fetchers
	if reference.SystemOf(b.image).Family == reference.Debian {
		known = slices.Concat(fetchers, compilers)
	}
	for i := b.stage().First + 1; i <= b.item; i++ {
		if _, isRun := b.expanded(i).(*instructions.RunCommand); !isRun {
			continue
		}
		called := b.other(i).called()
		if len(called) == 0 {
			return nil, false
		}
		for _, words := range called {
			installed, isManager := installs(words)
			switch {
			case words[0] == "rm" && strings.Contains(b.Items.At(i).Raw, "rm -rf /var/lib/apt/lists/*"):
			case slices.Contains(words, ""):
				return nil, false
			case isManager && !slices.ContainsFunc(installed, func(w string) bool { return !slices.Contains(known, w) }):
				packages = append(packages, installed...)
			case builds(words):
			default:
				return nil, false
			}
		}
	}
	slices.Sort(packages)
	return slices.Compact(packages), true
}

// installs are the packages that a command of a system's package manager installs, if
// it is one that does nothing else of note.
func installs(words []string) (packages []string, ok bool) {
	m, ok := managers[words[0]]
	for i, w := range words[1:] {
		switch {
		case !ok || slices.Contains(m.valued, w):
			return nil, false
		case strings.HasPrefix(w, "-"):
		case slices.Contains(m.install, w):
			packages = nil
		case slices.Contains([]string{"update", "clean"}, w) && i == 0 && len(words) == 2:
			return nil, true
		default:
			packages = append(packages, w)
		}
	}
	return packages, ok && slices.ContainsFunc(words, func(w string) bool { return slices.Contains(m.install, w) })
}

// accounts are programs in RUNs below what builds that need nothing of what that has.
var accounts = strings.Fields("useradd adduser groupadd addgroup mkdir chown chmod touch ln rm")

// quietBelow tells whether nothing below what builds needs the tools of above.
func (b program) quietBelow() bool {
	for i := b.item + 1; i < b.stage().End; i++ {
		if _, isRun := b.expanded(i).(*instructions.RunCommand); !isRun {
			continue
		}
		called := b.other(i).called()
		if len(called) == 0 || slices.ContainsFunc(called, func(words []string) bool { return !slices.Contains(accounts, words[0]) }) {
			return false
		}
	}
	return true
}

// copiesInto tells whether all that is copied above what builds goes to the working
// directory; tool is an image out of which a program may be copied elsewhere.
func (b program) copiesInto(tool string) bool {
	for i := b.stage().First + 1; i < b.item; i++ {
		switch c := b.expanded(i).(type) {
		case *instructions.AddCommand:
			return false
		case *instructions.CopyCommand:
			dest := c.DestPath
			if !path.IsAbs(dest) {
				dest = path.Join(b.step().Before.Workdir, dest)
			}
			dest = path.Clean(dest)
			inside := dest == b.dir || strings.HasPrefix(dest, b.dir+"/")
			if name, _, _ := strings.Cut(c.From, ":"); !inside && (tool == "" || name != tool) || b.dir == "/" {
				return false
			}
		}
	}
	return true
}

// venv is the virtual environment that Python's packages go to.
const venv = "/opt/venv"

const usesVenv = "ENV PATH=" + venv + "/bin:$PATH"

// callsPip tells of a command that puts packages where Python is.
func callsPip(words []string) bool {
	if slices.Contains([]string{"python", "python3"}, words[0]) && len(words) > 3 && words[1] == "-m" {
		words = words[2:]
	}
	return len(words) > 1 && (words[0] == "pip" || words[0] == "pip3") && words[1] == "install"
}

// elsewhere are the options by which pip puts packages somewhere else.
var elsewhere = strings.Fields("--user -t --target --prefix --root -e --editable --python --src")

// pythonPlaces are pieces of text that tell that it matters where packages go.
var pythonPlaces = strings.Fields("/usr/local venv VIRTUAL_ENV PIP_TARGET PIP_PREFIX PIP_USER PYTHONHOME PYTHONUSERBASE")

// pythonProgram is a virtual environment with what pip installs, and the working
// directory unless what was copied there is copied again below.
func pythonProgram(b program) (product, bool) {
	_, ok := b.builder("python")
	without, prepared := b.prepared(func(words []string) bool {
		return callsPip(words) && !slices.ContainsFunc(words, func(w string) bool {
			name, _, _ := strings.Cut(w, "=")
			return slices.Contains(elsewhere, name)
		})
	})
	if !ok || !prepared || !b.quietBelow() || slices.ContainsFunc(pythonPlaces, func(s string) bool { return strings.Contains(b.Text.String(), s) }) {
		return product{}, false
	}
	made := product{image: b.image, paths: []string{venv}, without: without}
	for made.venv = b.stage().First + 1; !slices.ContainsFunc(b.other(made.venv).called(), callsPip); made.venv++ {
	}
	if m, ok := b.manifests(); ok && m.onlyCopy(b) && (m.copiedLater() || !m.mentioned()) {
		return made, true
	}
	made.paths = append(made.paths, b.dir)
	return made, b.copiesInto("")
}

// onlyCopy tells whether nothing else is copied above what builds.
func (m manifests) onlyCopy(b program) bool {
	for i := b.stage().First + 1; i < b.item; i++ {
		switch b.expanded(i).(type) {
		case *instructions.CopyCommand, *instructions.AddCommand:
			if i != m.item {
				return false
			}
		}
	}
	return true
}

func callsComposer(words []string) bool {
	return words[0] == "composer" && len(words) > 1 && slices.Contains(strings.Fields("install update dump-autoload dumpautoload"), words[1])
}

// phpProgram is the working directory with what Composer installs, without Composer.
func phpProgram(b program) (product, bool) {
	_, ok := b.builder("php")
	without, prepared := b.prepared(callsComposer)
	below := !b.Items.Slice(b.item+1, b.Items.Len()).Any(func(it syntax.Item) bool { return strings.Contains(it.Raw, "composer ") })
	return product{image: b.image, paths: []string{b.dir}, without: append([]string{"Composer"}, without...)},
		ok && prepared && below && b.quietBelow() && b.copiesInto("composer") && b.dir != "/"
}

// nativeProgram is a file that a C or C++ compiler names and that is started, in an
// image of the same system, or in any if it is linked statically.
func nativeProgram(b program) (product, bool) {
	var words []string
	builds := func(w []string) bool {
		if !slices.Contains(strings.Fields("gcc g++ cc c++"), w[0]) {
			return false
		}
		words = w
		return true
	}
	without, ok := b.prepared(builds)
	file := option(words, "-o")
	if !ok || file == "" || slices.ContainsFunc(words, needsLibrary) {
		return product{}, false
	}
	made := product{image: b.image, paths: []string{b.resolve(file)}, without: without}
	if tag, ok := b.builder("gcc"); ok && slices.Contains(words, "-static") {
		made.image = small(tag)
		return made, b.starts(b.resolve(file))
	}
	_, debian := b.builder("debian")
	_, ubuntu := b.builder("ubuntu")
	return made, (debian || ubuntu) && len(without) > 0 && b.starts(b.resolve(file))
}

// needsLibrary tells of an option of a compiler by which the program needs a library
// that not every image has.
func needsLibrary(word string) bool {
	library := strings.HasPrefix(word, "-l") && !slices.Contains(strings.Fields("-lm -lpthread -ldl -lrt -lc -lstdc++"), word)
	return library || strings.HasPrefix(word, "-fopenmp") || strings.HasPrefix(word, "-fsanitize") || strings.HasPrefix(word, "-fprofile") ||
		word == "-shared" || word == "-c" || strings.HasPrefix(word, "-Wl,") || strings.HasPrefix(word, "@") || strings.HasSuffix(word, ".so")
}
