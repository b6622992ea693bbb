package lint

import (
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/text"
)

// Most rules about package managers are one of three: a call lacks an option, a
// package has no version, a cache is left behind.

// lacking finds the calls that a rule wants an option in. The fix puts the option
// behind the subcommand of each of them.
type lacking struct {
	managers string // parted by blanks
	does     pkgAction
	// has tells whether the option is there, or whether it is needless.
	has func(r *runStep, c *runCommand, call *call) bool
	// option is what the fix puts in; global puts it before the subcommand.
	option string
	global bool
	unsafe bool
	// breaks tells that something in the run would fail after the fix; it may be nil.
	breaks func(r *runStep) bool
	// message says what is wrong.
	message string
}

func (l lacking) check(r *runStep, report Report) {
	var at []text.Span
	fix := &Fix{Title: "Add " + l.option, Unsafe: l.unsafe}
	for c, call := range r.calls(l.managers, l.does) {
		if l.has(r, c, call) {
			continue
		}
		at = append(at, c.place(call.Verb.Span))
		behind := call.Verb
		if l.global {
			behind = call.Program
		}
		fix.Edits = append(fix.Edits, c.insert(behind, l.option))
	}
	if at == nil {
		return
	}
	if l.breaks != nil && l.breaks(r) {
		fix = nil
	}
	report(r.note(at[0], l.message, fix))
}

// unclear tells whether a word of the call may hold options that nobody sees: a
// variable of which it is not known that its value has none.
func (r *runStep) unclear(c *runCommand) bool {
	return slices.ContainsFunc(c.call.Unclear, func(w shell.Word) bool {
		value, known := r.value(c, w)
		return !known || slices.ContainsFunc(strings.Fields(value), func(s string) bool { return strings.HasPrefix(s, "-") })
	})
}

// value is what a word stands for that is nothing but one variable, where its
// value can be read in this file.
func (r *runStep) value(c *runCommand, w shell.Word) (value string, known bool) {
	name := strings.Trim(w.Raw, `"`)
	if !strings.HasPrefix(name, "$") {
		return "", false
	}
	name = strings.TrimSuffix(strings.TrimPrefix(name[1:], "{"), "}")
	if c.script != nil {
		for _, a := range c.script.Assignments() {
			if a.Name == name && !a.Temporary {
				value, known = unquote.Replace(c.script.Src[a.Value.Start:a.Value.End]), true
			}
		}
		if known {
			return value, !strings.ContainsAny(value, "$`")
		}
	}
	v, ok := r.before.Vars.Lookup(name)
	return v.Value, ok && v.Set && v.Origin != analysis.FromImage
}

// unpinned finds packages that are installed without a version.
type unpinned struct {
	managers string
	// exempt tells of a call that it pins its packages in another way, or installs
	// nothing.
	exempt func(r *runStep, call *call) bool
	// packages are the operands that name packages; nil for all.
	packages func(call *call) []shell.Word
	// loose tells of an operand, written plainly, that it is a package without a
	// version.
	loose   func(name string) bool
	message string // the names of the packages follow
}

func (u unpinned) check(r *runStep, report Report) {
	var first text.Span
	var names []string
	for c, call := range r.calls(u.managers, installs) {
		if u.exempt(r, call) {
			continue
		}
		packages := call.Operands
		if u.packages != nil {
			packages = u.packages(call)
		}
		for _, w := range packages {
			if len(names) > mostNamed {
				break
			}
			if !w.Static || !u.loose(w.Value) || slices.Contains(names, w.Value) {
				continue
			}
			if names == nil {
				first = c.place(w.Span)
			}
			names = append(names, w.Value)
		}
	}
	if names != nil {
		report(r.note(first, u.message+": "+enumerate(names), nil))
	}
}

// mostNamed is how many names a message lists.
const mostNamed = 5

// enumerate is a list short enough for a message.
func enumerate(names []string) string {
	if len(names) > mostNamed {
		return strings.Join(names[:mostNamed], ", ") + ", …"
	}
	return strings.Join(names, ", ")
}

// leftover finds caches that stay in the layer.
type leftover struct {
	managers string
	does     pkgAction // what fills the cache
	cleaners string    // managers whose clean-up drops it
	dirs     []string
	// exempt tells of another reason why nothing is left; it may be nil.
	exempt  func(r *runStep, c *runCommand, call *call) bool
	cleanup string // the command that the fix appends
	message string
}

