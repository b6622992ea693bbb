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
	"github.com/moby/buildkit/frontend/dockerfile/shell"
	"github.com/moby/buildkit/util/suggest"
	"github.com/moby/sys/signal"
	"github.com/opencontainers/go-digest"
	mode "github.com/tonistiigi/dchapes-mode"

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
		report(Note{Span: in.Err.Span, Message: in.Err.Message})
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
	case len(f.Items) == 0:
		report(Note{Step: -1, Span: f.Text.LineSpan(0), Message: "file with no instructions"})
	case len(f.Stages) == 0 && !slices.ContainsFunc(f.Items, misplaced):
		last := f.Items[len(f.Items)-1]
		report(Note{Step: -1, Span: last.In(last.Head()), Message: "dockerfile contains no stages to build"})
	}
	for i, it := range f.Items[:f.First()] {
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
		report(Note{Step: -1, Span: span, Message: "failed to parse check options: " + err.Error()})
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
			report(Note{Step: n, Span: expansionAt(s, message), Message: message})
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
	if _, err := reference.ParseNormalizedNamed(st.Name); st.Name != "" && err != nil {
		report(Note{Span: arg(in, 2), Message: "invalid context name " + st.Name + ": " + err.Error()})
	}
	if st.Image.Err != nil {
		report(Note{Span: arg(in, 0), Message: st.Image.Err.Error()})
	} else if !st.Image.Variable() && st.External() && st.Image.Result != "scratch" {
		if _, err := reference.ParseNormalizedNamed(st.Image.Result); err != nil {
			report(Note{Span: arg(in, 0), Message: fmt.Sprintf("failed to parse stage name %q: %v", st.Image.Result, err)})
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
	case *instructions.CopyCommand:
		yield(copyError(s.In, c.Chmod, "", c.SourcePaths, false))
	case *instructions.AddCommand:
		yield(copyError(s.In, c.Chmod, c.Checksum, c.SourcePaths, true))
	}
}

// copyError mirrors the checks of dispatchCopy that need nothing but the words.
func copyError(in *syntax.Instruction, chmod, checksum string, sources []string, add bool) (text.Span, error) {
	if err := chmodError(chmod); err != nil {
		return flagSpan(in, "chmod"), err
	}
	if checksum != "" {
		_, digestErr := digest.Parse(checksum)
		switch {
		case len(sources) != 1:
			return flagSpan(in, "checksum"), errors.New("checksum can't be specified for multiple sources")
		case !isRemote(sources[0]) && !looksLikeGit(sources[0]):
			return flagSpan(in, "checksum"), errors.New("checksum requires HTTP(S) or Git sources")
		case !looksLikeGit(sources[0]) && digestErr != nil:
			return flagSpan(in, "checksum"), digestErr
		}
	}
	for i, src := range sources {
		if !add && isRemote(src) && !looksLikeGit(src) {
			return arg(in, i), errors.New("source can't be a URL for COPY")
		}
	}
	return text.Span{}, nil
}

func chmodError(chmod string) error {
	if chmod == "" {
		return nil
	}
	octal := errors.New("invalid chmod parameter: '" + chmod + "'. it should be octal string and between 0 and 07777")
	p, err := strconv.ParseUint(chmod, 8, 32)
	if err == nil {
		if p > 0o7777 {
			return octal
		}
		return nil
	}
	if _, err := mode.Parse(chmod); err != nil {
		var number *strconv.NumError
		if errors.As(err, &number) {
			return octal
		}
		return err
	}
	return nil
}

// flagSpan is the value of a flag.
func flagSpan(in *syntax.Instruction, name string) text.Span {
	if f, ok := in.Flag(name); ok && !f.Value.Empty() {
		return f.Value.Span
	}
	return in.Head()
}

func isRemote(src string) bool {
	return strings.HasPrefix(src, "http://") || strings.HasPrefix(src, "https://")
}

// looksLikeGit tells whether a source may be a Git repository. BuildKit's own
// parser of them is not used here: it brings a whole SSH client along.
func looksLikeGit(src string) bool {
	for _, scheme := range []string{"git://", "ssh://", "git@", "github.com/"} {
		if strings.HasPrefix(src, scheme) {
			return true
		}
	}
	base, _, _ := strings.Cut(src, "#")
	base, _, _ = strings.Cut(base, "?")
	return strings.HasSuffix(base, ".git")
}

// fromRef is a --from of COPY or a from= of a mount.
type fromRef struct {
	step   int
	name   string
	span   text.Span
	target string // of a mount
	index  bool   // COPY may name a stage by its number
}

type fromRefKey struct{}

func fromRefs(st *analysis.Facts) []fromRef {
	return st.Memo(fromRefKey{}, func() any {
		var refs []fromRef
		for n, s := range steps(st) {
			switch c := s.Command.(type) {
			case *instructions.CopyCommand:
				if c.From != "" {
					refs = append(refs, fromRef{step: n, name: c.From, span: flagSpan(s.In, "from"), index: true})
				}
			case *instructions.RunCommand:
				for i, m := range instructions.GetMounts(c) {
					if m.From != "" {
						refs = append(refs, fromRef{step: n, name: m.From, span: mountSpan(s.In, i), target: m.Target})
					}
				}
			}
		}
		return refs
	}).([]fromRef)
}

// mountSpan is the nth --mount.
func mountSpan(in *syntax.Instruction, n int) text.Span {
	for _, f := range in.Flags {
		if f.Name.Value == "mount" {
			if n == 0 {
				return f.Value.Span
			}
			n--
		}
	}
	return in.Head()
}

// fileErrors are those between stages.
func fileErrors(f *analysis.File, _ Config, report Report) {
	for i, it := range f.Items[:f.First()] {
		if err := f.Globals.Errs[i]; err != nil {
			report(Note{Step: i, Span: it.In(it.Head()), Message: err.Error()})
		}
	}
	for i := range f.Stages {
		st := &f.Stages[i]
		for _, r := range fromRefs(st.Facts) {
			if message := fromError(f, st, r); message != "" {
				item, span := locate(f, *st, r.step, r.span)
				report(Note{Step: item, Span: span, Message: message})
			}
		}
	}
}

// fromError is why BuildKit refuses a reference to another stage, or "".
func fromError(f *analysis.File, st *analysis.Stage, r fromRef) string {
	if r.index {
		word, err := shell.NewLex(rune(f.Escape)).ProcessWordWithMatches(r.name, noVars{})
		if err != nil {
			return err.Error()
		}
		if word.Result != r.name {
			return "variable expansion is not supported for --from, define a new stage with FROM using ARG from global scope as a workaround"
		}
	}
	target, ok := target(f, r)
	n, err := strconv.Atoi(r.name)
	switch {
	case !ok && err == nil && r.index:
		return "invalid stage index " + strconv.Itoa(n)
	case !ok || target.Index < st.Index:
		return ""
	case target.Index == st.Index:
		return "circular dependency detected on stage: " + st.Name
	case r.index:
		return "cannot copy from stage " + strconv.Quote(r.name) + ", it needs to be defined before current stage " + strconv.Quote(st.Label())
	default:
		return "cannot mount from stage " + strconv.Quote(r.name) + " to " + strconv.Quote(r.target) + ", stage needs to be defined before current command"
	}
}

// target is the stage that a reference means.
func target(f *analysis.File, r fromRef) (*analysis.Stage, bool) {
	if n, err := strconv.Atoi(r.name); err == nil && r.index {
		if n < 0 || n >= len(f.Stages) {
			return nil, false
		}
		return &f.Stages[n], true
	}
	return f.StageNamed(r.name)
}

// noVars is an environment without variables.
type noVars struct{}

func (noVars) Get(string) (string, bool) { return "", false }
func (noVars) Keys() []string            { return nil }
