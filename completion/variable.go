package completion

import (
	"cmp"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/reference"
	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/text"
)

// variable adds the variables in force where the cursor stands in the name of one,
// and modifiers behind the name. It is false where it stands in none.
func (p *place) variable(z zone) bool {
	if p.cur < z.from {
		return false
	}
	name := p.nameAt(z)
	before := p.line[z.from:name.Start]
	braced := strings.HasSuffix(before, "${")
	dollar := name.Start - 1
	if braced {
		dollar--
	}
	switch {
	case !braced && !strings.HasSuffix(before, "$"):
		return p.modifier(z)
	case !z.live(p.line, dollar):
	case name.Start < p.cur && p.line[name.Start] >= '0' && p.line[name.Start] <= '9':
	default:
		p.names(z, name, braced)
	}
	return true
}

// nameAt is the name that the cursor is in, an empty one included.
func (p *place) nameAt(z zone) text.Span {
	s := text.Span{Start: p.cur, End: p.cur}
	part := func(c byte) bool {
		return c == '_' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c == ':' && z.shell == shell.PowerShell
	}
	for s.Start > z.from && part(p.line[s.Start-1]) {
		s.Start--
	}
	for s.End < len(p.line) && part(p.line[s.End]) {
		s.End++
	}
	return s
}

// names adds variables over a name.
func (p *place) names(z zone, name text.Span, braced bool) {
	end, prefix := "", ""
	if braced && !p.closed(name.End) {
		end = "}"
	}
	if z.shell == shell.PowerShell {
		prefix = "env:"
	}
	known := false
	for _, it := range p.variables(z) {
		if strings.ContainsFunc(it.Label, notInName) {
			continue // ENV a.b=c sets what no expansion can name
		}
		known = known || it.Label == p.line[name.Start:p.cur]
		it.Label = prefix + it.Label
		it.Edit.New = it.Label + end
		p.add(name.Start, name.End, it)
	}
	free := p.endOfWord(name.End) || strings.IndexByte(":#%/", p.line[name.End]) < 0 // no operator is there yet
	if braced && known && free && p.cur == name.End && z.shell != shell.PowerShell {
		p.modifiers(z, p.cur, p.cur, "")
	}
}

// closed tells whether a "${" whose name ends at the offset at has its "}".
func (p *place) closed(at int) bool {
	rest := p.line[at:]
	if rest == "" || strings.IndexByte("}:-+?#%/", rest[0]) < 0 {
		return false
	}
	depth := 1
	for i := 0; i < len(rest) && rest[i] != '\n'; i++ {
		switch {
		case rest[i] == '}':
			if depth--; depth == 0 {
				return true
			}
		case strings.HasPrefix(rest[i:], "${"):
			depth++
		}
	}
	return false
}

// modifier adds the operators that start with the ":" in front of the cursor, as
// in ${NAME:.
func (p *place) modifier(z zone) bool {
	head, ok := strings.CutSuffix(p.line[z.from:p.cur], ":")
	if !ok {
		return false
	}
	open := strings.LastIndex(head, "${")
	name := head[open+1:]
	if open < 0 || len(name) < 2 || strings.ContainsFunc(name[1:], notInName) || !z.live(p.line, z.from+open) {
		return false
	}
	end := p.cur
	if end < len(p.line) && strings.IndexByte("-+?", p.line[end]) >= 0 {
		end++
	}
	p.modifiers(z, p.cur-1, end, ":")
	return true
}

func notInName(r rune) bool {
	return r != '_' && (r < '0' || r > '9') && (r|0x20 < 'a' || r|0x20 > 'z')
}

// modifiers adds the operators that start with what was typed. What follows them
// is a placeholder where there is nothing yet.
func (p *place) modifiers(z zone, start, end int, typed string) {
	for _, t := range z.modifiers() {
		if !strings.HasPrefix(t.Name, typed) {
			continue
		}
		it := Item{Label: t.Name, Kind: Value, Detail: t.Summary, Doc: t.Markdown()}
		operand, isSnippet := operands[t.Name]
		if isSnippet && end == p.cur && (p.endOfWord(end) || p.line[end] == '}') {
			it.Snippet, it.Plain = true, t.Name
			it.Edit.New = escapeSnippet.Replace(t.Name) + operand
			if p.endOfWord(end) {
				it.Edit.New += "}"
			}
		}
		p.add(start, end, it)
	}
}

// endOfWord tells whether a word ends at the offset at.
func (p *place) endOfWord(at int) bool {
	return at == len(p.line) || strings.IndexByte(blanks+"\n\"", p.line[at]) >= 0
}

// operands are placeholders for what follows a modifier.
var operands = map[string]string{
	":-": "${1:default}", "-": "${1:default}", ":+": "${1:text}", "+": "${1:text}", ":?": "${1:message}", "?": "${1:message}",
	"#": "${1:pattern}", "##": "${1:pattern}", "%": "${1:pattern}", "%%": "${1:pattern}",
	"/": "${1:pattern}/${2:replacement}", "//": "${1:pattern}/${2:replacement}",
}

// variables are the candidates in force at the cursor, the nearest first.
func (p *place) variables(z zone) []Item {
	var items []Item
	if z.shell.POSIXLike() {
		items = p.scriptVariables(z)
	}
	if p.kind == command.Arg {
		items = append(items, p.sameLine()...)
	}
	var predefined []string
	for _, v := range p.scope() {
		switch {
		case z.late && v.Origin != analysis.FromEnv && v.Origin != analysis.FromImage:
		case v.Origin == analysis.FromPredefined:
			predefined = append(predefined, v.Name)
		default:
			items = append(items, variableItem(v))
		}
	}
	for i, v := range reference.Variables() {
		if slices.Contains(predefined, v.Name) {
			items = append(items, predefinedItem(&reference.Variables()[i]))
		}
	}
	return append(items, p.imageVariables()...)
}

