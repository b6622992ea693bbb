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
	return len(c.it().Node.Flags) == 0 && len(c.it().Comments) == 0 && !checks(c.it()) && c.stage().OS == "linux" &&
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
	"curl": strings.Fields("-f --fail -s --silent -S --show-error -L --location -sSL -sS -fsSL -fsS -fSL -fL -sL -fsL -fSsL -sSfL -sfL -Lf -Ls -LsS -LSs -LfsS -sLf -sSLf -sLS -# --progress-bar --compressed --http1.1 --tlsv1.2"),
	"wget": strings.Fields("-q --quiet -nv --no-verbose --progress=dot:giga --progress=dot:mega --no-hsts"),
}

// outputs are the options whose next word names the file, alone or behind quiet ones.
var outputs = map[string][]string{
	"curl": strings.Fields("-o --output -sSLo -sLo -fsSLo -Lo -so -fLo -sSo -LSso -Lso -LsSo -fSLo"),
	"wget": strings.Fields("-O --output-document -qO -nvO"),
}

// fetch is the address and the file of a command that fetches one.
func (c chain) fetch(cmd shell.Command) (source, target string, ok bool) {
	if len(cmd.Env) > 0 || len(cmd.Words) < 4 {
		return "", "", false
	}
	for i := 1; i < len(cmd.Words); i++ {
		w := cmd.Words[i]
		switch {
		case slices.Contains(quiet[cmd.Name], w.Raw):
		case slices.Contains(outputs[cmd.Name], w.Raw) && i+1 < len(cmd.Words) && target == "":
			i++
			if target, ok = c.asWord(cmd.Words[i]); !ok {
				return "", "", false
			}
		case source == "" && !strings.HasPrefix(w.Raw, "-"):
			if source, ok = c.asWord(w); !ok {
				return "", "", false
			}
		default:
			return "", "", false
		}
	}
	return source, target, fetched(source) && target != "" && !strings.HasSuffix(target, "/") && !strings.HasPrefix(target, "-") &&
		!strings.HasPrefix(target, "/dev/") && !strings.ContainsAny(source, "*[]")
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
		if _, known := c.step().Before.Vars.Lookup(use.Name); !known || use.Modifier != "" || slices.ContainsFunc(c.read.Assignments(), func(a shell.Assignment) bool { return a.Name == use.Name }) {
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
	switch mode := cmd.Words[1].Raw; {
	case mode == "+x" || mode == "a+x":
		return "--chmod=755", true
	default:
		return "--chmod=" + mode, octalMode().MatchString(mode)
	}
}
