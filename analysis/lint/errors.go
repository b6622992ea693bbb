package lint

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/containerd/platforms"
	"github.com/distribution/reference"
	"github.com/moby/buildkit/frontend/dockerfile/command"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"github.com/moby/buildkit/util/suggest"
	"github.com/moby/sys/signal"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// errorRules are what makes BuildKit refuse a file, in BuildKit's words. BuildKit
// stops at the first; here each is found.
var errorRules = []*Rule{
	{Code: "SyntaxError", Severity: Error, Title: "BuildKit cannot read the instruction", Instruction: syntaxError, File: fileSyntaxErrors},
	{Code: "BuildError", Severity: Error, Title: "BuildKit cannot build the stage", Stage: stepErrors, File: fileErrors},
}

func syntaxError(in *syntax.Instruction, report Report) {
	if in.Err != nil {
		report(Note{Span: in.Err.Span, Message: in.Err.Message, Newer: in.Err.Newer})
	}
}

// fileSyntaxErrors are those that stand in no instruction.
func fileSyntaxErrors(f *analysis.File, _ Config, report Report) {
	for _, d := range f.Directives {
		if d.Err != nil {
			report(Note{Step: -1, Span: d.Err.Span, Message: d.Err.Message})
		}
	}
	checkOption(f, report)
	switch {
	case f.Text.Len() == 0:
		report(Note{Step: -1, Span: text.Span{}, Message: "the Dockerfile cannot be empty"})
	case f.Items.Len() == 0:
		report(Note{Step: -1, Span: f.Text.LineSpan(0), Message: "file with no instructions"})
	case len(f.Stages) == 0 && !f.Items.Any(misplaced):
		last := f.Items.At(f.Items.Len() - 1)
		report(Note{Step: -1, Span: last.In(last.Head()), Message: "dockerfile contains no stages to build"})
	}
	for i, it := range f.Items.Slice(0, f.First()).All() {
		if misplaced(it) {
			report(Note{Step: i, Span: it.In(it.Head()), Message: "no build stage in current context"})
		}
	}
}

// misplaced tells of an item before the first FROM that it may not stand there.
func misplaced(it syntax.Item) bool { return it.Command != nil && it.Kind() != command.Arg }

// checkOption reads the check directive as BuildKit's newRuleLinter does.
func checkOption(f *analysis.File, report Report) {
	value, ok := f.Directive("check")
	if !ok {
		return
	}
	if _, err := linter.ParseLintOptions(value); err != nil {
		span := text.Span{}
		for _, d := range f.Directives {
			if d.Name.Value == "check" {
				span = d.Value.Span
			}
		}
		message := "failed to parse check options: " + err.Error()
		report(Note{Step: -1, Span: span, Message: message, Newer: syntax.Newer("", message)})
	}
}

// stepErrors are found when BuildKit turns instructions into a build:
// dockerfile2llb/convert.go and its neighbours. Where the outcome hangs on a value
// that comes from a build argument or from the base image, nothing is said.
func stepErrors(st *analysis.Facts, report Report) {
	fromErrors(st, report)
	for n, s := range steps(st) {
		if s.Open || len(s.Unset) > 0 && st.Root() != "scratch" {
			continue
		}
		if s.Err != nil {
			message := steady(s.Err.Error())
			report(Note{Step: n, Span: expansionAt(s, message), Message: message, Newer: syntax.Newer(s.In.Kind(), message)})
			continue
		}
		stepError(s, func(span text.Span, err error) {
			if err != nil {
				report(Note{Step: n, Span: span, Message: err.Error()})
			}
		})
	}
}

// steady names the same suggestion each time, where BuildKit takes it out of a
// map.
func steady(message string) string {
	plain, _, _ := strings.Cut(message, " (did you mean ")
	for prefix, options := range map[string][]string{
		"unsupported mount type ":    {"bind", "cache", "secret", "ssh", "tmpfs"},
		"unsupported sharing value ": {"locked", "private", "shared"},
	} {
		quoted, ok := strings.CutPrefix(plain, prefix)
		if value, err := strconv.Unquote(quoted); ok && err == nil {
			if near, ok := suggest.Search(value, options, true); ok {
				return plain + " (did you mean " + near + "?)"
			}
			return plain
		}
	}
	return message
}

