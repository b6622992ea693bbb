package analysis

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	sh "mvdan.cc/sh/v3/syntax"

	"github.com/slipway-dev/slipway/analysis/syntax"
)

// The names that can be given. That of a stage is BuildKit's validStageName
// (instructions/parse.go), whose names are in lower case by then.
var (
	stageWord    = regexp.MustCompile(`^[a-z][a-z0-9-_.]*$`)
	variableWord = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
	heredocWord  = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.+-]*$`)
)

// reservedStages are the names that BuildKit reads as something else
// (dockerfile2llb/validations.go).
var reservedStages = []string{"context", "scratch"}

// refuseNew says why the name cannot become newName, or "".
func (f *File) refuseNew(name found, newName string) string {
	switch name.kind {
	case ofStage:
		return f.refuseStage(name, newName)
	case ofVariable:
		return f.refuseVariable(name, newName)
	case ofLocal:
		return f.refuseLocal(name, newName)
	case ofFunction:
		return f.refuseFunction(name, newName)
	case ofHeredoc:
		return f.refuseHeredoc(name, newName)
	}
	return ""
}

func (f *File) refuseStage(name found, newName string) string {
	lower := strings.ToLower(newName)
	switch {
	case !stageWord.MatchString(lower):
		return quoted(newName) + " cannot name a stage: a name begins with a letter, and letters, digits, -, _ and . follow."
	case slices.Contains(reservedStages, lower):
		return quoted(newName) + " is reserved: BuildKit gives it another meaning."
	case lower == name.symbol.name:
		return ""
	}
	for _, st := range f.Stages {
		if st.Name == lower {
			return "There is a stage " + quoted(lower) + " on " + f.lineOf(f.keywordAt(st.First)) + " already."
		}
	}
	for i := range f.Items.Len() {
		for _, r := range f.StageRefs(i) {
			means := r.Name
			if r.Kind != BaseRef {
				means = strings.ToLower(r.Name)
			}
			if r.Target < 0 && !r.Index && means == lower && (r.Kind != BaseRef || f.StageOf(i).Index > name.stage) {
				return f.capitalLineOf(r.Start) + " means the image " + quoted(r.Name) + ", and would mean the stage then."
			}
		}
	}
	return ""
}

func (f *File) refuseVariable(name found, newName string) string {
	if !variableWord.MatchString(newName) {
		return notVariable(newName)
	}
	if refusal := refusePredefined(newName); refusal != "" {
		return refusal
	}
	scopes := f.connected(name.stage, name.symbol.name)
	for i := range f.Items.Len() {
		if scopes[f.scopeOf(i)] {
			if refusal := f.refuseMentioned(i, newName); refusal != "" {
				return refusal
			}
		}
	}
	for i := range f.Stages {
		st := &f.Stages[i]
		if v, ok := st.After.Vars.Lookup(newName); ok && scopes[i] {
			return quoted(newName) + " is a variable here already" + f.ofLine(st.First, v) + "."
		}
		if f.takesOverAs(st, name.symbol.name, newName, scopes) {
			return "An ARG " + quoted(newName) + " would be taken over from before the first FROM by " + stageTitlePlain(*st) + "."
		}
	}
	return ""
}

// takesOverAs tells whether, once the variable is called newName, an ARG without a
// default in st would be one with a global argument with which it is not now.
func (f *File) takesOverAs(st *Stage, old, newName string, scopes map[int]bool) bool {
	declares := func(name string) bool {
		return f.Items.Slice(st.First, st.End).Any(func(it syntax.Item) bool { return bareArg(effective(it.Instruction), name) })
	}
	if scopes[globalScope] && !scopes[st.Index] {
		return declares(newName)
	}
	return !scopes[globalScope] && scopes[st.Index] && slices.Contains(f.Globals.Declared, newName) && declares(old)
}

// refuseMentioned says that item i has a variable called newName.
func (f *File) refuseMentioned(i int, newName string) string {
	for _, m := range f.mentions(i) {
		same := m.name == newName || m.fold && strings.EqualFold(m.name, newName)
		if same && m.role <= affirms {
			return "There is a variable " + quoted(m.name) + " on " + f.lineOf(f.Items.At(i).In(m.Span).Start) + " already."
		}
	}
	return ""
}

func (f *File) refuseLocal(name found, newName string) string {
	i := name.symbol.item
	switch {
	case !variableWord.MatchString(newName):
		return notVariable(newName)
	case slices.Contains(ownedByShell, newName):
		return quoted(newName) + " has a meaning for the shell."
	}
	if refusal := f.refuseMentioned(i, newName); refusal != "" {
		return refusal
	}
	if v, ok := f.variable(i, mention{name: newName, role: reads}); ok {
		return quoted(newName) + " is a variable here already" + f.ofLine(i, v) + "."
	}
	return ""
}

func (f *File) refuseFunction(name found, newName string) string {
	i := name.symbol.item
	switch {
	case !variableWord.MatchString(newName):
		return quoted(newName) + " cannot name a shell function: letters, digits and _ can, without a digit at the start."
	case sh.IsKeyword(newName):
		return quoted(newName) + " is a keyword of the shell."
	}
	for _, s := range f.Scripts(i) {
		for _, c := range s.Commands() {
			if c.Name == newName {
				return f.capitalLineOf(s.Span(c.Span).Start) + " runs " + quoted(newName) + " already."
			}
		}
		for _, fn := range s.Functions() {
			if fn.Name == newName {
				return "There is a function " + quoted(newName) + " on " + f.lineOf(s.Span(fn.Span).Start) + " already."
			}
		}
	}
	return ""
}

func (f *File) refuseHeredoc(name found, newName string) string {
	if !heredocWord.MatchString(newName) {
		return quoted(newName) + " cannot end a heredoc here: letters, digits, _, ., + and - can, with none of the last three at the start."
	}
	it := f.Items.At(name.symbol.item)
	heredocs := effective(it.Instruction).Heredocs
	for n, h := range heredocs {
		if n != name.group && h.Name.Value == newName {
			return "There is a heredoc " + quoted(newName) + " in this instruction already."
		}
	}
	h := heredocs[name.group]
	if !h.Closed {
		return "The heredoc has no end."
	}
	at := it.At + h.Body.Start
	for line := range strings.SplitSeq(it.Raw[h.Body.Start:h.Body.End], "\n") {
		trimmed := strings.TrimRight(line, "\r")
		if h.Chomp {
			trimmed = strings.TrimLeft(trimmed, "\t")
		}
		if trimmed == newName {
			return f.capitalLineOf(at) + " is " + quoted(newName) + ", and would end the heredoc."
		}
		at += len(line) + 1
	}
	return ""
}

func notVariable(name string) string {
	return quoted(name) + " cannot name a variable: letters, digits and _ can, without a digit at the start."
}

// ofLine says where a variable seen from item i is declared.
func (f *File) ofLine(i int, v Var) string {
	if place := f.variablePlace(i, v); len(place) > 0 {
		return ", of " + f.lineOf(place[0].Start)
	}
	return ""
}

func (f *File) capitalLineOf(at int) string { return "L" + f.lineOf(at)[1:] }

func stageTitlePlain(st Stage) string {
	if st.Name == "" {
		return "stage " + strconv.Itoa(st.Index)
	}
	return "the stage " + quoted(st.Name)
}

// quoted is a name in a message that is not Markdown.
func quoted(name string) string { return strconv.Quote(name) }
