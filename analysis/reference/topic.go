package reference

import "slices"

// Where the facts come from. The fragments below are checked against the
// headings of the reference that ships with BuildKit.
const (
	refURL     = "https://docs.docker.com/reference/dockerfile/"
	checkURL   = "https://docs.docker.com/go/dockerfile/rule/"
	checksPage = "https://docs.docker.com/reference/build-checks/"
)

// Topic is one word of the language and what there is to say about it.
type Topic struct {
	// Name is the word as it is written; a flag's name has no dashes.
	Name string
	// Summary is one line without a final period, never empty.
	Summary string
	// Body is short Markdown: what the word does and what surprises people.
	Body string
	// Grammar has one line for each form. Instructions and flags have at
	// least one; single values usually have none.
	Grammar []string
	// Example is a whole Dockerfile that BuildKit accepts, or "".
	Example string
	// Since is the version of the Dockerfile frontend, such as "1.4", whose
	// stable channel brought the word; "" when it is older than 1.1 or does
	// not depend on the frontend alone.
	Since string
	// URL leads to the reference; it always begins with https://.
	URL string
}

// Kind says what may follow the name of a flag or of an option.
type Kind uint8

const (
	// Bool takes true or false, or stands alone for true.
	Bool Kind = iota
	// String takes one value and may be given once.
	String
	// Strings takes one value each time and may be repeated.
	Strings
)

// Flag is a --flag of an instruction.
type Flag struct {
	Topic
	Kind Kind
	// Values are the known values in the order to offer them. Unless every
	// value is listed (see Closed), others are right too.
	Values []Topic
	// Closed says that BuildKit refuses a value that is not in Values.
	Closed bool
	// Options are the keys of a comma-separated value, as in
	// RUN --mount=type=cache,target=/x; nil when the value is plain.
	Options []Option
}

// Option is one key of a comma-separated flag value or of a directive.
type Option struct {
	Topic
	// Aliases are the other spellings of Name; BuildKit ignores their case.
	Aliases []string
	// Types are the mount types for which the option is of use; nil means
	// all. BuildKit refuses some of the other combinations and silently
	// ignores the rest, so this is for offering and explaining, not for
	// finding errors.
	Types  []string
	Kind   Kind
	Values []Topic
	// Closed says that BuildKit refuses a value that is not in Values.
	Closed bool
}

// Instruction is a Dockerfile instruction; its Name is in upper case.
type Instruction struct {
	Topic
	Flags []Flag
	// BeforeFrom: may stand while no stage has begun. Only ARG, and FROM
	// itself, which begins one.
	BeforeFrom bool
	// Trigger: may stand after ONBUILD.
	Trigger bool
	// JSON: its arguments may be a JSON array (for SHELL they must be, for
	// HEALTHCHECK it is what follows CMD).
	JSON bool
	// Heredocs: may contain <<EOF. ONBUILD may when its trigger may.
	Heredocs bool
	// Snippets are ready-made uses, the most common one first.
	Snippets []Snippet
}

// Flag returns the flag with this name, without dashes. The case counts, as
// it does for BuildKit.
func (in *Instruction) Flag(name string) (*Flag, bool) {
	return find(in.Flags, func(f *Flag) bool { return f.Name == name })
}

// Option returns the option with this name or alias, whatever its case.
func (f *Flag) Option(name string) (*Option, bool) {
	return findOption(f.Options, name)
}

// Value returns the known value with this name.
func (f *Flag) Value(name string) (*Topic, bool) { return findTopic(f.Values, name) }

// Value returns the known value with this name.
func (o *Option) Value(name string) (*Topic, bool) { return findTopic(o.Values, name) }

// For reports whether the option is of use for the mount type; see Types.
func (o *Option) For(mountType string) bool {
	return o.Types == nil || slices.Contains(o.Types, mountType)
}
