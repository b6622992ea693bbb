package analysis

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/moby/buildkit/frontend/dockerfile/command"
	"github.com/moby/buildkit/frontend/dockerfile/shell"

	"github.com/slipway-dev/slipway/analysis/reference"
	"github.com/slipway-dev/slipway/analysis/syntax"
)

// describeVariable tells the value of a variable and where it comes from.
func (f *File) describeVariable(i int, name found) string {
	v, ok := f.variable(i, name.mention)
	if name.mention.role == declares {
		v, ok = f.declared(i, name.mention)
	}
	facts := ""
	switch {
	case ok:
		facts = f.describeValue(i, v)
	case name.mention.role != declares:
		facts = f.describeUnset(i, name)
	}
	topic := ""
	if known, ok := reference.Predefined(name.symbol.name); ok {
		topic = known.Markdown()
	}
	return paragraphs(facts, f.describeModifier(i, name.mention), topic)
}

// declared is the variable that a mention in ENV or ARG declares.
func (f *File) declared(i int, m mention) (Var, bool) {
	in := effective(f.Items.At(i).Instruction)
	st := f.StageOf(i)
	scope := f.Globals.Scope
	switch {
	case st != nil && in != f.Items.At(i).Instruction:
		return f.triggered(st, i+1, m.name)
	case st != nil && i+1 < st.End:
		scope = st.Steps[i+1-st.First].Before.Vars
	case st != nil:
		scope = st.After.Vars
	}
	step := i
	if st != nil {
		step -= st.First
	}
	for ; scope != nil; scope = scope.outer {
		if scope.In == in && scope.Step == step && scope.Pair == m.pair {
			return scope.Var, true
		}
	}
	return Var{}, false
}

// describeValue tells of a variable that an instruction or BuildKit defines.
func (f *File) describeValue(i int, v Var) string {
	title := "**" + codeSpan(v.Name) + "**"
	if v.Origin == FromPredefined {
		return title + " is set by BuildKit."
	}
	if v.Origin == FromImage {
		return title + " is in every image: " + codeSpan(v.Value) + " unless the base image says otherwise."
	}
	item, in, ok := f.declaration(i, v)
	if !ok || v.Pair >= len(in.Pairs) {
		return ""
	}
	where := "`" + strings.ToUpper(in.Kind()) + "` on " + f.lineOf(f.Items.At(item).In(in.Pairs[v.Pair].Key.Span).Start)
	if st := f.StageOf(item); st != nil && st != f.StageOf(i) {
		where += ", in " + stageTitle(*st)
	}
	if v.Origin == FromEnv {
		return title + f.describeEnv(item, v, where)
	}
	return title + f.describeArg(item, v, where)
}

func (f *File) describeEnv(item int, v Var, where string) string {
	written := v.In.Pairs[v.Pair].Value.Value
	r := f.reckoner().variable(item, v)
	switch {
	case !r.sure:
		return " is set by " + where + ": " + codeSpan(written) + "."
	case r.flexible:
		return " is set by " + where + ": " + codeSpan(written) + ", by default " + codeSpan(v.Value) + "."
	case strings.Contains(written, "$") && written != v.Value:
		return " is set to " + codeSpan(v.Value) + " by " + where + ": " + codeSpan(written) + "."
	}
	return " is set to " + codeSpan(v.Value) + " by " + where + "."
}

func (f *File) describeArg(item int, v Var, where string) string {
	intro := " is a build argument: " + where
	change := codeSpan("--build-arg " + v.Name + "=…")
	if v.Origin == FromGlobalArg {
		intro = " is a global build argument, for `FROM` and for stages that declare it again: " + where
	}
	if pair := v.In.Pairs[v.Pair]; !pair.HasValue {
		global, ok := f.Globals.Scope.Lookup(v.Name)
		switch {
		case ok && v.Origin == FromArg && global.Origin == FromPredefined:
			return intro + " takes it over from BuildKit."
		case ok && v.Origin == FromArg:
			place := f.variablePlace(item, global)
			if len(place) > 0 {
				intro += " takes over the global one of " + f.lineOf(place[0].Start)
			}
			v, item = global, global.Step
		}
	}
	if !v.In.Pairs[v.Pair].HasValue {
		return intro + ". It has no default: without " + change + " it is unset."
	}
	value := v.Value
	if !f.reckoner().variable(item, v).sure {
		value = v.In.Pairs[v.Pair].Value.Value
	}
	return intro + ". Its default is " + codeSpan(value) + "; " + change + " changes it."
}

