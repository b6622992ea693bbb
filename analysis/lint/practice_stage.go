package lint

import (
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis"
)

var stageRules = []*Rule{
	{
		Code: "UnusedStage", Category: Maintainability, Severity: Hint, Unnecessary: true,
		URL:   "https://docs.docker.com/build/building/multi-stage/",
		Title: "No stage uses this one",
		Why: "A build makes the last stage and those that it needs, so a stage that nothing copies from, mounts or is built on is left out, unless somebody asks for it " +
			"with `--target`.\n\nA stage with a name is taken for such a target where it has a `CMD` or an `ENTRYPOINT`, is made from `scratch`, is called something like " +
			"`test`, `dev` or `lint`, or is named by a Compose or Bake file, a Makefile or a script beside the Dockerfile, where the file has more of them, and where nothing is known of the files beside it.",
		Bad:  "FROM golang:1.26\nRUN go version\n\nFROM alpine:3.23\nCMD [\"sh\"]\n",
		Good: "FROM golang:1.26 AS build\nRUN go build -o /app example.com/app@v1.2.3\n\nFROM alpine:3.23\nCOPY --from=build /app /app\n",
		File: unusedStage,
	},
}

// targetNames are words in the names of stages that are built by name.
var targetNames = strings.Fields(`test dev debug lint check ci vendor validate doc bench export artifact release prod dist binar cross generate fmt format shell image deploy e2e update tool run target sbom scan`)

func unusedStage(f *analysis.File, c Config, report Report) {
	var used []bool // made when asked for
	fits := sync.OnceValue(func() bool { return c.fits(f) })
	var found, named []Note
	for i, st := range stagesWhere(f, targetKey{}, func(st *analysis.Facts) bool { return st.Steps[0].Command != nil && !looksLikeTarget(st) }) {
		if i == len(f.Stages)-1 || builtElsewhere(f, st) {
			continue
		}
		if used == nil {
			used = usedStages(f)
		}
		if used[i] || st.Name != "" && (!fits() || builtByName(st, c)) {
			continue
		}
		it := f.Items.At(st.First)
		n := Note{Step: st.First, Span: it.In(it.Head()), Message: "nothing uses " + st.Label() + ": it is built only where --target asks for it"}
		if st.Name != "" {
			named = append(named, n)
		}
		found = append(found, n)
	}
	for _, n := range found {
		if len(named) < manyTargets || !slices.ContainsFunc(named, func(t Note) bool { return t.Step == n.Step }) {
			report(n)
		}
	}
}

// manyTargets is how many stages with a name that nothing uses nobody has forgotten: they
// are there to be asked for.
const manyTargets = 3

type targetKey struct{}

// looksLikeTarget tells of a stage with a name whether people may build it by that,
// going by the stage alone.
func looksLikeTarget(st *analysis.Facts) bool {
	return st.Name != "" && (containsAny(strings.ToLower(st.Name), targetNames) || runsOwn(st) || st.Root() == "scratch")
}

// usedStages tells of each stage whether another one names it.
func usedStages(f *analysis.File) []bool {
	used := make([]bool, len(f.Stages))
	for i := f.First(); i < f.Items.Len(); i++ {
		for _, ref := range f.StageRefs(i) {
			if ref.Kind == analysis.BaseRef && !ref.Literal && !strings.ContainsAny(f.Items.At(i).Args[0].Value, ":/") {
				return slices.Repeat([]bool{true}, len(f.Stages)) // a variable may name any
			}
			if ref.Target >= 0 {
				used[ref.Target] = true
			}
		}
	}
	return used
}

// builtElsewhere tells of a stage without a name whether its image may be meant for
// itself: it says what runs in it, and so does the last one not.
func builtElsewhere(f *analysis.File, st *analysis.Stage) bool {
	return st.Name == "" && runsOwn(st.Facts) && !runsOwn(f.Stages[len(f.Stages)-1].Facts)
}

func runsOwn(st *analysis.Facts) bool {
	return slices.ContainsFunc(st.Steps, func(s analysis.Step) bool {
		return slices.Contains([]string{command.Cmd, command.Entrypoint}, s.In.Kind())
	})
}

// builtByName tells whether something beside the Dockerfile may name a stage.
func builtByName(st *analysis.Stage, c Config) bool {
	for _, e := range c.Context.Names(".") {
		name := strings.ToLower(path.Base(e.Path))
		if e.Dir && listed(".github .circleci ci scripts hack build", name) {
			return true // a pipeline may build it
		}
		if e.Dir || !buildsImages(name) {
			continue
		}
		if src, ok := c.Context.Source(e.Path); !ok || strings.Contains(strings.ToLower(src), st.Name) {
			return true
		}
	}
	return false
}

// buildsImages tells by its name whether a file may start builds.
func buildsImages(name string) bool {
	for _, part := range []string{"compose", "bake", "makefile", "jenkinsfile", "taskfile", "justfile", "skaffold", ".sh", ".ps1", ".yml", ".yaml", ".mk", "package.json"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	return false
}
