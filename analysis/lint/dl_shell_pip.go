package lint

import (
	"regexp"
	"strings"
)

const python = "FROM python:3.13-slim\n"

var pipRules = []*Rule{
	{
		Code: "DL3013", URL: hadolintPage("DL3013"), Category: Maintainability, Severity: Off,
		Title: "Pin the versions of packages that pip installs",
		Why: "`pip install django` takes the version that is newest on the day of the build. `django==5.1` names one, `'django>=5,<6'` a range.\n\n" +
			"Nothing is said where a requirements or constraints file is given, nor of local paths, wheels and archives, and Git addresses with a `@revision`.",
		Bad:   python + "RUN pip install --no-cache-dir django\n",
		Good:  python + "RUN pip install --no-cache-dir django==5.1\n",
		Stage: perRun(unpinned{managers: "pip", exempt: pipRequirements, loose: loosePip, message: "pin the versions in pip install"}.check),
	},
	{
		Code: "DL3042", URL: hadolintPage("DL3042"), Category: Performance, Severity: Info,
		Title: "pip leaves its cache in the image",
		Why: "pip keeps what it downloads and builds in `~/.cache/pip`, in case it is asked again; in an image that is dead weight. " +
			"`--no-cache-dir`, or `ENV PIP_NO_CACHE_DIR=1`, turns it off.\n\n" +
			"Better still, `RUN --mount=type=cache,target=/root/.cache/pip` keeps the cache for the next build and out of the image.",
		Bad:  python + "RUN pip install django==5.1\n",
		Good: python + "RUN pip install --no-cache-dir django==5.1\n",
		Stage: perLayer(lacking{
			managers: "pip", does: installs, has: pipWithoutCache, option: "--no-cache-dir",
			message: "pip keeps its cache in this layer; add --no-cache-dir",
		}.check),
	},
}

func pipRequirements(_ *runStep, c *call) bool {
	return c.has("-r --requirement -c --constraint -e --editable --group --dry-run --no-index --require-hashes -h --help")
}

// pipArchive is a file that has a version of its own.
var pipArchive = regexp.MustCompile(`(?i)\.(whl|zip|tar|tar\.gz|tgz|tar\.bz2|tar\.xz)([#?].*)?$`)

// loosePip tells whether pip chooses the version of a requirement (PEP 508). An
// address has one where it names a revision behind "@" or is that of an archive.
func loosePip(name string) bool {
	if scheme, rest, isURL := strings.Cut(name, "://"); isURL && !strings.ContainsAny(scheme, " @") {
		_, repository, _ := strings.Cut(rest, "/")
		return scheme != "file" && !strings.Contains(repository, "@") && !pipArchive.MatchString(name)
	}
	local := strings.HasPrefix(name, ".") || strings.Contains(name, "/")
	return name != "" && !local && !strings.ContainsAny(name, "=<>~!@;") && !pipArchive.MatchString(name)
}

func pipWithoutCache(r *runStep, c *runCommand, call *call) bool {
	for _, o := range call.Options {
		if strings.HasPrefix(o.Name, "--no-cache") { // pip takes unambiguous beginnings
			return true
		}
	}
	if call.has("--cache-dir --dry-run -h --help") || r.unclear(c) || r.mounted(call.Caches...) || r.mentions(call.Caches...) {
		return true
	}
	for _, other := range r.calls("pip", cleans) {
		if len(other.Operands) > 0 && other.Operands[0].Value == "purge" {
			return true
		}
	}
	cacheDir, elsewhere := r.env(c, "PIP_CACHE_DIR")
	_, off := r.env(c, "PIP_NO_CACHE_DIR")
	return off || elsewhere && (cacheDir == "" || r.mounted(cacheDir)) ||
		r.configured("no-cache-dir =", "no-cache-dir=", "global.no-cache-dir", "install.no-cache-dir", "no_cache_dir")
}
