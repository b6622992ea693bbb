package refactor

import (
	"path"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis"
)

// program is what a file of one stage builds and starts.
type program struct {
	place          // the RUN that builds it
	start []string // the words that it is started with; nil where there are none, or a shell takes them
	dir   string   // the working directory, absolute
	image string   // the base image
}

// product is what is to be copied out of a stage that builds, and into what.
type product struct {
	image string
	paths []string // absolute
	// certificates tells that the stage has those of authorities, and the image not.
	certificates bool
	// without are the packages that only the stage has.
	without []string
	// venv is the RUN in front of which a virtual environment is made; 0 for none.
	venv int
	// server is the program that gives way to nginx, site how that is configured.
	server string
	site   string
}

func (m product) title() string {
	title := "Extract a build stage: of what is built the image has " + clip(strings.Join(m.paths, ", "), 60)
	if m.server != "" {
		title = "Extract a build stage: nginx serves " + clip(m.paths[0], 60) + " in place of " + m.server
	}
	if len(m.without) > 0 {
		title += ", and not " + clip(strings.Join(m.without, ", "), 60)
	}
	return title
}

// buildStage offers to part a file of one stage, at its FROM and at the RUN that
// builds: what builds becomes a stage of its own, and another one takes what that
// made. It is for programs of which the instruction that starts them tells the file,
// and for what a package manager puts into one folder.
func buildStage(p place) []offer {
	if len(p.Stages) != 1 || p.it().Kind() != command.From && p.it().Kind() != command.Run {
		return nil
	}
	img, _ := analysis.ParseImage(p.Stages[0].Root())
	for _, e := range ecosystems {
		if !slices.Contains(strings.Fields(e.images), path.Base(img.Repository)) {
			continue
		}
		b, ok := p.program(e.builds)
		if !ok || p.item != b.item && p.item != b.stage().First {
			continue
		}
		made, ok := e.find(b)
		if !ok {
			continue
		}
		if edits, ok := b.parted(made); ok && b.knownIn(made.image) {
			return []offer{{title: made.title(), edits: edits}}
		}
	}
	return nil
}

// program is the one of the file. All that builds stands in front of all that is for
// whoever starts it, and hands on nothing but files and variables. What builds ends
// with the last RUN of a command that builds, or, where builds is nil, with the last
// instruction that adds something.
func (p place) program(builds func(words []string) bool) (b program, ok bool) {
	if len(p.Stages[0].Triggers) > 0 || !p.other(p.Stages[0].First).linux() || p.Items.At(p.First()).Command == nil || len(p.Items.At(p.First()).Flags) > 0 {
		return b, false
	}
	st := &p.Stages[0]
	last := -1
	for i := st.First + 1; i < st.End; i++ {
		switch p.expanded(i).(type) {
		case nil, *instructions.OnbuildCommand, *instructions.HealthCheckCommand:
			return b, false
		case *instructions.RunCommand, *instructions.CopyCommand, *instructions.AddCommand:
			if builds == nil || slices.ContainsFunc(p.other(i).called(), builds) {
				last = i
			}
		}
	}
	if last < 0 {
		return b, false
	}
	b = program{place: p.other(last), image: st.Root()}
	state := p.Step(st.End - 1).Before
	b.dir = path.Join("/", state.Workdir)
	_, isRun := p.expanded(last).(*instructions.RunCommand)
	known := path.IsAbs(state.Workdir) && b.step().Before.Workdir == state.Workdir
	if !isRun || !known || b.it().Open || b.step().Before.User != "" {
		return b, false
	}
	b.start = p.started()
	return b, b.handsOnFiles()
}

// started is the words of ENTRYPOINT and CMD, or nil where one takes a shell.
func (p place) started() []string {
	var entrypoint, cmd []string
	for i := p.First(); i < p.Items.Len(); i++ {
		switch c := p.expanded(i).(type) {
		case *instructions.EntrypointCommand:
			if entrypoint = c.CmdLine; c.PrependShell {
				return nil
			}
		case *instructions.CmdCommand:
			if cmd = c.CmdLine; c.PrependShell {
				return nil
			}
		}
	}
	return slices.Concat(entrypoint, cmd)
}

// handsOnFiles tells whether nothing above what builds is meant for the image that
// is started but variables that can be set there again, and nothing below uses one
// from above.
func (b program) handsOnFiles() bool {
	for i := b.stage().First + 1; i < b.stage().End; i++ {
		it := b.Items.At(i)
		switch c := b.expanded(i).(type) {
		case *instructions.EnvCommand:
			if i < b.item && lasting(c) && (len(it.Expansions) > 0 || len(it.Comments) > 0) {
				return false
			}
		case *instructions.RunCommand, *instructions.CopyCommand, *instructions.AddCommand, *instructions.WorkdirCommand, *instructions.ArgCommand:
		default:
			if i < b.item {
				return false
			}
		}
		if i > b.item && len(it.Expansions) > 0 {
			return false
		}
	}
	return true
}

// lasting tells whether an ENV is one for more than builds.
func lasting(c *instructions.EnvCommand) bool {
	return slices.ContainsFunc(c.Env, func(kv instructions.KeyValuePair) bool { return !slices.Contains(buildOnly, kv.Key) })
}

// variables are the ENVs above what builds, for the image that is started.
func (b program) variables() []string {
	var lines []string
	for i := b.stage().First + 1; i < b.item; i++ {
		if c, ok := b.expanded(i).(*instructions.EnvCommand); ok && lasting(c) {
			lines = append(lines, b.Items.At(i).Raw)
		}
	}
	return lines
}

// knownIn tells whether the users that the file names below what builds are there in
// another image.
func (b program) knownIn(image string) bool {
	for i := b.item; i < b.stage().End; i++ {
		c, isUser := b.expanded(i).(*instructions.UserCommand)
		if isUser && image != b.image && !numericOwner().MatchString(c.User) && c.User != "nobody" {
			return false
		}
	}
	return true
}

// buildOnly are variables that only builds read.
var buildOnly = strings.Fields(`CGO_ENABLED GOOS GOARCH GO111MODULE GOPROXY GOFLAGS GOTOOLCHAIN GOPRIVATE CARGO_TERM_COLOR CARGO_INCREMENTAL
	RUSTFLAGS MAVEN_OPTS GRADLE_OPTS DOTNET_CLI_TELEMETRY_OPTOUT DOTNET_NOLOGO DEBIAN_FRONTEND`)

// resolve is the absolute path of a file that is named in the working directory.
func (b program) resolve(name string) string {
	if path.IsAbs(name) {
		return path.Clean(name)
	}
	return path.Join(b.dir, name)
}

// installsPackages tells whether the stage gets packages of its system, which what
// it builds may need when it runs.
func (b program) installsPackages() bool {
	for i := b.stage().First; i < b.stage().End; i++ {
		if slices.ContainsFunc(b.other(i).called(), func(words []string) bool {
			m, ok := managers[words[0]]
			return ok && slices.ContainsFunc(words, func(w string) bool { return slices.Contains(m.install, w) })
		}) {
			return true
		}
	}
	return false
}
