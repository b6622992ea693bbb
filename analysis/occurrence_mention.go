package analysis

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// mention is a name in an instruction: of a variable, a shell function or a
// heredoc. What it means is found out by File.meaning, because that depends on the
// stage. Its spans are those of the instruction.
type mention struct {
	text.Span           // the name alone
	whole     text.Span // the expansion with its "$" and braces; elsewhere the name
	name      string
	role      mentionRole
	// op is the modifier behind the name of an expansion, such as ":-".
	op string
	// pair is the pair of ENV, ARG or LABEL it stands in, or 0.
	pair int
	// group is the script it belongs to, or the heredoc; see mountGroup.
	group int
	// owned tells that the script gives the variable a value of its own before this
	// place. assigned tells that the value may be the script's, if nothing else in
	// the file gives it one: a function reads it that may run later, or the script
	// set it only where it had none.
	owned, assigned bool
	// fold tells that the shell ignores the case of variables.
	fold bool
}

// mountGroup is the group of the variables that --mount=…,env= sets for a RUN.
const mountGroup = -1

type mentionRole int

const (
	declares      mentionRole = iota // ENV and ARG
	expands                          // BuildKit puts the value in
	reads                            // a shell puts the value in
	sets                             // a shell or a mount gives it a value
	affirms                          // a shell gives it a value or takes the one it has: export X, ${X:=y}
	defines                          // a shell function
	calls                            // a command that runs it
	heredocOpens                     // behind "<<"
	heredocCloses                    // at the end
)

// mentions are the names in item i, in no order. They are found once for an
// instruction and a kind of shell.
func (f *File) mentions(i int) []mention {
	it := f.Items.At(i)
	in := effective(it.Instruction)
	if in.Kind() == command.From && len(in.Expansions) == 0 {
		return nil
	}
	key := mentionsKey{}
	if scriptKinds[in.Kind()] {
		argv, os := f.scriptShell(i)
		key = mentionsKey{shell.KindOf(argv), os == "windows"}
	}
	return it.Memo(key, func() any {
		list := declaredMentions(in)
		list = append(list, expandedMentions(in)...)
		list = append(list, heredocMentions(in)...)
		mounted := mountMentions(in)
		list = append(list, mounted...)
		for group, s := range f.Scripts(i) {
			list = append(list, scriptMentions(s, group, mounted)...)
		}
		return list
	}).([]mention)
}

type mentionsKey scriptsKey

// declaredMentions are the names that ENV and ARG declare. A name that is computed,
// as in ENV $A=1, is none.
func declaredMentions(in *syntax.Instruction) []mention {
	if in.Kind() != command.Env && in.Kind() != command.Arg {
		return nil
	}
	var list []mention
	for n, p := range in.Pairs {
		name := strings.Trim(p.Key.Value, `"'`)
		if name == "" || strings.ContainsAny(name, "$\"'\\`") || strings.ContainsFunc(name, unicode.IsSpace) {
			continue
		}
		at := in.Line.Offset(p.Key.Start) + strings.Index(p.Key.Value, name)
		span := in.Line.Span(at, at+len(name))
		list = append(list, mention{Span: span, whole: span, name: name, role: declares, pair: n})
	}
	return list
}

// expandedMentions are the variables that BuildKit puts in.
func expandedMentions(in *syntax.Instruction) []mention {
	var list []mention
	for _, e := range in.Expansions {
		if !isVariableName(e.Name.Value) {
			continue
		}
		m := mention{Span: e.Name.Span, whole: e.Span, name: e.Name.Value, role: expands, op: e.Op}
		m.pair = max(0, slices.IndexFunc(in.Pairs, func(p syntax.Pair) bool { return p.Contains(e.Span) }))
		list = append(list, m)
	}
	return list
}

// isVariableName tells special parameters such as $1 and $@ from variables.
func isVariableName(name string) bool {
	r, _ := utf8.DecodeRuneInString(name)
	return r == '_' || unicode.IsLetter(r)
}

// heredocMentions are the names of heredocs, each twice. One that is not written
// in one piece, as <<E"O"F, is taken with its quotes.
func heredocMentions(in *syntax.Instruction) []mention {
	var list []mention
	for n, h := range in.Heredocs {
		span, ok := bareName(in.Raw, h)
		if !ok {
			span = h.Name.Span
		}
		list = append(list, mention{Span: span, whole: h.Op.Span, name: h.Name.Value, role: heredocOpens, group: n})
		if h.Closed {
			list = append(list, mention{Span: h.End, whole: h.End, name: h.Name.Value, role: heredocCloses, group: n})
		}
	}
	return list
}

