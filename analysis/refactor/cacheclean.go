package refactor

import (
	"path"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/analysis/reference"
	"github.com/slipway-dev/slipway/analysis/shell"
)

// needless are the words of the chain that only clean up what is in the mounts: all
// of a command such as "apt-get clean", and of rm the folders of the caches.
func (k cached) needless() []shell.Word {
	var words []shell.Word
	for i := range k.parts {
		words = append(words, k.cleaned(i)...)
	}
	return words
}

// cleaned are those in a part of the chain that is a single plain command.
func (k cached) cleaned(part int) []shell.Word {
	for _, cmd := range k.commands {
		if cmd.Span != k.parts[part] || len(cmd.Words) == 0 {
			continue
		}
		if calls(cmd, k.Clean) {
			return cmd.Words
		}
		if cmd.Name == "rm" {
			return k.removed(cmd)
		}
	}
	return nil
}

// removed are the arguments of an rm that lie in the caches.
func (k cached) removed(cmd shell.Command) []shell.Word {
	var words []shell.Word
	for _, w := range cmd.Words[1:] {
		raw := rooted(w.Raw)
		if !strings.ContainsAny(raw, "$`\"'\\{}") && slices.ContainsFunc(k.cleanable(), func(dir string) bool {
			return raw == dir || strings.HasPrefix(raw, dir+"/")
		}) && !strings.Contains(raw, "..") {
			words = append(words, w)
		}
	}
	return words
}

// empties tells of an rm that would empty the caches and more, as far as it can be
// told: of a folder around them, or of one that a variable names.
func (k cached) empties(cmd shell.Command) bool {
	return cmd.Name == "rm" && slices.ContainsFunc(cmd.Words[1:], func(w shell.Word) bool {
		raw := strings.TrimRight(rooted(w.Raw), "/*")
		return slices.ContainsFunc(k.Caches, func(c reference.Cache) bool {
			return strings.HasPrefix(c.Target, raw+"/") && !strings.HasPrefix(raw, "-") ||
				strings.Contains(raw, "$") && (strings.Contains(raw, "cache") || strings.Contains(raw, path.Base(c.Target)))
		})
	})
}

// rooted is a word with the home of root for ~.
func rooted(raw string) string {
	if rest, ok := strings.CutPrefix(raw, "~/"); ok {
		return "/root/" + rest
	}
	return raw
}

// cleanable are the folders that a mount covers, and for apk and dnf those in which
// they keep their downloads without one.
func (k cached) cleanable() []string {
	var dirs []string
	for _, c := range k.Caches {
		dirs = append(dirs, c.Target)
	}
	return append(dirs, k.also...)
}

// whollyCleaned tells whether nothing is left of a part without its needless words.
func (k cached) whollyCleaned(part int) bool {
	words := k.cleaned(part)
	if len(words) == 0 {
		return false
	}
	for _, cmd := range k.commands {
		if cmd.Span == k.parts[part] {
			left := slices.DeleteFunc(slices.Clone(cmd.Words), func(w shell.Word) bool {
				return slices.Contains(words, w) || strings.HasPrefix(w.Raw, "-")
			})
			return len(left) == 0 || len(left) == 1 && cmd.Name == "rm"
		}
	}
	return false
}
