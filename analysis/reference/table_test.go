package reference

import (
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	dfparser "github.com/moby/buildkit/frontend/dockerfile/parser"
)

// topics yields everything that has a text, with a path for messages.
func topics() iter.Seq2[string, Topic] {
	return func(yield func(string, Topic) bool) {
		each := func(path string, list []Topic) {
			for _, t := range list {
				yield(path+" "+t.Name, t)
			}
		}
		options := func(path string, list []Option) {
			for _, o := range list {
				yield(path+" "+o.Name, o.Topic)
				each(path+" "+o.Name, o.Values)
			}
		}
		for in := range Instructions() {
			yield(in.Name, in.Topic)
			for _, f := range in.Flags {
				path := in.Name + " --" + f.Name
				yield(path, f.Topic)
				each(path, f.Values)
				options(path, f.Options)
			}
		}
		for _, d := range ParserDirectives() {
			yield("# "+d.Name, d.Topic)
			each("# "+d.Name, d.Values)
			options("# "+d.Name, d.Options)
		}
		each("heredoc", Heredocs())
		each("modifier", Modifiers())
		for _, v := range Variables() {
			yield("variable "+v.Name, v.Topic)
		}
		for _, c := range Checks() {
			yield("check "+c.Name, c.Topic)
		}
	}
}

func TestTopics(t *testing.T) {
	version := regexp.MustCompile(`^(1\.\d+)?$`)
	seen := map[string]bool{}
	for path, topic := range topics() {
		if seen[path] {
			t.Errorf("%s: there twice", path)
		}
		seen[path] = true
		if topic.Name == "" || topic.Summary == "" || strings.HasSuffix(topic.Summary, ".") || strings.Contains(topic.Summary, "\n") {
			t.Errorf("%s: summary %q is not one line without a period", path, topic.Summary)
		}
		if !strings.HasPrefix(topic.URL, "https://") {
			t.Errorf("%s: URL %q", path, topic.URL)
		}
		if !version.MatchString(topic.Since) {
			t.Errorf("%s: Since %q", path, topic.Since)
		}
		if topic.Body != strings.TrimSpace(topic.Body) || strings.Count(topic.Body, "`")%2 != 0 {
			t.Errorf("%s: body has loose blanks or an unpaired backtick: %q", path, topic.Body)
		}
		for _, g := range topic.Grammar {
			if g == "" || strings.Contains(g, "\n") {
				t.Errorf("%s: grammar %q is not one line", path, g)
			}
		}
	}
	if len(seen) < 150 {
		t.Errorf("only %d topics", len(seen))
	}
}

func TestGrammarIsThere(t *testing.T) {
	for in := range Instructions() {
		if len(in.Grammar) == 0 || !strings.HasPrefix(in.Grammar[0], in.Name+" ") || in.Example == "" || in.Body == "" {
			t.Errorf("%s: grammar, body or example missing", in.Name)
		}
		for _, f := range in.Flags {
			if len(f.Grammar) == 0 || !strings.HasPrefix(f.Grammar[0], "--"+f.Name) || f.Example == "" || f.Body == "" {
				t.Errorf("%s --%s: grammar, body or example missing", in.Name, f.Name)
			}
		}
	}
}

// The reference ships with BuildKit; its headings are the page's anchors.
func TestLinksLeadToHeadings(t *testing.T) {
	dir, err := frontend()
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join(dir, "dockerfile/docs/reference.md"))
	if err != nil {
		t.Fatal(err)
	}
	anchors := map[string]bool{"": true}
	notInAnchor := regexp.MustCompile("[^a-z0-9 -]")
	for line := range strings.Lines(string(page)) {
		if strings.HasPrefix(line, "#") {
			title := strings.ToLower(strings.TrimSpace(strings.TrimLeft(line, "#")))
			anchors[strings.ReplaceAll(notInAnchor.ReplaceAllString(title, ""), " ", "-")] = true
		}
	}
	for path, topic := range topics() {
		if fragment, ok := strings.CutPrefix(topic.URL, refURL); ok && !anchors[strings.TrimPrefix(fragment, "#")] {
			t.Errorf("%s: the reference has no heading for %s", path, fragment)
		}
	}
}

