package refactor

import (
	"path"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis/reference"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// manifests is a COPY of the files that the RUN below restores packages from.
type manifests struct {
	place  // the COPY
	copied *instructions.CopyCommand
	files  []string // of the build context
	run    place
	reference.Manager
}

// bindMount offers to mount the files that a RUN restores packages from instead of
// copying them first, at the COPY or at the RUN. A mount cannot be written to, so it
// is for commands that only read them; and it leaves nothing in the image, so the
// whole context must follow, or they are the requirements of pip, which nothing else
// reads.
func bindMount(p place) []offer {
	m, ok := p.manifests()
	if !ok {
		return nil
	}
	mounts, ok := m.run.withMounts(m.flags())
	if !ok {
		return nil
	}
	edits := []text.Edit{{Span: m.lines(m.it().Span())}, mounts}
	title := "Mount " + clip(strings.Join(m.files, ", "), 60) + " for RUN instead of copying"
	if !m.copiedLater() {
		if m.Name != "pip" || m.mentioned() {
			return nil
		}
		title += " (not in the image then)"
	}
	return []offer{{title: title, edits: edits}}
}

// manifests is those at the place: of a COPY and the RUN right behind it.
func (p place) manifests() (m manifests, ok bool) {
	first := p.item
	if _, isCopy := p.it().Command.(*instructions.CopyCommand); !isCopy {
		first--
	}
	if first < 0 || first+1 >= p.Items.Len() || p.StageOf(first) == nil || p.StageOf(first) != p.StageOf(first+1) || !p.frontend(2) {
		return m, false
	}
	m = manifests{place: p.other(first), run: p.other(first + 1)}
	it := m.it()
	plain := len(it.Flags) == 0 && len(it.Comments) == 0 && !checks(it) && !checks(m.run.it())
	if !plain || m.step() == nil || m.run.step() == nil || m.trigger() || !m.linux() {
		return m, false
	}
	m.copied, ok = it.Command.(*instructions.CopyCommand)
	if !ok || len(m.copied.SourceContents) > 0 {
		return m, false
	}
	if m.files, ok = m.named(); !ok {
		return m, false
	}
	for manager := range reference.Managers() {
		if slices.ContainsFunc(m.run.called(), func(words []string) bool { return onlyReads(manager, words) }) && m.onlyOf(manager) {
			m.Manager = manager
			return m, true
		}
	}
	return m, false
}

// named are the files that are copied: as the COPY names them, or as the build context
// has them where it names a pattern.
func (m manifests) named() (files []string, ok bool) {
	for _, source := range m.copied.SourcePaths {
		switch pattern := strings.ContainsAny(source, "*?["); {
		case !pattern && plainPath().MatchString(source) && !strings.HasPrefix(path.Clean(source), ".."):
			files = append(files, path.Clean(source))
		case !pattern || m.context == nil:
			return nil, false
		default:
			found, more := m.context.Match(source)
			for _, e := range found {
				files = append(files, e.Path)
			}
			if more || len(found) == 0 {
				return nil, false
			}
		}
	}
	return slices.Compact(files), true
}

// onlyOf tells whether all that is copied are files that the manager reads, by their
// names, and that they go into a folder, or one of them to its own name.
func (m manifests) onlyOf(manager reference.Manager) bool {
	dest := m.copied.DestPath
	named := len(m.files) == 1 && path.Base(dest) == path.Base(m.files[0])
	if !plainPath().MatchString(dest) || dest != "." && !strings.HasSuffix(dest, "/") && !named {
		return false
	}
	return !slices.ContainsFunc(m.files, func(name string) bool { return !manager.Reads(path.Base(name)) || !plainPath().MatchString(name) })
}

// readOnly are the commands that restore without writing to the files that tell
// them what, with an option that it takes for that.
var readOnly = map[string]string{
	"npm ci": "", "npm clean-install": "", "go mod download": "", "composer install": "",
	"pip install": "-r", "pip3 install": "-r", "python -m pip install": "-r", "python3 -m pip install": "-r",
	"yarn install": "--frozen-lockfile", "yarn": "--frozen-lockfile", "pnpm install": "--frozen-lockfile", "pnpm i": "--frozen-lockfile",
	"uv sync": "--locked", "mvn dependency:go-offline": "", "cargo fetch": "--locked", "bun install": "--frozen-lockfile",
}

// onlyReads tells whether words restore what the manager's files tell, and write to
// none of these.
func onlyReads(manager reference.Manager, words []string) bool {
	var plain []string
	for i, w := range words {
		if i == 0 || !strings.HasPrefix(w, "-") || w == "-m" {
			plain = append(plain, w)
		}
	}
	return slices.ContainsFunc(manager.Restore, func(c string) bool {
		option, ok := readOnly[c]
		return ok && slices.Equal(plain[:min(len(plain), len(strings.Fields(c)))], strings.Fields(c)) && (option == "" || slices.Contains(words, option))
	})
}

// flags are the mounts, at the paths at which the files were copied.
func (m manifests) flags() []string {
	var flags []string
	for _, source := range m.files {
		target := path.Clean(m.copied.DestPath)
		if path.Base(target) != path.Base(source) {
			target = path.Join(target, path.Base(source))
		}
		flags = append(flags, "--mount=type=bind,source="+source+",target="+target)
	}
	return flags
}

// copiedLater tells whether the next instruction that adds or runs something is a
// COPY of the whole context to the same folder.
func (m manifests) copiedLater() bool {
	for i := m.run.item + 1; i < m.stage().End; i++ {
		switch c := m.Items.At(i).Command.(type) {
		case *instructions.CopyCommand:
			whole := len(c.SourcePaths) == 1 && path.Clean(c.SourcePaths[0]) == "." && c.From == ""
			return whole && len(c.ExcludePatterns) == 0 && m.sameFolder(c) && !c.Link
		case *instructions.ArgCommand, *instructions.EnvCommand, *instructions.LabelCommand, *instructions.ExposeCommand:
		default:
			return false
		}
	}
	return false
}

// sameFolder tells whether a later COPY brings the files to where they were.
func (m manifests) sameFolder(c *instructions.CopyCommand) bool {
	return path.Clean(c.DestPath) == path.Clean(m.copied.DestPath) && !slices.ContainsFunc(m.files, func(s string) bool { return path.Dir(s) != "." })
}

// mentioned tells whether another instruction names one of the files.
func (m manifests) mentioned() bool {
	for i, it := range m.Items.All() {
		if i != m.item && i != m.run.item && slices.ContainsFunc(m.files, func(s string) bool { return strings.Contains(it.Raw, path.Base(s)) }) {
			return true
		}
	}
	return m.Items.Slice(m.run.item+1, m.stage().End).Any(func(it syntax.Item) bool {
		return strings.Contains(it.Raw, "pip install") || strings.Contains(it.Raw, "pip3 install")
	})
}
