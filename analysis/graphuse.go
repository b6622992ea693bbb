package analysis

import (
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis/syntax"
)

// stageUse is a StageRef and the stage that it makes use another stage or an
// image.
type stageUse struct {
	StageRef
	User int
}

// ofImage tells that no stage is used, but an image or a named context.
func (u stageUse) ofImage() bool { return u.Target < 0 && !u.Index && u.Name != "" }

// stageUses are all uses of stages and images, by their users. What a trigger of
// ONBUILD names is used by the stages built on the one that it stands in.
func stageUses(f *File) []stageUse {
	var list []stageUse
	add := func(user, first, end int, triggers bool) {
		for i := first; i < end; i++ {
			if (f.Items.At(i).Trigger != nil) != triggers || !mayNameStage(f.Items.At(i).Instruction) {
				continue
			}
			for _, r := range f.StageRefs(i) {
				list = append(list, stageUse{r, user})
			}
		}
	}
	for i, st := range f.Stages {
		add(i, st.First, st.End, false)
		if st.Base >= 0 {
			add(i, f.Stages[st.Base].First, f.Stages[st.Base].End, true)
		}
	}
	return list
}

type mayNameStageKey struct{}

// mayNameStage tells at once whether an instruction, or its trigger, has a place
// where a stage can be named.
func mayNameStage(in *syntax.Instruction) bool {
	in = effective(in)
	if in.Kind() == command.From || len(in.Flags) == 0 {
		return in.Kind() == command.From
	}
	return in.Memo(mayNameStageKey{}, func() any {
		return slices.ContainsFunc(in.Flags, func(flag syntax.Flag) bool {
			return flag.Name.Value == "from" || slices.ContainsFunc(mountFields(in, flag), func(field flagField) bool {
				return strings.EqualFold(field.Key.Value, "from")
			})
		})
	}).(bool)
}
