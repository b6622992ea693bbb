package main

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/spf13/cobra"

	"github.com/slipway-dev/slipway/analysis/buildcontext"
	"github.com/slipway-dev/slipway/analysis/lint"
	"github.com/slipway-dev/slipway/server"
	"github.com/slipway-dev/slipway/server/shellcheck"
)

// settingsFlags are the flags that say which settings count.
type settingsFlags struct{ profile, config, shellCheck string }

func (f *settingsFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&f.profile, "profile", "", "which rules are on: "+profileNames()+"; goes before the settings file")
	c.Flags().StringVar(&f.shellCheck, "shellcheck", "", "whether ShellCheck looks at the text of shells: auto (where it is on the PATH), off, or the `path` of the program (default auto)")
	c.Flags().StringVar(&f.config, "config", "", "the settings `file` for all Dockerfiles, instead of the nearest .slipway.yaml or .hadolint.yaml")
}

func profileNames() string {
	var names []string
	for _, p := range lint.Profiles {
		names = append(names, p.Name)
	}
	return enumerate(names)
}

// settingsFinder finds the settings of Dockerfiles, and reads each file once. It
// may be used by several goroutines.
type settingsFinder struct {
	wd      string // the working directory, "" where it is gone
	profile string
	fixed   *lint.Layer // of --config

	shellCheck string              // of --shellcheck
	shell      *shellcheck.Checker //

	mu    sync.Mutex
	byDir map[string]nearestSettings
	files map[string]fs.FS // by the root of a volume
}

// finder checks the flags.
func (f settingsFlags) finder() (*settingsFinder, error) {
	wd, _ := os.Getwd()
	s := &settingsFinder{wd: wd, profile: f.profile, byDir: map[string]nearestSettings{}, files: map[string]fs.FS{}}
	if _, ok := lint.FindProfile(f.profile); !ok && f.profile != "" {
		return nil, fmt.Errorf("there is no profile %q; there are %s", f.profile, profileNames())
	}
	if err := s.useShellCheck(f.shellCheck); err != nil {
		return nil, err
	}
	if f.config != "" {
		src, err := os.ReadFile(f.config)
		if err != nil {
			return nil, fmt.Errorf("--config: %w", err)
		}
		s.fixed = lint.ReadYAML(filepath.ToSlash(f.config), string(src))
	}
	return s, nil
}

// useShellCheck takes the value of --shellcheck. A program that is named must be there.
func (s *settingsFinder) useShellCheck(value string) error {
	s.shellCheck = value
	s.shell = &shellcheck.Checker{Failed: func(err error) {
		fmt.Fprintln(os.Stderr, "slipway: ShellCheck is not asked any more, slipway's own rules go on:", err)
	}}
	if value == "" || value == "auto" || value == "off" {
		return nil
	}
	path, err := filepath.Abs(value)
	if err == nil {
		_, err = shellcheck.Look(context.Background(), path)
	}
	if err != nil {
		return fmt.Errorf("--shellcheck: %w", err)
	}
	s.shell.Path = path
	return nil
}

// lintConfig is what the rules need to know for a Dockerfile under settings, which
// come from the file by or from none. It waits for ShellCheck.
func (s *settingsFinder) lintConfig(src source, settings lint.Settings, by *lint.Layer) lint.Config {
	c := s.config(src, settings, by)
	if settings.UsesShellCheck() {
		c.Shell = func(script lint.ShellScript) ([]lint.ShellNote, bool) {
			return s.shell.Now(context.Background(), script)
		}
		c.ShellID = s.shell
	}
	return c
}

// settings are those for the Dockerfile at path, and the file that they come from,
// nil where there is none.
func (s *settingsFinder) settings(path string) (lint.Settings, *lint.Layer) {
	layer := s.fixed
	if layer == nil {
		layer = s.nearest(path)
	}
	settings := lint.Merge(layer)
	if s.profile != "" {
		settings.Profile = s.profile
	}
	if s.shellCheck != "" {
		settings.ShellCheck = s.shellCheck
	}
	return settings, layer
}

// abs is a path from the root of its volume on; ok is false where the working directory
// is gone.
func (s *settingsFinder) abs(path string) (abs string, ok bool) {
	if filepath.IsAbs(path) {
		return filepath.Clean(path), true
	}
	return filepath.Join(s.wd, path), s.wd != ""
}

// nearest looks for a settings file up to the root of the volume.
func (s *settingsFinder) nearest(path string) *lint.Layer {
	abs, ok := s.abs(path)
	if !ok {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	found := s.inOrAbove(filepath.Dir(abs))
	return cmp.Or(found.own, found.hadolint)
}

// inOrAbove are the nearest settings files for a folder, as lint.FindSettings finds them.
// It looks into each folder once, and is called with s.mu held.
func (s *settingsFinder) inOrAbove(dir string) nearestSettings {
	if known, ok := s.byDir[dir]; ok {
		return known
	}
	var found nearestSettings
	root := server.RootOf(dir)
	if rel, err := filepath.Rel(root, dir); err == nil {
		found.own, found.hadolint = lint.SettingsIn(s.volume(root), filepath.ToSlash(rel))
	}
	for _, l := range []*lint.Layer{found.own, found.hadolint} {
		if l != nil {
			l.Path = shown(filepath.Join(root, filepath.FromSlash(l.Path)))
		}
	}
	if up := filepath.Dir(dir); up != dir && found.own == nil {
		above := s.inOrAbove(up)
		found = nearestSettings{above.own, cmp.Or(found.hadolint, above.hadolint)}
	}
	s.byDir[dir] = found
	return found
}

// nearestSettings are settings files of our own and of hadolint's, nil where there are
// none. Hadolint's count where there is none of ours.
type nearestSettings struct{ own, hadolint *lint.Layer }

// volume is the files from the root of a volume on. The folders around the Dockerfiles
// are looked through for dozens of names each. It is called with s.mu held.
func (s *settingsFinder) volume(root string) fs.FS {
	if s.files[root] == nil {
		s.files[root] = buildcontext.Listed(os.DirFS(root))
	}
	return s.files[root]
}

// shown is a path as people know it: from the working directory where it lies in
// or near that.
func shown(path string) string {
	wd, err := os.Getwd()
	if err != nil {
		return path
	}
	if rel, err := filepath.Rel(wd, path); err == nil && len(rel) < len(path) {
		return rel
	}
	return path
}
