package refactor

import (
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis/reference"
	"github.com/slipway-dev/slipway/analysis/text"
)

// secretMount offers to hand a secret to the RUNs that use it as a variable of theirs
// alone, in place of an argument, which stays in the history of the image. Package
// managers may read it in their settings without the RUN naming it, so theirs get it
// as well.
func secretMount(p place) []offer {
	it := p.it()
	if it.Kind() != command.Arg || p.step() == nil || p.item <= p.stage().First || len(it.Pairs) != 1 || checks(it) || len(it.Comments) > 0 || !p.frontend(10) {
		return nil
	}
	name := it.Pairs[0].Key.Value
	if it.Pairs[0].HasValue || !reference.SecretName(name) || !p.linux() || len(p.builtOn(p.stage().Index)) > 1 {
		return nil
	}
	edits := []text.Edit{{Span: p.lines(it.Span())}}
	for i := range p.Items.Len() {
		if i == p.item {
			continue
		}
		at := p.other(i)
		if p.StageOf(i) != p.stage() {
			if i < p.First() && declares(at, name) {
				return nil
			}
			continue
		}
		edit, needed, ok := at.secretly(name)
		if !ok || needed && i < p.item {
			return nil
		}
		if needed {
			edits = append(edits, edit)
		}
	}
	if len(edits) == 1 {
		return nil
	}
	return []offer{{title: "Mount " + name + " as a secret (build with --secret id=" + name + ")", edits: edits, fixes: true}}
}

// declares tells whether an instruction sets or declares a variable.
func declares(p place, name string) bool {
	for _, pair := range p.acting().Pairs {
		if pair.Key.Value == name && p.acting().Kind() != command.Label {
			return true
		}
	}
	return false
}

// secretly mounts a secret in an instruction, if that needs it. It is not ok where
// something other than the script of a RUN uses the name.
func (p place) secretly(name string) (edit text.Edit, needed, ok bool) {
	it := p.it()
	for _, e := range p.acting().Expansions {
		if e.Name.Value == name {
			return edit, false, false
		}
	}
	if declares(p, name) {
		return edit, false, false
	}
	needed = strings.Contains(it.Raw, name)
	if p.acting().Kind() != command.Run || p.trigger() {
		return edit, false, !needed
	}
	needed = needed || slices.ContainsFunc(p.called(), func(words []string) bool { return readsSettings(words[0]) })
	if !needed {
		return edit, false, true
	}
	edit, ok = p.withMounts([]string{"--mount=type=secret,id=" + name + ",env=" + name})
	return edit, true, ok
}

// readsSettings tells of a program that it is the package manager of a language:
// their settings may name variables.
func readsSettings(program string) bool {
	for m := range reference.Managers() {
		if len(m.Restore) > 0 && slices.Contains(managerPrograms(m), program) {
			return true
		}
	}
	return false
}
