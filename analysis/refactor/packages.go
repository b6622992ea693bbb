package refactor

import (
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/text"
)

// manager is a package manager of a distribution.
type manager struct {
	install []string // its commands that take names of packages
	valued  []string // its options whose value is in the next word
}

var (
	apt = manager{
		install: []string{"install"},
		valued:  strings.Fields("-t -o -c -a --target-release --default-release --option --config-file --host-architecture"),
	}
	dnf = manager{
		install: []string{"install", "reinstall"},
		valued:  strings.Fields("-c -d -e -R -x --config --exclude --enablerepo --disablerepo --repo --repoid --installroot --releasever --setopt --forcearch --rpmverbosity"),
	}
)

// managers by program. The options are those of apt 3, apk-tools 2 and 3, dnf 4 and
// 5, and zypper 1.14.
var managers = map[string]manager{
	"apt": apt, "apt-get": apt, "aptitude": apt,
	"dnf": dnf, "yum": dnf, "microdnf": dnf, "tdnf": dnf,
	"apk": {
		install: []string{"add"},
		valued:  strings.Fields("-t -X -p --virtual --repository --root --arch --cache-dir --cache-max-age --keys-dir --repositories-file --progress-fd --timeout --wait"),
	},
	"zypper": {
		install: []string{"install", "in"},
		valued:  strings.Fields("-R -C -D -c -p --root --config --repo --from --name --type -r -t --installroot --reposd-dir --solv-cache-dir"),
	},
}

// sortPackages offers the packages of an install command sorted, one a line. They
// are not moved across a comment, nor across a word in which the shell expands
// something.
func sortPackages(p place) []offer {
	s, ok := p.script()
	if !ok || len(p.shells()) > 1 {
		return nil
	}
	read := shell.Parse(s.text, shell.KindOf(p.shells()[0]))
	if !read.Complete || strings.Contains(s.text, "\r") {
		return nil // the parser parts words at a return, a shell does not
	}
	var offers []offer
	for i, cmd := range read.Commands() {
		words := packages(cmd)
		span := p.it().In(p.it().Line.Span(s.start+cmd.Start, s.start+cmd.End))
		if len(words) < 2 || !p.touched(span) || cmd.Is(shell.InSubstitution) {
			continue
		}
		edits := s.onePerLine(words)
		if len(edits) > 0 && !p.commented(edits) && s.sameButOrder(edits, read, i) {
			title := "Sort the packages of " + cmd.Program()[0].Value + ", one a line"
			offers = append(offers, offer{title: title, edits: edits})
		}
	}
	return offers
}

// packages are the last words of a command that installs packages, if they are
// nothing but packages: neither options nor their values, nor in front of any.
func packages(cmd shell.Command) []shell.Word {
	words := cmd.Program()
	if len(words) == 0 {
		return nil
	}
	m, ok := managers[words[0].Value]
	if !ok {
		return nil
	}
	installs := false
	from := len(words)
	for i := 1; i < len(words); i++ {
		switch w := words[i]; {
		case strings.HasPrefix(w.Raw, "-"):
			if from < i {
				return nil // packages in front of an option
			}
			if slices.Contains(m.valued, w.Value) {
				i++
			}
		case !installs:
			if installs = slices.Contains(m.install, w.Value); !installs {
				return nil
			}
		case strings.ContainsAny(w.Raw, " \t\\"):
			return nil // no package is called like that
		case from == len(words):
			from = i
		}
	}
	return words[from:]
}

// onePerLine puts each of words on a line, sorted as far as they may be moved.
func (s script) onePerLine(words []shell.Word) []text.Edit {
	sorted := s.sorted(words)
	newLine := " " + string(s.Escape) + s.newline() + s.indentOf(words)
	var edits []text.Edit
	for i, w := range words {
		if gap := s.gap(w.Start); !strings.Contains(s.rawText(gap), "\n") {
			edits = append(edits, s.edit(gap, newLine))
		}
		if w.Raw != sorted[i].Raw {
			edits = append(edits, s.edit(s.rawSpan(w.Span), sorted[i].Raw))
		}
	}
	return edits
}

// sorted is words with each run of them sorted that may change places.
func (s script) sorted(words []shell.Word) []shell.Word {
	sorted := slices.Clone(words)
	from := 0
	for i, w := range words {
		fixed := strings.ContainsAny(w.Raw, "$`")
		if i > 0 && strings.Contains(s.rawText(s.gap(w.Start)), "#") || fixed {
			sortWords(sorted[from:i])
			from = i
		}
		if fixed {
			from = i + 1
		}
	}
	sortWords(sorted[from:])
	return sorted
}

func sortWords(words []shell.Word) {
	slices.SortStableFunc(words, func(a, b shell.Word) int {
		return strings.Compare(strings.Trim(a.Raw, `"'`), strings.Trim(b.Raw, `"'`))
	})
}

func (s script) rawSpan(span text.Span) text.Span {
	return s.it().Line.Span(s.start+span.Start, s.start+span.End)
}

func (s script) rawText(span text.Span) string { return s.it().Raw[span.Start:span.End] }

// gap is what stands in the instruction in front of the word that starts at at:
// blanks, and maybe line ends and comments.
func (s script) gap(at int) text.Span {
	before := len(strings.TrimRight(s.text[:at], " \t"))
	line := s.it().Line
	return text.Span{Start: line.Span(s.start, s.start+before).End, End: line.At(s.start + at)}
}

// indentOf is the blanks in front of the first of words that begins a line, or
// those that it would have.
func (s script) indentOf(words []shell.Word) string {
	for _, w := range words {
		gap := s.rawText(s.gap(w.Start))
		if n := strings.LastIndexByte(gap, '\n'); n >= 0 {
			return gap[n+1:]
		}
	}
	return indent(s.it()) + strings.Repeat(" ", 8)
}

// sameButOrder tells whether after edits the script has the same commands, with the
// words of the nth in another order at most.
func (s script) sameButOrder(edits []text.Edit, read *shell.Script, n int) bool {
	args, isScript, ok := s.commandAfter(edits)
	if !ok || !isScript || len(args) != 1 {
		return false
	}
	before, after := read.Commands(), shell.Parse(args[0], read.Kind).Commands()
	return slices.EqualFunc(before, after, func(a, b shell.Command) bool {
		one, two := rawWords(a), rawWords(b)
		if a.Span == before[n].Span {
			slices.Sort(one)
			slices.Sort(two)
		}
		return slices.Equal(one, two) && a.After == b.After
	})
}

func rawWords(c shell.Command) []string {
	var list []string
	for _, w := range c.Words {
		list = append(list, w.Raw)
	}
	return list
}
