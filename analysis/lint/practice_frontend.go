package lint

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/reference"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

var frontendRules = []*Rule{
	{
		Code: "FrontendTooOld", Category: Correctness, Severity: Warning,
		URL:   "https://docs.docker.com/build/buildkit/frontend/",
		Title: "The file uses what the frontend of # syntax= does not have yet",
		Why: "`# syntax=docker/dockerfile:1.4` has version 1.4 of Docker's frontend read the file, whatever the builder could do. A flag, an option, " +
			"a `${…}` modifier or a heredoc that came later is an error then, or means something else. `docker/dockerfile:1` is always the newest of version 1.\n\n" +
			"The versions are those of Docker's reference. Silent for release candidates and for the labs channel, which had some words earlier.",
		Bad:  "# syntax=docker/dockerfile:1.4\nFROM alpine:3.22\nCOPY --parents src/*/conf /etc/app/\n",
		Good: "# syntax=docker/dockerfile:1.20\nFROM alpine:3.22\nCOPY --parents src/*/conf /etc/app/\n",
		File: frontendTooOld,
	},
}

func frontendTooOld(f *analysis.File, _ Config, report Report) {
	pinned := func(d syntax.Directive) bool { return d.Name.Value == "syntax" && strings.Contains(d.Value.Value, ".") }
	if !slices.ContainsFunc(f.Directives, pinned) {
		return // which costs a keystroke nothing
	}
	fe := frontendOf(f)
	if !fe.plain {
		return
	}
	var notes []Note
	image, _, _ := strings.Cut(fe.image, "@")
	enough := fe
	for i, it := range f.Items.All() {
		for place, topic := range dated(it.Instruction) {
			if topic.Since == "" || !fe.lacks(topic.Since) {
				continue
			}
			if enough.lacks(topic.Since) {
				enough.version = numbersOf(topic.Since)
			}
			message := f.Text.Slice(it.In(place)) + " came with Dockerfile " + topic.Since + "; # syntax=" + image + " asks for an older one"
			notes = append(notes, Note{Step: i, Span: it.In(place), Message: message})
		}
	}
	for _, n := range notes {
		n.Fix = fe.raise(f, enough.version)
		report(n)
	}
}

// dated are the words of an instruction that a version of the frontend brought. A
// trigger is read by the frontend of another build.
func dated(in *syntax.Instruction) iter.Seq2[text.Span, reference.Topic] {
	return func(yield func(text.Span, reference.Topic) bool) {
		known, ok := reference.Find(in.Kind())
		if !ok {
			return
		}
		for _, flag := range in.Flags {
			k, ok := known.Flag(flag.Name.Value)
			if !ok {
				continue
			}
			if !yield(text.Span{Start: flag.Start, End: flag.Name.End}, k.Topic) {
				return
			}
			for _, key := range analysis.OptionKeys(in, flag) {
				// What came with the flag itself is told of once.
				if o, ok := k.Option(key.Value); ok && o.Since != k.Since && !yield(key.Span, o.Topic) {
					return
				}
			}
		}
		for _, e := range in.Expansions {
			if m, ok := reference.Modifier(e.Op); ok && !yield(e.Span, *m) {
				return
			}
		}
		for _, h := range in.Heredocs {
			if topics := reference.Heredoc(h.Op.Value); len(topics) > 0 && !yield(h.Op.Span, *topics[0]) {
				return
			}
		}
	}
}

// raise asks for another version of the frontend; nil where a digest pins it, too.
func (fe frontend) raise(f *analysis.File, to []int) *Fix {
	version := fmt.Sprintf("%d.%d", to[0], to[1])
	for _, d := range f.Directives {
		if parts := analysis.SplitImage(fe.image); d.Name.Value == "syntax" && parts.Digest.Empty() && !parts.Tag.Empty() {
			return &Fix{
				Title: "Ask for Dockerfile " + version, Unsafe: true,
				Edits: []text.Edit{{Span: parts.Tag.Shift(d.Value.Start), New: version}},
			}
		}
	}
	return nil
}