// Every example is accepted, converts, and passes all build checks.
func TestExamplesAreGood(t *testing.T) {
	for path, topic := range topics() {
		if topic.Example == "" {
			continue
		}
		if !strings.HasSuffix(topic.Example, "\n") {
			t.Errorf("%s: example does not end in a newline", path)
		}
		if _, err := parse(topic.Example); err != nil {
			t.Errorf("%s: BuildKit refuses the example: %v", path, err)
			continue
		}
		rules, failure := lint(t, topic.Example)
		if len(rules) > 0 || failure != "" && !missing(topic, failure) {
			t.Errorf("%s: BuildKit reports %v %s\n%s", path, rules, failure, topic.Example)
		}
	}
}

// missing reports whether the build fails because the example asks for it: the
// modifiers ? and :? demand a value that the test does not pass.
func missing(topic Topic, failure string) bool {
	return strings.HasSuffix(topic.Name, "?") && strings.Contains(failure, "VERSION: ")
}

func TestBadExamplesAreReported(t *testing.T) {
	for _, c := range Checks() {
		if _, err := parse(c.Bad); err != nil {
			t.Errorf("%s: BuildKit refuses the bad example: %v", c.Name, err)
			continue
		}
		if c.Name == "CopyIgnoredFile" {
			continue // needs a .dockerignore, which its text describes
		}
		bad := c.Bad
		if c.Experimental {
			bad = "# check=experimental=" + c.Name + "\n" + bad
		}
		if rules, failure := lint(t, bad); !slices.Contains(rules, c.Name) {
			t.Errorf("%s: BuildKit reports %v %s for\n%s", c.Name, rules, failure, bad)
		}
	}
}

func TestSnippets(t *testing.T) {
	seen := map[string]bool{}
	for in := range Instructions() {
		if len(in.Snippets) == 0 {
			t.Errorf("%s has no snippet", in.Name)
		}
		for _, s := range in.Snippets {
			plain := s.Plain()
			if seen[s.Label] || s.Doc == "" || strings.HasSuffix(s.Doc, ".") {
				t.Errorf("%s: label there twice, or no doc", s.Label)
			}
			seen[s.Label] = true
			if !strings.HasPrefix(plain, in.Name+" ") || strings.Contains(plain, "${") || strings.Contains(plain, "\\\n") {
				t.Errorf("%s: %q", s.Label, plain)
			}
			if _, err := parse("FROM scratch\n" + plain + "\n"); err != nil {
				t.Errorf("%s: BuildKit refuses %q: %v", s.Label, plain, err)
			}
		}
	}
}

// What an instruction may be is asked of BuildKit.
func TestInstructionFacts(t *testing.T) {
	for in := range Instructions() {
		plain := in.Snippets[0].Plain()
		_, err := parse("FROM scratch\nONBUILD " + plain + "\n")
		if (err == nil) != in.Trigger {
			t.Errorf("%s: Trigger is %v, BuildKit says %v", in.Name, in.Trigger, err)
		}
		_, err = parse(plain + "\nFROM scratch\n")
		if (err == nil) != in.BeforeFrom {
			t.Errorf("%s: BeforeFrom is %v, BuildKit says %v", in.Name, in.BeforeFrom, err)
		}
		keyword := in.Name
		if keyword == "HEALTHCHECK" {
			keyword += " CMD"
		}
		if json := node(t, keyword+` ["a", "b"]`).Attributes["json"]; json != in.JSON {
			t.Errorf("%s: JSON is %v, BuildKit says %v", in.Name, in.JSON, json)
		}
		if heredocs := len(node(t, keyword+" a=<<EOF <<EOF /x\nhi\nEOF\n").Heredocs) > 0; heredocs != in.Heredocs {
			t.Errorf("%s: Heredocs is %v, BuildKit says %v", in.Name, in.Heredocs, heredocs)
		}
	}
}

func node(t *testing.T, src string) *dfparser.Node {
	t.Helper()
	res, err := dfparser.Parse(strings.NewReader(src))
	if err != nil {
		return &dfparser.Node{} // what it cannot even split has neither
	}
	return res.AST.Children[0]
}