// imageVariables are those that the base image is known to set. That the tag which
// is used does so is not sure, so they come last.
func (p *place) imageVariables() []Item {
	st := p.stage()
	if st == nil || p.kind == command.From {
		return nil
	}
	var items []Item
	for _, name := range reference.BaseEnv(st.Root()) {
		items = append(items, Item{Label: name, Kind: Variable, Detail: "set by the image"})
	}
	return items
}

// envKeys adds the variables that ENV can set anew: those of earlier instructions
// and base stages, then those of the base image.
func (p *place) envKeys() {
	word, others := p.pairAt()
	typed := p.line[word.Start:p.cur]
	if strings.Contains(typed, "=") || len(others) > 0 && !strings.Contains(others[0], "=") || p.stage() == nil {
		return // in a value
	}
	eq := strings.IndexByte(p.line[word.Start:word.End], '=')
	if eq >= 0 {
		word.End = word.Start + eq
	}
	set := func(v *analysis.Var) bool { return v.Origin == analysis.FromEnv || v.Origin == analysis.FromImage }
	var items []Item
	for _, v := range newest(p.file.Step(p.index).Before.Vars.All(), set) {
		items = append(items, variableItem(v))
	}
	for _, it := range append(items, p.imageVariables()...) {
		if slices.ContainsFunc(others, func(o string) bool { return strings.HasPrefix(o, it.Label+"=") }) {
			continue
		}
		if it.FilterText = it.Label; eq < 0 {
			it.Edit.New = it.Label + "="
		}
		p.add(word.Start, word.End, it)
	}
}

// scope are the variables that Docker knows at the cursor, the newest first.
func (p *place) scope() []analysis.Var {
	st := p.stage()
	switch {
	case p.kind == command.From:
		return newest(p.file.Globals.Scope.All(), nil)
	case st == nil:
		return append(p.globalsBefore(), newest(p.file.Globals.Scope.All(), func(v *analysis.Var) bool {
			return v.Origin == analysis.FromPredefined
		})...)
	}
	order := map[*analysis.Facts]int{}
	for i := range p.file.Stages[:st.Index+1] {
		order[p.file.Stages[i].Facts] = i + 1
	}
	vars := newest(p.file.Step(p.index).Before.Vars.All(), nil)
	slices.SortStableFunc(vars, func(a, b analysis.Var) int { return order[b.Facts] - order[a.Facts] })
	return vars
}

// newest are the variables that pass, or all where pass is nil, in the order in
// which they were set, the last one first. One whose name expanded to nothing is none.
func newest(vars []analysis.Var, pass func(*analysis.Var) bool) []analysis.Var {
	vars = slices.DeleteFunc(vars, func(v analysis.Var) bool { return v.Name == "" || pass != nil && !pass(&v) })
	slices.SortStableFunc(vars, func(a, b analysis.Var) int {
		return cmp.Or(b.Step-a.Step, b.Pair-a.Pair)
	})
	return vars
}

// globalsBefore are the arguments that stand before the cursor's line and before
// the first FROM.
func (p *place) globalsBefore() []analysis.Var {
	var vars []analysis.Var
	for i, it := range p.file.Items.Slice(0, p.index).All() {
		for n, pair := range it.Pairs {
			if it.Kind() == command.Arg && pair.Key.Value != "" {
				vars = append(vars, analysis.Var{
					Name: pair.Key.Value, Value: pair.Value.Value, Set: pair.HasValue,
					Origin: analysis.FromGlobalArg, In: it.Instruction, Pair: n, Step: i,
				})
			}
		}
	}
	return newest(vars, nil)
}

// sameLine are the arguments that the ARG at the cursor declares before it.
func (p *place) sameLine() []Item {
	var items []Item
	for at := p.rest; at < p.cur; {
		end := wordEnd(p.line, at, p.in.Escape)
		if end >= p.cur {
			break
		}
		if name, value, _ := strings.Cut(p.line[at:end], "="); name != "" {
			items = append(items, Item{Label: name, Kind: Variable, Detail: value})
		}
		at = p.skip(end)
	}
	slices.Reverse(items)
	return items
}

// scriptVariables are those that the shell text itself sets.
func (p *place) scriptVariables(z zone) []Item {
	var items []Item
	for _, a := range shell.Parse(z.script, z.shell).Assignments() {
		if !a.Temporary && z.from+a.End < p.cur {
			items = append(items, Item{Label: a.Name, Kind: Variable, Detail: "set in this script"})
		}
	}
	slices.Reverse(items)
	return items
}

func variableItem(v analysis.Var) Item {
	it := Item{Label: v.Name, Kind: Variable, Detail: "no default"}
	if v.Set {
		it.Detail = shorten(v.Value)
	}
	if v.In != nil && v.Pair < len(v.In.Pairs) {
		written := strings.Map(func(r rune) rune { // a line end could end the code, too
			if r == '\r' || r == '\n' {
				return ' '
			}
			return r
		}, v.In.Pairs[v.Pair].Word.Value)
		it.Doc = "```dockerfile\n" + strings.ToUpper(v.In.Kind()) + " " + written + "\n```"
	}
	return it
}

func predefinedItem(v *reference.Variable) Item {
	return Item{Label: v.Name, Kind: Variable, Detail: v.Summary, Doc: v.Markdown()}
}

// shorten keeps a list narrow.
func shorten(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
