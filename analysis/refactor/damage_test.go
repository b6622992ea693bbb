package refactor

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	lex "github.com/moby/buildkit/frontend/dockerfile/shell"

	sh3 "mvdan.cc/sh/v3/syntax"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/fixture"
	"github.com/slipway-dev/slipway/analysis/lint"
	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

const corpus = "../../../shared/corpus"

var every = flag.Bool("every", false, "apply every action in the corpus, not a sample")

// sample is how many actions of a kind are applied in the corpus.
const sample = 60

// Whatever is offered in the Dockerfiles of real projects does no damage.
func TestNoDamageInCorpus(t *testing.T) {
	if _, err := os.Stat(corpus); err != nil {
		t.Skip("no corpus beside the repository: ", err)
	}
	applied := map[string]int{}
	wanted := func(a Action) bool {
		words := strings.SplitN(a.Title, " ", 3)
		kind := strings.Join(words[:len(words)-1], " ")
		applied[kind]++
		return *every || applied[kind] <= sample
	}
	err := filepath.WalkDir(corpus, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, ".md") {
			return err
		}
		src, err := os.ReadFile(path)
		checkAll(t, path, string(src), wanted)
		return err
	})
	if err != nil {
		t.Fatal(err)
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
		// Such bytes BuildKit writes anew, but only in words that it expands.
		odd := !utf8.ValidString(src) || strings.Contains(src, "\x00")
		checkAll(t, "fuzz", src, func(Action) bool { return !odd })
	})
}

