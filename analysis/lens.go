package analysis

import (
	"slices"
	"strconv"
	"strings"

	"github.com/slipway-dev/slipway/analysis/text"
)

// Lens is a line that an editor shows above a FROM.
type Lens struct {
	// Span is where it belongs: the keyword FROM.
	text.Span
	// Title is what it says.
	Title string
	// Places are where it leads, in the order of the file; it may lead nowhere.
	Places []text.Span
}

// Lenses tell above each FROM what the stage is based on, who uses it, and that
// the default build, that of the last stage, does without it. They leave out what
// the line below says itself, and say nothing where there is but one stage.
func Lenses(f *File) []Lens {
	if len(f.Stages) < 2 {
		return nil
	}
	g := NewGraph(f)
	uses := make([][]stageUse, len(f.Stages))
	for _, use := range stageUses(f) {
		if use.Target >= 0 {
			uses[use.Target] = append(uses[use.Target], use)
		}
	}
	var list []Lens
	for i := range f.Stages {
		st := &f.Stages[i]
		it := f.Items.At(st.First)
		span := it.In(it.Keyword.Span)
		if l, ok := baseLens(f, st); ok {
			list = append(list, Lens{span, l.Title, l.Places})
		}
		if l, ok := usersLens(f, uses[i]); ok {
			list = append(list, Lens{span, l.Title, l.Places})
		}
		switch {
		case i == len(f.Stages)-1:
			list = append(list, Lens{Span: span, Title: "built by default"})
		case !g.Nodes[i].Needed:
			list = append(list, Lens{Span: span, Title: "not needed by the default build"})
		}
	}
	return list
}

// baseLens tells the stages that a stage is based on, down to the image.
func baseLens(f *File, st *Stage) (Lens, bool) {
	const most = 6 // stages that are told by name
	from := f.Items.At(st.First)
	if len(from.Args) == 0 || st.Image.Err != nil {
		return Lens{}, false
	}
	var l Lens
	var chain []string
	for ; st.Base >= 0 && len(chain) < most; st = &f.Stages[st.Base] {
		base := f.Items.At(f.Stages[st.Base].First)
		chain = append(chain, stageLabel(f.Stages[st.Base]))
		l.Places = append(l.Places, base.In(base.Keyword.Span))
	}
	slices.Reverse(l.Places)
	switch {
	case st.Base >= 0:
		chain = append(chain, "…")
	case st.Image.Err == nil && len(st.Image.Unmatched) == 0 && st.Image.Result != "":
		chain = append(chain, st.Image.Result)
	}
	if len(chain) == 0 || len(chain) == 1 && chain[0] == from.Args[0].Value {
		return Lens{}, false
	}
	l.Title = "based on " + strings.Join(chain, " → ")
	return l, true
}

var useNames = [...]string{BaseRef: "FROM", CopyRef: "COPY", MountRef: "mount"}

// usersLens tells which stages use one and how.
func usersLens(f *File, uses []stageUse) (Lens, bool) {
	const most = 4 // users that are told by name
	var l Lens
	var users []string
	known := map[string]bool{}
	for _, use := range uses {
		user := stageLabel(f.Stages[use.User]) + " (" + useNames[use.Kind] + ")"
		if !known[user] {
			known[user] = true
			users = append(users, user)
		}
		l.Places = append(l.Places, use.Span)
	}
	if more := len(users) - most; more > 0 {
		users = append(users[:most], strconv.Itoa(more)+" more")
	}
	l.Title = "used by " + strings.Join(users, ", ")
	return l, len(users) > 0
}
