package reference

import "strings"

// ParserDirective is a "# name=value" comment at the top of the file that
// changes how the file is read.
type ParserDirective struct {
	Topic
	// Values are the known values. BuildKit takes only these for escape; for
	// syntax any image reference is right.
	Values []Topic
	// Options are the keys of check, joined by semicolons.
	Options []Option
}

// Markdown is Topic's, with the known values and the options.
func (d ParserDirective) Markdown() string {
	return d.render(d.Name, joinLists(valueList(d.Values), optionList(d.Options)))
}

// Option returns the option with this name.
func (d *ParserDirective) Option(name string) (*Option, bool) { return findOption(d.Options, name) }

// Value returns the known value with this name.
func (d *ParserDirective) Value(name string) (*Topic, bool) { return findTopic(d.Values, name) }

// ParserDirectives returns every directive in the order they are best written.
func ParserDirectives() []ParserDirective { return parserDirectives }

// Directive returns the directive with this name, whatever its case.
func Directive(name string) (*ParserDirective, bool) {
	return find(parserDirectives, func(d *ParserDirective) bool { return strings.EqualFold(d.Name, name) })
}

const directiveNote = "Directives stand at the very top: after a blank line, another comment or an instruction they are plain comments."

var parserDirectives = []ParserDirective{
	{
		Topic: Topic{
			Name:    "syntax",
			Summary: "Choose the Dockerfile frontend that reads this file",
			Grammar: []string{"# syntax=<image>"},
			Body: "BuildKit fetches the frontend as an image, so new features work with an old Docker. " +
				"`docker/dockerfile:1` is the newest of version 1; without the directive the one inside BuildKit is used.\n\n" + directiveNote,
			Example: "# syntax=docker/dockerfile:1\nFROM alpine:3.22\n",
			URL:     refURL + "#syntax",
		},
		Values: []Topic{
			{Name: "docker/dockerfile:1", Summary: "The newest stable frontend of version 1", URL: refURL + "#syntax"},
			{Name: "docker/dockerfile:1-labs", Summary: "The same with experimental features", URL: refURL + "#syntax"},
		},
	},
	{
		Topic: Topic{
			Name:    "escape",
			Summary: "Choose the character that escapes and continues lines",
			Grammar: []string{`# escape=\`, "# escape=`"},
			Body: "A backtick lets Windows paths such as `C:\\dir\\` stay as they are. It is for the Dockerfile only: " +
				"what a `RUN` hands to its shell keeps the rules of that shell.\n\n" + directiveNote,
			Example: "# escape=`\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2025\nCOPY app.exe C:\\app\\\nRUN dir `\n    C:\\app\n",
			URL:     refURL + "#escape",
		},
		Values: []Topic{
			{Name: `\`, Summary: "The default", URL: refURL + "#escape"},
			{Name: "`", Summary: "The backtick, as in PowerShell", URL: refURL + "#escape"},
		},
	},
	{
		Topic: Topic{
			Name:    "check",
			Summary: "Set how BuildKit's build checks are reported",
			Grammar: []string{"# check=skip=<check>[,<check>]...|all", "# check=error=true", "# check=skip=<check>;error=true"},
			Body: "Options are joined with `;`. There may be one such line for the file; above a single instruction, " +
				"`# check=skip=...` skips checks there. Checks are named exactly, case included; wrong names are ignored. " +
				"With `error=true`, pin the version in `# syntax=`, or a new check may break the build one day.\n\n" + directiveNote,
			Example: "# check=skip=JSONArgsRecommended;error=true\nFROM alpine:3.22\nCMD exec sleep infinity\n",
			Since:   "1.8",
			URL:     refURL + "#check",
		},
		Options: checkOptions,
	},
}

var checkOptions = []Option{
	{
		Topic: Topic{
			Name: "skip", Summary: "Leave out these checks, or all", Grammar: []string{"skip=<check>[,<check>]...|all"},
			Body: "An experimental check is not skipped by it, for it only runs when asked for.", Since: "1.8", URL: refURL + "#check",
		},
		Kind:   String,
		Values: []Topic{{Name: "all", Summary: "Every check but the experimental ones", Since: "1.8", URL: refURL + "#check"}},
	},
	{
		Topic: Topic{
			Name: "error", Summary: "Fail the build when a check reports something", Grammar: []string{"error=true|false"},
			Body: "Only at the top of the file.", Since: "1.8", URL: refURL + "#check",
		},
		Kind: Bool,
		Values: []Topic{
			{Name: "true", Summary: "Fail the build", Since: "1.8", URL: refURL + "#check"},
			{Name: "false", Summary: "Only warn, the default", Since: "1.8", URL: refURL + "#check"},
		},
	},
	{
		Topic: Topic{
			Name: "experimental", Summary: "Run these experimental checks too, or all", Grammar: []string{"experimental=<check>[,<check>]...|all"},
			Since: "1.10", URL: "https://docs.docker.com/build/checks/#experimental-checks",
		},
		Kind:   String,
		Values: []Topic{{Name: "all", Summary: "Every experimental check", Since: "1.10", URL: "https://docs.docker.com/build/checks/#experimental-checks"}},
	},
}
