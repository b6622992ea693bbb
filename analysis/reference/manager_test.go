package reference

import (
	"path"
	"slices"
	"strings"
	"testing"
)

func TestManagers(t *testing.T) {
	seen := map[string]bool{}
	for m := range Managers() {
		if seen[m.Name] {
			t.Errorf("%s stands twice", m.Name)
		}
		seen[m.Name] = true
		for _, p := range slices.Concat(m.Manifests, m.Locks, m.Settings) {
			if _, err := path.Match(p, ""); err != nil || strings.Contains(p, "/") {
				t.Errorf("%s: %q is no pattern for the name of a file", m.Name, p)
			}
		}
		if len(m.Restore)+len(m.Install) == 0 || (len(m.Restore) > 0) != (len(m.Manifests) > 0) {
			t.Errorf("%s: commands that restore and manifests go together", m.Name)
		}
		if len(m.Caches) == 0 {
			t.Errorf("%s keeps its downloads nowhere", m.Name)
		}
		for _, c := range m.Caches {
			if path.Clean(c.Target) != c.Target || !path.IsAbs(c.Target) {
				t.Errorf("%s: %q is no clean absolute path", m.Name, c.Target)
			}
		}
	}
}

func TestManagerReads(t *testing.T) {
	for _, c := range []struct {
		manager, file string
		reads, lock   bool
	}{
		{"npm", "package.json", true, false},
		{"npm", "package-lock.json", true, true},
		{"npm", "yarn.lock", false, false},
		{"pip", "requirements-dev.txt", true, false},
		{"dotnet", "App.csproj", true, false},
		{"go", "main.go", false, false},
	} {
		m, ok := ManagerNamed(c.manager)
		if !ok || m.Reads(c.file) != c.reads || m.IsLock(c.file) != c.lock {
			t.Errorf("%s, %s: reads %v, a lock file %v", c.manager, c.file, m.Reads(c.file), m.IsLock(c.file))
		}
	}
}

func TestCacheMount(t *testing.T) {
	apt, _ := ManagerNamed("apt-get")
	if got, want := apt.Caches[0].Mount(), "--mount=type=cache,target=/var/cache/apt,sharing=locked"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if _, ok := ManagerNamed("none"); ok {
		t.Error("there is no manager named none")
	}
}