// checkAll applies what is offered at each instruction, and for each with its
// neighbours selected.
func checkAll(t *testing.T, name, src string, wanted func(Action) bool) {
	t.Helper()
	f := analysis.New(text.New(src))
	before := &outcome{File: f, name: name, src: src}
	seen := map[string]bool{}
	for i, it := range f.Items {
		last := f.Items[min(i+2, len(f.Items)-1)]
		at := it.At + it.Keyword.Start
		for _, s := range []text.Span{{Start: at, End: at}, {Start: at, End: last.Span().End}, lastWord(it)} {
			for _, a := range Actions(f, nil, s) {
				key := fmt.Sprint(a.Title, a.Edits)
				if a.Disabled == "" && !seen[key] && wanted(a) {
					seen[key] = true
					before.check(t, a)
				}
			}
		}
	}
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
	before, after := o.meaning, meaning(g)
	if addsFlags(a) {
		before, after = withoutFlags(before), withoutFlags(after)
	}
	if diff := cmp.Diff(before, after); diff != "" && (!changes(a) || strings.HasPrefix(a.Title, "Extract the version")) {
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

// addsFlags tells of the actions that do nothing but to add flags that change how
// something is built, not what.
func addsFlags(a Action) bool {
	mounts := strings.HasPrefix(a.Title, "Add a cache mount") && !strings.Contains(a.Title, "(")
	return mounts || strings.HasPrefix(a.Title, "Add --link") || strings.HasPrefix(a.Title, "Add a --checksum")
}

var addedFlag = regexp.MustCompile(` ?--(mount|link|checksum)\b[^ \]]*`)

func withoutFlags(meaning []string) []string {
	var list []string
	for _, m := range meaning {
		list = append(list, strings.Replace(addedFlag.ReplaceAllString(m, ""), "[ ", "[", 1))
	}
	return list
}

// changing are parts of the titles of the actions that may change what meaning
// shows: they say so.
var changing = []string{
	" runs it", "changes what runs", "Use LABEL org.", "Change ", "Use COPY", "Use --ch", "(removes docker-clean", "(drops ", "(adds ",
	"Split into ENTRYPOINT", "Use WORKDIR for cd", "Sort the packages", "instead of copying", "Use ADD ", " as a secret", "long options", "Extract a build stage", "Move th", "nor programs see", " into ARG ", " into ENV ", "Add USER ", "Add a HEALTHCHECK",
}

func changes(a Action) bool {
	return slices.ContainsFunc(changing, func(part string) bool { return strings.Contains(a.Title, part) })
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
	for _, it := range f.Items {
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
	for _, it := range f.Items {
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
	for _, it := range f.Items {
		list = append(list, it.Raw)
	}
	return list
}

func mixed(src string) bool {
	crlf := strings.Count(src, "\r\n")
	return crlf > 0 && crlf < strings.Count(src, "\n")
}

// findings counts those of each rule, silenced ones too.
func findings(src string) map[string]int {
	f := analysis.New(text.New(strings.NewReplacer("check=", "chick=", "ignore", "ignite").Replace(src)))
	counts := map[string]int{}
	for _, found := range lint.Run(f, lint.Config{}) {
		// An instruction that is spelt right may stand in the wrong place.
		if !strings.HasPrefix(found.Message, "no build stage") {
			counts[found.Code]++
		}
	}
	return counts
}

// meaning is what BuildKit makes of a file, as far as this package can change how
// it is written: commands with their variables put in, and the programs that
// start, with their shell where there is one. Of RUN it is the single commands.
// Global arguments show in the FROMs that use them.
func meaning(f *analysis.File) []string {
	var list []string
	for _, st := range f.Stages {
		base := st.Image.Result
		if st.Base >= 0 {
			base = fmt.Sprint("stage ", st.Base)
		}
		platform := st.Platform.Result
		if platform == analysis.TargetPlatform {
			platform = "" // the default
		}
		list = append(list, fmt.Sprintf("FROM %s on %q", base, platform))
		for n, s := range st.Steps[1:] {
			if !replaced(s, st.Steps[n+2:]) {
				list = append(list, describeStep(f, &st, n+1)...)
			}
		}
	}
	return list
}

func describeStep(f *analysis.File, st *analysis.Stage, n int) []string {
	s := st.Steps[n]
	in, state, command, prefix := acting(s.In), s.Before, s.Command, "in "+s.Before.Workdir+": "
	if in != s.In {
		state, command, prefix = st.After, in.Command, prefix+"ONBUILD "
	}
	if in.Kind() == "healthcheck" {
		state = st.After
	}
	for _, r := range f.StageRefs(st.First + n) {
		if r.Target >= 0 {
			r.Name = ""
		}
		prefix += fmt.Sprint("of stage ", r.Target, r.Name, ": ")
	}
	argv := state.Shell
	if argv == nil {
		argv = sh
		if st.OS == "windows" {
			argv = cmdExe
		}
	}
	list := describe(in, command, argv)
	for i := range list {
		list[i] = prefix + list[i]
	}
	return list
}

// replaced tells of the commands that only count once in a stage.
func replaced(s analysis.Step, later []analysis.Step) bool {
	kind := s.In.Kind()
	return slices.Contains([]string{"cmd", "entrypoint", "healthcheck"}, kind) && slices.ContainsFunc(later, func(l analysis.Step) bool {
		return l.In.Kind() == kind && l.Command != nil
	})
}

func describe(in *syntax.Instruction, command any, argv []string) []string {
	what := in.Kind() + " " + fmt.Sprint(flags(in))
	if args, script, ok := commandLine(in); ok {
		var list []string
		for _, run := range programs(in, args, script, argv) {
			list = append(list, fmt.Sprintf("%s %q", what, run))
		}
		return list
	}
	switch c := command.(type) {
	case *instructions.EnvCommand:
		return pairs(what, c.Env, command == in.Command)
	case *instructions.LabelCommand:
		return pairs(what, c.Labels, command == in.Command)
	}
	return []string{describeOther(in, command, what)}
}

func describeOther(in *syntax.Instruction, command any, what string) string {
	switch c := command.(type) {
	case *instructions.ExposeCommand:
		ports := strings.Fields(strings.ToLower(strings.Join(c.Ports, " ")))
		slices.Sort(ports) // BuildKit sorts them too, capitals first
		return fmt.Sprintf("%s %q", what, ports)
	case *instructions.WorkdirCommand:
		return what // what it leads to is shown on its own
	case *instructions.CopyCommand:
		return fmt.Sprintf("%s %v %s %s", in.Kind(), c.SourcesAndDest, c.Chown, c.Chmod)
	}
	return what + " " + strings.Join(strings.Fields(in.Rest.Value), " ")
}

// programs are the programs that a command line starts: the words of an exec form,
// or those of the commands in a script that && or set -e joins.
func programs(in *syntax.Instruction, args []string, script bool, argv []string) [][]string {
	if n := len(argv); !script && len(args) == n+1 && slices.Equal(args[:n], argv) {
		args, script = args[n:], true
	}
	if !script {
		return [][]string{args}
	}
	src := strings.Join(args, " ")
	var stmts []*sh3.Stmt
	if len(in.Heredocs) > 0 {
		doc := in.Raw[in.Heredocs[0].Body.Start:in.Heredocs[len(in.Heredocs)-1].Body.End]
		read := shell.Parse(doc, shell.KindOf(argv))
		if !read.Complete || len(read.Tree.Stmts) == 0 || errexit(read.Tree.Stmts[0]) == "" {
			return [][]string{{src, doc}}
		}
		stmts = read.Tree.Stmts
	} else if read := shell.Parse(src, shell.KindOf(argv)); read.Complete && len(read.Tree.Stmts) == 1 {
		stmts = flatten(read.Tree.Stmts[0])
	}
	if len(stmts) > 1 && errexit(stmts[0]) == "-e" {
		stmts = stmts[1:] // && stops at errors as well
	}
	if c := shell.Exec(src, argv); len(stmts) == 0 && c.OK {
		return [][]string{c.Args}
	}
	if len(stmts) == 0 {
		return [][]string{slices.Concat(argv, []string{src})}
	}
	var list [][]string
	for _, stmt := range printed(stmts) {
		c := shell.Exec(stmt, argv)
		if !c.OK {
			c.Args = []string{stmt}
		}
		list = append(list, c.Args)
	}
	return list
}

func flags(in *syntax.Instruction) []string {
	if in.Node == nil {
		return nil
	}
	var list []string
	for _, flag := range in.Node.Flags {
		list = append(list, strings.ToLower(flag))
	}
	return list
}

// pairs shows them; in a trigger BuildKit has not put the variables in yet.
func pairs(what string, list instructions.KeyValuePairs, raw bool) []string {
	var out []string
	for _, kv := range list {
		value := kv.Value
		if raw {
			value, _, _ = lex.NewLex('\\').ProcessWord(value, environment(nil))
		}
		out = append(out, what+" "+kv.Key+"="+value)
	}
	return out
}
