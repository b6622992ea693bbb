package lint

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/moby/buildkit/frontend/dockerfile/command"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/buildcontext"
	"github.com/slipway-dev/slipway/analysis/text"
)

var orderRules = []*Rule{
	{
		Code: "CopyBeforeInstall", Category: Performance, Severity: Info,
		URL:   "https://docs.docker.com/build/cache/optimize/",
		Title: "The sources are copied before the dependencies are installed",
		Why: "A step is taken from the build cache as long as what it and the steps above it use is the same. Where `COPY . .`, or of a folder with all sources, stands above `npm ci`, " +
			"each change of any file has everything downloaded and installed again. Copy what names the dependencies first " +
			"(`package.json` and `package-lock.json`), install, and copy the rest then.\n\n" +
			"Silent where the install needs the sources: `pip install .`, `poetry install` without `--no-root`, `uv sync` without `--no-install-project`, " +
			"`cargo build`, a `package.json` with install scripts or workspaces, a `requirements.txt` that names folders. " +
			"The fix moves the `COPY` behind the `RUN` where nothing between them could tell the difference, and where the manifests are in the build context.",
		Bad:  "FROM node:24\nWORKDIR /srv\nCOPY . .\nRUN npm ci\nCMD [\"node\", \"server.js\"]\n",
		Good: "FROM node:24\nWORKDIR /srv\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\nCMD [\"node\", \"server.js\"]\n",
		File: copyBeforeInstall,
	},
}

// early is a restore that stands behind the COPY of everything, or of a folder.
type early struct {
	restore
	copyStep
	source string
	folder string // of the context that the command runs in, as far as is known; "." for the root
}

type earliesKey struct{}

// earlies are those of a stage, the first of each COPY.
func earlies(st *analysis.Facts) []early {
	return st.Memo(earliesKey{}, func() any {
		var list []early
		for _, x := range restores(st) {
			if e, ok := copiedBefore(st, x); ok && !slices.ContainsFunc(list, func(o early) bool { return o.n == e.n }) {
				list = append(list, e)
			}
		}
		return list
	}).([]early)
}

