package refactor

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/text"
)

// splitRun offers to part a RUN at its &&: each command in a RUN of its own, or
// two RUNs, the second from the cursor on.
func splitRun(p place) []offer {
	c, ok := p.chain()
	if !ok || len(c.parts) < 2 || !harmless(p.it().Node.Flags) || c.fleeting() || c.foreign() {
		return nil
	}
	every := make([]int, len(c.parts)-1)
	for i := range every {
		every[i] = i + 1
	}
	var offers []offer
	if at := c.partAt(p.selection.Start); at > 0 && len(every) > 1 {
		offers = append(offers, c.split([]int{at}, "Split the RUN here"))
	}
	offers = append(offers, c.split(every, fmt.Sprintf("Split into %d RUNs", len(c.parts))))
	return slices.DeleteFunc(offers, func(o offer) bool { return o.edits == nil })
}

// foreign tells that only bash understands the text, and the shell is another one: a
// part of it may be read in another way than the whole.
func (c chain) foreign() bool { return c.read.Kind == shell.POSIX && c.read.Variant == syntax.LangBash }

// partAt is the number of the part that the offset of the file is in.
func (c chain) partAt(offset int) int {
	for i, part := range c.parts {
		if s := c.it().In(c.raw(part)); s.Touches(offset) {
			return i
		}
	}
	return 0
}

// raw is a span of the script as one of the instruction.
func (c chain) raw(s text.Span) text.Span {
	return c.it().Line.Span(c.start+s.Start, c.start+s.End)
}

// split begins a new RUN at each of the parts in at. Comments between two parts
// go above the new RUN.
func (c chain) split(at []int, title string) offer {
	it := c.it()
	if c.leaves(at[len(at)-1] - 1) {
		return offer{}
	}
	head := it.Raw[it.Keyword.Start:c.whole.Start]
	if strings.Contains(head, "\n") {
		return offer{}
	}
	o := offer{title: title + ", one layer each"}
	for _, i := range at {
		gap := text.Span{Start: c.raw(c.parts[i-1]).End, End: c.raw(c.parts[i]).Start}
		var between strings.Builder
		between.WriteString(c.newline())
		for _, comment := range it.Comments {
			if gap.Contains(comment) {
				between.WriteString(indent(it) + it.Raw[comment.Start:comment.End] + c.newline())
			}
		}
		between.WriteString(indent(it) + head)
		o.edits = append(o.edits, c.edit(gap, between.String()))
	}
	if !c.splits(o.edits, at) {
		return offer{}
	}
	return o
}

// splits tells whether after edits there is a RUN for each piece, with its text
// and its flags, and nothing else.
func (c chain) splits(edits []text.Edit, at []int) bool {
	items := c.after(c.item, c.item, edits)
	if len(items) != len(at)+1 {
		return false
	}
	starts, ends := append([]int{0}, at...), append(slices.Clone(at), len(c.parts))
	for i, it := range items {
		args, isScript, ok := commandLine(it.Instruction)
		want := c.text[c.parts[starts[i]].Start:c.parts[ends[i]-1].End]
		if !ok || !isScript || len(it.Heredocs) > 0 || !slices.Equal(args, []string{want}) || !slices.Equal(it.Node.Flags, c.it().Node.Flags) {
			return false
		}
	}
	return true
}

// fleeting tells whether commands start something that ends with their RUN, or
// write where nothing stays.
func (c chain) fleeting() bool {
	for _, file := range []string{"/dev/shm", "/etc/hosts", "/etc/resolv.conf"} {
		if strings.Contains(c.text, file) {
			return true
		}
	}
	return slices.ContainsFunc(c.read.Commands(), func(cmd shell.Command) bool {
		program := cmd.Program()
		return slices.ContainsFunc(cmd.Words, daemonizes) || len(program) > 0 && (server(cmd.Words[0]) || server(program[0]))
	})
}

// daemonizes tells of an option such as --daemon or -daemonize.
func daemonizes(w shell.Word) bool {
	return strings.HasPrefix(w.Raw, "-") && strings.Contains(w.Raw, "daemon")
}

func server(w shell.Word) bool { return slices.Contains(servers, path.Base(w.Value)) }

// servers are programs that people start in one RUN to use them later in it.
var servers = strings.Fields(`service systemctl rc-service invoke-rc.d nohup pg_ctl pg_ctlcluster mysqld mysqld_safe mariadbd
	dockerd redis-server supervisord ssh-agent gpg-agent dbus-launch Xvfb nginx apachectl memcached mongod rabbitmq-server`)
