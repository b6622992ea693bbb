package lint

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/slipway-dev/slipway/analysis/fixture"
	"github.com/slipway-dev/slipway/analysis/text"
)

// generated holds that a file of the documentation is what the tables make it;
// with -update it is written.
func generated(t *testing.T, path string, want []byte) {
	t.Helper()
	if flag.Lookup("update").Value.String() == "true" {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(bytes.ReplaceAll(got, []byte("\r\n"), []byte("\n")), want) {
		t.Errorf("%s is not what the tables say (-file +tables); run go test -update:\n%s", path, cmp.Diff(string(got), string(want)))
	}
}

func TestSettingsDocs(t *testing.T) {
	generated(t, "../../docs/slipway.schema.json", SettingsSchema())
	generated(t, "../../docs/settings.md", []byte(SettingsMarkdown()))
}

// TestRuleDocs: each rule has its page, and there are no others.
func TestRuleDocs(t *testing.T) {
	const dir = "../../docs/rules/"
	pages := map[string]bool{"README.md": true}
	generated(t, dir+"README.md", []byte(RulesIndex()))
	for r := range Rules() {
		pages[r.Code+".md"] = true
		generated(t, dir+r.Code+".md", []byte(r.Markdown()))
		if p := r.Page(); p.Why == "" || r.Title == "" {
			t.Errorf("the page of %s says too little: %+v", r.Code, p)
		}
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !pages[f.Name()] {
			t.Errorf("%s belongs to no rule", f.Name())
		}
	}
}

// TestSettingsOfEditor: the same keys in JSON. Editors may send anything.
func TestSettingsOfEditor(t *testing.T) {
	for _, test := range []struct{ raw, want, mistakes string }{
		{`{"lint":{"profile":"all","rules":{"DL3008":"off"}}}`, "profile: all\nDL3008: off\n", ""},
		{`{"log":{"level":"debug"},"lint":{"hadolint":{"trustedRegistries":["a"],"strict-labels":true}}}`, "log level: debug\nregistries: [a]\nstrict labels: true\n", ""},
		{`{"lint":{"rules":{"DL3025":"warn","DL3008":"hint"},"x":1}}`, "DL3008: hint\n", "DL3025 cannot be \"warn\"; there are error, warning, info, hint, off\nunknown key x\n"},
		{`{"lint":null}`, "", ""},
		{`null`, "", ""},
		{`{}`, "", ""},
		{`[]`, "", "the file must be a mapping, not a list\n"},
		{`{"lint":"all"}`, "", "lint must be a mapping, not a string\n"},
		{`{"lint":{"profile":7}}`, "", "lint.profile must be one of recommended, buildkit, hadolint, all, not a number\n"},
	} {
		l := ReadJSON([]byte(test.raw))
		mistakes := ""
		for _, m := range l.Mistakes {
			mistakes += m.Message + "\n"
		}
		if got := showSettings(Merge(l)); got != test.want || mistakes != test.mistakes {
			t.Errorf("%s: %q and %q, want %q and %q", test.raw, got, mistakes, test.want, test.mistakes)
		}
	}
	if l := ReadJSON([]byte(`{"lint"`)); len(l.Mistakes) != 1 {
		t.Errorf("half of a JSON: %v", l.Mistakes)
	}
}

// TestMerge: the editor goes before the file, setting by setting and rule by rule,
// and single rules go before hadolint's section, wherever they stand.
func TestMerge(t *testing.T) {
	file := ReadYAML(".slipway.yaml", "lint:\n  rules: {DL3020: off, DL3025: hint}\n  profile: all\n  hadolint:\n    override: {error: [DL3020]}\n    strict-labels: true\n")
	if got, want := showSettings(Merge(file)), "profile: all\nDL3020: off\nDL3025: hint\nJSONArgsRecommended: hint\nstrict labels: true\n"; got != want {
		t.Errorf("the file: %q, want %q", got, want)
	}
	editor := ReadJSON([]byte(`{"lint":{"rules":{"DL3020":"info"},"hadolint":{"strict-labels":false,"ignored":["DL3025"]}}}`))
	if got, want := showSettings(Merge(nil, file, editor)), "profile: all\nDL3020: info\nDL3025: off\nJSONArgsRecommended: off\n"; got != want {
		t.Errorf("both: %q, want %q", got, want)
	}
	if got, want := showSettings(Merge(file)), "profile: all\nDL3020: off\nDL3025: hint\nJSONArgsRecommended: hint\nstrict labels: true\n"; got != want {
		t.Errorf("the file, afterwards: %q, want %q", got, want)
	}
}

// TestSettingsConfig: profiles and rules become severities; errors stay errors.
func TestSettingsConfig(t *testing.T) {
	if c := (Settings{}).Config(); len(c.Severities) != 0 {
		t.Errorf("without settings rules differ from themselves: %v", c.Severities)
	}
	c := Merge(ReadJSON([]byte(`{"lint":{"profile":"buildkit","rules":{"DL3020":"error"}}}`))).Config()
	for code, want := range map[string]Severity{"DL3020": Error, "DL3000": Off, "JSONArgsRecommended": Warning, "SyntaxError": Error} {
		if r, _ := Find(code); c.severity(r) != want {
			t.Errorf("%s is %s, want %s", code, c.severity(r), want)
		}
	}
}

// TestSettingsVariants: line ends and a byte-order mark change neither what is set
// nor what is wrong.
func TestSettingsVariants(t *testing.T) {
	files, err := filepath.Glob("../../testdata/settings/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no fixtures: ", err)
	}
	for _, path := range files {
		a, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range a.Files {
			if !IsSettingsFile(filepath.Base(f.Name)) {
				continue
			}
			want := ReadYAML(f.Name, string(f.Data))
			for name, src := range map[string]string{"CRLF": strings.ReplaceAll(string(f.Data), "\n", "\r\n"), "BOM": "\uFEFF" + string(f.Data)} {
				got := ReadYAML(f.Name, src)
				if diff := cmp.Diff(show(want.Text, want.Mistakes), fixture.Plain(show(got.Text, got.Mistakes))); diff != "" {
					t.Errorf("%s with %s has other mistakes:\n%s", path, name, diff)
				}
				if diff := cmp.Diff(Merge(want), Merge(got)); diff != "" {
					t.Errorf("%s with %s has other settings:\n%s", path, name, diff)
				}
				for _, code := range []string{"DL3020", "JSONArgsRecommended"} {
					a, b := want.TurnOff(code), got.TurnOff(code)
					if fixture.Plain(text.Apply(want.Text.String(), a)) != fixture.Plain(text.Apply(src, b)) {
						t.Errorf("%s with %s: %s is turned off in another way: %v", path, name, code, b)
					}
				}
			}
		}
	}
}

