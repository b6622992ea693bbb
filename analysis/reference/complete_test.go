package reference

import (
	"go/ast"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/moby/buildkit/frontend/dockerfile/command"
	"github.com/moby/buildkit/frontend/dockerfile/shell"
)

func TestInstructionsAreBuildKits(t *testing.T) {
	var got, want []string
	for in := range Instructions() {
		got = append(got, strings.ToLower(in.Name))
	}
	for name := range command.Commands {
		want = append(want, name)
	}
	slices.Sort(got)
	slices.Sort(want)
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// The functions of package instructions that define flags, and for whom.
var flagOwners = map[string]string{
	"parseAdd": "ADD", "parseCopy": "COPY", "parseFrom": "FROM", "parseHealthcheck": "HEALTHCHECK",
	"runMountPreHook": "RUN", "runNetworkPreHook": "RUN", "runSecurityPreHook": "RUN", "runDevicePreHook": "RUN",
}

var flagKinds = map[string]Kind{"AddBool": Bool, "AddString": String, "AddStrings": Strings}

func TestFlagsAreBuildKits(t *testing.T) {
	dir, err := frontend()
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(filepath.Join(dir, "dockerfile/instructions"))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]Kind{}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".go") && !strings.HasSuffix(e.Name(), "_test.go") && e.Name() != "bflag.go" {
			for _, d := range source(t, "dockerfile/instructions/"+e.Name()).Decls {
				if f, ok := d.(*ast.FuncDecl); ok {
					definedFlags(t, f, want)
				}
			}
		}
	}
	got := map[string]Kind{}
	for in := range Instructions() {
		for _, f := range in.Flags {
			got[in.Name+" --"+f.Name] = f.Kind
		}
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// definedFlags adds the flags that f defines with req.flags.AddX to want.
func definedFlags(t *testing.T, f *ast.FuncDecl, want map[string]Kind) {
	ast.Inspect(f, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		sel, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if kind, ok := flagKinds[sel.Sel.Name]; ok {
			owner, known := flagOwners[f.Name.Name]
			if !known {
				t.Errorf("BuildKit's %s defines flags: say for which instruction", f.Name.Name)
			}
			name, _ := literalString(call.Args[0])
			want[owner+" --"+name] = kind
		}
		return true
	})
}

func optionNames(options []Option) []string {
	var names []string
	for _, o := range options {
		names = append(names, o.Name)
		names = append(names, o.Aliases...)
	}
	slices.Sort(names)
	return names
}

func TestOptionsAreBuildKits(t *testing.T) {
	mount := function(t, source(t, "dockerfile/instructions/commands_runmount.go"), "parseMount")
	device := function(t, source(t, "dockerfile/instructions/commands_rundevice.go"), "ParseDevice")
	check := function(t, source(t, "dockerfile/linter/linter.go"), "ParseLintOptions")
	checkDirective, _ := Directive("check")
	for _, tt := range []struct {
		what      string
		want, got []string
	}{
		{"RUN --mount", caseStrings(mount, "key"), optionNames(runFlags[0].Options)},
		{"RUN --device", caseStrings(device, "key"), optionNames(runFlags[3].Options)},
		{"# check", caseStrings(check, "k"), optionNames(checkDirective.Options)},
	} {
		if len(tt.want) < 2 {
			t.Errorf("%s: cannot read BuildKit's keys", tt.what)
		}
		if d := cmp.Diff(tt.want, tt.got); d != "" {
			t.Errorf("%s: %s", tt.what, d)
		}
	}
}

func TestVersionIsBuildKits(t *testing.T) {
	if want := stringsIn(source(t, "dockerfile/version/version.go")); !slices.Equal(want, []string{Version}) {
		t.Errorf("the version is %s, BuildKit's %q", Version, want)
	}
}

func TestDirectivesAreBuildKits(t *testing.T) {
	var want, got []string
	for _, d := range source(t, "dockerfile/parser/directives.go").Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, s := range g.Specs {
			if v, ok := s.(*ast.ValueSpec); ok && strings.HasPrefix(v.Names[0].Name, "key") {
				want = append(want, stringsIn(v)...)
			}
		}
	}
	for _, d := range ParserDirectives() {
		got = append(got, d.Name)
	}
	slices.Sort(want)
	slices.Sort(got)
	if d := cmp.Diff(want, got); d != "" || len(want) == 0 {
		t.Error(d)
	}
}