// mountMentions are the variables that secrets are put into for a RUN.
func mountMentions(in *syntax.Instruction) []mention {
	if in.Kind() != command.Run {
		return nil
	}
	var list []mention
	for _, name := range mountValues(in, "env") {
		if isVariableName(name.Value) && !strings.Contains(name.Value, "$") {
			list = append(list, mention{Span: name.Span, whole: name.Span, name: name.Value, role: sets, group: mountGroup})
		}
	}
	return list
}

// scriptMentions are the names in a script. mounted are set before it runs.
func scriptMentions(s Script, group int, mounted []mention) []mention {
	r := scriptReading{s: s, group: group, functions: s.Functions()}
	r.readFunctions()
	switch {
	case s.Expanded: // the shell around has put the variables in
	case !s.Kind.POSIXLike():
		r.list = append(r.list, windowsMentions(s, group)...)
	default:
		r.readAssignments()
		r.readUses()
		r.list = append(r.list, looseMentions(s, parsedEnd(s), group)...)
		r.ownMounted(mounted)
	}
	return r.list
}

// scriptReading collects the names in a script.
type scriptReading struct {
	s         Script
	group     int
	functions []shell.Function
	// Where the first value of a variable ends: one of the script's own, and of any
	// kind.
	own, any map[string]int
	list     []mention
}

func (r *scriptReading) add(role mentionRole, name string, at text.Span) *mention {
	place := r.s.place.span(at)
	r.list = append(r.list, mention{Span: place, whole: place, name: name, role: role, group: r.group})
	return &r.list[len(r.list)-1]
}

func (r *scriptReading) readFunctions() {
	for _, fn := range r.functions {
		r.add(defines, fn.Name, fn.NameSpan)
		for _, call := range fn.Calls {
			if strings.TrimRight(r.s.Src[call.Start:call.End], "\r") == fn.Name {
				r.add(calls, fn.Name, call)
			}
		}
	}
}

func (r *scriptReading) readAssignments() {
	r.own, r.any = map[string]int{}, map[string]int{}
	first := func(ends map[string]int, a shell.Assignment) {
		if end, ok := ends[a.Name]; !ok || a.End < end {
			ends[a.Name] = a.End
		}
	}
	for _, a := range r.s.Assignments() {
		role := assignmentRole(a)
		if role == sets && !a.Temporary {
			first(r.own, a)
		}
		first(r.any, a)
		r.add(role, a.Name, a.NameSpan).owned = role == sets || endsBefore(r.own, a.Name, a.Start)
	}
}

func (r *scriptReading) readUses() {
	for _, u := range r.s.Uses() {
		if u.Special() {
			continue
		}
		m := r.add(reads, u.Name, u.NameSpan)
		m.whole, m.op = r.s.place.span(u.Span), u.Modifier
		m.owned = endsBefore(r.own, u.Name, u.Start)
		_, m.assigned = r.any[u.Name]
		later := slices.ContainsFunc(r.functions, func(fn shell.Function) bool { return fn.Contains(u.Span) })
		m.assigned = m.assigned && (later || u.Modifier == ":=" || u.Modifier == "=" || endsBefore(r.any, u.Name, u.Start))
	}
}

// ownMounted gives the variables that a mount sets to that mount.
func (r *scriptReading) ownMounted(mounted []mention) {
	for n, m := range r.list {
		variable := m.role == reads || m.role == affirms
		if variable && !m.owned && slices.ContainsFunc(mounted, func(o mention) bool { return o.name == m.name }) {
			r.list[n].owned, r.list[n].group = true, mountGroup
		}
	}
}

func endsBefore(ends map[string]int, name string, at int) bool {
	end, ok := ends[name]
	return ok && end <= at
}

// parsedEnd is where the statements end that could be parsed.
func parsedEnd(s Script) int {
	if s.Tree == nil || len(s.Tree.Stmts) == 0 {
		return 0
	}
	return int(s.Tree.Stmts[len(s.Tree.Stmts)-1].End().Offset())
}

// assignmentRole tells assignments that make a variable the script's own from
// those that leave the one of the environment as it is, where there is one.
func assignmentRole(a shell.Assignment) mentionRole {
	bare := a.NameSpan == a.Span
	switch {
	case bare && (a.By == "export" || a.By == "readonly"), a.By == ":=", bare && a.By == "=":
		return affirms
	}
	return sets
}
