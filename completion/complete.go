package completion

import (
	"fmt"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/buildcontext"
)

// Around is what is known beyond the Dockerfile. Its zero value is nothing.
type Around struct {
	// Context has the files that COPY can see, nil where they are not known.
	Context *buildcontext.Context
	// Named are the additional contexts by the names that --from= has for them, nil where
	// one is no folder on this machine.
	Named map[string]*buildcontext.Context
	// Images tells which images Dockerfiles of the workspace start from, as they are
	// written there, the most common first. It is asked only where one can stand.
	Images func() []string
}

// Complete are the candidates for the text at the offset at, the most useful
// first. It is nil where nothing can be said: in comments, in text that nobody
// expands, and behind the character that continues a line.
//
// No two have the same label. more tells that there are others, which come when
// more is typed.
func Complete(f *analysis.File, at int, around Around) (items []Item, more bool) {
	p, ok := newPlace(f, at)
	if !ok {
		return nil, false
	}
	p.around = around
	switch {
	case p.in == nil:
		p.between()
	case p.document != nil:
		p.heredoc()
	default:
		p.readHead(0)
		p.instruction()
	}
	return p.finish(), p.more
}

// between adds what can stand on a line between two instructions.
func (p *place) between() {
	if strings.HasPrefix(strings.TrimSpace(p.line), "#") {
		p.directive()
		return
	}
	p.instructions()
	p.directiveLines()
}

// instruction adds what can stand at the cursor in an instruction.
func (p *place) instruction() {
	switch {
	case p.cur < p.keyword.Start:
	case p.cur <= p.keyword.End:
		p.instructions()
	case p.kind == command.Onbuild && !p.trigger:
		p.trigger = true
		p.readHead(p.keyword.End)
		p.instruction()
	default:
		if f, ok := p.flagAt(); ok {
			p.flag(f)
			return
		}
		if n := len(p.flags); n > 0 && p.cur < p.flags[n-1].Start {
			p.flagNames(p.cur, p.cur, false)
			return
		}
		p.arguments()
		if p.cur < p.rest || p.rest == len(p.line) {
			p.flagNames(p.cur, p.cur, false)
		}
	}
}

// argumentsOf are the candidates for the arguments of an instruction, but for the
// variables.
var argumentsOf = map[string]func(*place){
	command.Add:         (*place).copied,
	command.Arg:         (*place).argNames,
	command.Copy:        (*place).copied,
	command.Env:         (*place).envKeys,
	command.Expose:      (*place).ports,
	command.From:        (*place).base,
	command.Healthcheck: (*place).healthcheck,
	command.Label:       (*place).labelKeys,
	command.Shell:       (*place).shells,
	command.StopSignal:  (*place).signals,
	command.User:        (*place).user,
	command.Volume:      (*place).volumes,
	command.Workdir:     (*place).workdir,
}

// arguments adds what can stand behind the flags.
func (p *place) arguments() {
	z, ok := p.argumentZone()
	if ok && p.variable(z) {
		return
	}
	p.words(z)
	if word, _ := p.argument(); strings.Contains(p.line[word.Start:word.End], "$") {
		return
	}
	if add := argumentsOf[p.kind]; add != nil {
		add(p)
	}
}

// finish orders the candidates as they were added and drops those whose label
// was there before.
func (p *place) finish() []Item {
	seen := make(map[string]bool, len(p.items))
	items := p.items[:0]
	for _, it := range p.items {
		if seen[it.Label] {
			continue
		}
		seen[it.Label] = true
		it.SortText = fmt.Sprintf("%03d", len(items))
		if p.crlf {
			it.Edit.New = strings.ReplaceAll(it.Edit.New, "\n", "\r\n")
			it.Plain = strings.ReplaceAll(it.Plain, "\n", "\r\n")
		}
		items = append(items, it)
	}
	return items
}
