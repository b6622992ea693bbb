package refactor

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/reference"
	"github.com/slipway-dev/slipway/analysis/text"
)

// cacheMounts offers cache mounts for a package manager whose downloads are read
// again by what builds: in each RUN that calls it, of the stage and all that share a
// base with it. They are stages that others only copy the outcome from, and nothing
// in them counts on the downloads being there, because another machine may have the
// layers and not the cache.
func cacheMounts(p place) []offer {
	if p.step() == nil || p.it().Kind() != command.Run || !p.linux() || !p.frontend(2) {
		return nil
	}
	var offers []offer
	for m := range reference.Managers() {
		if !m.Needed || !p.runs(m) || !p.onlyBuilds(m) {
			continue
		}
		if edits, ok := p.mountAll(m); ok {
			title := "Add a cache mount for " + m.Name
			if n := len(edits); n > 1 {
				title += fmt.Sprintf(" to %d RUNs", n)
			}
			offers = append(offers, offer{title: title, edits: edits})
		}
	}
	return offers
}

// mountAll puts the mounts into each RUN that calls the manager.
func (p place) mountAll(m reference.Manager) ([]text.Edit, bool) {
	var edits []text.Edit
	for _, n := range p.relatives() {
		for i := p.Stages[n].First + 1; i < p.Stages[n].End; i++ {
			at := p.other(i)
			switch {
			case !at.mayRun(m):
				continue
			case at.step() == nil || at.trigger() || at.offline(m) || !at.cachesAsUsual(m):
				return nil, false
			}
			edit, ok := at.withMounts(mounts(m))
			if !ok {
				return nil, false
			}
			edits = append(edits, edit)
		}
	}
	return edits, len(edits) > 0
}

// managerPrograms are the programs of a manager, as they are called.
func managerPrograms(m reference.Manager) []string {
	var list []string
	for _, c := range slices.Concat(m.Restore, m.Install) {
		program, _, _ := strings.Cut(c, " ")
		list = append(list, program)
	}
	return list
}

// runs tells whether the instruction calls the manager itself.
func (p place) runs(m reference.Manager) bool {
	programs := managerPrograms(m)
	return slices.ContainsFunc(p.called(), func(words []string) bool {
		return len(words) > 1 && slices.Contains(programs, words[0])
	})
}

// mayRun tells whether the instruction calls the manager, or a program that may do
// so: make and its like, and scripts.
func (p place) mayRun(m reference.Manager) bool {
	if p.it().Kind() != command.Run {
		return false
	}
	return p.runs(m) || slices.ContainsFunc(p.called(), func(words []string) bool {
		return slices.Contains(builders, path.Base(words[0])) || strings.HasPrefix(words[0], "./")
	})
}

// builders are programs that call others as files tell them.
var builders = strings.Fields("make gmake just task mage goreleaser bazel ninja sbt ant")

// called are the words of the commands of the instruction, "" for one that the shell
// makes anew. Each has a program.
func (p place) called() [][]string {
	var list [][]string
	if args, script, ok := commandLine(p.acting()); ok && !script && len(args) > 0 {
		list = append(list, args)
	}
	for _, s := range p.Scripts(p.item) {
		for _, c := range s.Commands() {
			var words []string
			for _, w := range c.Program() {
				words = append(words, w.Value)
			}
			if len(words) > 0 {
				list = append(list, words)
			}
		}
	}
	return list
}

// offline tells whether the instruction counts on downloads that are there: by an
// option of Cargo, Maven, Gradle or .NET. In Go and .NET "-o" names the output.
func (p place) offline(m reference.Manager) bool {
	return slices.ContainsFunc(p.called(), func(words []string) bool {
		return slices.ContainsFunc(words, func(w string) bool {
			return slices.Contains(offlineOptions, w) || w == "-o" && m.Name == "maven"
		})
	})
}

var offlineOptions = strings.Fields("--offline --frozen --no-restore --no-build")

// settled are pieces of text that tell of a stage that it goes without a network, or
// without the caches.
var settled = strings.Fields("GOPROXY GOFLAGS CARGO_NET_OFFLINE -mod=vendor")

// relatives are the stage that this one starts from in the end, and all built on that.
func (p place) relatives() []int {
	st := p.stage()
	for st.Base >= 0 {
		st = &p.Stages[st.Base]
	}
	return p.builtOn(st.Index)
}

// onlyBuilds tells whether others copy something out of the stage, or one built on
// it, but nothing of the caches, and nothing of it is to run.
func (p place) onlyBuilds(m reference.Manager) bool {
	used := false
	for _, n := range p.relatives() {
		st := &p.Stages[n]
		if p.has(st, command.Cmd) || p.has(st, command.Entrypoint) || p.has(st, command.Onbuild) || p.touchesCaches(st, m) {
			return false
		}
		for _, use := range p.StageUses(n) {
			switch c := p.expanded(use.Item).(type) {
			case *instructions.CopyCommand:
				used = true
				if slices.ContainsFunc(c.SourcePaths, func(s string) bool { return inCaches(path.Join("/", s), m) }) {
					return false
				}
			case *instructions.RunCommand:
				return false // a mount of the whole stage
			}
		}
	}
	return used
}

// expanded is the command of an item with its variables put in, or nil.
func (p place) expanded(item int) any {
	if s := p.other(item).step(); s != nil {
		return s.Command
	}
	return nil
}

// touchesCaches tells whether a stage has anything to do with the caches already:
// a mount, a file that is copied there, a command that names them, or a setting by
// which the manager goes without a network.
func (p place) touchesCaches(st *analysis.Stage, m reference.Manager) bool {
	for i := st.First; i < st.End; i++ {
		it := p.Items.At(i)
		for _, c := range m.Caches {
			if strings.Contains(it.Raw, c.Target) || strings.Contains(it.Raw, strings.Replace(c.Target, "/root", "~", 1)) ||
				strings.Contains(it.Raw, path.Base(path.Dir(c.Target))+"/"+path.Base(c.Target)) {
				return true
			}
		}
		switch c := p.expanded(i).(type) {
		case *instructions.CopyCommand:
			if inCaches(c.DestPath, m) && c.DestPath != "/" {
				return true
			}
		case *instructions.VolumeCommand:
			return true
		}
		if slices.ContainsFunc(settled, func(s string) bool { return strings.Contains(it.Raw, s) }) {
			return true
		}
	}
	return false
}

// inCaches tells whether a path is in one of the caches, or one of them in it.
func inCaches(dir string, m reference.Manager) bool {
	if i := strings.IndexAny(dir, "*?["); i >= 0 {
		dir, _ = path.Split(dir[:i])
	}
	dir = path.Clean(dir)
	return slices.ContainsFunc(m.Caches, func(c reference.Cache) bool {
		return dir == "/" || dir == c.Target || strings.HasPrefix(dir, c.Target+"/") || strings.HasPrefix(c.Target, dir+"/")
	})
}
