package completion

import (
	"strings"

	"github.com/slipway-dev/slipway/analysis/text"
)

// usual are values that flags and options of mounts are often given, by their names:
// the value, a blank and what it means. Others are right, too. The defaults are those
// of Docker's healthcheck and BuildKit's parseMount.
var usual = map[string][]string{
	"interval":       {"30s the default", "10s", "1m", "5m"},
	"timeout":        {"30s the default", "3s", "5s", "10s"},
	"start-period":   {"0s the default", "10s", "30s", "1m"},
	"start-interval": {"5s the default", "1s", "2s"},
	"retries":        {"3 the default", "1", "5"},
	"chmod": {
		"755 everyone may read and run", "644 everyone may read", "700 the owner alone may read and run", "600 the owner alone may read", "555 nobody may write",
		"u=rwX,go=rX as 755 for folders and programs and 644 for other files", "+x everyone may run",
	},
	"checksum": {"sha256: followed by 64 hexadecimal digits"},
	"mode":     {"0755 everyone may read and run", "0700 the owner alone", "0400 the owner may read", "0444 everyone may read"},
	"uid":      {"0 root", "1000 the first user of most systems"},
	"gid":      {"0 root", "1000 the first group of most systems"},
	"size":     {"64m 64 MiB", "512m 512 MiB", "1g 1 GiB"},
}

// licenses are identifiers of SPDX for the licenses that are used most.
var licenses = []string{
	"Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "GPL-2.0-only", "GPL-3.0-only", "GPL-3.0-or-later", "LGPL-3.0-or-later", "AGPL-3.0-only", "MPL-2.0", "ISC",
	"0BSD", "Unlicense", "EUPL-1.2",
}

// usualValues adds those of a flag or an option.
func (p *place) usualValues(name string, over text.Span) {
	for _, v := range usual[name] {
		value, about, _ := strings.Cut(v, " ")
		p.add(over.Start, over.End, Item{Label: value, Kind: Value, Detail: about})
	}
}

// labelValue adds what can stand behind the "=" of a label.
func (p *place) labelValue(word text.Span, key string) {
	over := p.unquote(text.Span{Start: word.Start + len(key) + 1, End: word.End})
	switch strings.Trim(key, `"'`) {
	case "org.opencontainers.image.licenses":
		for _, id := range licenses {
			p.add(over.Start, over.End, Item{Label: id, Kind: Value, Detail: "SPDX"})
		}
	case "org.opencontainers.image.base.name":
		if st := p.stage(); st != nil && !strings.ContainsAny(st.Root(), "$\"'\\ ") && st.Root() != "" {
			p.add(over.Start, over.End, Item{Label: st.Root(), Kind: Value, Detail: "the base of this stage"})
		}
	}
}

// workdir adds folders that are known in the stage, for WORKDIR.
func (p *place) workdir() {
	word, before := p.argument()
	if before == 0 {
		p.folders(word)
	}
}

// volumes adds the same for VOLUME.
func (p *place) volumes() {
	word, _ := p.argument()
	if !strings.HasPrefix(strings.TrimSpace(p.line[p.rest:]), "[") {
		p.folders(word)
	}
}

func (p *place) folders(word text.Span) {
	st := p.stage()
	if st == nil || strings.ContainsAny(p.line[word.Start:word.End], p.special()) {
		return
	}
	for _, k := range p.knownPaths(st, p.index) {
		if k.dir {
			p.add(word.Start, word.End, Item{Label: k.path, Kind: Folder, Detail: k.by})
		}
	}
}
