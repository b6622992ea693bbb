package reference

import "strings"

// EndOfLife is the end of the support that people get without paying for it.
type EndOfLife struct {
	// What has come to its end, such as "Python 3.7" or "Debian 10 (buster)".
	What string
	// Date is the last day, as in "2023-06-27", or the month, as in "2026-10".
	Date string
	// Instead is what to take, where that is no newer release: the image is no
	// longer made.
	Instead string
}

// Past tells whether the date lies before a day given as in "2026-11-25".
func (e EndOfLife) Past(today string) bool {
	if len(e.Date) == len("2006-01") {
		return e.Date < today[:min(len(today), len(e.Date))]
	}
	return e.Date < today
}

// ImageEndOfLife is what is known of the end of the image, or of the system that
// its tag says it is made on, whichever is first. The image is written as in FROM.
func ImageEndOfLife(image string) (EndOfLife, bool) {
	name := familiarName(image)
	tag := tagOf(image)
	var first EndOfLife
	take := func(e EndOfLife) {
		if first.Date == "" || e.Date < first.Date {
			first = e
		}
	}
	for _, p := range products {
		if !listed(p.images, name) {
			continue
		}
		for _, r := range p.releases {
			if r.means(tag) && !(p.name == earlyAccess && strings.Contains(tag, "-ea")) {
				take(EndOfLife{What: strings.TrimSpace(p.name + " " + r.name()), Date: r.date, Instead: p.instead})
			}
		}
	}
	if !strings.Contains(name, "/") { // what words in a tag mean is known of official images
		if system, ok := systemIn(name, tag); ok {
			take(system)
		}
	}
	return first, first.Date != ""
}

// earlyAccess is the deprecated image that is still made for early-access builds.
const earlyAccess = "the image openjdk"

// systemIn is the system that a tag such as 3.12-buster or 16-alpine3.14 names.
func systemIn(name, tag string) (EndOfLife, bool) {
	for _, p := range products {
		if p.system == "" || listed(p.images, name) {
			continue
		}
		for _, word := range strings.Split(tag, "-")[1:] {
			for _, r := range p.releases {
				version, alpine := strings.CutPrefix(word, "alpine")
				if r.codename != "" && word == r.codename || p.system == "alpine" && alpine && version != "" && r.means(version) {
					return EndOfLife{What: p.name + " " + r.name(), Date: r.date}, true
				}
			}
		}
	}
	return EndOfLife{}, false
}

// tagOf is the tag of an image, "" where it has none or a digest says more.
func tagOf(image string) string {
	image, _, _ = strings.Cut(image, "@")
	if colon := strings.LastIndexByte(image, ':'); colon > strings.LastIndexByte(image, '/') {
		return image[colon+1:]
	}
	return ""
}

func listed(list, name string) bool {
	for s := range strings.FieldsSeq(list) {
		if s == name {
			return true
		}
	}
	return false
}

// product is something with releases, and the images it comes in.
type product struct {
	name, images string // images parted by blanks
	system       string // that tags of other images name, "" for none
	instead      string
	releases     []release
}

// release is a line of releases: "" is every one.
type release struct{ version, date, codename string }

func (r release) name() string {
	if r.codename == "" {
		return r.version
	}
	return r.version + " (" + r.codename + ")"
}

// means tells whether a tag is of the release: its version, with more behind a dot
// or a dash.
func (r release) means(tag string) bool {
	if r.version == "" {
		return true
	}
	for _, version := range []string{r.version, r.codename} {
		rest, ok := strings.CutPrefix(tag, version)
		if version != "" && ok && (rest == "" || rest[0] == '.' || rest[0] == '-') {
			return true
		}
	}
	return false
}
