package refactor

import (
	"path"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis/text"
)

// archives are the endings of names of archives that ADD unpacks.
var archives = strings.Fields(".tar .tar.gz .tgz .tar.bz2 .tbz2 .tar.xz .txz")

// unpack offers ADD for a COPY of an archive and the RUN behind it that unpacks it,
// and may remove it, and does no more.
func unpack(p place) []offer {
	in := p.it().Instruction
	copied, ok := in.Command.(*instructions.CopyCommand)
	if !ok || p.step() == nil || len(in.Flags) > 0 || len(copied.SourcePaths) != 1 || p.item+1 >= p.stage().End || len(copied.SourceContents) > 0 {
		return nil
	}
	c, ok := p.other(p.item + 1).chain()
	if !ok || !c.plainRun() || !plainPath().MatchString(copied.SourcePaths[0]) {
		return nil
	}
	target, ok := c.unpacks(copied)
	if !ok {
		return nil
	}
	edits := []text.Edit{
		p.edit(in.Keyword.Span, alike("ADD", in.Keyword.Value)),
		p.edit(in.Rest.Span, copied.SourcePaths[0]+" "+target),
		{Span: c.lines(c.it().Span())},
	}
	items := p.after(p.item, p.item+1, edits)
	if len(items) != 1 || p.commented(edits) {
		return nil
	}
	if add, ok := items[0].Command.(*instructions.AddCommand); !ok || !slices.Equal(add.SourcePaths, copied.SourcePaths) || add.DestPath != target {
		return nil
	}
	return []offer{{title: "Use ADD to unpack " + clip(path.Base(copied.SourcePaths[0]), 40) + ", which is not in the image then", edits: edits}}
}

// unpacks is the folder to which a chain unpacks the archive that was copied, and
// does nothing else but to remove it.
func (c chain) unpacks(copied *instructions.CopyCommand) (target string, ok bool) {
	name := path.Base(copied.SourcePaths[0])
	archive := copied.DestPath
	if strings.HasSuffix(archive, "/") || archive == "." {
		archive = path.Join(archive, name)
	}
	commands := c.read.Commands()
	isArchive := slices.ContainsFunc(archives, func(end string) bool {
		return strings.HasSuffix(name, end) && strings.HasSuffix(archive, end)
	})
	if !isArchive || len(commands) != len(c.parts) || len(commands) > 2 {
		return "", false
	}
	var words []string
	for _, cmd := range commands {
		for _, w := range cmd.Words {
			if !w.Static || w.Raw != w.Value {
				return "", false
			}
			words = append(words, w.Value)
		}
		words = append(words, "&&")
	}
	if len(words) < 6 || words[0] != "tar" || !slices.Contains(unpacking, words[1]) || words[2] != archive || words[3] != "-C" || words[5] != "&&" {
		return "", false
	}
	rest := words[6:]
	removes := len(rest) == 3 && rest[0] == "rm" && rest[1] == archive || len(rest) == 4 && rest[0] == "rm" && rest[1] == "-f" && rest[2] == archive
	target = strings.TrimSuffix(words[4], "/") + "/"
	return target, (len(rest) == 0 || removes) && plainPath().MatchString(target) && path.IsAbs(target)
}

// unpacking are the options by which tar unpacks a file.
var unpacking = strings.Fields("-xf -xzf -xjf -xJf -xvf -xvzf -xzvf -xvjf -xvJf xf xzf xjf xJf xvf xvzf xzvf -zxf -zxvf zxf zxvf")
