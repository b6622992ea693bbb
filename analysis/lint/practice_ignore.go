package lint

import (
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/buildcontext"
	"github.com/slipway-dev/slipway/analysis/reference"
	"github.com/slipway-dev/slipway/analysis/text"
)

var ignoreFileRules = []*Rule{
	{
		Code: "MissingDockerignore", Category: Performance, Severity: Hint,
		URL:   "https://docs.docker.com/build/concepts/context/#dockerignore-files",
		Title: "Everything is copied, and no .dockerignore says what not",
		Why: "`COPY . .` takes everything that lies beside the Dockerfile: today the sources, tomorrow a `.env` with passwords, `node_modules` of another system, " +
			"or the history of the repository. Each of these also makes the step run anew when it changes. A `.dockerignore` keeps them out of the build.\n\n" +
			"The fix makes one for what is in the build context. Silent where the build context is not known: where nothing says otherwise slipway takes " +
			"the folder of the Dockerfile for it, unless a `COPY` names something that is not there or no manifest of a package manager is.",
		Bad:  "FROM node:24\nWORKDIR /srv\nCOPY . .\n",
		Good: "FROM node:24\nWORKDIR /srv\nCOPY server.js ./\n",
		File: missingDockerignore,
	},
	{
		Code: "UnwantedFileCopied", Category: Security, Severity: Warning,
		URL:   "https://docs.docker.com/build/concepts/context/#dockerignore-files",
		Title: "COPY of everything brings in what no image needs",
		Why: "The build context holds something that hardly any image needs and that `.dockerignore` lets in: private keys and passwords, which everybody can read " +
			"who has the image, the history of the sources, installed packages of another system, a virtual environment. " +
			"What is no secret, or is copied into a stage that no image is made of, is reported as information.\n\n" +
			"The fix adds a line to the ignore file, or makes one. An exception in it, as in `!.env`, says that a file is wanted. " +
			"`.git` is left alone where a `RUN` uses git.",
		Bad:  "FROM node:24\nWORKDIR /srv\nCOPY . .\n",
		Good: "FROM node:24\nWORKDIR /srv\nCOPY server.js ./\n",
		File: unwantedFileCopied,
	},
}

// broadCopy is the first step that copies the whole context, and its stage.
func broadCopy(f *analysis.File) (c copyStep, st analysis.Stage, ok bool) {
	for _, st := range stagesWhere(f, broadKey{}, func(st *analysis.Facts) bool { return len(broadIn(st)) > 0 }) {
		return broadIn(st.Facts)[0], *st, true
	}
	return copyStep{}, analysis.Stage{}, false
}

type broadKey struct{}

func broadIn(st *analysis.Facts) []copyStep {
	return st.Memo(broadKey{}, func() any {
		return slices.DeleteFunc(slices.Clone(copySteps(st)), func(c copyStep) bool {
			_, exclude := c.in.Flag("exclude")
			return c.broad() == "" || exclude
		})
	}).([]copyStep)
}

func missingDockerignore(f *analysis.File, c Config, report Report) {
	broad, st, ok := broadCopy(f)
	if !ok || !c.fits(f) || c.Context.IgnoreFile() != "" || len(c.Context.Mistakes()) > 0 || len(unwantedIn(f, c)) > 0 || !holdsProject(c) {
		return
	}
	item := st.First + broad.n
	report(Note{
		Step: item, Span: f.Items.At(item).In(broad.place(broad.broad())),
		Message: "no .dockerignore keeps out what lies beside the sources", Fix: ignoreFix(f, c, nil),
	})
}

// holdsProject tells whether the context is the folder of a project, with a manifest
// or a history: a Dockerfile in a folder below is often built with another context.
func holdsProject(c Config) bool {
	return slices.ContainsFunc(c.Context.Names("."), func(e buildcontext.Entry) bool {
		for m := range reference.Managers() {
			if m.Reads(e.Path) {
				return true
			}
		}
		return e.Path == ".git"
	})
}

// unwantedIn is what the context lets in that the file does not ask for by name,
// one path for each line of an ignore file.
func unwantedIn(f *analysis.File, c Config) []buildcontext.Unwanted {
	named := append(namedSources(f), neededByRuns(f)...)
	var list []buildcontext.Unwanted
	for _, u := range c.Context.Unwanted() {
		same := func(o buildcontext.Unwanted) bool { return o.Pattern == u.Pattern }
		if !slices.ContainsFunc(list, same) && !buildcontext.KeepsOut(u.Pattern, named) {
			list = append(list, u)
		}
	}
	return list
}

// neededByRuns is what commands of the file read although few images need it.
func neededByRuns(f *analysis.File) []string {
	for _, st := range f.Stages {
		for _, r := range runSteps(st.Facts) {
			if strings.Contains(strings.ToLower(r.in.Raw), "git") {
				return []string{".git"}
			}
		}
	}
	return nil
}

func unwantedFileCopied(f *analysis.File, c Config, report Report) {
	broad, st, ok := broadCopy(f)
	if !ok || !c.fits(f) || len(c.Context.Mistakes()) > 0 {
		return
	}
	list := unwantedIn(f, c)
	if len(list) == 0 {
		return
	}
	var names []string
	secret := false
	for _, u := range list {
		names = append(names, u.Path+" ("+u.What+")")
		secret = secret || u.Secret
	}
	item := st.First + broad.n
	report(Note{
		Step: item, Span: f.Items.At(item).In(broad.place(broad.broad())), Soft: !secret || !shippedStages(f)[st.Index],
		Message: "this copies " + enumerate(names) + " too; keep it out with .dockerignore", Fix: ignoreFix(f, c, list),
	})
}

// ignoreFix makes an ignore file, or has the one in force keep out what is unwanted.
func ignoreFix(f *analysis.File, c Config, unwanted []buildcontext.Unwanted) *Fix {
	name := c.Context.IgnoreFile()
	if name == "" {
		named := append(namedSources(f), neededByRuns(f)...)
		return &Fix{Title: "Create .dockerignore", File: ".dockerignore", Unsafe: true, Edits: []text.Edit{{New: c.Context.Template(named)}}}
	}
	src, ok := c.Context.Source(name)
	if !ok {
		return nil
	}
	end := "\n"
	if strings.Contains(src, "\r\n") {
		end = "\r\n"
	}
	var added strings.Builder
	if src != "" && !strings.HasSuffix(src, "\n") {
		added.WriteString(end)
	}
	for _, u := range unwanted {
		added.WriteString(u.Pattern + end)
	}
	at := text.Span{Start: len(src), End: len(src)}
	return &Fix{Title: "Add to " + name, File: name, Unsafe: true, Edits: []text.Edit{{Span: at, New: added.String()}}}
}