var quotedWord = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`'([^']+)'|"([^"]+)"`)
})

// expansionAt is where an expansion fails: the word that the message quotes, or
// the only variable there is.
func expansionAt(s *analysis.Step, message string) text.Span {
	for _, m := range slices.Backward(quotedWord().FindAllStringSubmatch(message, -1)) {
		word := m[1] + m[2]
		for _, f := range s.In.Flags {
			if i := strings.Index(s.In.Raw[f.Value.Start:f.Value.End], word); i >= 0 {
				return text.Span{Start: f.Value.Start + i, End: f.Value.Start + i + len(word)}
			}
		}
	}
	if f, ok := s.In.Flag("mount"); ok {
		return f.Value.Span
	}
	if len(s.In.Expansions) == 1 {
		return s.In.Expansions[0].Span
	}
	return s.In.Head()
}

// fromErrors are those of the FROM. A base that hangs on variables may be right
// once build arguments are given; InvalidDefaultArgInFrom speaks of those.
func fromErrors(st *analysis.Facts, report Report) {
	from, ok := st.Steps[0].Command.(*instructions.Stage)
	if !ok {
		return
	}
	in := st.Steps[0].In
	if st.Name != "" {
		if _, err := reference.ParseNormalizedNamed(st.Name); err != nil {
			report(Note{Span: arg(in, 2), Message: "invalid context name " + st.Name + ": " + err.Error()})
		}
	}
	if st.Image.Err != nil {
		report(Note{Span: arg(in, 0), Message: st.Image.Err.Error()})
	} else if !st.Image.Variable() && st.External() && !validImage(st) {
		if message := imageError(st.Image.Result); message != "" {
			report(Note{Span: arg(in, 0), Message: message})
		}
	}
	p := st.Platform
	if from.Platform == "" || p.Variable() && p.Err == nil {
		return
	}
	err := p.Err
	if err == nil {
		_, err = platforms.Parse(p.Result)
	}
	if err != nil {
		report(Note{Span: platformFlag(in), Message: fmt.Sprintf("failed to parse platform %s: %v", from.Platform, err)})
	}
}

// imageError is why a name cannot be that of an image, or "".
func imageError(name string) string {
	if name == "scratch" {
		return ""
	}
	if _, err := reference.ParseNormalizedNamed(name); err != nil {
		return fmt.Sprintf("failed to parse stage name %q: %v", name, err)
	}
	return ""
}

// stepError yields why BuildKit refuses a step whose variables were put in.
func stepError(s *analysis.Step, yield func(text.Span, error)) {
	switch c := s.Command.(type) {
	case *instructions.ExposeCommand:
		for _, raw := range c.Ports {
			p := splitPort(raw)
			err := p.err()
			if p.protoErr() != nil {
				err = fmt.Errorf("invalid port: %q: %w", raw, err)
			}
			yield(argOf(s.In, func(w syntax.Word) bool { return w.Value == raw }), err)
		}
	case *instructions.StopSignalCommand:
		_, err := signal.ParseSignal(c.Signal)
		yield(arg(s.In, 0), err)
	case *instructions.VolumeCommand:
		if i := slices.Index(c.Volumes, ""); i >= 0 {
			yield(arg(s.In, i), errors.New("VOLUME specified can not be an empty string"))
		}
	case *instructions.RunCommand:
		for i, m := range instructions.GetMounts(c) {
			yield(mountSpan(s.In, i), mountError(m, s.Before.Workdir))
		}
	case *instructions.CopyCommand:
		yield(copyError(s.In, c.Chmod, "", c.SourcePaths, false))
	case *instructions.AddCommand:
		yield(copyError(s.In, c.Chmod, c.Checksum, c.SourcePaths, true))
	}
}
