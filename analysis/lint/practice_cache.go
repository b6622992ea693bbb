package lint

import (
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/reference"
)

var cacheRules = []*Rule{
	{
		Code: "PreferCacheMount", Category: Performance, Severity: Off,
		URL:   "https://docs.docker.com/build/cache/optimize/#use-cache-mounts",
		Title: "A cache mount keeps what was downloaded",
		Why: "With `RUN --mount=type=cache` the package manager finds what it has downloaded in earlier builds, also after its manifest has changed, " +
			"and nothing of it becomes a part of the image. Clean-up commands and options such as `--no-cache-dir` are needless then.\n\n" +
			"The rule looks at managers of languages, where root runs them and nothing in the file puts their cache elsewhere.",
		Bad:   "FROM node:24\nWORKDIR /srv\nCOPY package.json package-lock.json ./\nRUN npm ci\n",
		Good:  "FROM node:24\nWORKDIR /srv\nCOPY package.json package-lock.json ./\nRUN --mount=type=cache,target=/root/.npm npm ci\n",
		Stage: cacheMount,
	},
}

func cacheMount(st *analysis.Facts, report Report) {
	for _, x := range restores(st) {
		if user := x.run.before.User; user != "" && !isRoot(user) || x.run.in.Trigger != nil || len(x.manager.Caches) == 0 || x.mountsCache() {
			continue
		}
		cache := x.manager.Caches[0]
		if home, ok := x.run.before.Vars.Lookup("HOME"); ok && cache.Home() && home.Value != "/root" {
			continue
		}
		if cache.Image != "" && !basedOn(st, cache.Image) || slices.ContainsFunc(cache.Env, x.moves(cache)) {
			continue
		}
		report(x.run.note(x.runCommand.place(x.program[0].Span), x.manager.Name+" downloads everything again in each build; mount a cache: "+cache.Mount(), nil))
	}
}

func (x restore) mountsCache() bool {
	return slices.ContainsFunc(x.run.mounts, func(m *instructions.Mount) bool { return m.Type == instructions.MountTypeCache })
}

// moves tells of a variable that puts a cache elsewhere whether it is set where the
// command runs, or named there. What the image of the cache sets is in the table.
func (x restore) moves(c reference.Cache) func(name string) bool {
	return func(name string) bool {
		v, ok := x.run.before.Vars.Lookup(name)
		return ok && v.Set || c.Image == "" && x.run.facts.Inherits(name) || strings.Contains(x.run.in.Raw, name)
	}
}

func basedOn(st *analysis.Facts, image string) bool {
	name, ok := official(st)
	return ok && name == image
}
