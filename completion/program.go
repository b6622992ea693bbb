package completion

import (
	"fmt"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis/reference"
	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/text"
)

// program is a command line program that is often called in RUN.
type program struct {
	name, about string
	// manager is the package manager it is, as package reference calls it, or "".
	manager string
	// on are the package managers of the systems that have the program where it is none
	// itself; nil for all.
	on []string
	// wanted are the options that an image is best built with, for each verb that has
	// such: "install -y".
	wanted []string
	// verbs are its subcommands, and options those of the verb of that name, "" for
	// the program's own: the word, a blank, and what it does.
	verbs   []string
	options map[string][]string
	// lines are what to write to install something, with a placeholder as in LSP's
	// snippets, and cached the same with the caches mounted.
	lines, cached []string
}

// words adds what can stand at the cursor in a command of a shell.
func (p *place) words(z zone) {
	if p.kind != command.Run || !z.commands || !z.shell.POSIXLike() {
		return
	}
	c, ok := p.commandAt(z)
	if !ok || strings.Contains(p.line[c.word.Start:p.cur], "=") {
		return
	}
	if len(c.words) == 0 {
		if !strings.Contains(p.line[c.word.Start:c.word.End], "/") {
			p.programs(z, c)
		}
		return
	}
	for i := range programsTable {
		if pr := &programsTable[i]; pr.name == c.words[0] {
			p.programWords(pr, c)
		}
	}
}

// programs adds what can begin a command.
func (p *place) programs(z zone, c commandLine) {
	f := p.family()
	if c.first {
		p.scriptStart(z, c, f)
	}
	for i := range programsTable {
		if pr := &programsTable[i]; pr.in(f) {
			p.installLines(pr, c)
		}
	}
	for _, name := range functionsIn(z, p.cur) {
		p.add(c.word.Start, c.word.End, Item{Label: name, Kind: Function, Detail: "function of this script"})
	}
	for i := range programsTable {
		if pr := &programsTable[i]; pr.in(f) {
			p.add(c.word.Start, c.word.End, Item{Label: pr.name, Kind: Function, Detail: pr.about})
		}
	}
}

// in tells whether a family has the program.
func (pr *program) in(f family) bool {
	if f.has(pr.name) || pr.manager != "" && f.has(pr.manager) {
		return true
	}
	return pr.manager == "" && f.manager != "" && (pr.on == nil || slices.Contains(pr.on, f.manager))
}

// scriptStart adds what a script begins with: the options of set, and the heredoc in
// place of a long line.
func (p *place) scriptStart(z zone, c commandLine, f family) {
	whole := p.document == nil && p.endsAt(c.word.End)
	if whole {
		body := "<<EOF\nset -eux\n${1:command}\nEOF"
		p.add(c.word.Start, c.word.End, Item{
			Label: "<<EOF", Kind: Snippet, Detail: "A script of several lines, which stops at the first error", Snippet: true,
			Plain: reference.Snippet{Body: body}.Plain(), Edit: text.Edit{New: body}, Doc: fence(reference.Snippet{Body: body}.Plain()),
		})
	}
	set := func(options, about string) {
		it := Item{Label: "set " + options, Kind: Value, Detail: about}
		if p.document == nil { // there it stands in a line of its own
			it.Edit.New = it.Label + ";"
		}
		p.add(c.word.Start, c.word.End, it)
	}
	set("-eux", "Stop at the first error and at unset variables, and show each command")
	if z.shell != shell.POSIX || f.manager == "apk" { // whose sh is BusyBox's
		set("-euxo pipefail", "The same, and fail where any part of a pipe does")
	}
}

func fence(source string) string { return "```dockerfile\n" + source + "\n```" }

// installLines adds ready-made lines of a program: plain ones, and in front of all of
// RUN's text those with cache mounts.
func (p *place) installLines(pr *program, c commandLine) {
	if len(pr.lines) == 0 {
		return
	}
	separator := " && "
	if p.document != nil {
		separator = "\n"
	}
	label := pr.lines[0]
	for _, line := range pr.lines {
		if before, _, ok := strings.Cut(line, " ${1:"); ok {
			label = before
		}
	}
	p.lines(c, label+" …", "as images want it", strings.Join(pr.lines, separator))
	m, ok := reference.ManagerNamed(pr.manager)
	if !ok || len(pr.cached) == 0 || p.document != nil || c.word.Start != p.rest || !c.first {
		return
	}
	var mounts strings.Builder
	for _, cache := range m.Caches {
		fmt.Fprintf(&mounts, "%s %c\n    ", cache.Mount(), p.in.Escape)
	}
	p.lines(c, "--mount=type=cache … "+pr.name, "with a cache that is kept between builds", mounts.String()+strings.Join(pr.cached, " && "))
}

// lines adds lines of a script, with placeholders as in LSP's snippets.
func (p *place) lines(c commandLine, label, about, body string) {
	body = strings.ReplaceAll(body, `\`, `\\`)
	it := Item{Label: label, Kind: Snippet, Detail: about, Snippet: true, Plain: reference.Snippet{Body: body}.Plain()}
	it.Edit.New, it.Doc = body, fence(it.Plain)
	p.add(c.word.Start, c.word.End, it)
}

// programWords adds subcommands and options of a program.
func (p *place) programWords(pr *program, c commandLine) {
	verb := ""
	for _, w := range c.words[1:] {
		if !strings.HasPrefix(w, "-") && w != "" {
			verb = w
			break
		}
	}
	if slices.Contains(c.words, "--") {
		return
	}
	if verb == "" {
		for _, w := range pr.wanted {
			p.add(c.word.Start, c.word.End, Item{Label: w, Kind: Value, Detail: "as images want it"})
		}
		p.described(c, pr.verbs)
	}
	for _, w := range pr.wanted {
		if options, ok := strings.CutPrefix(w, verb+" "); ok && verb != "" {
			for _, option := range strings.Fields(options) {
				if !slices.Contains(c.words, option) {
					p.add(c.word.Start, c.word.End, Item{Label: option, Kind: Property, Detail: "as images want it"})
				}
			}
		}
	}
	p.described(c, pr.options[verb])
	if verb != "" {
		p.described(c, pr.options[""])
	}
}

// described adds words, each with what it does behind a blank.
func (p *place) described(c commandLine, words []string) {
	for _, w := range words {
		word, about, _ := strings.Cut(w, " ")
		if !slices.Contains(c.words, word) {
			kind := Value
			if word[0] == '-' {
				kind = Property
			}
			p.add(c.word.Start, c.word.End, Item{Label: word, Kind: kind, Detail: about})
		}
	}
}

// functionsIn are the functions that a script declares in front of the offset cur of
// the place's line.
func functionsIn(z zone, cur int) []string {
	var names []string
	for _, f := range shell.Parse(z.script, z.shell).Functions() {
		if z.from+f.End <= cur {
			names = append(names, f.Name)
		}
	}
	return names
}
