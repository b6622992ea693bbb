package reference

import (
	"strconv"
	"strings"
)

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