// describeModifier explains the operator in ${NAME:-word}, and says what comes out
// where that is known.
func (f *File) describeModifier(i int, m mention) string {
	topic, ok := reference.Modifier(m.op)
	if !ok {
		return ""
	}
	doc := "Here " + codeSpan(m.op) + " gives: " + lowerFirst(topic.Summary) + "."
	in := effective(f.Items.At(i).Instruction)
	if r := f.reckoner().within(i, in, m.whole); m.role != expands || !r.sure {
		return doc
	}
	src, escape := in.Line.Text[in.Line.Offset(m.whole.Start):in.Line.Offset(m.whole.End)], rune(in.Escape)
	if slices.ContainsFunc(in.Heredocs, func(h syntax.Heredoc) bool { return h.Body.Contains(m.whole) }) {
		src, escape = in.Raw[m.whole.Start:m.whole.End], '\\'
	}
	if !utf8.ValidString(src) {
		return doc // the lexer would complain on standard error
	}
	res, err := fill(shell.NewLex(escape), src, scopeEnv{f.scopeAt(i, m)})
	if err != nil {
		return doc
	}
	return doc + " With the values known here that is " + codeSpan(res.Result) + "."
}

func lowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }

// scopeEnv is a Scope as BuildKit's lexer wants it.
type scopeEnv struct{ scope *Scope }

// Get is the value of a variable.
func (e scopeEnv) Get(name string) (string, bool) {
	v, ok := e.scope.Lookup(name)
	return v.Value, ok && v.Set
}

// Keys are not asked for by the methods that put values in.
func (e scopeEnv) Keys() []string { return nil }

// describeUnset tells of a variable that nothing in the file defines at its place.
func (f *File) describeUnset(i int, name found) string {
	title := "**" + codeSpan(name.symbol.name) + "**"
	st := f.StageOf(i)
	if name.stage == globalScope || st == nil {
		return title + " is unset: no `ARG` before the first `FROM` declares it."
	}
	if atRuntime(f.Items.At(i).Kind()) {
		if _, ok := st.After.Vars.Lookup(name.symbol.name); ok {
			return title + " is a build argument, which a running container does not have. Only `ENV` stays."
		}
	}
	if v, ok := f.Globals.Scope.Lookup(name.symbol.name); ok && !atRuntime(f.Items.At(i).Kind()) {
		doc := title + " is not declared in this stage: " + codeSpan("ARG "+v.Name) + " would take over "
		if place := f.variablePlace(i, v); len(place) > 0 {
			return doc + "the global one of " + f.lineOf(place[0].Start) + "."
		}
		return doc + "the value that BuildKit gives it."
	}
	return title + f.describeForeign(i, name.symbol.name)
}

// describeForeign tells who may define a variable that the file does not.
func (f *File) describeForeign(i int, name string) string {
	if known, ok := reference.Predefined(name); ok && known.Use == reference.Proxy && f.Items.At(i).Kind() == command.Run {
		return " is not set in this file; `RUN` has it where the build is given " + codeSpan("--build-arg "+name+"=…") + "."
	}
	root := f.root(f.StageOf(i))
	image := f.writtenImage(*root)
	switch {
	case slices.Contains(reference.BaseEnv(image), name):
		return " comes from the image " + codeSpan(image) + "."
	case image == "scratch" || image == "":
		return " is unset: nothing in this file sets it before this place."
	}
	return " is unset, unless the image " + codeSpan(image) + " sets it: nothing in this file does before this place."
}

// describeLocal tells of a variable or function of a script.
func (f *File) describeLocal(name found) string {
	var lines []string
	uses := 0
	for _, o := range f.occurrences(name.symbol) {
		line := f.lineOf(o.Start)
		if !o.Writes {
			uses++
		} else if !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	title := "**" + codeSpan(name.symbol.name) + "**"
	switch {
	case name.kind == ofFunction:
		return title + " is a shell function, declared on " + listed(lines, "and") + " and called " + count(uses) + "."
	case name.group == mountGroup:
		return title + " holds the secret that `--mount` gives to this `RUN`."
	}
	return title + " is a variable of this script, given a value on " + listed(lines, "and") + "."
}