// copiedBefore is the first COPY above a restore that may have brought what it
// reads among everything else. A restore between the two, or a mount, means that
// somebody has thought about it.
func copiedBefore(st *analysis.Facts, x restore) (early, bool) {
	if x.run.in.Trigger != nil || slices.ContainsFunc(x.run.mounts, func(m *instructions.Mount) bool { return m.Type == instructions.MountTypeBind }) {
		return early{}, false
	}
	for depth, base := range finalOf(st) {
		for _, o := range restores(base) {
			if (depth > 0 || o.run.step < x.run.step) && o.manager.Name == x.manager.Name {
				return early{}, false
			}
		}
	}
	workdir := x.run.before.Workdir
	for _, c := range copySteps(st) {
		if c.n > x.run.step {
			break
		}
		folder, in := within(c, workdir)
		source := c.broad()
		if source == "" && len(c.sources) == 1 && !strings.ContainsAny(c.sources[0], `*?[\`) {
			source = c.sources[0]
			folder = path.Join(strings.TrimPrefix(path.Clean(source), "/"), folder)
		}
		if source != "" && in {
			return early{x, c, source, folder}, true
		}
	}
	return early{}, false
}

// within tells whether a working directory holds what a COPY of everything brought,
// and which folder of the context it shows.
func within(c copyStep, workdir string) (folder string, ok bool) {
	switch {
	case c.dest == "":
		return ".", c.workdir == workdir && (lastArg(c.in) == "." || lastArg(c.in) == "./")
	case path.Clean(c.dest) == path.Clean(workdir):
		return ".", true
	}
	rest, ok := strings.CutPrefix(path.Clean(workdir), strings.TrimSuffix(path.Clean(c.dest), "/")+"/")
	return rest, ok && workdir != "" && path.Clean(c.dest) != "/"
}

func copyBeforeInstall(f *analysis.File, c Config, report Report) {
	fits := sync.OnceValue(func() bool { return c.fits(f) })
	for _, st := range stagesWhere(f, earliesKey{}, func(st *analysis.Facts) bool { return len(earlies(st)) > 0 }) {
		for _, e := range earlies(st.Facts) {
			var files []string
			if fits() {
				var ok bool
				if files, ok = e.files(c); !ok {
					continue
				}
			}
			if e.broad() == "" && (len(files) == 0 || !e.holdsMore(c)) {
				continue
			}
			it := f.Items.At(st.First + e.n)
			report(Note{
				Step: st.First + e.n, Span: it.In(e.place(e.source)),
				Message: fmt.Sprintf("each change of the sources has %s run anew; copy %s first, and the rest behind it", e.command, e.shown(files)),
				Fix:     e.fix(f, *st, files, c),
			})
		}
	}
}

// shown names what is to be copied first.
func (e early) shown(files []string) string {
	switch first := e.manager.Manifests[0]; {
	case len(files) > 0:
		return enumerate(files)
	case e.manager.Name == "pip":
		return enumerate(e.requirements())
	case !strings.Contains(first, "*"):
		return first
	}
	return "what names the dependencies"
}

// files are the manifests and what goes with them in the context, from its root;
// none where they are not there. It is false where the install needs more.
func (e early) files(c Config) (files []string, ok bool) {
	manifest := false
	for _, entry := range c.Context.Names(e.folder) {
		name := path.Base(entry.Path)
		wanted := e.manager.Reads(name)
		if e.manager.Name == "pip" {
			wanted = slices.Contains(e.requirements(), name)
		}
		if entry.Dir || !wanted {
			continue
		}
		src, readable := c.Context.Source(entry.Path)
		if readable && !e.manager.IsLock(name) {
			manifest = true
			if slices.ContainsFunc(needsSources[e.manager.Name], func(s string) bool { return strings.Contains("\n"+src, s) }) && !e.has("--ignore-scripts --no-scripts") {
				return nil, false
			}
		}
		files = append(files, entry.Path)
	}
	if !manifest {
		return nil, true // the file may be built with another context
	}
	rank := func(file string) int {
		return slices.IndexFunc([][]string{e.manager.Manifests, e.manager.Locks, nil}, func(patterns []string) bool {
			return patterns == nil || slices.Contains(patterns, path.Base(file))
		})
	}
	slices.SortStableFunc(files, func(a, b string) int { return cmp.Compare(rank(a), rank(b)) })
	return files, true
}

// holdsMore tells whether something else than the manager's files lies in the
// folder.
func (e early) holdsMore(c Config) bool {
	return slices.ContainsFunc(c.Context.Names(e.folder), func(entry buildcontext.Entry) bool {
		return entry.Dir || !e.manager.Reads(path.Base(entry.Path))
	})
}

// betweenKinds are instructions that make no difference to a COPY that is moved
// behind them, nor it to them.
var betweenKinds = []string{command.Env, command.Arg, command.Label, command.Expose, command.User}

// fix copies the files where all was copied, and the rest behind the RUN. There is
// none where an installed folder would be overwritten by one of the context.
func (e early) fix(f *analysis.File, st analysis.Stage, files []string, c Config) *Fix {
	if len(files) == 0 || e.folder != "." || e.broad() == "" || len(e.sources) != 1 || e.in.JSON || len(e.in.Args) != 2 || len(e.in.Expansions) > 0 ||
		len(e.in.Comments) > 0 || e.in.Trigger != nil || e.manager.Name == "dotnet" || e.run.in.Open || installedInContext(c) {
		return nil
	}
	for _, flag := range e.in.Flags {
		if !slices.Contains([]string{"chown", "chmod", "link"}, flag.Name.Value) {
			return nil
		}
	}
	for n := e.n + 1; n < e.run.step; n++ {
		if !slices.Contains(betweenKinds, st.Steps[n].In.Kind()) {
			return nil
		}
	}
	if len(e.run.commands) != 1 {
		return nil // what else it does may need the sources
	}
	it, run := f.Items.At(st.First+e.n), f.Items.At(st.First+e.run.step)
	dest := e.in.Args[1]
	folder := dest.Value
	if folder == "." {
		folder = "./"
	} else if !strings.HasSuffix(folder, "/") {
		folder += "/"
	}
	end := run.Span().End
	fix := &Fix{Title: "Copy " + enumerate(files) + " first", Unsafe: true, Edits: []text.Edit{
		{Span: it.In(text.Span{Start: e.in.Args[0].Start, End: dest.End}), New: strings.Join(files, " ") + " " + folder},
		{Span: text.Span{Start: end, End: end}, New: "\n" + strings.TrimLeft(strings.ReplaceAll(e.in.Raw, "\r\n", "\n"), " \t")},
	}}
	lineEnds(f, fix)
	return fix
}

// installedInContext tells whether the context brings a folder of installed
// packages along.
func installedInContext(c Config) bool {
	return slices.ContainsFunc(c.Context.Names("."), func(e buildcontext.Entry) bool {
		return e.Dir && listed("node_modules .venv venv vendor deps bower_components", path.Base(e.Path))
	})
}
