package refactor

import (
	"path"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis/text"
)

// addToCopy offers COPY for an ADD that does no more: all its sources are files of
// the build context, and by their names none is an archive that ADD would unpack.
func addToCopy(p place) []offer {
	in := p.acting()
	add, ok := in.Command.(*instructions.AddCommand)
	if p.step() == nil || !ok || !slices.ContainsFunc(add.SourcePaths, copied) && len(add.SourceContents) == 0 {
		return nil
	}
	for _, source := range add.SourcePaths {
		if !copied(source) {
			return nil
		}
	}
	for _, flag := range in.Flags {
		if !slices.Contains([]string{"chown", "chmod", "link", "exclude"}, flag.Name.Value) {
			return nil
		}
	}
	edits := []text.Edit{p.edit(in.Keyword.Span, alike("COPY", in.Keyword.Value))}
	after := p.becomes(edits)
	if p.commented(edits) || after == nil {
		return nil
	}
	if c, ok := acting(after).Command.(*instructions.CopyCommand); !ok || !slices.Equal(c.SourcePaths, add.SourcePaths) || c.DestPath != add.DestPath {
		return nil
	}
	return []offer{{title: "Use COPY", edits: edits, preferred: true}}
}

// copied tells of a source of ADD that COPY would treat alike: a directory, or a
// file whose name tells that it is no archive.
func copied(source string) bool {
	if strings.Contains(source, "://") || strings.HasPrefix(source, "git@") || strings.ContainsAny(source, "$\\`'\"") {
		return false
	}
	name := strings.ToLower(path.Base(source))
	if source == "." || source == "./" || strings.HasSuffix(source, "/") && !strings.ContainsAny(source, "*?[") {
		return !strings.HasSuffix(name, ".git")
	}
	extension := strings.TrimPrefix(path.Ext(name), ".")
	return slices.Contains(plainFiles, name) || slices.Contains(plainFiles, "."+extension) && !strings.ContainsAny(extension, "*?[")
}

// plainFiles are names and extensions of files that are no tar archive, compressed
// or not. Left out are .apk, .gem and their like, which are.
var plainFiles = strings.Fields(`makefile gemfile gemfile.lock pipfile procfile license readme entrypoint.sh
	.bash .bat .c .cc .cfg .cmd .cnf .conf .cpp .crt .cs .csproj .css .csv .deb .dll .env .ex .exe .exs .fish .go .gradle
	.h .hpp .htm .html .ini .jar .java .jpg .js .json .jsx .key .kts .list .lock .lua .md .mjs .mod .pem .php .pl
	.png .policy .properties .proto .ps1 .pub .py .rb .repo .rpm .rs .rules .scala .service .sh .sln .so .sql .sum
	.svg .swift .template .tf .toml .ts .tsx .txt .vim .war .whl .xml .yaml .yml .zip .zsh`)
