package analysis

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis/buildcontext"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// Link is a place that leads somewhere: to URL, or to the file Path of the build
// context. One of the two is set.
type Link struct {
	text.Span
	URL  string
	Path string // slash-separated, from the root of the build context
	// Tooltip says what is there.
	Tooltip string
}

// Links are the links of the file, in their order: images, the addresses that ADD
// and the shell fetch from, and the files of the build context that COPY and ADD
// name. Where context is nil, that of files is left out. A name with a variable
// that is not known for sure leads nowhere.
func Links(f *File, context *buildcontext.Context) []Link {
	var list []Link
	found := map[string]Link{} // in the context: the same files are copied in many stages
	for _, d := range f.Directives {
		if d.Name.Value == "syntax" && d.Err == nil {
			image, _, _ := strings.Cut(d.Value.Value, " ")
			span := text.Span{Start: d.Value.Start, End: d.Value.Start + len(image)}
			if img, ok := ParseImage(image); ok {
				list = appendImageLink(list, span, img)
			}
		}
	}
	for i, it := range f.Items.All() {
		list = append(list, imageLinks(f, i)...)
		if kind := effective(it.Instruction).Kind(); kind == command.Add || kind == command.Copy {
			list = append(list, sourceLinks(f, i, context, found)...)
		}
		list = append(list, scriptLinks(f, i)...)
	}
	slices.SortStableFunc(list, func(a, b Link) int { return a.Start - b.Start })
	return list
}

// imageLinks are the images that an item names. scratch is none, nor is what may
// be another image on another platform. A single word behind --from may as well be
// a context that the build is given, or a stage of the file that a trigger runs in.
func imageLinks(f *File, i int) []Link {
	var list []Link
	in := f.Items.At(i).Instruction
	if !mayNameStage(in) {
		return nil
	}
	for _, r := range f.StageRefs(i) {
		if r.Target >= 0 || r.Index || r.Name == "scratch" {
			continue
		}
		if r.Kind == BaseRef && !sureOf(f, f.StageOf(i).Image) || r.Kind != BaseRef && !strings.ContainsAny(r.Name, "/:@") {
			continue
		}
		list = appendImageLink(list, r.Span, imageOf(in, r))
	}
	return list
}

// sureOf tells whether a word of FROM is the same in each build that is given no
// arguments.
func sureOf(f *File, word Expanded) bool {
	for _, name := range word.Matched {
		if v, ok := f.Globals.Scope.Lookup(name); !ok || !settled(f.Globals, v) {
			return false
		}
	}
	return word.Err == nil && len(word.Unmatched) == 0
}

type imageKey string

// imageOf is the image that a reference means, the zero Image where no registry
// would take it. It is kept where it depends on nothing but the instruction.
func imageOf(in *syntax.Instruction, r StageRef) Image {
	if !r.Literal {
		img, _ := ParseImage(r.Name)
		return img
	}
	return in.Memo(imageKey(r.Name), func() any {
		img, _ := ParseImage(r.Name)
		return img
	}).(Image)
}

// appendImageLink appends the link of an image, if it has a page; the zero Image
// has none.
func appendImageLink(list []Link, span text.Span, img Image) []Link {
	if span.Empty() || img.Page() == "" {
		return list
	}
	return append(list, Link{Span: span, URL: img.Page(), Tooltip: "Open the page of " + img.Registry + "/" + img.Repository})
}

// sourceLinks are the addresses and files that ADD and COPY read. Their variables
// are put in. A trigger reads from the context of another build. What was looked for
// in the context is kept in found; an empty path stands for nothing.
func sourceLinks(f *File, i int, context *buildcontext.Context, found map[string]Link) []Link {
	var list []Link
	if effective(f.Items.At(i).Instruction).Kind() == command.Add {
		for _, s := range f.sources(i) {
			if page, ok := remotePage(s.path); ok && s.known {
				list = append(list, Link{Span: s.Span, URL: page, Tooltip: "Open " + page})
			}
		}
	}
	if context == nil {
		return list
	}
	for _, s := range f.contextSources(i) {
		l, ok := found[s.path]
		if !ok {
			if name, ok := contextFile(context, s.path); ok {
				l = Link{Path: name, Tooltip: "Open " + name}
			}
			found[s.path] = l
		}
		if l.Span = s.Span; l.Path != "" && s.known {
			list = append(list, l)
		}
	}
	return list
}

// gitHosts are those whose pages are where their repositories are.
var gitHosts = []string{"github.com", "gitlab.com", "bitbucket.org", "codeberg.org"}

// remotePage is the address for a browser of what ADD fetches: a file, or a Git
// repository, which may be told with a branch and a folder behind "#".
func remotePage(source string) (string, bool) {
	for _, host := range gitHosts {
		for _, prefix := range []string{"git@" + host + ":", "ssh://git@" + host + "/", "git://" + host + "/"} {
			if rest, ok := strings.CutPrefix(source, prefix); ok {
				source = "https://" + host + "/" + rest
			}
		}
	}
	page, ok := webAddress(source)
	if end := strings.IndexAny(page, "#?"); end >= 0 && strings.HasSuffix(page[:end], ".git") {
		page = page[:end]
	}
	return page, ok
}

// webAddress tells whether s is an address that a browser can open. One in the
// network of the build, such as localhost, means another machine there.
func webAddress(s string) (string, bool) {
	if !strings.HasPrefix(s, "https://") && !strings.HasPrefix(s, "http://") {
		return "", false
	}
	u, err := url.Parse(s)
	if err != nil || u.User != nil {
		return "", false
	}
	host := u.Hostname()
	return s, !isAddress(host) && strings.Contains(strings.Trim(host, "."), ".")
}

// isAddress tells whether a host is told by its number.
func isAddress(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil
}

// contextFile is the file of the build context that a source of COPY names, after
// the symbolic links in it, which lead nowhere outside. Patterns are none, and
// neither are folders: LSP has links to documents, and an editor such as VS Code
// shows an error page for the document at the address of a folder.
func contextFile(context *buildcontext.Context, source string) (string, bool) {
	if strings.ContainsAny(source, `*?[\`) {
		return "", false
	}
	e, ok := context.Resolve(source)
	return e.Path, ok && !e.Dir
}
