package lint

import (
	"path"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// practiceRules are what Docker's guides and good tutorials teach. None repeats
// what a check of BuildKit or a rule of hadolint says, and all are silent where
// only a person can know.
var practiceRules = slices.Concat(
	orderRules, cacheRules, ignoreFileRules, stageRules, toolRules, packageRules, serviceRules, volumeRules, entrypointRules,
	exposeRules, secretRules, userRules, labelRules, endOfLifeRules, frontendRules,
)

// final is what becomes of an image: the facts of a stage and of those of the file
// that it is built on, it first.
type final []*analysis.Facts

func finalOf(st *analysis.Facts) final {
	var x final
	for ; st != nil; st = st.Base() {
		x = append(x, st)
	}
	return x
}

// finalNote is a note about a step of one of the stages of a final.
type finalNote struct {
	depth int
	Note
}

// finalKey is the code of a rule whose notes about a final are kept with its first
// stage.
type finalKey string

// inFinal makes a check of files out of one of the image that is built where no
// target is named. It is asked only where the file says what the image runs.
func inFinal(code string, check func(x final, report func(depth int, n Note))) func(*analysis.File, Config, Report) {
	var key any = finalKey(code)
	return func(f *analysis.File, _ Config, report Report) {
		last, ok := lastStage(f)
		if !ok || last.Steps[0].Command == nil {
			return
		}
		notes := last.Memo(key, func() any {
			var notes []finalNote
			if x := finalOf(last.Facts); x.runs() {
				check(x, func(depth int, n Note) { notes = append(notes, finalNote{depth, n}) })
			}
			return notes
		}).([]finalNote)
		for _, n := range notes {
			report(placed(f, last, n))
		}
	}
}

// placed is a note about a final as one of the file.
func placed(f *analysis.File, st analysis.Stage, n finalNote) Note {
	for range n.depth {
		st = f.Stages[st.Base]
	}
	n.Step += st.First
	n.Span = f.Items.At(n.Step).In(n.Span)
	return n.Note
}

// last is the last instruction of one of the kinds that the image gets from the
// file, the stage it is in and its step; nil where there is none.
func (x final) last(kinds ...string) (s *analysis.Step, depth, n int) {
	for depth, st := range x {
		for n := len(st.Steps) - 1; n > 0; n-- {
			if st.Steps[n].Command != nil && slices.Contains(kinds, st.Steps[n].In.Kind()) {
				return &st.Steps[n], depth, n
			}
		}
	}
	return nil, -1, -1
}

func (x final) has(kinds ...string) bool {
	s, _, _ := x.last(kinds...)
	return s != nil
}

// runs tells whether the file says what the image's containers run.
func (x final) runs() bool { return x.has(command.Cmd, command.Entrypoint) }

type programsKey struct{}

// programs are the names of the programs that CMD and ENTRYPOINT start, as far as
// they can be read: the first words of exec forms, and all commands of scripts.
func (x final) programs() []string {
	return x[0].Memo(programsKey{}, func() any {
		var names []string
		for _, kind := range []string{command.Entrypoint, command.Cmd} {
			s, depth, _ := x.last(kind)
			if s == nil {
				continue
			}
			commands, ok := startedBy(x[depth], s)
			if !ok && len(s.In.Args) > 0 {
				names = append(names, path.Base(s.In.Args[0].Value))
			}
			for _, c := range commands {
				names = append(names, c.name())
			}
		}
		return names
	}).([]string)
}

// starts tells whether the image starts one of the programs in a list parted by
// blanks.
func (x final) starts(list string) bool {
	return slices.ContainsFunc(x.programs(), func(p string) bool { return listed(list, p) })
}

// startedBy are the commands of a CMD or an ENTRYPOINT that a shell reads; ok is
// false where none does, or where they cannot be read.
func startedBy(st *analysis.Facts, s *analysis.Step) (commands []runCommand, ok bool) {
	type answer struct {
		commands []runCommand
		ok       bool
	}
	key := startedKey{shell.KindOf(s.Before.Shell), len(s.Before.Shell) == 0, st.OS}
	a := s.In.Memo(key, func() any {
		commands, ok := readStarted(scriptsOf(st, *s, st.After))
		return answer{commands, ok}
	}).(answer)
	return a.commands, a.ok
}

// startedKey is all that the commands of a CMD depend on besides its text.
type startedKey struct {
	kind     shell.Kind
	standard bool // no SHELL is in force
	os       string
}

func readStarted(scripts []analysis.Script) (commands []runCommand, ok bool) {
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

// official is the name of one of Docker's official images, the one that
// a stage is based on in the end.
func official(st *analysis.Facts) (name string, ok bool) {
	name = st.Memo(officialKey{}, func() any { return officialName(st.Root()) }).(string)
	return name, name != ""
}

type officialKey struct{}

// officialName is "" for an image that is none of them.
func officialName(image string) string {
	img, ok := analysis.ParseImage(image)
	if !ok {
		return ""
	}
	repository, library := strings.CutPrefix(img.Repository, "library/")
	if img.Registry == "public.ecr.aws" {
		repository, library = strings.CutPrefix(img.Repository, "docker/library/")
	}
	if !library || img.Registry != "docker.io" && img.Registry != "public.ecr.aws" {
		return ""
	}
	return repository
}

// copyStep is a COPY or an ADD of files of the build context.
type copyStep struct {
	n       int // the step
	in      *syntax.Instruction
	sources []string
	dest    string // absolute; "" where only the base image knows
	workdir string
}

type copyStepsKey struct{}

// copySteps are those of a stage, triggers left out.
func copySteps(st *analysis.Facts) []copyStep {
	return st.Memo(copyStepsKey{}, func() any { return readCopySteps(st) }).([]copyStep)
}

func readCopySteps(st *analysis.Facts) []copyStep {
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
