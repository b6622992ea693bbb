package analysis

import "strings"

// ForeignFrontend tells that «# syntax=» has the file read by another frontend than
// Docker's or, by its name, a copy of that. It may know other instructions.
func (f *File) ForeignFrontend() bool {
	image, ok := f.Frontend()
	if !ok {
		return false
	}
	repository := SplitImage(image).Repository
	rest, ok := strings.CutSuffix(strings.TrimSuffix(image[repository.Start:repository.End], "-upstream"), "docker/dockerfile")
	return !ok || rest != "" && !strings.HasSuffix(rest, "/")
}
