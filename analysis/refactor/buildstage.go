package refactor

import (
	"path"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis/reference"
	"github.com/slipway-dev/slipway/analysis/text"
)

// program is what a file of one stage builds and starts.
type program struct {
	place          // the RUN that builds it
	start []string // the words that it is started with
	dir   string   // the working directory, absolute
	image string   // the base image
}

// product is what is to be copied out of a stage that builds, and into what.
type product struct {
	image string
	paths []string // absolute
}

// buildStage offers to part a file of one stage, at its FROM and at the RUN that
// builds: what builds becomes a stage of its own, and another one takes what that
// made. It is for programs of which the instruction that starts them tells the file.
func buildStage(p place) []offer {
	b, ok := p.program()
	if !ok || p.item != b.item && p.item != b.stage().First {
		return nil
	}
	for _, find := range ecosystems {
		made, ok := find(b)
		if !ok {
			continue
		}
		if edits, ok := b.parted(made); ok && b.knownIn(made.image) {
			title := "Extract a build stage: of what is built the image has " + clip(strings.Join(made.paths, ", "), 60)
			return []offer{{title: title, edits: edits}}
		}
	}
	return nil
}

// program is the one of the file. All that builds stands in front of all that is for
// whoever starts it, and hands on nothing but files.
func (p place) program() (b program, ok bool) {
	if len(p.Stages) != 1 || len(p.Stages[0].Triggers) > 0 || p.Stages[0].OS != "linux" || p.Items[p.First()].Command == nil || len(p.Items[p.First()].Flags) > 0 {
		return b, false
	}
	st := &p.Stages[0]
	last := -1
	for i := st.First + 1; i < st.End; i++ {
		switch p.expanded(i).(type) {
		case nil, *instructions.OnbuildCommand, *instructions.HealthCheckCommand:
			return b, false
		case *instructions.RunCommand, *instructions.CopyCommand, *instructions.AddCommand:
			last = i
		}
	}
	if last < 0 || last+1 >= st.End {
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
	b.start, ok = p.started()
	return b, ok && b.handsOnFiles()
}

// started is the words of ENTRYPOINT and CMD, which take no shell.
func (p place) started() ([]string, bool) {
	var entrypoint, cmd []string
	for i := p.First(); i < len(p.Items); i++ {
		switch c := p.expanded(i).(type) {
		case *instructions.EntrypointCommand:
			if entrypoint = c.CmdLine; c.PrependShell {
				return nil, false
			}
		case *instructions.CmdCommand:
			if cmd = c.CmdLine; c.PrependShell {
				return nil, false
			}
		}
	}
	words := slices.Concat(entrypoint, cmd)
	return words, len(words) > 0
}

// handsOnFiles tells whether nothing above what builds is meant for the image that
// is started, and nothing below uses a variable from above.
func (b program) handsOnFiles() bool {
	for i := b.stage().First + 1; i < b.stage().End; i++ {
		it := b.Items[i]
		switch c := b.expanded(i).(type) {
		case *instructions.EnvCommand:
			if i < b.item && slices.ContainsFunc(c.Env, func(kv instructions.KeyValuePair) bool { return !slices.Contains(buildOnly, kv.Key) }) {
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

// parted names the stage and puts the other one behind what builds.
func (b program) parted(made product) ([]text.Edit, bool) {
	st := b.stage()
	from := b.other(st.First)
	name := b.nameOf(st.Index)
	var edits []text.Edit
	if st.Name == "" {
		edit, ok := from.naming(st.Index, name)
		if !ok {
			return nil, false
		}
		edits = append(edits, edit)
	}
	keyword := func(s string) string { return indent(b.it()) + alike(s, from.it().Keyword.Value) + " " }
	lines := []string{"", keyword("FROM") + made.image}
	if b.dir != "/" {
		lines = append(lines, keyword("WORKDIR")+b.dir)
	}
	if reference.FamilyOf(made.image) == reference.Debian && !strings.HasPrefix(made.image, "node") && !strings.HasPrefix(made.image, "eclipse") {
		const certificates = "/etc/ssl/certs/ca-certificates.crt"
		lines = append(lines, keyword("COPY")+"--from="+name+" "+certificates+" /etc/ssl/certs/")
	}
	for _, file := range made.paths {
		if !plainPath().MatchString(file) {
			return nil, false
		}
		lines = append(lines, keyword("COPY")+"--from="+name+" "+file+" "+file)
	}
	end := b.it().Span().End
	edits = append(edits, text.Edit{Span: text.Span{Start: end, End: end}, New: b.newline() + strings.Join(lines, b.newline())})
	items := b.after(0, len(b.Items)-1, edits)
	return edits, len(items) == len(b.Items)+len(lines)-1 && !slices.ContainsFunc(items[st.First:], refused)
}