// check has a fix where the run is one plain chain.
func (l leftover) check(r *runStep, report Report) {
	var first, last *runCommand
	for c, call := range r.calls(l.managers, l.does) {
		if call.has("--help --downloadonly --download-only --print-uris --dry-run") || l.exempt != nil && l.exempt(r, c, call) {
			continue
		}
		if last = c; first == nil {
			first = c
		}
	}
	if first == nil || l.cleaned(r, last) || r.mounted(l.dirs...) || r.mentions(l.dirs...) || r.helped() {
		return
	}
	var fix *Fix
	if e, ok := r.appended(l.cleanup); ok {
		fix = &Fix{Title: "Append " + l.cleanup, Edits: []text.Edit{e}}
	}
	report(r.note(first.place(first.call.Verb.Span), l.message, fix))
}

// cleaned tells whether the run drops the cache behind the command.
func (l leftover) cleaned(r *runStep, behind *runCommand) bool {
	at := behind.place(behind.Span).Start
	return slices.ContainsFunc(r.commands, func(c runCommand) bool {
		if c.call.manager == nil || !listed(l.cleaners, c.call.Name) {
			return false
		}
		clean := c.call.Does == cleans || c.call.Verb.Value == "cache" && slices.ContainsFunc(c.call.Operands, isClean)
		return clean && (c.Is(shell.InFunction) || c.place(c.Span).Start > at)
	})
}

func isClean(w shell.Word) bool { return listed("clean clear purge prune rm", w.Value) }

// runNotesKey is the code of a rule whose notes about stages are kept.
type runNotesKey string

// inFile makes a check of files out of one of runs. What it says of a stage is
// kept; finish, if there is one, completes a fix by what stands elsewhere in the
// file.
func inFile(code string, check func(*runStep, Report), finish func(*analysis.File, *Fix)) func(*analysis.File, Config, Report) {
	var key any = runNotesKey(code)
	return func(f *analysis.File, _ Config, report Report) {
		for _, a := range runNotes(f, key, check) {
			reportRuns(f, a, finish, report)
		}
	}
}

// inImages is inFile for what matters only in the stages whose layers become part
// of an image: those that no COPY or mount takes files from, and the bases of
// these. The last stage always does.
func inImages(code string, check func(*runStep, Report), finish func(*analysis.File, *Fix)) func(*analysis.File, Config, Report) {
	var key any = runNotesKey(code)
	return func(f *analysis.File, _ Config, report Report) {
		var shipped []bool
		for _, a := range runNotes(f, key, check) {
			if shipped == nil {
				shipped = shippedStages(f)
			}
			if shipped[a.Stage] {
				reportRuns(f, a, finish, report)
			}
		}
	}
}

// runNotes are the notes about the runs of stages.
func runNotes(f *analysis.File, key any, check func(*runStep, Report)) []analysis.OfStage[[]Note] {
	return analysis.PerStage(f, key, func(st *analysis.Facts) (notes []Note, ok bool) {
		perRun(check)(st, func(n Note) { notes = append(notes, n) })
		return notes, len(notes) > 0
	})
}

// reportRuns tells the notes about a stage as those of a check of files.
func reportRuns(f *analysis.File, a analysis.OfStage[[]Note], finish func(*analysis.File, *Fix), report Report) {
	for _, n := range a.Value {
		n.Step += f.Stages[a.Stage].First
		at := f.Items.At(n.Step).At
		n.Span = n.Shift(at)
		if n.Fix != nil {
			fix := *n.Fix.shift(at)
			if finish != nil {
				finish(f, &fix)
			}
			n.Fix = &fix
		}
		report(n)
	}
}

// shippedStages tells of each stage whether its layers become part of an image
// that somebody may build.
func shippedStages(f *analysis.File) []bool {
	used := make([]bool, len(f.Stages))
	for i := f.First(); i < f.Items.Len(); i++ {
		for _, ref := range f.StageRefs(i) {
			if ref.Target >= 0 {
				used[ref.Target] = true
			}
		}
	}
	shipped := make([]bool, len(f.Stages))
	for i := len(f.Stages) - 1; i >= 0; i-- {
		shipped[i] = shipped[i] || !used[i] || i == len(f.Stages)-1
		if base := f.Stages[i].Base; shipped[i] && base >= 0 {
			shipped[base] = true
		}
	}
	return shipped
}
