package refactor

import (
	"path"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis/reference"
	"github.com/slipway-dev/slipway/analysis/text"
)

// nonRoot offers a USER in the last stage, at its FROM and at what it starts, and
// what it takes to have that user. It is for images that people build programs on;
// those of servers know themselves whom to run as.
func nonRoot(p place) []offer {
	at, ok := p.start()
	if !ok || at.stage().After.User != "" || slices.ContainsFunc(changers, func(s string) bool { return strings.Contains(p.Text.String(), s) }) {
		return nil
	}
	user, create := at.user()
	if user == "" {
		return nil
	}
	lines := alike("USER", at.it().Keyword.Value) + " " + user
	if create != "" {
		lines = alike("RUN", at.it().Keyword.Value) + " " + create + at.newline() + indent(at.it()) + lines
	}
	edit, ok := at.above(lines)
	if !ok {
		return nil
	}
	return []offer{{title: "Add USER " + user + " (files keep their owner)", edits: []text.Edit{edit}}}
}

// changers are programs that change the user, or make one, by themselves.
var changers = strings.Fields("gosu su-exec setpriv runuser sudo useradd adduser groupadd addgroup /etc/passwd")

// start is the first instruction of the last stage that says what it starts, if
// nothing is built behind it, for a cursor there or at the FROM.
func (p place) start() (at place, ok bool) {
	st := p.stage()
	if st == nil || st.Index != len(p.Stages)-1 || p.Items.At(st.First).Command == nil {
		return p, false
	}
	kind := p.it().Kind()
	if p.item != st.First && kind != command.Cmd && kind != command.Entrypoint {
		return p, false
	}
	for i := st.First + 1; i < st.End; i++ {
		at = p.other(i)
		switch at.it().Kind() {
		case command.Cmd, command.Entrypoint:
			if at.step() == nil {
				return at, false
			}
			return at, !at.builds()
		}
	}
	return at, false
}

// builds tells whether an instruction from here on is one for whoever builds.
func (p place) builds() bool {
	for i := p.item; i < p.stage().End; i++ {
		switch p.Items.At(i).Command.(type) {
		case *instructions.CmdCommand, *instructions.EntrypointCommand, *instructions.ExposeCommand, *instructions.LabelCommand,
			*instructions.HealthCheckCommand, *instructions.StopSignalCommand, *instructions.EnvCommand, *instructions.ArgCommand:
		default:
			return true
		}
	}
	return false
}

// user is one that the image of the stage has, or one with the command that makes
// it; "" where neither is known.
func (p place) user() (name, create string) {
	image := p.stage().Root()
	base := path.Base(strings.SplitN(image, ":", 2)[0])
	system := reference.SystemOf(image)
	family := system.Family
	switch {
	case base == "node" && (family == reference.Debian || family == reference.Alpine):
		return "node", ""
	case family == reference.Windows && slices.Contains([]string{"nanoserver", "servercore", "server", "windows"}, base):
		return "ContainerUser", ""
	case !p.linux():
		return "", ""
	case family == reference.Distroless && !strings.Contains(image, "nonroot"):
		return "nonroot", ""
	case family == reference.Scratch:
		return "65532:65532", ""
	}
	if argv := p.step().Before.Shell; len(argv) > 0 && !slices.Contains([]string{"/bin/sh", "/bin/bash", "sh", "bash"}, argv[0]) {
		return "", ""
	}
	switch {
	case system.OwnUser:
	case family == reference.Debian, family == reference.RedHat:
		return "app", "useradd --system --create-home --shell /usr/sbin/nologin app"
	case family == reference.Alpine:
		if base == "alpine" || slices.Contains([]string{"python", "golang", "ruby", "php", "eclipse-temurin", "rust"}, base) {
			return "app", "adduser -S -D app"
		}
	}
	return "", ""
}

// above puts lines in front of the instruction and the comments right above it. What
// stands in front of these must not go on in them, as an open heredoc would.
func (p place) above(lines string) (text.Edit, bool) {
	it := p.it()
	if checks(it) || p.item > 0 && p.Items.At(p.item-1).Open {
		return text.Edit{}, false
	}
	at := p.commentsAbove(it.At)
	edit := text.Edit{Span: text.Span{Start: at, End: at}, New: indent(it) + lines + p.newline()}
	first := p.item
	for first > 0 && p.Items.At(first).At > at {
		first--
	}
	before, after := p.after(first, p.item, nil), p.after(first, p.item, []text.Edit{edit})
	return edit, len(after) == len(before)+strings.Count(lines, "\n")+1 && after[len(after)-1].Raw == it.Raw
}
