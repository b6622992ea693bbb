package completion

import (
	"path"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/buildcontext"
	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/syntax"
)

// known is a path in a stage that its instructions make.
type known struct {
	path string // absolute, with slashes
	dir  bool
	by   string // what makes it, for people
	// gone tells that it is removed instead.
	gone bool
	// mirror is the folder of the build context that was copied there, "" for none.
	mirror string
}

// knownPaths are the paths that the instructions of a stage make, those of its bases
// included, the latest first. end is the item behind the last one that counts.
func (p *place) knownPaths(st *analysis.Stage, end int) []known {
	var list []known
	var gone []string
	seen := map[string]bool{"/": true, "": true}
	for s := range p.stepsOf(st, end) {
		for _, k := range p.madeIn(s) {
			switch {
			case seen[k.path] || slices.ContainsFunc(gone, func(dir string) bool { return within(k.path, dir) }):
			case k.gone:
				gone = append(gone, k.path)
			default:
				seen[k.path] = true
				list = append(list, k)
			}
		}
	}
	return list
}

// within tells whether a path is another one or below it.
func within(name, dir string) bool {
	return name == dir || strings.HasPrefix(name, strings.TrimSuffix(dir, "/")+"/")
}

// madeIn are the paths that one instruction makes.
func (p *place) madeIn(s *analysis.Step) []known {
	switch c := s.Command.(type) {
	case *instructions.WorkdirCommand:
		if dir, ok := absolute(s, c.Path); ok {
			return []known{{path: dir, dir: true, by: "WORKDIR"}}
		}
	case *instructions.VolumeCommand:
		var list []known
		for _, v := range c.Volumes {
			if dir, ok := absolute(s, v); ok {
				list = append(list, known{path: dir, dir: true, by: "VOLUME"})
			}
		}
		return list
	case *instructions.CopyCommand:
		return p.copiedTo(s, c.SourcesAndDest, "COPY", c.From, c.Parents)
	case *instructions.AddCommand:
		return p.copiedTo(s, c.SourcesAndDest, "ADD", "", true)
	case *instructions.RunCommand:
		return madeInRun(s, c)
	}
	return nil
}

// madeInRun are the paths that a RUN leaves in its stage: not what it makes in a mount.
func madeInRun(s *analysis.Step, c *instructions.RunCommand) []known {
	var list []known
	var mounts []string
	for _, m := range instructions.GetMounts(c) {
		if dir, ok := absolute(s, m.Target); ok {
			mounts = append(mounts, dir)
		}
	}
	for _, m := range s.In.Memo(madeKey{}, func() any { return madeByRun(s.In) }).([]known) {
		name, ok := absolute(s, m.path)
		if ok && !slices.ContainsFunc(mounts, func(dir string) bool { return within(name, dir) }) {
			m.path = name
			list = append(list, m)
		}
	}
	return list
}

