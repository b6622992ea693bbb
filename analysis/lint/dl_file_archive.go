package lint

import (
	"path"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/shell"
)

// archiveEnds are the ends of names that archives and compressed files have. ADD
// unpacks those of unpackedEnds only, going by what is in the file.
var (
	unpackedEnds = []string{".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz", ".tbz2", ".tb2", ".tar.xz", ".txz", ".tar.zst", ".tzst"}
	archiveEnds  = append(slices.Clone(unpackedEnds),
		".gz", ".bz2", ".xz", ".zst", ".lz", ".lzma", ".z", ".taz", ".tz", ".tz2", ".tlz", ".tpz", ".tar.*")
)

// archiveName tells by its name whether a file may be an archive.
func archiveName(name string) bool { return endsIn(name, archiveEnds) }

func endsIn(name string, ends []string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc(ends, func(end string) bool { return strings.HasSuffix(name, end) })
}

// copied is an archive that COPY brings from the build context, under the name it
// gets.
type copied struct {
	name         string
	step, source int
}

type archivesKey struct{}

// archives are those that a stage copies.
func archives(st *analysis.Facts) []copied {
	return st.Memo(archivesKey{}, func() any {
		var list []copied
		for n, s := range steps(st) {
			c, ok := s.Command.(*instructions.CopyCommand)
			if !ok || n < 0 || s.Err != nil || c.From != "" {
				continue
			}
			for i, src := range c.SourcePaths {
				name := path.Base(src)
				if !endsIn(name, unpackedEnds) || strings.ContainsAny(name, "*?[$") {
					continue
				}
				if base := path.Base(c.DestPath); len(c.SourcePaths) == 1 && !strings.HasSuffix(c.DestPath, "/") && endsIn(base, unpackedEnds) {
					name = base
				}
				list = append(list, copied{name, n, i})
			}
		}
		return list
	}).([]copied)
}

// unpackedArchive reads the scripts of a stage only where a COPY has brought an
// archive.
func unpackedArchive(f *analysis.File, _ Config, report Report) {
	for _, st := range stagesWhere(f, archivesKey{}, func(st *analysis.Facts) bool { return len(archives(st)) > 0 }) {
		for _, c := range archives(st.Facts) {
			for n := c.step + 1; n < len(st.Steps); n++ {
				if in := st.Steps[n].In; in.Kind() != command.Run || !strings.Contains(in.Raw, "tar") || !slices.Contains(extracted(f, st.First+n), c.name) {
					continue
				}
				it := f.Items.At(st.First + c.step)
				report(Note{
					Step: st.First + c.step, Span: it.In(arg(it.Instruction, c.source)),
					Message: "ADD unpacks this archive on the way in; here it is copied, and tar unpacks it further down",
				})
				break
			}
		}
	}
}

// extracted are the names of the archives that the scripts of an item unpack.
func extracted(f *analysis.File, item int) []string {
	var names []string
	for _, script := range f.Scripts(item) {
		for _, c := range script.Commands() {
			if name, ok := tarExtracts(c.Program()); ok {
				names = append(names, path.Base(name))
			}
		}
	}
	return names
}

// tarOptions are the options of tar that do not keep ADD from doing the same, as
// letters: x unpacks, f and C take a value.
var tarOptions = map[string]string{
	"--extract": "x", "--get": "x", "--file": "f", "--directory": "C",
	"--gzip": "", "--gunzip": "", "--bzip2": "", "--xz": "", "--zstd": "", "--verbose": "", "--overwrite": "",
	"--same-owner": "", "--no-same-owner": "", "--same-permissions": "", "--preserve-permissions": "",
}

const tarLetters = "xfCzjJvpPmko"

// tarExtracts is the archive that a command unpacks as ADD would: all of it, and
// as it is.
func tarExtracts(words []shell.Word) (archive string, ok bool) {
	if len(words) == 0 || path.Base(words[0].Value) != "tar" {
		return "", false
	}
	extract := false
	valued := "" // options whose values are to come
	for i, w := range words[1:] {
		if valued != "" {
			if valued[0] == 'f' {
				archive, ok = w.Value, w.Static
			}
			valued = valued[1:]
			continue
		}
		letters, value, known := tarOption(w, i == 0)
		if !known {
			return "", false
		}
		extract = extract || strings.Contains(letters, "x")
		switch {
		case value == "":
			valued = strings.Map(onlyValued, letters)
		case letters == "f":
			archive, ok = value, true
		}
	}
	return archive, ok && extract && archive != "-"
}

// onlyValued drops all letters but those of options that take a value.
func onlyValued(letter rune) rune {
	if letter == 'f' || letter == 'C' {
		return letter
	}
	return -1
}

// tarOption reads a word that is no value. The first may lack its dash.
func tarOption(w shell.Word, first bool) (letters, value string, known bool) {
	name, value, _ := strings.Cut(w.Value, "=")
	switch {
	case strings.HasPrefix(name, "--"):
		letters, known = tarOptions[name]
		return letters, value, known && w.Static
	case strings.HasPrefix(name, "-"), first:
		letters = strings.TrimPrefix(name, "-")
		return letters, "", w.Static && strings.Trim(letters, tarLetters) == ""
	}
	return "", "", false // a member
}
