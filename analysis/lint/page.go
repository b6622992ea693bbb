package lint

import (
	"fmt"
	"strings"

	"github.com/slipway-dev/slipway/analysis/reference"
)

// Page is the documentation of a rule. Bad and Good are Dockerfiles, "" where there
// is nothing to show.
type Page struct{ Why, Bad, Good string }

// Page is what there is to say of the rule; of BuildKit's checks the reference
// says it.
func (r *Rule) Page() Page {
	if r.Why != "" {
		return Page{r.Why, r.Bad, r.Good}
	}
	if c, ok := reference.FindCheck(r.Code); ok {
		return Page{c.Body, c.Bad, c.Example}
	}
	return Page{Why: reasons[r.Code]}
}

// reasons are those of rules whose examples say nothing, because they would be
// broken or could not be seen.
var reasons = map[string]string{
	"SyntaxError":        "BuildKit's parser refuses the file. The message is BuildKit's, at the smallest place that is wrong; unlike BuildKit, slipway shows all such errors at once.",
	"BuildError":         "BuildKit can read the file, but cannot make a build of it: a stage that does not exist, a mount without a target, a port that is none. The message is BuildKit's.",
	"InvalidUTF8":        "BuildKit takes the bytes as they are. In a value, a path or a command they are seldom what was meant; often the file was saved in another encoding.",
	"NulByte":            "No argument, variable or path can hold a NUL byte: what follows it is lost when a program is started.",
	"LoneCarriageReturn": "BuildKit ends lines with a line feed only. After a carriage return alone the line goes on, so that the next instruction becomes a part of this one.",
}

// Markdown is the page of a rule: what it finds, why, a bad and a good example, and
// how to silence it.
func (r *Rule) Markdown() string {
	var b strings.Builder
	p := r.Page()
	fmt.Fprintf(&b, "# %s\n\n%s.\n\n", r.Code, strings.TrimRight(r.Title, "."))
	if p.Why != "" {
		fmt.Fprintf(&b, "%s\n\n", p.Why)
	}
	example(&b, "Bad", p.Bad)
	example(&b, "Good", p.Good)
	b.WriteString("## Severity\n\n| profile | severity |\n|---|---|\n")
	for _, profile := range Profiles {
		fmt.Fprintf(&b, "| %s | %s |\n", profile.Name, profile.Severity(r))
	}
	b.WriteString("\n")
	if names := r.Names(); len(names) > 0 {
		fmt.Fprintf(&b, "Also known as %s.\n\n", strings.Join(names, ", "))
	}
	r.writeSilence(&b)
	if r.URL != "" {
		fmt.Fprintf(&b, "\n## More\n\n<%s>\n", r.URL)
	}
	return b.String()
}

func example(b *strings.Builder, title, src string) {
	if src != "" {
		fmt.Fprintf(b, "## %s\n\n```dockerfile\n%s\n```\n\n", title, strings.TrimRight(src, "\n"))
	}
}

func (r *Rule) writeSilence(b *strings.Builder) {
	b.WriteString("## How to silence it\n\n")
	if r.refusal() {
		b.WriteString("It is an error of BuildKit: the file does not build. Nothing silences it.\n")
		return
	}
	fmt.Fprintf(b, "For one instruction, with a comment above it:\n\n```dockerfile\n# slipway ignore=%s: why it is right here\n```\n\n", r.Code)
	if r.buildkit() && !r.Experimental {
		fmt.Fprintf(b, "For the file, at its top, as `docker build` understands it too:\n\n```dockerfile\n# check=skip=%s\n```\n\n", r.Code)
	} else {
		fmt.Fprintf(b, "For the file:\n\n```dockerfile\n# slipway ignore-file=%s: why it is right here\n```\n\n", r.Code)
	}
	fmt.Fprintf(b, "Everywhere, in `.slipway.yaml`:\n\n```yaml\nlint:\n  rules:\n    %s: off\n```\n", r.Code)
}

// RulesIndex lists all rules in Markdown, each with a link to its page beside it.
func RulesIndex() string {
	var b strings.Builder
	b.WriteString("# Rules\n\n`slipway rules` prints this list, `slipway rules CODE` one of the pages. [Settings](../settings.md) tells how to choose.\n")
	for _, family := range families {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n| rule | what it finds | severity |\n|---|---|---|\n", family.title, family.intro)
		for _, r := range family.rules {
			names := ""
			if also := r.Names(); len(also) > 0 {
				names = "<br>" + strings.Join(also, ", ")
			}
			fmt.Fprintf(&b, "| [%s](%s.md)%s | %s | %s |\n", r.Code, r.Code, names, strings.ReplaceAll(r.Title, "|", `\|`), r.Severity)
		}
	}
	return b.String()
}
