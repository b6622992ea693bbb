package lint

import (
	"path"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/util/suggest"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

var hadolintCopyRules = []*Rule{
	dl(Rule{
		Code: "DL3010", Title: "Let ADD unpack an archive", Category: Performance, Severity: Info,
		Why: "An archive that `COPY` brings and `RUN tar` unpacks stays in the layer of the `COPY`, even if the `RUN` removes it. " +
			"`ADD` unpacks tar archives on the way in, also those compressed with gzip, bzip2, xz or zstd, and needs no `tar` in the image.",
		Bad:  "FROM alpine:3.22\nCOPY rootfs.tar.gz /tmp/\nRUN tar -xzf /tmp/rootfs.tar.gz -C /srv\n",
		Good: "FROM alpine:3.22\nADD rootfs.tar.gz /srv/\n",
		File: unpackedArchive,
	}),
	dl(Rule{
		Code: "DL3020", Title: "Use COPY for files and folders", Category: Maintainability, Severity: Warning,
		Why: "`ADD` does more than copy: it downloads what looks like an address and unpacks what is an archive. " +
			"For plain files use `COPY`, which only ever copies. `ADD` is right for archives, addresses and Git repositories.",
		Bad:         "FROM alpine:3.22\nADD app.conf /etc/app/\n",
		Good:        "FROM alpine:3.22\nCOPY app.conf /etc/app/\nADD rootfs.tar.gz /\n",
		Instruction: addForCopy,
	}),
	dl(Rule{
		Code: "DL3021", Title: "Several sources need a folder to go to", Category: Correctness, Severity: Warning,
		Why: "With more than one source the destination has to be a directory. Only a `/` at its end says so: without it, " +
			"and if nothing is there yet, files are written one over the other to a file of that name. The older builder refuses it.",
		Bad:   "FROM node:24\nWORKDIR /srv\nCOPY package.json package-lock.json app\n",
		Good:  "FROM node:24\nWORKDIR /srv\nCOPY package.json package-lock.json app/\n",
		Stage: folderWithoutSlash,
	}),
	dl(Rule{
		Code: "DL3022", Title: "COPY --from names no stage", Category: Correctness, Severity: Warning,
		Why: "What is no stage of the file is taken for a named build context or for an image of a registry, without a tag. " +
			"Often it is a misspelt stage. For an image write its tag, or give it a `FROM … AS` of its own, where everybody looks for it. " +
			"An image with a tag, a digest or a path is left alone.",
		Bad:  "FROM golang:1.26 AS build\nRUN go build -o /app example.com/app@v1.2.3\nFROM alpine:3.22\nCOPY --from=builds /app /app\n",
		Good: "FROM golang:1.26 AS build\nRUN go build -o /app example.com/app@v1.2.3\nFROM alpine:3.22\nCOPY --from=build /app /app\n",
		File: fromNoStage,
	}),
	dl(Rule{
		Code: "DL3045", Title: "COPY to a relative path without WORKDIR", Category: Maintainability, Severity: Info,
		Why: "A relative destination counts from the working directory. Where no `WORKDIR` is in the file that is the one of the base image, " +
			"often `/`, and a new version of the base may change it.",
		Bad:   "FROM python:3.14\nCOPY app.py .\n",
		Good:  "FROM python:3.14\nWORKDIR /srv\nCOPY app.py .\n",
		Stage: relativeDestination,
	}),
	dl(Rule{
		Code: "DL3067", Title: "Do not copy the whole file system of a stage", Category: Performance, Severity: Warning,
		Why: "Build tools, caches and whatever else the other stage needed come along, which is what stages are there to avoid. " +
			"Copy what the image needs. (Of an image as it is the finding is soft. Where a stage from `scratch` holds only what it was given, or an image such as `tonistiigi/xx` is made for it, the rule is silent.)",
		Bad:  "FROM golang:1.26 AS build\nRUN go build -o /app example.com/app@v1.2.3\nFROM alpine:3.22\nCOPY --from=build / /\n",
		Good: "FROM golang:1.26 AS build\nRUN go build -o /app example.com/app@v1.2.3\nFROM alpine:3.22\nCOPY --from=build /app /app\n",
		File: wholeFileSystem,
	}),
}

// remoteFlags are flags of ADD for sources that COPY does not take.
var remoteFlags = []string{"checksum", "keep-git-dir", "unpack"}

func addForCopy(in *syntax.Instruction, report Report) {
	if in.Trigger != nil {
		in = in.Trigger
	}
	c, ok := in.Command.(*instructions.AddCommand)
	if !ok || len(in.Heredocs) > 0 || in.Err != nil { // a flag that ours does not know
		return
	}
	for _, name := range remoteFlags {
		if _, ok := in.Flag(name); ok {
			return
		}
	}
	fixable := true
	for _, src := range c.SourcePaths {
		if src = unquoted(src); src == "" || !plainFile(src) {
			return
		}
		fixable = fixable && !strings.ContainsAny(src[len(src)-1:], "*?]") // which may find an archive
	}
	keyword := in.Keyword
	n := Note{Span: keyword.Span, Message: "these are plain files; COPY is enough"}
	if fixable {
		verb := "COPY"
		if keyword.Value == strings.ToLower(keyword.Value) {
			verb = "copy"
		}
		n.Fix = &Fix{Title: "Use " + verb, Edits: []text.Edit{{Span: keyword.Span, New: verb}}}
	}
	report(n)
}

// plainFile tells of a source as written that ADD does with it what COPY does.
// What a variable stands for at the start may be an address, at the end an
// archive.
func plainFile(src string) bool {
	name, _ := behindVariables(src)
	return !strings.HasPrefix(src, "$") && (name != "" || !strings.Contains(src, "$")) &&
		!strings.Contains(src, "://") && !looksLikeGit(src) && !archiveName(src)
}

// commonFolders are in nearly every image that has a system in it, so that
// several sources arrive there well.
var commonFolders = strings.Fields(`/bin /etc /home /lib /mnt /opt /root /sbin /srv /tmp /usr /usr/bin /usr/lib
	/usr/local /usr/local/bin /usr/local/lib /usr/local/sbin /usr/sbin /usr/share /usr/src /var /var/lib /var/log`)

func folderWithoutSlash(st *analysis.Facts, report Report) {
	for a := range actions(st) {
		c, ok := a.command.(*instructions.CopyCommand)
		if !ok || len(c.SourcePaths)+len(c.SourceContents) < 2 || len(a.Args) < 3 {
			continue
		}
		dest := lastArg(a.Instruction)
		if _, ok := a.Flag("parents"); ok {
			continue
		}
		if folder(dest) || !a.trigger && path.Clean(c.DestPath) == a.step.Before.Workdir {
			continue
		}
		word := a.Args[len(a.Args)-1].Span
		n := Note{Step: a.n, Span: word, Message: `with several sources the destination is a directory; end it with "/"`}
		n.Soft = st.Root() != "scratch" && slices.Contains(commonFolders, dest)
		if !strings.Contains(dest, `\`) {
			end := word.End
			if last := a.Raw[end-1]; last == '"' || last == '\'' {
				end--
			}
			n.Fix = &Fix{Title: "Add a slash", Edits: []text.Edit{{Span: text.Span{Start: end, End: end}, New: "/"}}}
		}
		report(n)
	}
}

// folder tells of a destination as written that it can only be a directory, or
// that a variable at its end decides.
func folder(dest string) bool {
	if name, _ := behindVariables(dest); name == "" && strings.Contains(dest, "$") {
		return true
	}
	base := dest[strings.LastIndexAny(dest, `/\`)+1:]
	return base == "" || base == "." || base == ".."
}

func relativeDestination(st *analysis.Facts, report Report) {
	trigger := false // a WORKDIR behind ONBUILD
	for a := range actions(st) {
		if a.trigger && a.Kind() == command.Workdir {
			trigger = true
		}
		set := a.step.Before.WorkdirSet || a.trigger && (trigger || st.After.WorkdirSet) // a trigger starts where the stage ends
		if _, ok := a.command.(*instructions.CopyCommand); !ok || set {
			continue
		}
		dest := lastArg(a.Instruction)
		if dest == "" || strings.HasPrefix(dest, "$") || absolute(dest) || st.Root() == "scratch" {
			continue // scratch starts in /
		}
		message := `without WORKDIR, "` + dest + `" counts from a directory that only the base image knows; write an absolute path, or WORKDIR first`
		report(Note{Step: a.n, Span: a.Args[len(a.Args)-1].Span, Message: message})
	}
}

// fromNoStage leaves to BuildError what BuildKit refuses: numbers of no stage,
// variables, stages further down and the stage itself.
func fromNoStage(f *analysis.File, c Config, report Report) {
	for _, ref := range flagRefs(f) {
		if _, named := c.Named[ref.Name]; !named && ref.Target < 0 && ref.err == "" && !strings.ContainsAny(ref.Name, "/:@") && f.Items.At(ref.Item).Kind() == command.Copy {
			report(noStage(f, ref.StageRef, ref.stage))
		}
	}
}

// noStage is soft unless a stage above has nearly that name.
func noStage(f *analysis.File, ref analysis.StageRef, index int) Note {
	const most = 256 // stages that are looked at, so that thousands cost no more
	var names []string
	for _, st := range f.Stages[max(0, index-most):index] {
		if st.Name != "" {
			names = append(names, st.Name)
		}
	}
	n := Note{Step: ref.Item, Span: ref.Span, Message: `no stage is named "` + ref.Name + `"`}
	if ref.Index {
		n.Message = "no stage has the number " + ref.Name + "; this is what the file copies or mounts from elsewhere, which BuildKit counts as well"
		return n
	}
	near, ok := suggest.Search(ref.Name, names, true)
	if !ok {
		n.Soft = true
		n.Message += ": this is a build context or an image; write the image's tag, or give it a FROM … AS"
		return n
	}
	n.Message += ` (did you mean "` + near + `"?)`
	if ref.Literal {
		n.Fix = &Fix{Title: "Copy from " + near, Edits: []text.Edit{{Span: ref.Span, New: near}}, Unsafe: true}
	}
	return n
}

func wholeFileSystem(f *analysis.File, _ Config, report Report) {
	for _, st := range stagesWhere(f, copiesRootKey{}, copiesRoot) {
		for _, n := range stepsWithFrom(st.Facts) {
			c, ok := st.Steps[n].Command.(*instructions.CopyCommand)
			if !ok || path.Clean(c.DestPath) != "/" {
				continue
			}
			for i, src := range c.SourcePaths {
				if path.Clean(src) != "/" {
					continue
				}
				for _, ref := range f.StageRefs(st.First + n) {
					what, soft := wholesale(f, st, ref)
					if what == "" {
						continue
					}
					it := f.Items.At(st.First + n)
					message := "this copies everything in " + what + "; copy what is needed"
					report(Note{Step: st.First + n, Span: it.In(arg(it.Instruction, i)), Message: message, Soft: soft || st.Root() == "scratch"})
				}
			}
		}
	}
}

// wholesale is what a message says of all that comes along from a stage or an image.
// It is nothing where all of it was put there to be copied, and soft where nobody has
// worked in it.
func wholesale(f *analysis.File, st *analysis.Stage, ref analysis.StageRef) (what string, soft bool) {
	image := ref.Name
	if ref.Target >= 0 {
		if ref.Target >= st.Index {
			return "", false
		}
		from := f.Stages[ref.Target]
		if runsSomething(f, from) {
			return from.Label() + ", build tools and caches too", false
		}
		image = from.Root()
	} else if !strings.ContainsAny(image, "/:") {
		return "", false // it may be a build context by name
	}
	img, ok := analysis.ParseImage(image)
	if !ok || image == "scratch" || slices.Contains(copiedWhole, img.Repository) {
		return "", false
	}
	return "the image " + image, true
}

// copiedWhole are images whose own documentation has them copied as a whole.
var copiedWhole = []string{"tonistiigi/xx"}

type copiesRootKey struct{}

// copiesRoot tells whether a stage copies all of something else.
func copiesRoot(st *analysis.Facts) bool {
	return slices.ContainsFunc(stepsWithFrom(st), func(n int) bool {
		c, ok := st.Steps[n].Command.(*instructions.CopyCommand)
		return ok && path.Clean(c.DestPath) == "/"
	})
}

// runsSomething tells whether a stage has a system in it, because commands run
// there.
func runsSomething(f *analysis.File, st analysis.Stage) bool {
	for _, st := range chain(f, st) {
		for _, s := range steps(st.Facts) {
			if s.In.Kind() == command.Run {
				return true
			}
		}
	}
	return false
}
