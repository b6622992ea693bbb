package completion

import (
	_ "embed" // for images.txt
	"strings"
	"sync"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/text"
)

// fileImages adds the images that other stages of the file start from, as they
// are written there.
func (p *place) fileImages(over text.Span) {
	for i := range p.file.Stages {
		st := &p.file.Stages[i]
		it := p.file.Items.At(st.First)
		if st.Base >= 0 || !p.isFrom(st.First) || len(it.Args) == 0 {
			continue
		}
		if image := it.Args[0].Value; image != "scratch" {
			p.image(over, image, "used in this file")
		}
	}
}

// workspaceImages adds the images that other Dockerfiles of the workspace start from.
func (p *place) workspaceImages(over text.Span) {
	if p.around.Images == nil {
		return
	}
	for _, image := range p.around.Images() {
		p.image(over, image, "used in the workspace")
	}
}

// image adds an image that somebody has written, where a registry would take it.
func (p *place) image(over text.Span, image, detail string) {
	if _, ok := analysis.ParseImage(image); ok {
		p.add(over.Start, over.End, Item{Label: image, Kind: Module, Detail: detail})
	}
}

// officialImages adds the names of the list. What stands behind the name, such as
// a tag, is kept.
func (p *place) officialImages(over text.Span) {
	end := p.part(over, ":@").End
	if strings.Contains(p.line[p.cur:end], "/") {
		return
	}
	for _, image := range officialImages() {
		p.add(over.Start, end, Item{Label: image.name, Kind: Module, Detail: image.about, Doc: "[Docker Hub](https://hub.docker.com/_/" + image.name + ")"})
	}
}

// inName tells whether the cursor is in the first part of an image's name, which
// may be all of it, or a stage's.
func (p *place) inName(image text.Span) bool {
	return !strings.ContainsAny(p.line[image.Start:p.cur], ":@/")
}

// repository is the name of an image without tag, digest and the ways to spell
// Docker Hub's official images.
func repository(image string) string {
	image, _, _ = strings.Cut(image, "@")
	if colon := strings.LastIndexByte(image, ':'); colon > strings.LastIndexByte(image, '/') {
		image = image[:colon]
	}
	image = strings.TrimPrefix(image, "docker.io/")
	return strings.TrimPrefix(image, "library/")
}

//go:embed images.txt
var imagesFile string

type officialImage struct{ name, about string }

// officialImages are those of images.txt.
var officialImages = sync.OnceValue(func() []officialImage {
	var list []officialImage
	for line := range strings.Lines(imagesFile) {
		if name, about, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok && name[0] != '#' {
			list = append(list, officialImage{name, about})
		}
	}
	return list
})
