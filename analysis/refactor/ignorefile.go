package refactor

import (
	"path"
	"slices"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/buildcontext"
	"github.com/slipway-dev/slipway/analysis/text"
)

// ignoreFile offers to make a .dockerignore where the context has none, at a COPY or
// ADD of all that is in it, and at the FROM of a stage with one.
func ignoreFile(p place) []offer {
	st := p.stage()
	if p.context == nil || p.context.IgnoreFile() != "" || st == nil {
		return nil
	}
	whole := func(i int) bool { return slices.Contains(p.sources(i), ".") }
	if !whole(p.item) && (p.item != st.First || !slices.ContainsFunc(p.itemsOf(st.Index), whole)) {
		return nil
	}
	if entries, _ := p.context.List("."); len(entries) < 2 {
		return nil // there is the Dockerfile alone
	}
	made := IgnoreFile(p.File, p.context)
	if made == "" {
		return nil
	}
	return []offer{{title: "Create .dockerignore", file: ".dockerignore", edits: []text.Edit{{New: made}}}}
}

// IgnoreFile is the text of a .dockerignore that suits a Dockerfile and what is in its
// build context, whatever the one in force says.
func IgnoreFile(f *analysis.File, context *buildcontext.Context) string {
	p := place{File: f, context: context}
	var named []string
	for i := range p.Items.Len() {
		named = append(named, p.sources(i)...)
	}
	return context.Template(named)
}

// itemsOf are the items of a stage.
func (p place) itemsOf(stage int) []int {
	var items []int
	for i := p.Stages[stage].First; i < p.Stages[stage].End; i++ {
		items = append(items, i)
	}
	return items
}

// sources are the paths of the build context, cleaned, that an instruction names.
func (p place) sources(item int) []string {
	var paths []string
	switch c := p.expanded(item).(type) {
	case *instructions.CopyCommand:
		if c.From == "" {
			paths = c.SourcePaths
		}
	case *instructions.AddCommand:
		paths = c.SourcePaths
	case *instructions.RunCommand:
		for _, m := range instructions.GetMounts(c) {
			if m.Type == instructions.MountTypeBind && m.From == "" {
				paths = append(paths, m.Source)
			}
		}
	}
	var cleaned []string
	for _, name := range paths {
		cleaned = append(cleaned, path.Clean(name))
	}
	return cleaned
}