// absolute is a path of an instruction from the root, where that is known.
func absolute(s *analysis.Step, name string) (string, bool) {
	if len(s.Unset) > 0 || s.Err != nil || name == "" || strings.ContainsAny(name, "$*?[") {
		return "", false
	}
	name = strings.ReplaceAll(name, `\`, "/")
	if drive, rest, ok := strings.Cut(name, ":"); ok && len(drive) == 1 {
		return drive + ":" + path.Clean("/"+rest), true
	}
	if !path.IsAbs(name) {
		workdir := strings.ReplaceAll(s.Before.Workdir, `\`, "/")
		if workdir == "" {
			return "", false // only the base image knows
		}
		return path.Join(workdir, name), true
	}
	return path.Clean(name), true
}

// copiedTo is what COPY and ADD make. unpacks tells that a source may turn out to be
// something else there than it is in the context.
func (p *place) copiedTo(s *analysis.Step, c instructions.SourcesAndDest, by, from string, unpacks bool) []known {
	dest, ok := absolute(s, c.DestPath)
	if !ok {
		return nil
	}
	many := len(c.SourcePaths)+len(c.SourceContents) > 1
	folder := many || unpacks || strings.HasSuffix(c.DestPath, "/") || strings.HasSuffix(c.DestPath, ".") && strings.Trim(path.Base(c.DestPath), ".") == ""
	target := known{path: dest, dir: folder, by: by}
	var list []known
	for _, src := range c.SourcePaths {
		e, isEntry := p.contextEntry(src, from)
		switch {
		case unpacks || strings.ContainsAny(src, "*?[:"):
			target.dir = true
		case isEntry && e.Dir:
			target.dir, target.mirror = true, "/"+strings.TrimPrefix(e.Path, ".")
		case folder && (isEntry || from != "" && path.Ext(src) != "" || from != "" && !strings.HasSuffix(src, "/")):
			list = append(list, known{path: path.Join(dest, path.Base(src)), by: by})
		}
	}
	for _, doc := range c.SourceContents {
		if folder {
			list = append(list, known{path: path.Join(dest, doc.Path), by: by})
		}
	}
	return append(list, target)
}

// contextEntry is the file or folder of the context that a source means.
func (p *place) contextEntry(src, from string) (e buildcontext.Entry, ok bool) {
	if p.around.Context == nil || from != "" || strings.ContainsAny(src, `*?[\:`) {
		return e, false
	}
	return p.around.Context.Stat(src)
}

type madeKey struct{}

// madeByRun are the paths that the commands of a RUN make, as they are written
// there. Behind a cd, relative ones are not known.
func madeByRun(in *syntax.Instruction) []known {
	var made []known
	moved := false
	for _, c := range commandsOf(in) {
		words := c.Program()
		if len(words) == 0 {
			continue
		}
		moved = moved || words[0].Value == "cd" || words[0].Value == "pushd"
		for _, k := range madeByCommand(words) {
			if !moved || path.IsAbs(k.path) {
				made = append(made, k)
			}
		}
	}
	slices.Reverse(made)
	return made
}

type commandsKey struct{}

// commandsOf are the commands in the scripts of a RUN, in their order.
func commandsOf(in *syntax.Instruction) []shell.Command {
	return in.Memo(commandsKey{}, func() any {
		if in.JSON {
			return []shell.Command(nil)
		}
		list := shell.Parse(in.Rest.Value, shell.Bash).Commands()
		for _, d := range in.Heredocs {
			list = append(list, shell.Parse(in.Raw[d.Body.Start:d.Body.End], shell.Bash).Commands()...)
		}
		return list
	}).([]shell.Command)
}

// maker says which words of a command are paths that it makes.
type maker struct {
	program, verb string
	// operands tells which of the words that are no options are paths.
	operands which
	// options take a path in the next word, or behind "=".
	options []string
	// valued are other options that take the next word.
	valued []string
	// dir tells that folders are made; when is an option without which they are not.
	dir  bool
	when string
	// always are paths that are made whatever is written.
	always []string
	// gone tells that they are removed.
	gone bool
}

type which int

const (
	noOperand which = iota
	allOperands
	lastOperand // where there are two or more
)

// makers are commands that make files, from their manuals.
var makers = []maker{
	{program: "mkdir", operands: allOperands, valued: []string{"-m", "--mode"}, dir: true},
	{program: "touch", operands: allOperands, valued: []string{"-d", "-t", "-r", "--date", "--reference"}},
	{program: "install", operands: allOperands, valued: []string{"-m", "-o", "-g", "--mode", "--owner", "--group"}, dir: true, when: "-d"},
	{program: "tee", operands: allOperands},
	{program: "rm", operands: allOperands, gone: true},
	{program: "rmdir", operands: allOperands, gone: true},
	{program: "curl", options: []string{"-o", "--output"}},
	{program: "wget", options: []string{"-O", "--output-document"}},
	{program: "wget", options: []string{"-P", "--directory-prefix"}, dir: true},
	{program: "git", verb: "clone", operands: lastOperand, valued: []string{"-b", "--branch", "--depth", "-c", "-o", "--origin", "-j", "--jobs"}, dir: true},
	{program: "tar", options: []string{"-C", "--directory"}, dir: true},
	{program: "unzip", options: []string{"-d"}, dir: true},
	{program: "ln", operands: lastOperand, valued: []string{"-S", "-t"}},
	{program: "go", verb: "build", options: []string{"-o"}},
	{program: "gcc", options: []string{"-o"}},
	{program: "g++", options: []string{"-o"}},
	{program: "cc", options: []string{"-o"}},
	{program: "clang", options: []string{"-o"}},
	{program: "clang++", options: []string{"-o"}},
	{program: "rustc", options: []string{"-o"}},
	{program: "cargo", verb: "build", always: []string{"target/release/"}, when: "--release"},
	{program: "cargo", verb: "install", options: []string{"--root"}, dir: true},
	{program: "dotnet", verb: "publish", options: []string{"-o", "--output"}, dir: true},
	{program: "dotnet", verb: "build", options: []string{"-o", "--output"}, dir: true},
	{program: "mvn", verb: "package", always: []string{"target/"}},
	{program: "./mvnw", verb: "package", always: []string{"target/"}},
	{program: "mvn", verb: "verify", always: []string{"target/"}},
	{program: "./mvnw", verb: "verify", always: []string{"target/"}},
	{program: "gradle", verb: "build", always: []string{"build/libs/"}},
	{program: "./gradlew", verb: "build", always: []string{"build/libs/"}},
	{program: "gradle", verb: "bootJar", always: []string{"build/libs/"}},
	{program: "./gradlew", verb: "bootJar", always: []string{"build/libs/"}},
	{program: "npm", verb: "ci", always: []string{"node_modules/"}},
	{program: "npm", verb: "install", always: []string{"node_modules/"}},
	{program: "yarn", verb: "install", always: []string{"node_modules/"}},
	{program: "pnpm", verb: "install", always: []string{"node_modules/"}},
	{program: "composer", verb: "install", always: []string{"vendor/"}},
	{program: "pip", verb: "install", options: []string{"--prefix", "--target", "-t"}, dir: true},
	{program: "pip", verb: "wheel", options: []string{"-w", "--wheel-dir"}, dir: true},
	{program: "uv", verb: "venv", operands: allOperands, valued: []string{"-p", "--python", "--seed"}, dir: true},
	{program: "uv", verb: "sync", always: []string{".venv/"}},
	{program: "virtualenv", operands: allOperands, valued: []string{"-p", "--python"}, dir: true},
	{program: "python", verb: "-m venv", operands: allOperands, dir: true},
	{program: "python3", verb: "-m venv", operands: allOperands, dir: true},
	{program: "useradd", options: []string{"-d", "--home-dir", "--home"}, dir: true},
	{program: "adduser", options: []string{"-h", "--home"}, dir: true},
}

// madeByCommand are the paths that a command makes.
func madeByCommand(words []shell.Word) []known {
	var made []known
	for i := range makers {
		m := &makers[i]
		if args, ok := m.arguments(words); ok {
			for _, name := range m.paths(args) {
				made = append(made, known{
					path: name, dir: m.dir || strings.HasSuffix(name, "/"), by: strings.TrimSpace(m.program + " " + m.verb), gone: m.gone,
				})
			}
		}
	}
	return made
}

// arguments are the words behind the program and the verb.
func (m *maker) arguments(words []shell.Word) ([]shell.Word, bool) {
	if words[0].Value != m.program {
		return nil, false
	}
	words = words[1:]
	for _, v := range strings.Fields(m.verb) {
		i := slices.IndexFunc(words, func(w shell.Word) bool { return w.Value == v || !strings.HasPrefix(w.Raw, "-") })
		if i < 0 || words[i].Value != v {
			return nil, false
		}
		words = words[i+1:]
	}
	given := func(w shell.Word) bool { return w.Value == m.when }
	return words, m.when == "" || slices.ContainsFunc(words, given)
}

// paths are those among the arguments.
func (m *maker) paths(args []shell.Word) []string {
	found := slices.Clone(m.always)
	var operands []shell.Word
	for i := 0; i < len(args); i++ {
		option, value, attached := strings.Cut(args[i].Value, "=")
		switch {
		case !strings.HasPrefix(args[i].Raw, "-"):
			operands = append(operands, args[i])
		case slices.Contains(m.options, option) && attached:
			found = append(found, value)
		case slices.Contains(m.options, args[i].Value) && i+1 < len(args):
			i++
			found = append(found, args[i].Value)
		case slices.Contains(m.valued, args[i].Value):
			i++
		}
	}
	switch {
	case m.operands == lastOperand && len(operands) > 1:
		operands = operands[len(operands)-1:]
	case m.operands != allOperands:
		operands = nil
	}
	for _, w := range operands {
		found = append(found, w.Value)
	}
	return slices.DeleteFunc(found, func(name string) bool { return name == "" || name == "-" || strings.HasPrefix(name, "/dev/") })
}
