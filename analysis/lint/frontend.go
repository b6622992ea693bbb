package lint

import (
	"slices"
	"strconv"
	"strings"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/reference"
)

// otherFrontend is what becomes of an error of BuildKit where the frontend that
// builds the file may be another than ours, and accept it. Unlike an error it can be
// silenced: who has that frontend knows better.
var otherFrontend = &Rule{
	Code: "OtherFrontend", Category: Correctness, Severity: Warning,
	URL:   "https://docs.docker.com/build/buildkit/frontend/",
	Title: "A frontend that slipway does not know may accept this, ours does not",
	Why: "A Dockerfile is read by its frontend: that of `# syntax=`, else the one inside the builder. slipway knows the words of one version, " +
		reference.Version + ". A flag, an option or a value that this version does not have is an error all the same where\n\n" +
		"- it is nearly a word that the version has, and so most likely a slip,\n" +
		"- it is a word of another instruction, or\n" +
		"- `# syntax=docker/dockerfile:1.7` or the like asks for a version that is no newer.\n\n" +
		"Everywhere else a newer version may know it, and the finding says so. Where `# syntax=` names a frontend that is not Docker's, or a copy of it, all that " +
		"BuildKit refuses may be right, unknown instructions included, and is a hint.",
	Bad:  "# syntax=docker/dockerfile:1\nFROM alpine:3.22\nCOPY --newest . .\n",
	Good: "# syntax=docker/dockerfile:1\nFROM alpine:3.22\nCOPY --link . .\n",
}

// frontend is what a file says of the program that reads it. The zero value is the
// one inside the builder, of which nothing is known.
type frontend struct {
	image   string // as «# syntax=» has it
	foreign bool   // it is neither docker/dockerfile nor a copy of that
	version []int  // that the tag pins, such as 1, 4; nil where it may be any
	plain   bool   // the tag is nothing but the version: a stable release
}

// frontendOf is that of a file. An argument BUILDKIT_SYNTAX in the file means
// nothing: BuildKit's builder/build.go reads that of the command line.
func frontendOf(f *analysis.File) frontend {
	name, ok := f.Frontend()
	if !ok {
		return frontend{}
	}
	parts := analysis.SplitImage(name)
	fe := frontend{image: name, foreign: f.ForeignFrontend()}
	tag, suffix, _ := strings.Cut(name[parts.Tag.Start:parts.Tag.End], "-")
	if v := numbersOf(tag); len(v) > 1 {
		fe.version, fe.plain = v[:2], suffix == ""
	}
	return fe
}

// numbersOf reads a version such as 1.4.2, or gives nil.
func numbersOf(s string) []int {
	var v []int
	for part := range strings.SplitSeq(s, ".") {
		n, err := strconv.Atoi(part)
		if err != nil {
			return nil
		}
		v = append(v, n)
	}
	return v
}

// lacks tells whether the frontend is for certain older than a version.
func (fe frontend) lacks(version string) bool {
	return fe.plain && !fe.foreign && slices.Compare(fe.version, numbersOf(version)) < 0
}

// mayBeNewer tells whether it may know words that ours does not.
func (fe frontend) mayBeNewer() bool {
	return fe.version == nil || slices.Compare(fe.version, numbersOf(reference.Version)) > 0
}

// judge makes an error of BuildKit softer where the frontend may not have it.
func (fe frontend) judge(found raw) raw {
	switch {
	case fe.foreign:
		found.rule, found.Message = otherFrontend, found.Message+"; the frontend "+fe.image+" may accept it"
	case found.Newer && fe.mayBeNewer():
		found.rule, found.Message = otherFrontend, found.Message+"; slipway was built with Dockerfile "+reference.Version+", a newer one may know it"
	}
	return found
}
