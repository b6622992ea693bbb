package shell

import (
	"mvdan.cc/sh/v3/syntax"

	"github.com/slipway-dev/slipway/analysis/text"
)

// reading is what one walk over the tree of a script tells.
type reading struct {
	commands    []Command
	assignments []Assignment
	uses        []Use

	target   syntax.ArithmExpr // of the assignment just met: not read
	assigned map[string]int    // where variables are first assigned, by name
}

// reading walks over the tree once, when it is first asked for.
func (s *Script) reading() *reading {
	s.once.Do(func() {
		r := &s.told
		r.assigned = map[string]int{}
		s.walk(func(n syntax.Node, at setting) { r.visit(s, n, at) })
		for i, u := range r.uses {
			end, ok := r.assigned[u.Name]
			r.uses[i].Assigned = ok && end <= u.Start
		}
		r.assigned = nil
	})
	return &s.told
}

func (r *reading) visit(s *Script, n syntax.Node, at setting) {
	before := len(r.assignments)
	r.assignments = s.appendAssignments(r.assignments, n)
	for _, a := range r.assignments[before:] {
		if first, ok := r.assigned[a.Name]; !a.Temporary && (!ok || a.End < first) {
			r.assigned[a.Name] = a.End
		}
	}
	switch n := n.(type) {
	case *syntax.CallExpr:
		r.commands = append(r.commands, s.command(n, at))
	case *syntax.DeclClause:
		r.commands = append(r.commands, s.declaration(n, at))
	case *syntax.BinaryArithm:
		if n.Op == syntax.Assgn {
			r.target = n.X
		}
	case *syntax.Word:
		if name := bareName(n); at.arithmetic && name != nil && r.target != syntax.ArithmExpr(n) {
			whole := span(n)
			r.uses = append(r.uses, Use{whole, name.Value, whole, true, "", text.Span{Start: whole.End, End: whole.End}, false})
		}
	case *syntax.ParamExp:
		if n.Param != nil {
			r.uses = append(r.uses, use(n, at))
		}
	}
}
