package lint

import (
	"iter"
	"slices"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/buildcontext"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// Rule is one thing that is checked.
type Rule struct {
	// Code is the name under which people know it: BuildKit's, or the number of a
	// rule that other linters made known. Aliases are other names that settings and
	// suppressions understand.
	Code    string
	Aliases []string
	// Title says in one line what is wrong.
	Title string
	// Why explains it, in Markdown. Bad is a Dockerfile that the rule finds
	// something in, Good one that it does not; a test runs both.
	Why, Bad, Good string
	// URL is further documentation.
	URL      string
	Category Category
	// Severity unless the settings say otherwise; Off for rules one has to ask for.
	Severity Severity
	// Experimental rules run when «# check=experimental=…» asks for them, too.
	Experimental bool
	// WholeFile tells that BuildKit reads no «# check=skip» above an instruction
	// for this rule, only the one at the top of the file.
	WholeFile bool
	// Unnecessary and Deprecated are passed on to its findings.
	Unnecessary, Deprecated bool

	// Instruction sees an instruction alone, Stage the facts of a stage, File all of
	// the file and what stands beside it. A rule has one of them, seldom two.
	Instruction func(in *syntax.Instruction, report Report)
	Stage       func(st *analysis.Facts, report Report)
	File        func(f *analysis.File, c Config, report Report)
	// Script sees a text that a shell reads. What it reports holds only where none of
	// the variables that it names is set outside of that text.
	Script func(t *shellText, report func(n Note, unset ...string))
}

// Category is what a rule is about.
type Category string

// The categories, in the order of the documentation.
const (
	Correctness     Category = "correctness"
	Security        Category = "security"
	Performance     Category = "performance"
	Maintainability Category = "maintainability"
	Style           Category = "style"
)

// Report takes what a check says.
type Report func(n Note)

// Note is what a check says about a place.
type Note struct {
	// Step is the instruction that the note is about. For a check of stages it
	// counts from the FROM, the 0th; -1 is a trigger that the base stage left
	// behind, which is shown at the FROM. For a check of files it is the item, or
	// -1 for none. A check of an instruction leaves it alone.
	Step int
	// Span is the place, in the instruction; for a check of files, in the file.
	text.Span
	Message string
	// Soft notes are worth a level less than the rule's severity, because what the base
	// image defines is not known.
	Soft bool
	// Layer notes of a check of stages are about what stays in a layer: they are soft
	// where that becomes part of no image.
	Layer bool
	// Newer notes of an error speak of a word that a newer frontend may know.
	Newer bool
	// Lead is the step whose comments may skip the rule, where it is not Step.
	Lead int
	// Fix, if there is one, has edits that count as Span does.
	Fix *Fix
}

// Fix is a change of the text after which the finding is gone.
type Fix struct {
	// Title says what it does, as an order: "Use WORKDIR".
	Title string
	// File is the path, from the root of the build context, of another file that is
	// changed, or made if it is not there; "" for the Dockerfile. Such a fix is
	// always Unsafe.
	File  string
	Edits []text.Edit
	// Unsafe fixes may change what the Dockerfile does; they are made only when
	// somebody asks for them one by one.
	Unsafe bool
}

// family is a table of rules that belong together.
type family struct {
	title, intro string // for the documentation
	rules        []*Rule
}

// families are all rules, in the order of the documentation.
var families = []family{
	{"Errors", "What BuildKit refuses, in BuildKit's words.", append(slices.Clip(errorRules), otherFrontend)},
	{"Encoding", "Bytes that do not belong into a Dockerfile.", encodingRules},
	{"BuildKit's checks", "The build checks of `docker build --check`, under BuildKit's names.", buildkitRules},
	{"Instructions", "Rules that hadolint made known, under its numbers.", hadolintFileRules},
	{"Commands", "Rules that hadolint made known and that look into the commands of RUN.", hadolintShellRules},
	{"Practices", "What Docker's guides and good tutorials teach.", practiceRules},
	{"Shell", "What ShellCheck made known about the text that a shell reads, under its numbers.", shellTextRules},
	{"Comments", "Suppressions that silence nothing.", suppressionRules},
}

// Rules are all rules, in the order of their tables.
func Rules() iter.Seq[*Rule] {
	return func(yield func(*Rule) bool) {
		for _, f := range families {
			for _, r := range f.rules {
				if !yield(r) {
					return
				}
			}
		}
	}
}

// Config is what a person has set.
type Config struct {
	// Severities of rules by code, where they differ from the rule's own.
	Severities map[string]Severity
	// Context is the build context; nil where nothing is known of it.
	Context *buildcontext.Context
	// Named are the additional build contexts by name, as compose and bake files have them.
	Named map[string]*buildcontext.Context
	// Today is the date as in "2026-11-25"; without it rules about dates are silent.
	Today string
	// Hadolint has the options of single rules.
	Hadolint HadolintOptions
	// Stop, if there is one, is asked now and then whether the findings are still
	// wanted. Where it says that they are not, what Run gives is worth nothing.
	Stop func() bool
	// NoIgnores has the comments of hadolint and slipway silence nothing; those of
	// BuildKit do.
	NoIgnores bool
	// Shell tells what ShellCheck says of a script; known is false where it has not
	// looked at it (yet), so that our own rules do. nil where there is no ShellCheck.
	Shell func(ShellScript) (notes []ShellNote, known bool)
	// ShellID can be compared, and changes whenever Shell may say something else than
	// before: until then it is not asked again in later versions of a file. With nil it
	// is.
	ShellID any
	// Unknown, if there is one, is told of all scripts that Shell does not know, in lists
	// that must not be changed.
	Unknown func([][]ShellScript)
	// ShellLevels are the severities of its findings that no rule here stands for, by
	// its levels.
	ShellLevels map[Severity]Severity
	// Resolve, if there is one, knows fixes of findings that their rules have none for:
	// of the rule code at a place. It is asked only where all fixes of a file are made.
	Resolve func(f *analysis.File, context *buildcontext.Context, code string, s text.Span) (title string, edits []text.Edit, unsafe bool)
}

func (c Config) severity(r *Rule) Severity {
	if s, ok := c.Severities[r.Code]; ok {
		return s
	}
	return r.Severity
}

// steps are the instructions of a stage that have no error, the FROM left out.
// Triggers of the base stage come first and are numbered -1.
func steps(st *analysis.Facts) iter.Seq2[int, *analysis.Step] {
	return func(yield func(int, *analysis.Step) bool) {
		for i := range st.Triggers {
			if st.Triggers[i].Command != nil && !yield(-1, &st.Triggers[i]) {
				return
			}
		}
		for i := range st.Steps {
			if i > 0 && st.Steps[i].Command != nil && !yield(i, &st.Steps[i]) {
				return
			}
		}
	}
}

// arg is the span of the nth argument, or of the instruction's head.
func arg(in *syntax.Instruction, n int) text.Span {
	if n < len(in.Args) {
		return in.Args[n].Span
	}
	return in.Head()
}

// argOf is the span of the first argument for which want holds.
func argOf(in *syntax.Instruction, want func(syntax.Word) bool) text.Span {
	if i := slices.IndexFunc(in.Args, want); i >= 0 {
		return in.Args[i].Span
	}
	return in.Head()
}
