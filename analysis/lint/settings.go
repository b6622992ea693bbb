package lint

import (
	"cmp"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/analysis/text"
)

// Settings are what people have set, all places taken together. The zero Settings
// has nothing set.
type Settings struct {
	// Profile is the name of a profile, "" for the default.
	Profile string
	// Rules are the severities of rules by code, where they differ from the
	// profile's.
	Rules map[string]Severity
	// Hadolint has the options of single rules.
	Hadolint HadolintOptions
	// NoIgnores has the comments of hadolint and slipway silence nothing.
	NoIgnores bool
	// BuildContext is the folder that is the build context, "" where it is to be found
	// out. A relative path starts at the folder of the file that says so.
	BuildContext string
	// LogLevel is the least that the server shows in its client's log: "error",
	// "warning", "info" or "debug"; "" for the default.
	LogLevel string
	// ShellCheck is "off", "auto" or "" for the program on the PATH, or the absolute path
	// of a program, which only an editor can name.
	ShellCheck string
	// Command is for the command line alone.
	Command CommandSettings
}

// CommandSettings are what hadolint's configuration says of its command line, in
// hadolint's words; "" where nothing is said.
type CommandSettings struct {
	FailureThreshold string // error, warning, info, style, ignore or none
	Format           string // tty, json, checkstyle, sarif …
	NoFail, NoColor  bool
}

// UsesShellCheck tells whether findings of the program ShellCheck would be shown.
func (s Settings) UsesShellCheck() bool {
	if s.ShellCheck == "off" {
		return false
	}
	if !strings.EqualFold(s.Profile, "buildkit") {
		return true
	}
	for code, severity := range s.Rules {
		if shellCheckCode(code) && severity != Off {
			return true
		}
	}
	return false
}

// Config is what Run has to know of the settings. What depends on the build
// context is for the caller to add.
func (s Settings) Config() Config {
	p, ok := FindProfile(s.Profile)
	if !ok {
		p = Profiles[0]
	}
	c := Config{Severities: map[string]Severity{}, Hadolint: s.Hadolint, NoIgnores: s.NoIgnores}
	for r := range Rules() {
		severity, ok := s.Rules[r.Code]
		if !ok || r.refusal() {
			severity = p.Severity(r)
		}
		if severity != r.Severity {
			c.Severities[r.Code] = severity
		}
	}
	for code, severity := range s.Rules {
		if r, ok := Find(code); ok && r.foreign() {
			c.Severities[code] = severity
		}
	}
	c.ShellLevels = map[Severity]Severity{}
	for _, level := range []Severity{Error, Warning, Info, Hint} {
		c.ShellLevels[level] = p.shellLevel(level)
	}
	return c
}

// Layer is the settings of one place: a file, or an editor. It is not changed once
// it is made.
type Layer struct {
	// Path is that of the file, with slashes, relative to the fs.FS it was found in;
	// "" for what an editor sent.
	Path string
	// Text is the content of the file. Empty for what an editor sent.
	Text text.Text
	// Mistakes are what cannot be understood, with their places in Text. All that can
	// be counts nevertheless.
	Mistakes []Finding

	apply []change
}

// change is what one setting does to the settings. Order is its place in the
// table.
type change struct {
	order int
	apply func(*Settings)
}

// Merge is the settings of all layers together; a later one goes before an
// earlier one, setting by setting and rule by rule. Layers that are nil are left
// out.
func Merge(layers ...*Layer) Settings {
	var s Settings
	for _, l := range layers {
		if l == nil {
			continue
		}
		for _, c := range l.apply {
			c.apply(&s)
		}
	}
	return s
}

// BuildContext is the build context that the layers set, and the layer that does so,
// which is nil where none does.
func BuildContext(layers ...*Layer) (folder string, by *Layer) {
	for _, l := range slices.Backward(layers) {
		if folder = Merge(l).BuildContext; folder != "" {
			return folder, l
		}
	}
	return "", nil
}

// Names of settings files. Where a file of our own is found, hadolint's is not
// looked at.
var (
	ownFiles      = []string{".slipway.yaml", ".slipway.yml"}
	hadolintFiles = []string{".hadolint.yaml", ".hadolint.yml"}
)

// IsSettingsFile tells by the last element of a path whether the file holds
// settings.
func IsSettingsFile(name string) bool {
	return slices.Contains(ownFiles, name) || slices.Contains(hadolintFiles, name)
}

// maxSettings is the largest settings file that is read, in bytes. The YAML library
// takes time with the square of the size for some texts, and recurses.
const maxSettings = 16 << 10

// FindSettings is the settings file for a Dockerfile, whose path in fsys is given
// with slashes: the nearest of our own, in the Dockerfile's folder or in one above
// it; where there is none, the nearest of hadolint's. Without any it is nil.
func FindSettings(fsys fs.FS, dockerfile string) *Layer {
	var hadolint *Layer
	for dir := path.Dir(path.Clean(dockerfile)); ; dir = path.Dir(dir) {
		own, theirs := SettingsIn(fsys, dir)
		if hadolint = cmp.Or(hadolint, theirs); own != nil {
			return own
		}
		if dir == "." || dir == "/" {
			return hadolint
		}
	}
}

// SettingsIn are the settings files in a folder, of our own and of hadolint's, each nil
// where there is none.
func SettingsIn(fsys fs.FS, dir string) (own, hadolint *Layer) {
	first := func(names []string) *Layer {
		for _, name := range names {
			if l := readFile(fsys, path.Join(dir, name)); l != nil {
				return l
			}
		}
		return nil
	}
	return first(ownFiles), first(hadolintFiles)
}

// readFile is the layer of a file, nil where there is none. One that cannot be
// read is there, and says so.
func readFile(fsys fs.FS, name string) *Layer {
	info, err := fs.Stat(fsys, name)
	if err != nil || !info.Mode().IsRegular() { // opening a pipe would wait
		return nil
	}
	if info.Size() > maxSettings {
		return &Layer{Path: name, Mistakes: []Finding{tooLarge}}
	}
	src, err := fs.ReadFile(fsys, name)
	if err != nil {
		return &Layer{Path: name, Mistakes: []Finding{mistake(text.Span{}, "the file cannot be read")}}
	}
	return ReadYAML(name, string(src))
}

// ReadYAML reads a settings file. One with a name of hadolint's has hadolint's
// keys, which are those of our section lint.hadolint.
func ReadYAML(name, src string) *Layer {
	l := &Layer{Path: name, Text: text.New(src)}
	root, mistakes := parseYAML(l.Text)
	l.Mistakes = mistakes
	prefix := ""
	if slices.Contains(hadolintFiles, path.Base(name)) {
		prefix = hadolintPrefix
	}
	l.read(prefix, root)
	return l
}

// ReadJSON reads what an editor keeps in its section "slipway". Its mistakes have
// no places.
func ReadJSON(raw []byte) *Layer {
	l := &Layer{}
	root, err := parseJSON(raw)
	if err != nil {
		l.Mistakes = append(l.Mistakes, mistake(text.Span{}, "the settings are no JSON: "+err.Error()))
		return l
	}
	l.read("", root)
	return l
}

// MistakeCode is the code of what is wrong in settings. It is no rule: nothing
// turns it off.
const MistakeCode = "InvalidSetting"

var tooLarge = mistake(text.Span{}, "the file is too large for settings")

func mistake(at text.Span, message string) Finding {
	return Finding{Span: at, Code: MistakeCode, Severity: Warning, Message: message}
}