// TestTurnOffNew: the first setting of all makes the file.
func TestTurnOffNew(t *testing.T) {
	l := &Layer{Path: OwnFile}
	if got, want := text.Apply("", l.TurnOff("DL3020")), "lint:\n  rules:\n    DL3020: off\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// FuzzSettings: any file can be read, all places lie in it, and a rule that is
// turned off is off.
func FuzzSettings(f *testing.F) {
	files, err := filepath.Glob("../../testdata/settings/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range files {
		a, err := txtar.ParseFile(path)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range a.Files {
			if IsSettingsFile(filepath.Base(file.Name)) {
				f.Add(filepath.Base(file.Name), string(file.Data))
			}
		}
	}
	f.Fuzz(func(t *testing.T, name, src string) {
		l := ReadYAML(name, src)
		for _, m := range l.Mistakes {
			if m.Start < 0 || m.End < m.Start || m.End > len(src) {
				t.Fatalf("%q: a mistake at %v: %s", src, m.Span, m.Message)
			}
		}
		Merge(l).Config()
		if edits := l.TurnOff("DL3020"); edits != nil {
			if after := Merge(ReadYAML(name, text.Apply(src, edits))); after.Rules["DL3020"] != Off || after.Rules == nil {
				t.Fatalf("%q: not off after %v", src, edits)
			}
		}
	})
}

// Settings are small: the YAML library recurses, and takes long for long texts.
func TestSettingsHostile(t *testing.T) {
	for _, piece := range []string{"[", "{a: ", "- ", "a:\n", "*a "} {
		for _, n := range []int{maxSettings / len(piece), maxSettings} {
			l := ReadYAML(".slipway.yaml", strings.Repeat(piece, n))
			large := len(l.Mistakes) > 0 && l.Mistakes[0].Message == tooLarge.Message
			if len(l.Mistakes) == 0 || large != (n*len(piece) > maxSettings) {
				t.Errorf("%q %d times: %v", piece, n, l.Mistakes[:min(3, len(l.Mistakes))])
			}
		}
	}
}
