package analysis

import (
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/shell"

	"github.com/slipway-dev/slipway/analysis/syntax"
)

type expandKey struct{}

// expanded is a command after its words were expanded.
type expanded struct {
	command any
	err     error
}

// expand puts the variables into a step's command. Where the instruction uses
// none, the result is the same in every stage and kept with the instruction:
// there, expanding takes off quotes and escapes.
func (d *dispatcher) expand(s *Step) {
	if strings.Contains(s.In.Raw, "$") {
		s.Command, s.Err = d.expandCommand(s)
		return
	}
	got := s.In.Memo(expandKey{}, func() any {
		c, err := d.expandCommand(s)
		return expanded{c, err}
	}).(expanded)
	s.Command, s.Err = got.command, got.err
}

// expandCommand expands a clone of the command by BuildKit's own methods.
func (d *dispatcher) expandCommand(s *Step) (any, error) {
	c, ok := clone(s)
	if !ok {
		return s.In.Command, nil
	}
	if expose, ok := c.(*instructions.ExposeCommand); ok {
		return c, d.ports(expose)
	}
	if ex, ok := c.(instructions.SupportsSingleWordExpansion); ok {
		err := ex.Expand(func(word string) (string, error) { return d.word(s, word) })
		if err != nil {
			return c, err
		}
	}
	if ex, ok := c.(instructions.SupportsSingleWordExpansionRaw); ok {
		lex := shell.NewLex('\\')
		lex.SkipProcessQuotes = true
		err := ex.ExpandRaw(func(word string) (string, error) { return d.wordWith(lex, s, word) })
		if err != nil {
			return c, err
		}
	}
	return c, nil
}

// ports expands EXPOSE, for which BuildKit does not say which variables are not
// set (dockerfile2llb/convert_expose.go).
func (d *dispatcher) ports(c *instructions.ExposeCommand) error {
	var ports []string
	for _, p := range c.Ports {
		r := &ration{d.env, maxGiven}
		words, err := d.lex.ProcessWords(syntax.Lexable(p), r)
		if r.left < 0 {
			words, err = []string{p}, nil
		}
		if err != nil {
			return err
		}
		ports = append(ports, words...)
	}
	c.Ports = ports
	return nil
}

// clone copies a command so far that expanding the copy leaves the original
// alone. It is false for commands that are not expanded.
func clone(s *Step) (any, bool) {
	switch c := s.In.Command.(type) {
	case *instructions.EnvCommand:
		d := *c
		d.Env = slices.Clone(c.Env)
		return &d, true
	case *instructions.LabelCommand:
		d := *c
		d.Labels = slices.Clone(c.Labels)
		return &d, true
	case *instructions.AddCommand:
		d := *c
		d.SourcesAndDest = cloneSources(c.SourcesAndDest)
		return &d, true
	case *instructions.CopyCommand:
		d := *c
		d.SourcesAndDest = cloneSources(c.SourcesAndDest)
		return &d, true
	case *instructions.WorkdirCommand:
		d := *c
		return &d, true
	case *instructions.UserCommand:
		d := *c
		return &d, true
	case *instructions.StopSignalCommand:
		d := *c
		return &d, true
	case *instructions.VolumeCommand:
		d := *c
		d.Volumes = slices.Clone(c.Volumes)
		return &d, true
	case *instructions.ExposeCommand:
		d := *c
		d.Ports = slices.Clone(c.Ports)
		return &d, true
	case *instructions.RunCommand:
		return cloneRun(s)
	}
	return nil, false
}

func cloneSources(s instructions.SourcesAndDest) instructions.SourcesAndDest {
	s.SourcePaths = slices.Clone(s.SourcePaths)
	s.SourceContents = slices.Clone(s.SourceContents)
	return s
}

// cloneRun reads RUN anew: its mounts live in unexported state that Expand
// overwrites. Without mounts there is nothing to expand.
func cloneRun(s *Step) (any, bool) {
	if _, ok := s.In.Flag("mount"); !ok {
		return nil, false
	}
	c, err := instructions.ParseCommand(s.In.Node)
	return c, err == nil
}
