package refactor

import (
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis/text"
)

// parted names the stage and puts the other one behind what builds.
func (b program) parted(made product) (edits []text.Edit, ok bool) {
	st := b.stage()
	name := b.nameOf(st.Index)
	if st.Name == "" {
		edit, ok := b.other(st.First).naming(st.Index, name)
		if !ok {
			return nil, false
		}
		edits = append(edits, edit)
	}
	added, ok := b.added(made, name)
	if !ok {
		return nil, false
	}
	count := b.Items.Len() + len(added)
	if made.venv > 0 {
		lines := b.written("RUN python -m venv "+venv, usesVenv)
		edit, ok := b.other(made.venv).above(strings.Join(lines, b.newline()))
		if !ok {
			return nil, false
		}
		edits, count = append(edits, edit), count+len(lines)
	}
	end := b.it().Span().End
	edits = append(edits, text.Edit{Span: text.Span{Start: end, End: end}, New: b.newline() + b.newline() + strings.Join(added, b.newline())})
	if made.server != "" {
		gone := b.serving()
		edits, count = append(edits, gone...), count-len(gone)
	}
	items := b.after(0, b.Items.Len()-1, edits)
	return edits, len(items) == count && !slices.ContainsFunc(items[st.First:], refused)
}

// serving takes away the server below what builds, and what starts it.
func (b program) serving() (edits []text.Edit) {
	for i := b.item + 1; i < b.stage().End; i++ {
		if kind := b.Items.At(i).Kind(); kind == command.Cmd || kind == command.Entrypoint || kind == command.Run {
			edits = append(edits, text.Edit{Span: b.lines(b.Items.At(i).Span())})
		}
	}
	return edits
}

// written are instructions, spelt and indented as those of the file are.
func (b program) written(lines ...string) []string {
	var list []string
	for _, line := range lines {
		keyword, rest, _ := strings.Cut(line, " ")
		list = append(list, indent(b.it())+alike(keyword, b.other(b.stage().First).it().Keyword.Value)+" "+rest)
	}
	return list
}

// added are the instructions that begin the image that is started.
func (b program) added(made product, stage string) (lines []string, ok bool) {
	lines = b.written("FROM " + made.image)
	if made.server == "" {
		lines = append(lines, b.variables()...)
		if b.dir != "/" {
			lines = append(lines, b.written("WORKDIR "+b.dir)...)
		}
	}
	if made.certificates {
		lines = append(lines, b.written("COPY --from="+stage+" /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/")...)
	}
	for _, file := range made.paths {
		to := file
		if made.server != "" {
			to = siteRoot
		}
		if !plainPath().MatchString(file) {
			return nil, false
		}
		lines = append(lines, b.written("COPY --from="+stage+" "+file+" "+to)...)
	}
	if made.venv > 0 {
		lines = append(lines, b.written(usesVenv)...)
	}
	if made.site != "" {
		lines = append(lines, b.written(made.site)...)
	}
	// nginx would read the carriage returns.
	return lines, made.site == "" || b.newline() == "\n" && b.frontend(4)
}
