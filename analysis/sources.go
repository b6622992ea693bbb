package analysis

import (
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// source is what a COPY or an ADD reads.
type source struct {
	text.Span        // in the file, without the quotes of a JSON string
	path      string // with the variables put in
	known     bool   // for sure: see settled
}

// sources are those of item i, or of its trigger, in front of the destination.
// There are none where the instruction reads from a stage or has a heredoc.
func (f *File) sources(i int) []source {
	it, step := f.Items.At(i), f.Step(i)
	if step == nil || step.Err != nil || len(it.Heredocs) > 0 {
		return nil
	}
	in, cmd := it.Instruction, step.Command
	meant := meantVars(f.StageOf(i))[i-f.StageOf(i).First]
	if it.Trigger != nil {
		in, cmd = it.Trigger, it.Trigger.Command
		meant = make([]*Scope, len(in.Expansions))
	}
	var list []source
	for n, path := range sourcePaths(in, cmd) {
		s := source{it.In(in.Args[n].Span), path, settledWithin(f.Globals, in, meant, in.Args[n].Span)}
		if in.JSON {
			s.Start, s.End = s.Start+1, s.End-1
		}
		list = append(list, s)
	}
	return list
}

// sourcePaths are the sources of ADD and COPY with their variables put in, as many
// as arguments in front of the destination, or none.
func sourcePaths(in *syntax.Instruction, cmd any) []string {
	var sources []string
	switch c := cmd.(type) {
	case *instructions.AddCommand:
		sources = c.SourcePaths
	case *instructions.CopyCommand:
		if c.From == "" {
			sources = c.SourcePaths
		}
	}
	if len(sources) != len(in.Args)-1 {
		return nil
	}
	return sources
}

// remotePrefixes begin a source of ADD that is not of the build context: an
// address, or a Git repository (ParseGitRef in BuildKit's frontend/dockerfile/dfgitutil).
var remotePrefixes = []string{"http://", "https://", "git://", "ssh://", "git@", "github.com/"}

// contextSources are the sources that item i reads from the build context of this
// file, as paths with slashes. A trigger reads from that of another build.
func (f *File) contextSources(i int) []source {
	it := f.Items.At(i)
	if it.Trigger != nil || it.Kind() != command.Copy && it.Kind() != command.Add {
		return nil
	}
	windows := f.StageOf(i) != nil && f.StageOf(i).OS == "windows"
	list := slices.DeleteFunc(f.sources(i), func(s source) bool {
		return it.Kind() == command.Add && slices.ContainsFunc(remotePrefixes, func(p string) bool { return strings.HasPrefix(s.path, p) })
	})
	for n := range list {
		if windows {
			list[n].path = strings.ReplaceAll(list[n].path, `\`, "/")
		}
	}
	return list
}

// mountSource is what the nth mount of item i binds from the build context; ok is
// false where it binds something else, or nobody can know.
func (f *File) mountSource(i, n int, value syntax.Word) (path string, ok bool) {
	it, step := f.Items.At(i), f.Step(i)
	if step == nil || step.Err != nil || it.Trigger != nil {
		return "", false
	}
	run, ok := step.Command.(*instructions.RunCommand)
	if !ok {
		return "", false
	}
	mounts := instructions.GetMounts(run)
	if n >= len(mounts) || mounts[n].Type != instructions.MountTypeBind || mounts[n].From != "" {
		return "", false
	}
	if strings.ContainsAny(mounts[n].Source, `*?[\`) { // which mean themselves here
		return "", false
	}
	meant := meantVars(f.StageOf(i))[i-f.StageOf(i).First]
	return mounts[n].Source, settledWithin(f.Globals, it.Instruction, meant, value.Span)
}