func TestVariablesAreBuildKits(t *testing.T) {
	want := map[Use][]string{}
	for _, s := range stringsIn(function(t, source(t, "dockerfile/dockerfile2llb/platform.go"), "defaultArgs")) {
		if strings.ToUpper(s) == s && s != "" {
			want[Global] = append(want[Global], s)
		}
	}
	convert := source(t, "dockerfile/dockerfile2llb/convert.go")
	for _, s := range stringsIn(function(t, convert, "proxyEnvFromBuildArgs")) {
		want[Proxy] = append(want[Proxy], s, strings.ToUpper(s))
	}
	for _, s := range stringsIn(convert) {
		if strings.HasPrefix(s, "BUILDKIT_SBOM_") {
			want[Declared] = append(want[Declared], s)
		}
	}
	// The rest is read by dockerui or the front door, or, for the last three,
	// outside of the Dockerfile frontend.
	for _, path := range []string{"dockerui/config.go", "dockerfile/builder/build.go"} {
		for _, s := range stringsIn(source(t, path)) {
			name, ok := strings.CutPrefix(s, "build-arg:")
			if ok && name != "" && name != "BUILDKIT_DISABLE_FILEOP" { // long removed; it only fails
				want[Setting] = append(want[Setting], name)
			}
		}
	}
	want[Setting] = append(want[Setting], "SOURCE_DATE_EPOCH", "BUILDKIT_INLINE_CACHE", "BUILDKIT_BUILD_NAME")

	got := map[Use][]string{}
	for _, v := range Variables() {
		got[v.Use] = append(got[v.Use], v.Name)
	}
	for use := range want {
		slices.Sort(want[use])
		slices.Sort(got[use])
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestChecksAreBuildKits(t *testing.T) {
	type rule struct {
		URL          string
		Experimental bool
	}
	want, got := map[string]rule{}, map[string]rule{}
	ast.Inspect(source(t, "dockerfile/linter/ruleset.go"), func(n ast.Node) bool {
		lit, ok := n.(*ast.CompositeLit)
		if !ok {
			return true
		}
		var name string
		var r rule
		for _, e := range lit.Elts {
			kv := e.(*ast.KeyValueExpr)
			switch kv.Key.(*ast.Ident).Name {
			case "Name":
				name, _ = literalString(kv.Value)
			case "URL":
				r.URL, _ = literalString(kv.Value)
			case "Experimental":
				r.Experimental = kv.Value.(*ast.Ident).Name == "true"
			}
		}
		if r.URL == "" {
			r.URL = checksPage // the one rule without a page of its own
		}
		want[name] = r
		return false
	})
	for _, c := range Checks() {
		got[c.Name] = rule{c.URL, c.Experimental}
	}
	if d := cmp.Diff(want, got); d != "" || len(want) < 22 {
		t.Error(d)
	}
	if !slices.IsSortedFunc(Checks(), func(a, b Check) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("checks are not sorted")
	}
}

// Every character and every pair that begins with a colon is either a modifier
// in the table or refused by BuildKit's lexer.
func TestModifiersAreBuildKits(t *testing.T) {
	env := shell.EnvsFromSlice([]string{"v=value"})
	accepts := func(op string) bool {
		_, err := shell.NewLex('\\').ProcessWordWithMatches("${v"+op+"x/y}", env)
		return err == nil
	}
	for c := byte('!'); c <= '~'; c++ {
		if c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' {
			continue // part of the name
		}
		if c == '}' {
			continue // the end of it
		}
		for _, op := range []string{string(c), ":" + string(c)} {
			if _, known := Modifier(op); known != accepts(op) {
				t.Errorf("%q: in the table %v, accepted by BuildKit %v", op, known, !known)
			}
		}
	}
	for _, m := range Modifiers() {
		if !accepts(m.Name) {
			t.Errorf("BuildKit refuses %q", m.Name)
		}
	}
}
