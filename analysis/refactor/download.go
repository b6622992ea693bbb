package refactor

import (
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/text"
)

// download offers ADD for a RUN that does nothing but to fetch one file, with curl or
// wget, and maybe to make it executable.
func download(p place) []offer {
	c, ok := p.chain()
	if !ok || !c.plainRun() || len(c.parts) > 2 {
		return nil
	}
	commands := c.read.Commands()
	if len(commands) != len(c.parts) || commands[0].Span != c.parts[0] {
		return nil
	}
	source, target, ok := c.fetch(commands[0])
	if !ok {
		return nil
	}
	flag := "--chmod=644"
	if len(commands) == 2 {
		if flag, ok = c.executable(commands[1], target); !ok {
			return nil
		}
	}
	edits := c.replaceBy(alike("ADD", c.it().Keyword.Value) + " " + flag + " " + source + " " + target)
	after := c.becomes(edits)
	if after == nil {
		return nil
	}
	if add, ok := after.Command.(*instructions.AddCommand); !ok || !slices.Equal(add.SourcePaths, []string{source}) || add.DestPath != target {
		return nil
	}
	return []offer{{title: "Use ADD for " + commands[0].Name + " (each build looks for a new file)", edits: edits}}
}

// plainRun tells whether the RUN runs as root on Linux, without flags or comments
// that another instruction would not have.
func (c chain) plainRun() bool {
	return len(c.it().Node.Flags) == 0 && len(c.it().Comments) == 0 && !checks(c.it()) && c.linux() &&
		c.asRoot() && c.frontend(6)
}

// replaceBy is another instruction in place of this one.
func (p place) replaceBy(line string) []text.Edit {
	it := p.it()
	return []text.Edit{p.edit(text.Span{Start: it.Keyword.Start, End: len(it.Raw)}, line)}
}

// quiet are the options of curl and wget that say nothing about the file. ADD fails
// at an error and follows redirections, as most people ask curl to.
var quiet = map[string][]string{
	"curl": strings.Fields("--fail --silent --show-error --location --progress-bar --compressed --http1.1 --tlsv1.2"),
	"wget": strings.Fields("--quiet --no-verbose -nv --progress=dot:giga --progress=dot:mega --no-hsts"),
}

// outputs are the options whose value names the file.
var outputs = map[string]string{"curl": "--output", "wget": "--output-document"}

// fetch is the address and the file of a command that fetches one.
func (c chain) fetch(cmd shell.Command) (source, target string, ok bool) {
	if len(cmd.Env) > 0 || outputs[cmd.Name] == "" {
		return "", "", false
	}
	for i := 1; i < len(cmd.Words); i++ {
		named, ok := names(cmd, i)
		switch {
		case !ok:
			return "", "", false
		case named && i+1 < len(cmd.Words) && target == "":
			i++
			target, ok = c.asWord(cmd.Words[i])
		case !named && !strings.HasPrefix(cmd.Words[i].Raw, "-") && source == "":
			source, ok = c.asWord(cmd.Words[i])
		default:
			ok = !named && strings.HasPrefix(cmd.Words[i].Raw, "-")
		}
		if !ok {
			return "", "", false
		}
	}
	plain := fetched(source) && !strings.ContainsAny(source, "*[]")
	return source, target, plain && target != "" && !strings.HasSuffix(target, "/") && !strings.HasPrefix(target, "/dev/") && target != "-"
}

// names tells whether the word behind the nth names the file. It is not ok for an
// option that says anything else of the file.
func names(cmd shell.Command, n int) (named, ok bool) {
	raw := cmd.Words[n].Raw
	if !strings.HasPrefix(raw, "-") || slices.Contains(quiet[cmd.Name], raw) {
		return false, true
	}
	if !strings.HasPrefix(raw, "--") {
		if raw, _, ok = lengthen(cmd.Name, raw); !ok {
			return false, false
		}
	}
	for _, name := range strings.Fields(raw) {
		switch {
		case name == outputs[cmd.Name]:
			named = true // its value is the next word, so it is the last
		case !slices.Contains(quiet[cmd.Name], name):
			return false, false
		}
	}
	return named, true
}

// asWord is a word of the shell as one of an instruction that expands variables. It
// is not ok where the two would not be the same.
func (c chain) asWord(w shell.Word) (string, bool) {
	raw := w.Raw
	if len(raw) > 1 && raw[0] == raw[len(raw)-1] && (raw[0] == '"' || raw[0] == '\'' && !strings.Contains(raw, "$")) {
		raw = raw[1 : len(raw)-1]
	}
	if raw == "" || strings.ContainsAny(raw, "\"'\\` \t~<>#*?[]{}()|;&") && !plainBraces(raw) {
		return "", false
	}
	for _, use := range c.read.Uses() {
		if use.Start < w.Start || w.End < use.End {
			continue
		}
		_, known := c.step().Before.Vars.Lookup(use.Name)
		set := slices.ContainsFunc(c.read.Assignments(), func(a shell.Assignment) bool { return a.Name == use.Name })
		if !known || set || use.Modifier != "" {
			return "", false
		}
	}
	return raw, !strings.Contains(raw, "$(") && strings.Count(raw, "$") == c.usesIn(w)
}

// usesIn is the number of variables in a word.
func (c chain) usesIn(w shell.Word) (n int) {
	for _, use := range c.read.Uses() {
		if w.Start <= use.Start && use.End <= w.End {
			n++
		}
	}
	return n
}

// plainBraces tells whether the only odd characters are those of ${NAME} and of the
// query of an address.
func plainBraces(s string) bool {
	rest := strings.NewReplacer("${", "", "}", "", "?", "", "&", "").Replace(s)
	return strings.Count(s, "${") == strings.Count(s, "}") && !strings.ContainsAny(rest, "\"'\\` \t~<>#*[]{()|;")
}

// executable is the flag for what chmod makes of the file.
func (c chain) executable(cmd shell.Command, target string) (flag string, ok bool) {
	if cmd.Name != "chmod" || len(cmd.Words) != 3 || cmd.Words[2].Raw != target {
		return "", false
	}
	switch mode := cmd.Words[1].Raw; mode {
	case "+x", "a+x":
		return "--chmod=755", true
	default:
		return "--chmod=" + mode, octalMode().MatchString(mode)
	}
}
