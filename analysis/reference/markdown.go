package reference

import "strings"

// Markdown returns the whole hover text: title, grammar, body, example, the
// version it came with, and a link to the reference.
func (t Topic) Markdown() string { return t.render(t.Name, "") }

// Markdown is Topic's, with the names of the flags.
func (in Instruction) Markdown() string {
	var b strings.Builder
	for i, f := range in.Flags {
		b.WriteString(sep(i, "Flags: ", ", "))
		b.WriteString("`--" + f.Name + "`")
	}
	return in.render(in.Name, b.String())
}

// Markdown is Topic's, with the known values and the options.
func (f Flag) Markdown() string {
	return f.render("--"+f.Name, joinLists(valueList(f.Values), optionList(f.Options)))
}

// Markdown is Topic's, with the known values.
func (o Option) Markdown() string {
	return o.render(o.Name, valueList(o.Values))
}

func (t Topic) render(title, lists string) string {
	parts := make([]string, 0, 6)
	parts = append(parts, "**"+literal(title)+"**: "+t.Summary+".")
	if len(t.Grammar) > 0 {
		parts = append(parts, fence(strings.Join(t.Grammar, "\n")))
	}
	if t.Body != "" {
		parts = append(parts, t.Body)
	}
	if lists != "" {
		parts = append(parts, lists)
	}
	if t.Example != "" {
		parts = append(parts, "Example:", fence(t.Example))
	}
	parts = append(parts, t.foot())
	return strings.Join(parts, "\n\n")
}

func (t Topic) foot() string {
	link := "[Reference](" + t.URL + ")"
	if t.Since == "" {
		return link
	}
	return "Since Dockerfile " + t.Since + " · " + link
}

func valueList(values []Topic) string {
	var b strings.Builder
	for i, v := range values {
		b.WriteString(sep(i, "Values:\n", "\n"))
		b.WriteString("- " + code(v.Name) + ": " + v.Summary)
	}
	return b.String()
}

func optionList(options []Option) string {
	var b strings.Builder
	for i, o := range options {
		b.WriteString(sep(i, "Options:\n", "\n"))
		b.WriteString("- " + code(o.Name))
		for _, alias := range o.Aliases {
			b.WriteString(", " + code(alias))
		}
		b.WriteString(": " + o.Summary)
		if o.Types != nil {
			b.WriteString(" (" + strings.Join(o.Types, ", ") + ")")
		}
	}
	return b.String()
}

func joinLists(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "\n\n" + b
}

func sep(i int, first, rest string) string {
	if i == 0 {
		return first
	}
	return rest
}

// literal keeps a name that is not a plain word, such as ## or <<EOF, from
// being read as Markdown.
func literal(s string) string {
	if strings.ContainsAny(s, "#*_<>`$\\%") {
		return code(s)
	}
	return s
}

// code quotes s as inline code; a backtick needs a longer quote.
func code(s string) string {
	if strings.Contains(s, "`") {
		return "`` " + s + " ``"
	}
	return "`" + s + "`"
}

func fence(s string) string {
	return "```dockerfile\n" + strings.TrimRight(s, "\n") + "\n```"
}
