package analysis

import (
	"slices"
	"strconv"
	"strings"

	"github.com/docker/go-units"

	"github.com/slipway-dev/slipway/analysis/buildcontext"
)

// source tells what a source of COPY or ADD means in the build context.
func (h hovering) source() (Answer, bool) {
	it := h.f.Items.At(h.item)
	for _, s := range h.f.contextSources(h.item) {
		if span := s.Shift(-it.At); h.on(span) && s.known {
			doc := h.describeSources(s.path)
			return Answer{Span: span, Markdown: doc}, doc != ""
		}
	}
	return Answer{}, false
}

// sources tells what all sources of COPY or ADD mean together, where all are known.
func (h hovering) sources() string {
	var paths []string
	for _, s := range h.f.contextSources(h.item) {
		if !s.known {
			return ""
		}
		paths = append(paths, s.path)
	}
	return h.describeSources(paths...)
}

// describeSources tells the files of the build context that some sources select,
// and what the ignore file takes out of them. It is empty where there are no
// sources, or no folder to look into.
func (h hovering) describeSources(paths ...string) string {
	if h.context == nil || len(paths) == 0 {
		return ""
	}
	if _, ok := h.context.Resolve("."); !ok {
		return ""
	}
	var all buildcontext.Selection
	var missing []string
	for _, path := range paths {
		s := h.context.Select(path)
		if !s.Exists && !s.More {
			missing = append(missing, codeSpan(path))
		}
		all.Files = append(all.Files, s.Files...)
		all.Ignored = append(all.Ignored, s.Ignored...)
		all.Exists, all.More = all.Exists || s.Exists, all.More || s.More
	}
	all.Files, all.Ignored = distinct(all.Files), distinct(all.Ignored)
	doc := h.describeFiles(all)
	if len(missing) > 0 {
		doc = sentences(doc, "**Nothing** in the build context matches "+listed(missing, "or")+".")
	}
	if len(all.Ignored) > 0 {
		doc += " " + codeSpan(h.context.IgnoreFile()) + " takes out " + someNames(all.Ignored) + "."
	}
	return doc
}

// describeFiles tells the number, the size and some names of the selected files.
func (h hovering) describeFiles(s buildcontext.Selection) string {
	n, more := len(s.Files), ""
	if s.More {
		more = " or more"
	}
	facts := " of the build context, " + humanSize(s.Files) + more + h.beforeExclude() + ": " + someNames(s.Files) + "."
	switch {
	case n > 0 && s.More:
		return "**At least " + strconv.Itoa(n) + " files**" + facts
	case n > 1:
		return "**" + strconv.Itoa(n) + " files**" + facts
	case n == 1:
		return "**1 file**" + facts
	case s.More:
		return "**Too much** in the build context to look through; nothing so far matches."
	case s.Exists:
		return "**An empty folder** of the build context."
	}
	return ""
}

// beforeExclude says that the patterns of --exclude are not looked at.
func (h hovering) beforeExclude() string {
	if _, ok := h.in.Flag("exclude"); ok {
		return ", before `--exclude`"
	}
	return ""
}

// distinct is entries by path, each once.
func distinct(list []buildcontext.Entry) []buildcontext.Entry {
	slices.SortFunc(list, func(a, b buildcontext.Entry) int { return strings.Compare(a.Path, b.Path) })
	return slices.CompactFunc(list, func(a, b buildcontext.Entry) bool { return a.Path == b.Path })
}

// humanSize is the size of files together, in units of a thousand as Docker has them.
func humanSize(files []buildcontext.Entry) string {
	var size int64
	for _, e := range files {
		size += e.Size
	}
	return units.HumanSizeWithPrecision(float64(size), 3)
}

// someNames are the names of entries in a sentence, the first of them where there
// are many. A folder has a slash at its end.
func someNames(list []buildcontext.Entry) string {
	const most = 6
	var names []string
	for _, e := range list {
		if e.Dir {
			e.Path += "/"
		}
		names = append(names, codeSpan(e.Path))
	}
	return listed(first(names, most), "and")
}
