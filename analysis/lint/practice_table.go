package lint

import (
	"path"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// practiceRules are what Docker's guides and good tutorials teach. None repeats
// what a check of BuildKit or a rule of hadolint says, and all are silent where
// only a person can know.
var practiceRules = slices.Concat(
	orderRules, ignoreFileRules, stageRules, toolRules, packageRules, serviceRules, volumeRules, entrypointRules,
	secretRules, userRules, labelRules, endOfLifeRules,
)

// final is the image that is built where no target is named: its last stage and
// those of this file that it is built on, the last first.
type final struct {
	analysis.Stage
	chain []analysis.Stage
}

// finalOf is false where nothing is built.
func finalOf(f *analysis.File) (final, bool) {
	last, ok := lastStage(f)
	if !ok || last.Steps[0].Command == nil {
		return final{}, false
	}
	return final{last, chain(f, last)}, true
}

// last is the last instruction of one of the kinds that the image gets from this
// file, and its item; -1 where there is none.
func (x final) last(kinds ...string) (s *analysis.Step, item int) {
	for _, st := range x.chain {
		for n := len(st.Steps) - 1; n > 0; n-- {
			if slices.Contains(kinds, st.Steps[n].In.Kind()) && st.Steps[n].Command != nil {
				return &st.Steps[n], st.First + n
			}
		}
	}
	return nil, -1
}

// runs tells whether the file says what the image's containers run.
func (x final) runs() bool {
	_, item := x.last(command.Cmd, command.Entrypoint)
	return item >= 0
}

// programs are the names of the programs that CMD and ENTRYPOINT start, as far as
// they can be read: the first words of exec forms, and all commands of scripts.
func (x final) programs() []string {
	var names []string
	for _, kind := range []string{command.Entrypoint, command.Cmd} {
		s, item := x.last(kind)
		if item < 0 {
			continue
		}
		commands, ok := startedBy(x.stageOf(item).Facts, s)
		if !ok && len(s.In.Args) > 0 {
			names = append(names, path.Base(s.In.Args[0].Value))
		}
		for _, c := range commands {
			names = append(names, c.name())
		}
	}
	return names
}

func (x final) stageOf(item int) analysis.Stage {
	i := slices.IndexFunc(x.chain, func(st analysis.Stage) bool { return st.First <= item && item < st.End })
	return x.chain[i]
}

// startedBy are the commands of a CMD or an ENTRYPOINT that a shell reads; ok is
// false where none does, or where they cannot be read.
func startedBy(st *analysis.Facts, s *analysis.Step) (commands []runCommand, ok bool) {
	scripts := scriptsOf(st, *s, st.After)
	for i := range scripts {
		if !scripts[i].Complete {
			return nil, false
		}
		for _, c := range scripts[i].Commands() {
			if len(c.Words) > 0 {
				commands = append(commands, newRunCommand(c, &scripts[i]))
			}
		}
	}
	return commands, len(scripts) > 0
}

// official is the name and the tag of one of Docker's official images, the one that
// a stage is based on in the end.
func official(st *analysis.Facts) (name, tag string, ok bool) {
	img, ok := analysis.ParseImage(st.Root())
	if !ok {
		return "", "", false
	}
	repository, library := strings.CutPrefix(img.Repository, "library/")
	if img.Registry == "public.ecr.aws" {
		repository, library = strings.CutPrefix(img.Repository, "docker/library/")
	}
	return repository, img.Tag, library && (img.Registry == "docker.io" || img.Registry == "public.ecr.aws")
}

// copyStep is a COPY or an ADD of files of the build context.
type copyStep struct {
	n       int // the step
	in      *syntax.Instruction
	sources []string
	dest    string // absolute; "" where only the base image knows
	workdir string
}

// copySteps are those of a stage, triggers left out.
func copySteps(st *analysis.Facts) []copyStep {
	var list []copyStep
	for n, s := range steps(st) {
		if n < 0 {
			continue
		}
		_, sources := contextSources(s)
		if len(sources) == 0 || s.Err != nil {
			continue
		}
		c := copyStep{n: n, in: s.In, sources: sources, workdir: s.Before.Workdir}
		switch command := s.Command.(type) {
		case *instructions.CopyCommand:
			c.dest = command.DestPath
		case *instructions.AddCommand:
			c.dest = command.DestPath
		}
		if !path.IsAbs(c.dest) {
			if c.workdir == "" {
				c.dest = ""
			} else {
				c.dest = path.Join(c.workdir, c.dest)
			}
		}
		list = append(list, c)
	}
	return list
}

// broad is the source that takes in the whole context, or "".
func (c copyStep) broad() string {
	i := slices.IndexFunc(c.sources, func(s string) bool { return listed(". ./ / * ./*", s) })
	if i < 0 {
		return ""
	}
	return c.sources[i]
}

// place is where a source stands in the instruction.
func (c copyStep) place(source string) text.Span {
	return argOf(c.in, func(w syntax.Word) bool { return w.Value == source })
}

// namedSources are all sources of the file from the context that are more than the
// whole of it.
func namedSources(f *analysis.File) []string {
	var named []string
	for _, st := range f.Stages {
		for _, c := range copySteps(st.Facts) {
			if c.broad() == "" {
				named = append(named, c.sources...)
			}
		}
	}
	return named
}

// fits tells whether the context that is known may be the one that the file is
// built with: what COPY names is in it, and more than the Dockerfile.
func (c Config) fits(f *analysis.File) bool {
	if c.Context == nil {
		return false
	}
	for _, source := range namedSources(f) {
		if !strings.ContainsAny(source, `*?[\$`) && !c.Context.Has(source) && !c.Context.Ignored(source) {
			return false
		}
	}
	return true
}
