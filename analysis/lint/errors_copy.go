package lint

import (
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/opencontainers/go-digest"
	mode "github.com/tonistiigi/dchapes-mode"

	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// mountSpan is the value of the nth --mount.
func mountSpan(in *syntax.Instruction, n int) text.Span {
	for _, f := range in.Flags {
		if f.Name.Value == "mount" {
			if n == 0 {
				return f.Value.Span
			}
			n--
		}
	}
	return in.Head()
}

// mountError mirrors dispatchRunMounts: a mount cannot replace the root.
func mountError(m *instructions.Mount, workdir string) error {
	if m.Type == instructions.MountTypeSecret || m.Type == instructions.MountTypeSSH {
		return nil
	}
	target := path.Clean(filepath.ToSlash(m.Target))
	if !path.IsAbs(target) {
		target = path.Join("/", workdir, target)
	}
	if target == "/" {
		return fmt.Errorf("invalid mount target %q", target)
	}
	return nil
}

// copyError mirrors the checks of dispatchCopy that need nothing but the words.
func copyError(in *syntax.Instruction, chmod, checksum string, sources []string, add bool) (text.Span, error) {
	if err := chmodError(chmod); err != nil {
		return flagSpan(in, "chmod"), err
	}
	if checksum != "" {
		_, digestErr := digest.Parse(checksum)
		switch {
		case len(sources) != 1:
			return flagSpan(in, "checksum"), errors.New("checksum can't be specified for multiple sources")
		case !isRemote(sources[0]) && !looksLikeGit(sources[0]):
			return flagSpan(in, "checksum"), errors.New("checksum requires HTTP(S) or Git sources")
		case !looksLikeGit(sources[0]) && digestErr != nil:
			return flagSpan(in, "checksum"), digestErr
		}
	}
	for i, src := range sources {
		if !add && isRemote(src) && !looksLikeGit(src) {
			return arg(in, i), errors.New("source can't be a URL for COPY")
		}
	}
	return text.Span{}, nil
}

func chmodError(chmod string) error {
	if chmod == "" {
		return nil
	}
	octal := errors.New("invalid chmod parameter: '" + chmod + "'. it should be octal string and between 0 and 07777")
	p, err := strconv.ParseUint(chmod, 8, 32)
	if err == nil {
		if p > 0o7777 {
			return octal
		}
		return nil
	}
	if _, err := mode.Parse(chmod); err != nil {
		var number *strconv.NumError
		if errors.As(err, &number) {
			return octal
		}
		return err
	}
	return nil
}

// flagSpan is the value of a flag.
func flagSpan(in *syntax.Instruction, name string) text.Span {
	if f, ok := in.Flag(name); ok && !f.Value.Empty() {
		return f.Value.Span
	}
	return in.Head()
}

func isRemote(src string) bool {
	return strings.HasPrefix(src, "http://") || strings.HasPrefix(src, "https://")
}

// looksLikeGit tells whether a source may be a Git repository. BuildKit's own
// parser of them is not used here: it brings a whole SSH client along.
func looksLikeGit(src string) bool {
	for _, scheme := range []string{"git://", "ssh://", "git@", "github.com/"} {
		if strings.HasPrefix(src, scheme) {
			return true
		}
	}
	base, _, _ := strings.Cut(src, "#")
	base, _, _ = strings.Cut(base, "?")
	return strings.HasSuffix(base, ".git")
}
