package refactor

import (
	"flag"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/buildcontext"
	"github.com/slipway-dev/slipway/analysis/fixture"
	"github.com/slipway-dev/slipway/analysis/lint"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

var every = flag.Bool("every", false, "apply every action in the corpus, not a sample")

// sample is how many actions of a kind are applied in the corpus.
const sample = 60

// Whatever is offered in the Dockerfiles of real projects does no damage.
func TestNoDamageInCorpus(t *testing.T) {
	wanted := sampled()
	for _, f := range fixture.Corpus(t) {
		checkAll(t, f.Path, f.Source, wanted)
	}
}

// Nor in those of all fixtures.
func TestNoDamageInFixtures(t *testing.T) {
	sources, err := fixture.Sources("../../testdata")
	if err != nil {
		t.Fatal(err)
	}
	step := 30
	if *every {
		step = 1
	}
	wanted := sampled()
	for i := 0; i < len(sources); i += step {
		checkAll(t, fmt.Sprint("source ", i), sources[i], wanted)
	}
}

// sampled wants a few actions of each kind, or all.
func sampled() func(Action) bool {
	applied := map[string]int{}
	return func(a Action) bool {
		words := strings.SplitN(a.Title, " ", 3)
		kind := strings.Join(words[:len(words)-1], " ")
		applied[kind]++
		return *every || applied[kind] <= sample
	}
}

// FuzzActions does the same with any text. Its seeds are a part of the fixtures, in
// their variants: every second of this package's, and some of the others.
func FuzzActions(f *testing.F) {
	for root, step := range map[string]int{"../../testdata/refactor": 2, "../../testdata": 20} {
		sources, err := fixture.Sources(root)
		if err != nil {
			f.Fatal(err)
		}
		for i := 0; i < len(sources); i += step {
			f.Add(sources[i])
		}
	}
	f.Fuzz(func(t *testing.T, src string) {
		checkAll(t, "fuzz", src, func(Action) bool { return !unprintable(src) })
	})
}

// unprintable tells of bytes that BuildKit writes anew, but only in words that it expands,
// or the printer by which we tell what a shell runs.
func unprintable(src string) bool {
	return !utf8.ValidString(src) || strings.ContainsAny(src, "\x00\f\v")
}

// checkAll applies what is offered at each instruction, and for each with its
// neighbours selected, where nothing is known of the build context and where it has
// what the file copies.
func checkAll(t *testing.T, name, src string, wanted func(Action) bool) {
	t.Helper()
	f := analysis.New(text.New(src))
	before := &outcome{File: f, name: name, src: src}
	seen := map[string]bool{}
	offered := func(context *buildcontext.Context, s text.Span) {
		t.Helper()
		for _, a := range Actions(f, context, s) {
			key := fmt.Sprint(a.Title, a.Edits)
			if a.Disabled == "" && !seen[key] && wanted(a) {
				seen[key] = true
				before.check(t, a)
			}
		}
	}
	context := buildcontext.New(madeUp(f), "Dockerfile")
	for i, it := range f.Items.All() {
		last := f.Items.At(min(i+2, f.Items.Len()-1))
		at := it.At + it.Keyword.Start
		for _, s := range []text.Span{{Start: at, End: at}, {Start: at, End: last.Span().End}, lastWord(it)} {
			offered(context, s)
		}
		offered(nil, text.Span{Start: at, End: at})
	}
}

// madeUp is a folder with what a file copies, and the files that package managers
// read.
func madeUp(f *analysis.File) fs.FS {
	files := fstest.MapFS{}
	for _, name := range strings.Fields("go.mod go.sum package.json package-lock.json requirements.txt pom.xml Cargo.toml Cargo.lock composer.json .git/HEAD src/main.c") {
		files[name] = &fstest.MapFile{}
	}
	for _, it := range f.Items.All() {
		if c, ok := it.Command.(*instructions.CopyCommand); ok && c.From == "" {
			for _, source := range c.SourcePaths {
				if source = strings.Trim(path.Clean("/"+strings.ReplaceAll(source, "*", "x")), "/"); fs.ValidPath(source) && source != "." {
					files[source] = &fstest.MapFile{}
				}
			}
		}
	}
	return files
}

// lastWord is the last thing between blanks in an instruction.
func lastWord(it syntax.Item) text.Span {
	raw := strings.TrimRight(it.Raw, " \t\r\n")
	return it.In(text.Span{Start: strings.LastIndexAny(raw, " \t\n") + 1, End: len(raw)})
}

// outcome is a file and what is compared of it, found out once.
type outcome struct {
	*analysis.File
	name, src string

	once     bool
	accepted bool
	comments []string
	meaning  []string
	findings map[string]int
}

func (o *outcome) read() {
	if !o.once {
		o.once, o.accepted, o.comments, o.meaning, o.findings = true, accepted(o.src), comments(o.File), meaning(o.File), findings(o.src)
	}
}

// check applies one action.
func (o *outcome) check(t *testing.T, a Action) {
	t.Helper()
	o.read()
	if a.File != "" {
		if made := text.Apply("", a.Edits); !utf8.ValidString(made) || !strings.HasSuffix(made, "\n") {
			t.Errorf("%s: %s: %q", o.name, a.Title, made)
		}
		return
	}
	result := text.Apply(o.src, a.Edits)
	g := analysis.New(text.New(result))
	fail := func(format string, args ...any) {
		t.Helper()
		t.Errorf("%s: %s: %s\n--- before\n%s\n--- after\n%s", o.name, a.Title, fmt.Sprintf(format, args...), o.src, result)
	}
	if result == o.src {
		fail("changes nothing")
	}
	if overlap(a.Edits) {
		fail("edits overlap: %v", a.Edits)
	}
	if o.accepted && !accepted(result) {
		fail("BuildKit refuses it")
	}
	if lost := missing(o.comments, comments(g)); len(lost) > 0 {
		fail("comments are lost: %q", lost)
	}
	if lost := missing(untouched(o.File, a.Edits), raws(g)); len(lost) > 0 {
		fail("other instructions have changed: %q", lost)
	}
	if mixed(result) && !mixed(o.src) {
		fail("line ends are mixed")
	}
	if diff := o.difference(a, g); diff != "" {
		fail("the meaning has changed:\n%s", diff)
	}
	for _, code := range a.Codes {
		if after := findings(result); after[code] >= o.findings[code] {
			fail("%s was found %d times, and then %d", code, o.findings[code], after[code])
		}
	}
}

func overlap(edits []text.Edit) bool {
	for i, e := range edits {
		for _, other := range edits[:i] {
			if !e.Empty() && !other.Empty() && e.Overlaps(other.Span) {
				return true
			}
		}
	}
	return false
}

func accepted(src string) bool {
	res, err := parser.Parse(strings.NewReader(src))
	if err != nil {
		return false
	}
	_, _, err = instructions.Parse(res.AST, linter.New(&linter.Config{}))
	return err == nil
}

// comments are all comments of a file, without the blanks around.
func comments(f *analysis.File) []string {
	var list []string
	at := 0
	between := func(end int) {
		for line := range strings.Lines(f.Text.String()[at:end]) {
			if line = strings.TrimSpace(line); strings.HasPrefix(line, "#") {
				list = append(list, line)
			}
		}
	}
	for _, it := range f.Items.All() {
		between(it.At)
		for _, c := range it.Comments {
			list = append(list, it.Raw[c.Start:c.End])
		}
		at = it.Span().End
		for _, h := range it.Heredocs {
			at = it.In(h.Body).Start
			between(it.In(h.Body).End)
			at = it.Span().End
		}
	}
	between(f.Text.Len())
	return list
}

// missing are those of a that are not in b.
func missing(a, b []string) []string {
	left := slices.Clone(b)
	var lost []string
	for _, s := range a {
		if i := slices.Index(left, s); i >= 0 {
			left = slices.Delete(left, i, i+1)
		} else {
			lost = append(lost, s)
		}
	}
	return lost
}

// untouched are the instructions that no edit is in or beside.
func untouched(f *analysis.File, edits []text.Edit) []string {
	var list []string
	for _, it := range f.Items.All() {
		if !slices.ContainsFunc(edits, func(e text.Edit) bool {
			return e.Start <= it.Span().End && it.At <= e.End
		}) {
			list = append(list, it.Raw)
		}
	}
	return list
}

func raws(f *analysis.File) []string {
	var list []string
	for _, it := range f.Items.All() {
		list = append(list, it.Raw)
	}
	return list
}

func mixed(src string) bool {
	crlf := strings.Count(src, "\r\n")
	return crlf > 0 && crlf < strings.Count(src, "\n")
}

// checkOption is the start of a comment for BuildKit's checks.
var checkOption = regexp.MustCompile(`(?i)(#[ \t]*)check`)

// findings counts those of each rule, silenced ones too.
func findings(src string) map[string]int {
	f := analysis.New(text.New(strings.ReplaceAll(checkOption.ReplaceAllString(src, "${1}chick"), "ignore", "ignite")))
	counts := map[string]int{}
	for _, found := range lint.Run(f, lint.Config{}) {
		// An instruction that is spelt right may stand in the wrong place.
		if !strings.HasPrefix(found.Message, "no build stage") {
			counts[found.Code]++
		}
	}
	return counts
}
