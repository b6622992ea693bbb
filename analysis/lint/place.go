package lint

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/containerd/platforms"
	"github.com/distribution/reference"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"github.com/moby/buildkit/util/system"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

func workdirRelativePath(st *analysis.Facts, report Report) {
	for n, s := range steps(st) {
		c, ok := s.Command.(*instructions.WorkdirCommand)
		if ok && s.Err == nil && !s.Before.WorkdirSet && !system.IsAbs(c.Path, st.OS) && !onDrive(st, c.Path) {
			report(Note{Step: n, Span: arg(s.In, 0), Message: linter.RuleWorkdirRelativePath.Format(c.Path)})
		}
	}
}

func platformFlag(in *syntax.Instruction) text.Span {
	if f, ok := in.Flag("platform"); ok {
		return f.Span
	}
	return in.Head()
}

func redundantTargetPlatform(st *analysis.Facts, report Report) {
	p := st.Platform
	if len(p.Unmatched) > 0 || !slices.Equal(p.Matched, []string{"TARGETPLATFORM"}) {
		return
	}
	from := st.Steps[0].Command.(*instructions.Stage)
	if p.Result == analysis.TargetPlatform {
		report(Note{Span: platformFlag(st.Steps[0].In), Message: linter.RuleRedundantTargetPlatform.Format(from.Platform)})
	}
}

// constPlatform allows a constant that the stage's name speaks of.
func constPlatform(st *analysis.Facts, report Report) {
	if st.Platform.Result == "" || len(st.Platform.Matched)+len(st.Platform.Unmatched) > 0 {
		return
	}
	p, err := platforms.Parse(st.Platform.Result)
	if err != nil || strings.Contains(st.Name, p.OS) || strings.Contains(st.Name, p.Architecture) {
		return
	}
	report(Note{Span: platformFlag(st.Steps[0].In), Message: linter.RuleFromPlatformFlagConstDisallowed.Format(st.Platform.Result)})
}

// invalidDefaultArg stops at the first base that cannot be expanded, as BuildKit
// does.
func invalidDefaultArg(f *analysis.File, _ Config, report Report) {
	for _, st := range stagesWhere(f, wrongBaseKey{}, wrongBase) {
		if st.Image.Err != nil {
			return
		}
		it, from := f.Items.At(st.First), st.Steps[0].Command.(*instructions.Stage)
		report(Note{Step: st.First, Span: it.In(arg(it.Instruction, 0)), Message: linter.RuleInvalidDefaultArgInFrom.Format(from.BaseName)})
	}
}

type wrongBaseKey struct{}

// wrongBase tells of a stage that its base cannot be expanded, or is no name then.
func wrongBase(st *analysis.Facts) bool {
	_, ok := st.Steps[0].Command.(*instructions.Stage)
	return ok && (st.Image.Err != nil || !validImage(st))
}

type validImageKey struct{}

// validImage tells whether the base of a stage can be the name of an image.
func validImage(st *analysis.Facts) bool {
	return st.Memo(validImageKey{}, func() any {
		_, err := reference.ParseNormalizedNamed(st.Image.Result)
		return err == nil
	}).(bool)
}

// copyIgnoredFile looks at the sources of COPY and ADD that come from the build
// context.
func copyIgnoredFile(f *analysis.File, c Config, report Report) {
	if c.Context == nil || len(c.Context.Patterns()) == 0 {
		return
	}
	for _, st := range f.Stages {
		for n, s := range steps(st.Facts) {
			verb, sources := contextSources(s)
			for _, src := range sources {
				if clean := filepath.ToSlash(filepath.Clean(src)); c.Context.CopyIgnored(clean) {
					span := argOf(s.In, func(w syntax.Word) bool { return w.Value == src })
					item, span := locate(f, st, n, span)
					report(Note{Step: item, Span: span, Message: linter.RuleCopyIgnoredFile.Format(verb, clean)})
				}
			}
		}
	}
}

// contextSources are the sources that a step takes from the build context, and
// what BuildKit calls the step in its message.
func contextSources(s *analysis.Step) (verb string, sources []string) {
	switch c := s.Command.(type) {
	case *instructions.CopyCommand:
		if c.From == "" {
			return "Copy", c.SourcePaths
		}
	case *instructions.AddCommand:
		return "Add", slices.DeleteFunc(slices.Clone(c.SourcePaths), isRemote)
	}
	return "", nil
}
