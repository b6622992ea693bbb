package completion

import (
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/analysis/reference"
)

// family is what is known of the programs in the image at the cursor.
type family struct {
	// manager is the package manager of the system, "" where it is not known.
	manager string
	// programs are those that the image is there for.
	programs []string
	// installed are the words of earlier commands, which may have installed something.
	installed []string
}

// has tells whether a program is there.
func (f family) has(program string) bool {
	return program == f.manager || slices.Contains(f.programs, program) || slices.Contains(f.installed, program)
}

// family is that of the image which the stage at the cursor starts from in the end,
// told by its name.
func (p *place) family() family {
	st := p.stage()
	if st == nil || st.OS == "windows" {
		return family{}
	}
	image := st.Root()
	f := family{manager: reference.SystemOf(image).Manager, programs: imagePrograms[repository(image)]}
	for s := range p.steps() {
		switch s.In.Kind() {
		case "run":
			for _, c := range commandsOf(s.In) {
				for _, w := range c.Words[min(1, len(c.Words)):] {
					name, _, _ := strings.Cut(w.Value, "=")
					f.installed = append(f.installed, name)
				}
			}
		case "copy":
			for _, k := range p.madeIn(s) {
				f.installed = append(f.installed, k.path[strings.LastIndexByte(k.path, '/')+1:])
			}
		}
	}
	if slices.Contains(f.installed, "corepack") {
		f.installed = append(f.installed, "yarn", "pnpm")
	}
	return f
}

// imagePrograms are the programs for which people take an image.
var imagePrograms = map[string][]string{
	"node":                         {"npm", "node", "yarn", "corepack"},
	"python":                       {"pip", "python"},
	"golang":                       {"go"},
	"rust":                         {"cargo"},
	"ruby":                         {"bundle", "gem"},
	"php":                          {"docker-php-ext-install"},
	"composer":                     {"composer"},
	"maven":                        {"mvn"},
	"gradle":                       {"gradle"},
	"mcr.microsoft.com/dotnet/sdk": {"dotnet"},
	"oven/bun":                     {"bun"},
	"elixir":                       {"mix"},
}
