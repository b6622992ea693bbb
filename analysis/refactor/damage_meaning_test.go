package refactor

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	diff "github.com/google/go-cmp/cmp"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	lex "github.com/moby/buildkit/frontend/dockerfile/shell"
	sh3 "mvdan.cc/sh/v3/syntax"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// views are what must be the same before and after actions, by the beginnings of
// their titles; the first one that fits counts. What is not named here must not
// change the meaning at all.
var views = []struct {
	title string
	view  func(o *outcome, f *analysis.File, a Action) []string
}{
	{"Extract the version", exactly},
	{"Sort the packages", sortedWords},
	{"Use long options", withoutOptions},
	{"Use the long options", withoutOptions},
	{"Move th", inOneStage},
	{"Add --link", withoutFlags},
	{"Add a --checksum", withoutFlags},
}

// difference is what differs of what the title does not say.
func (o *outcome) difference(a Action, g *analysis.File) string {
	if value := extracted(o, a); value != nil {
		return diff.Diff(value(o.File), value(g))
	}
	for _, v := range views {
		if strings.HasPrefix(a.Title, v.title) {
			return diff.Diff(v.view(o, o.File, a), v.view(o, g, a))
		}
	}
	if strings.HasPrefix(a.Title, "Add a cache mount") && !strings.Contains(a.Title, "(") {
		return diff.Diff(withoutFlags(o, o.File, a), withoutFlags(o, g, a))
	}
	if slices.ContainsFunc(changing, func(part string) bool { return strings.Contains(a.Title, part) }) {
		return ""
	}
	if d := diff.Diff(o.meaning, meaning(g)); d != "" {
		return d
	}
	if slices.ContainsFunc(scripting, func(part string) bool { return strings.HasPrefix(a.Title, part) }) {
		return sameTrees(o.File, g)
	}
	return ""
}

// changing are parts of the titles of the actions that may change what meaning
// shows: they say so.
var changing = []string{
	" runs it", "changes what runs", "Use LABEL org.", "Change ", "Use COPY", "Use --ch", "(removes docker-clean", "(drops ", "(adds ",
	"Split into ENTRYPOINT", "Use WORKDIR for cd", "instead of copying", "Use ADD ", " as a secret", "Extract a build stage", "nor programs see",
	"Add USER ", "Add a HEALTHCHECK",
}

// scripting are the beginnings of the titles of actions that write scripts anew.
var scripting = []string{"Use a heredoc", "Use && for", "Split ", "Join "}

func exactly(_ *outcome, f *analysis.File, _ Action) []string { return meaning(f) }

var addedFlag = regexp.MustCompile(` ?--(mount|link|checksum)\b[^ \]]*`)

func withoutFlags(_ *outcome, f *analysis.File, _ Action) []string {
	var list []string
	for _, m := range meaning(f) {
		list = append(list, strings.Replace(addedFlag.ReplaceAllString(m, ""), "[ ", "[", 1))
	}
	return list
}

// wordBreaks parts the words that a shell would, and those of %q.
var wordBreaks = strings.NewReplacer("[", " ", "]", " ", `\"`, "", `"`, "", `\t`, " ",
	"&", " & ", ";", " ; ", "|", " | ", "<", " < ", ">", " > ", "(", " ( ", ")", " ) ")

func sortedWords(_ *outcome, f *analysis.File, _ Action) []string {
	var list []string
	for _, m := range meaning(f) {
		words := strings.Fields(wordBreaks.Replace(m))
		slices.Sort(words)
		list = append(list, strings.Join(words, " "))
	}
	return list
}

// withoutOptions leaves the options of commands out.
func withoutOptions(_ *outcome, f *analysis.File, _ Action) []string {
	var list []string
	for _, m := range meaning(f) {
		if strings.Contains(m, " run [") {
			m = anyOption.ReplaceAllString(m, "")
		}
		list = append(list, m)
	}
	return list
}

var anyOption = regexp.MustCompile(` "?--?[A-Za-z0-9][A-Za-z0-9-]*(=[a-z0-9,]+)?"?`)

