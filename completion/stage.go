package completion

import (
	"iter"
	"maps"
	"slices"
	"strconv"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/text"
)

// base adds what FROM can start from, and AS behind it.
func (p *place) base() {
	word, before := p.argument()
	switch before {
	case 0:
		p.bases(word)
	case 1:
		it := p.likeKeyword("AS")
		it.Detail = "Name the stage"
		p.add(word.Start, word.End, it)
	}
}

func (p *place) bases(word text.Span) {
	name := p.inName(word)
	for _, st := range p.earlier() {
		if name && st.Name != "" {
			p.add(word.Start, word.End, stageItem(st, st.Name))
		}
	}
	p.fileImages(word)
	p.workspaceImages(word)
	if name {
		p.add(word.Start, word.End, Item{Label: "scratch", Kind: Module, Detail: "The empty filesystem"})
		p.officialImages(word)
	}
}

// copySource adds what COPY --from and the from= of a mount can name. A name means
// the last stage that has it, so one that a later stage takes is none.
func (p *place) copySource(over text.Span) {
	name := p.inName(over)
	if name && !p.trigger { // the stages are those of the build that runs the trigger
		p.copyStages(over)
		for _, name := range slices.Sorted(maps.Keys(p.around.Named)) {
			p.add(over.Start, over.End, Item{Label: name, Kind: Folder, Detail: "additional build context"})
		}
	}
	p.fileImages(over)
	p.workspaceImages(over)
	if name {
		p.officialImages(over)
	}
}

func (p *place) copyStages(over text.Span) {
	current := p.stage()
	for _, st := range p.earlier() {
		if st.Name == "" {
			p.add(over.Start, over.End, stageItem(st, strconv.Itoa(st.Index)))
			continue
		}
		if last, ok := p.file.StageNamed(st.Name); ok && last.Index < current.Index {
			p.add(over.Start, over.End, stageItem(st, st.Name))
		}
	}
}

// earlier are the stages before the one that the cursor is in, the most recent
// first.
func (p *place) earlier() []*analysis.Stage {
	var stages []*analysis.Stage
	if current := p.stage(); current != nil {
		for i := range current.Index {
			stages = append(stages, &p.file.Stages[i])
		}
	}
	slices.Reverse(stages)
	return stages
}

func stageItem(st *analysis.Stage, label string) Item {
	it := Item{Label: label, Kind: Class, Detail: "stage " + strconv.Itoa(st.Index)}
	if base := st.Image.Result; base != "" {
		it.Detail += ", FROM " + base
	}
	return it
}

// root is the image that the stage at the cursor starts from in the end, without
// registry, tag and digest, or "".
func (p *place) root() string {
	if st := p.stage(); st != nil {
		return repository(st.Root())
	}
	return ""
}

// steps are the instructions that ran in the stage before the cursor, those of its
// base stages included, the latest first.
func (p *place) steps() iter.Seq[*analysis.Step] { return p.stepsOf(p.stage(), p.index) }

// stepsOf are the instructions of a stage before the item end, those of its base
// stages included, the latest first.
func (p *place) stepsOf(st *analysis.Stage, end int) iter.Seq[*analysis.Step] {
	return func(yield func(*analysis.Step) bool) {
		if st == nil {
			return
		}
		end, st := end-st.First, st
		for {
			for i := end - 1; i >= 0; i-- {
				if !yield(&st.Steps[i]) {
					return
				}
			}
			if st.Base < 0 {
				return
			}
			st = &p.file.Stages[st.Base]
			end = len(st.Steps)
		}
	}
}

// isFrom tells whether the item i is a FROM other than the cursor's.
func (p *place) isFrom(i int) bool {
	return p.file.Items.At(i).Kind() == command.From && (p.in == nil || i != p.index)
}
