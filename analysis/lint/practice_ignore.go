package lint

import (
	"path"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/buildcontext"
	"github.com/slipway-dev/slipway/analysis/text"
)

var ignoreFileRules = []*Rule{
	{
		Code: "MissingDockerignore", Category: Performance, Severity: Hint,
		URL:   "https://docs.docker.com/build/concepts/context/#dockerignore-files",
		Title: "Everything is copied, and no .dockerignore says what not",
		Why: "`COPY . .` takes everything that lies beside the Dockerfile: today the sources, tomorrow a `.env` with passwords, `node_modules` of another system, " +
			"or the history of the repository. Each of these also makes the step run anew when it changes. A `.dockerignore` keeps them out of the build.\n\n" +
			"The fix makes one for what is in the build context. Silent where the build context is not known: slipway takes the folder of the Dockerfile for it, " +
			"unless a `COPY` names something that is not there.",
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
			"What is no secret is reported as information.\n\n" +
			"The fix adds a line to the ignore file, or makes one. An exception in it, as in `!.env`, says that a file is wanted. " +
			"`.git` is left alone where a `RUN` uses git.",
		Bad:  "FROM node:24\nWORKDIR /srv\nCOPY . .\n",
		Good: "FROM node:24\nWORKDIR /srv\nCOPY server.js ./\n",
		File: unwantedFileCopied,
	},
}

// broadCopies are the steps of the stages that copy the whole context, by item.
func broadCopies(f *analysis.File) (items []int, copies []copyStep) {
	for _, st := range f.Stages {
		for _, c := range broadIn(st.Facts) {
			items, copies = append(items, st.First+c.n), append(copies, c)
		}
	}
	return items, copies
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
	items, copies := broadCopies(f)
	if len(items) == 0 || !c.fits(f) || c.Context.IgnoreFile() != "" || len(c.Context.Mistakes()) > 0 || len(unwantedIn(f, c)) > 0 || !holdsProject(c) {
		return
	}
	report(Note{
		Step: items[0], Span: f.Items[items[0]].In(copies[0].place(copies[0].broad())),
		Message: "no .dockerignore keeps out what lies beside the sources", Fix: ignoreFix(f, c, nil),
	})
}

// holdsProject tells whether more than Dockerfiles and scripts lies in the context:
// a Dockerfile in a folder of its own is often built with another context.
func holdsProject(c Config) bool {
	return slices.ContainsFunc(c.Context.Names("."), func(e buildcontext.Entry) bool {
		name := strings.ToLower(path.Base(e.Path))
		return !strings.Contains(name, "dockerfile") && !strings.Contains(name, "compose") && !strings.HasPrefix(name, ".") &&
			!strings.HasSuffix(name, ".sh") && !strings.HasSuffix(name, ".md")
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
	items, copies := broadCopies(f)
	if len(items) == 0 || !c.fits(f) || len(c.Context.Mistakes()) > 0 {
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
	report(Note{
		Step: items[0], Span: f.Items[items[0]].In(copies[0].place(copies[0].broad())), Soft: !secret,
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