// inOneStage leaves out where stages begin, their numbers, what a later stage replaces,
// and the shell of HEALTHCHECK, which is that of the image in the end.
func inOneStage(_ *outcome, f *analysis.File, _ Action) []string {
	var list []string
	for _, m := range meaning(f) {
		if !strings.HasPrefix(m, "FROM stage ") {
			list = append(list, healthShell.ReplaceAllString(stageNumber.ReplaceAllString(m, ""), "$1"))
		}
	}
	for _, kind := range []string{": cmd [", ": entrypoint [", ": healthcheck ["} {
		last := ""
		for _, m := range list {
			if strings.Contains(m, kind) {
				last = m
			}
		}
		list = append(slices.DeleteFunc(list, func(m string) bool { return strings.Contains(m, kind) }), last)
	}
	return list
}

var healthShell = regexp.MustCompile(`(: healthcheck \[.*?\] \[)"[^" ]*(?:sh|cmd|powershell)" (?:"[-/]\w+" )+`)

var stageNumber = regexp.MustCompile(`of stage \d+: `)

// extracted gives the meaning of a file without the variable that an action puts in
// the place of a value, or nil for other actions. What BuildKit puts in shows the
// value; to a script it is given here.
func extracted(o *outcome, a Action) func(f *analysis.File) []string {
	if !strings.HasPrefix(a.Title, "Extract ") || !strings.Contains(a.Title, " into ARG ") && !strings.Contains(a.Title, " into ENV ") || len(a.Edits) != 2 || strings.HasPrefix(a.Title, "Extract the version") {
		return nil
	}
	use := slices.MaxFunc(a.Edits, func(a, b text.Edit) int { return cmp.Compare(a.Start, b.Start) })
	value, name := o.src[use.Start:use.End], strings.Trim(use.New, "${}")
	return func(f *analysis.File) []string {
		for _, it := range f.Items.All() {
			if _, script := scriptOf(it.Instruction); script && f != o.File && strings.Contains(it.Raw, use.New) {
				edit := text.Edit{Span: it.Span(), New: strings.ReplaceAll(it.Raw, use.New, value)}
				f = analysis.New(text.New(text.Apply(f.Text.String(), []text.Edit{edit})))
				break
			}
		}
		return slices.DeleteFunc(meaning(f), func(m string) bool {
			return strings.HasSuffix(m, ": env [] "+name+"="+value) || strings.HasSuffix(strings.ToLower(m), ": arg [] "+strings.ToLower(name+"="+value))
		})
	}
}

// sameTrees compares the statements of all scripts for shells like POSIX's, apart
// from where they stand, from comments, and from a set -e in front.
func sameTrees(f, g *analysis.File) string {
	return diff.Diff(trees(f), trees(g),
		diff.Comparer(func(a, b sh3.Pos) bool { return a.IsValid() == b.IsValid() }),
		diff.FilterPath(func(p diff.Path) bool {
			return strings.HasSuffix(p.String(), "Comments") || strings.HasSuffix(p.String(), "Semicolon")
		}, diff.Ignore()))
}

func trees(f *analysis.File) []*sh3.Stmt {
	var list []*sh3.Stmt
	for i, it := range f.Items.All() {
		p := place{File: f, item: i}
		script, ok := scriptOf(it.Instruction)
		if p.stage() == nil || p.step() == nil || !ok {
			continue
		}
		kind := shell.KindOf(p.shells()[0])
		read := shell.Parse(script, kind)
		if kind == shell.POSIX { // which is read as bash where one part of it needs that
			if bash := shell.Parse(script, shell.Bash); bash.Complete {
				read = bash
			}
		}
		if !read.Complete {
			continue
		}
		for _, stmt := range read.Tree.Stmts {
			for _, s := range flatten(stmt) {
				if errexit(s) != "-e" {
					list = append(list, s)
				}
			}
		}
	}
	return list
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
	case *instructions.UserCommand:
		return what + " " + c.User
	case *instructions.StopSignalCommand:
		return what + " " + c.Signal
	case *instructions.VolumeCommand:
		return fmt.Sprintf("%s %q", what, c.Volumes)
	case *instructions.AddCommand:
		return fmt.Sprintf("%s %v %s %s", in.Kind(), c.SourcesAndDest, c.Chown, c.Chmod)
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
	if len(stmts) > 1 { // && stops at errors as well
		stmts = slices.DeleteFunc(slices.Clone(stmts), func(s *sh3.Stmt) bool { return errexit(s) == "-e" })
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
