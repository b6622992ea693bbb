package refactor

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// tagged is the name of an image without variables or a digest, and its tag: a
// version, and what follows it from the first dash on.
var tagged = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^([a-z0-9.:/_-]*[a-z0-9]):(v?[0-9][0-9A-Za-z_.]*)(?:-[A-Za-z0-9_.-]+)?$`)
})

// extractVersion offers to put the version of a base image into a global ARG, for
// all FROMs that take the same version of the same image.
func extractVersion(p place) []offer {
	image, version, ok := p.version(p.item)
	if !ok {
		return nil
	}
	name := argName(image[strings.LastIndexByte(image, '/')+1:])
	if !variableName().MatchString(name) || p.named(name) {
		return nil
	}
	declare := p.global(alike("arg", p.it().Keyword.Value) + " " + name + "=" + version)
	edits := []text.Edit{declare}
	for i := range p.Items.Len() {
		if other, v, ok := p.version(i); ok && other == image && v == version {
			at := p.Items.At(i).Args[0].Start + len(image) + 1
			span := p.Items.At(i).In(text.Span{Start: at, End: at + len(version)})
			edits = append(edits, text.Edit{Span: span, New: "${" + name + "}"})
		}
	}
	return []offer{{title: fmt.Sprintf("Extract the version into ARG %s (%d)", name, len(edits)-1), edits: edits}}
}

// argName is the name of an argument for the version of an image.
func argName(image string) string {
	return strings.ToUpper(strings.NewReplacer("-", "_", ".", "_").Replace(image)) + "_VERSION"
}

var variableName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Z_][A-Z0-9_]*$`) })

// version is the image and the version of a FROM that has both, unbroken.
func (p place) version(item int) (image, version string, ok bool) {
	it := p.Items.At(item)
	if it.Kind() != command.From || it.Command == nil || len(it.Args) == 0 || it.Args[0].Len() != len(it.Args[0].Value) {
		return "", "", false
	}
	m := tagged().FindStringSubmatch(it.Args[0].Value)
	if m == nil {
		return "", "", false
	}
	return m[1], m[2], true
}

// named tells whether the file sets or uses a variable of that name anywhere.
func (p place) named(name string) bool {
	if _, ok := p.Globals.Scope.Lookup(name); ok {
		return true
	}
	return p.Items.Any(func(it syntax.Item) bool {
		in := acting(it.Instruction)
		return slices.ContainsFunc(in.Pairs, func(pair syntax.Pair) bool { return pair.Key.Value == name }) ||
			slices.ContainsFunc(in.Expansions, func(e syntax.Expansion) bool { return e.Name.Value == name })
	})
}

// global puts a line among the instructions in front of the first FROM: behind the
// last of them, or above the FROM and the comments that belong to it.
func (p place) global(line string) text.Edit {
	if first := p.First(); first > 0 {
		end := p.Items.At(first - 1).Span().End
		return text.Edit{Span: text.Span{Start: end, End: end}, New: p.newline() + line}
	}
	at := p.commentsAbove(p.Items.At(0).At)
	return text.Edit{Span: text.Span{Start: at, End: at}, New: line + p.newline()}
}

// commentsAbove is where the comments begin that stand right above the offset at,
// the start of an instruction.
func (p place) commentsAbove(at int) int {
	for n := p.Text.Line(at) - 1; n >= 0; n-- {
		span := p.Text.LineSpan(n)
		line := p.Text.Slice(span)
		if strings.HasPrefix(line, bom) {
			line, span.Start = line[len(bom):], len(bom)
		}
		directive := slices.ContainsFunc(p.Directives, func(d syntax.Directive) bool { return span.Contains(d.Span) })
		if directive || !strings.HasPrefix(strings.TrimSpace(line), "#") {
			break
		}
		at = span.Start
	}
	return at
}

// bom is the byte-order mark, which stays the first of the file.
const bom = "\uFEFF"
