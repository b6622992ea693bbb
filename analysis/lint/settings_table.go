package lint

import (
	"maps"
	"slices"
)

// setting is a key of the settings: in .slipway.yaml and in an editor.
type setting struct {
	// Key is where it stands, its parts parted by dots.
	Key  string
	Type valueType
	// Values are all that a text, an element of a list or a value of a map can be;
	// empty where it can be anything.
	Values []string
	// OfRules tells that the elements of a list, or the keys of a map, are names of
	// rules.
	OfRules bool
	// EditorPath tells that an editor may give the absolute path of a program. A file may
	// not: it comes with the project, and whoever wrote it would choose what runs here.
	EditorPath bool
	// Default is what counts where nothing is set, as people would write it.
	Default string
	// Doc explains it, in Markdown.
	Doc string

	// apply is the change that a value makes: the value of a text or a switch, the
	// entries of the others.
	apply func(value string, entries []entry) func(*Settings)
}

// valueType is the type of a setting's value, as JSON Schema calls it.
type valueType string

const (
	typeText   valueType = "string"
	typeSwitch valueType = "boolean"
	typeList   valueType = "array"  // of strings; a single string will do
	typeMap    valueType = "object" // of strings by name
)

// entry is an element of a list, or a key of a map and its value.
type entry struct{ name, value string }

// severityWords are the words for severities, the gravest first.
var severityWords = []string{"error", "warning", "info", "hint", "off"}

var severityOf = map[string]Severity{"error": Error, "warning": Warning, "info": Info, "hint": Hint, "off": Off}

// String is the word for a severity in settings and reports.
func (s Severity) String() string {
	return map[Severity]string{Error: "error", Warning: "warning", Info: "info", Hint: "hint", Off: "off"}[s]
}

// hadolintPrefix is the section that holds what .hadolint.yaml does.
const hadolintPrefix = "lint.hadolint."

// settingsTable is all settings. Where two of them speak of one rule, the later one
// counts.
var settingsTable = []setting{
	{
		Key: "log.level", Type: typeText, Values: []string{"error", "warning", "info", "debug"}, Default: "warning",
		Doc:   "The least that the language server shows in the editor's log.",
		apply: text1(func(s *Settings, v string) { s.LogLevel = v }),
	},
	{
		Key: "build.context", Type: typeText,
		Doc: "The folder that `COPY` and `ADD` take files from, for all Dockerfiles that these settings are for. A relative path starts at the folder of " +
			"the settings file, in an editor at that of the workspace. Where it is not set, the context is the one that a compose file " +
			"(`compose.yaml`, `docker-compose.yml`) or a bake file (`docker-bake.hcl`, `docker-bake.json`) names for the Dockerfile, in its folder or in one " +
			"above it within the workspace, on the command line within the working directory; of several contexts the one that holds the Dockerfile's folder most " +
			"closely. Where no file speaks of it, the context is the Dockerfile's own folder.",
		apply: text1(func(s *Settings, v string) { s.BuildContext = v }),
	},
	{
		Key: "lint.profile", Type: typeText, Values: profileNames(), Default: "recommended",
		Doc:   "Which rules are on, and how grave they are, before single ones are set: " + profileDocs(),
		apply: text1(func(s *Settings, v string) { s.Profile = v }),
	},
	{
		Key: "lint.shellcheck", Type: typeText, Values: []string{"auto", "off"}, EditorPath: true, Default: "auto",
		Doc: "Whether the program ShellCheck looks at the text of shells: `auto`, where it is on the PATH, or `off`. In an editor's own settings this may " +
			"be the absolute path of the program; a file cannot name a program.",
		apply: text1(func(s *Settings, v string) { s.ShellCheck = v }),
	},
	{
		Key: hadolintPrefix + "override.style", Type: typeList, OfRules: true, Doc: "Rules that are hints.", apply: override(Hint),
	},
	{
		Key: hadolintPrefix + "override.info", Type: typeList, OfRules: true, Doc: "Rules that are infos.", apply: override(Info),
	},
	{
		Key: hadolintPrefix + "override.warning", Type: typeList, OfRules: true, Doc: "Rules that are warnings.", apply: override(Warning),
	},
	{
		Key: hadolintPrefix + "override.error", Type: typeList, OfRules: true, Doc: "Rules that are errors.", apply: override(Error),
	},
	{
		Key: hadolintPrefix + "ignored", Type: typeList, OfRules: true, Doc: "Rules that are off.", apply: override(Off),
	},
	{
		Key: hadolintPrefix + "trustedRegistries", Type: typeList,
		Doc:   "Hosts that images may come from (DL3026), such as `docker.io` or `*.gcr.io`. Without any, every registry is trusted.",
		apply: texts(func(s *Settings, v []string) { s.Hadolint.TrustedRegistries = v }),
	},
	{
		Key: hadolintPrefix + "label-schema", Type: typeMap, Values: []string{"text", "url", "rfc3339", "semver", "hash", "spdx", "email"},
		Doc: "Labels that an image must have (DL3049), each with the type of its value (DL3051 to DL3058).",
		apply: func(_ string, entries []entry) func(*Settings) {
			schema := map[string]string{}
			for _, e := range entries {
				schema[e.name] = e.value
			}
			return func(s *Settings) { s.Hadolint.LabelSchema = schema }
		},
	},
	{
		Key: hadolintPrefix + "strict-labels", Type: typeSwitch, Default: "false",
		Doc:   "Forbid labels that `label-schema` does not list (DL3050).",
		apply: truth(func(s *Settings, v bool) { s.Hadolint.StrictLabels = v }),
	},
	{
		Key: hadolintPrefix + "disable-ignore-pragma", Type: typeSwitch, Default: "false",
		Doc:   "Let comments such as `# hadolint ignore=…` and `# slipway ignore=…` silence nothing. `# check=skip=…` still does, because BuildKit reads it.",
		apply: truth(func(s *Settings, v bool) { s.NoIgnores = v }),
	},
	{
		Key: hadolintPrefix + "failure-threshold", Type: typeText, Values: []string{"error", "warning", "info", "style", "ignore", "none"},
		Doc:   "The least level at which `slipway lint` fails, where `--fail-on` is not given.",
		apply: text1(func(s *Settings, v string) { s.Command.FailureThreshold = v }),
	},
	{
		Key: hadolintPrefix + "no-fail", Type: typeSwitch, Default: "false",
		Doc:   "Let `slipway lint` succeed whatever it finds, where `--fail-on` is not given.",
		apply: truth(func(s *Settings, v bool) { s.Command.NoFail = v }),
	},
	{
		Key: hadolintPrefix + "format", Type: typeText,
		Values: []string{"tty", "json", "checkstyle", "codeclimate", "gitlab_codeclimate", "gnu", "codacy", "sonarqube", "sarif", "junit"},
		Doc: "How `slipway lint` prints its findings, where `--format` is not given. `json` is hadolint's JSON; `gnu` is printed as text, " +
			"`codeclimate` as GitLab has it; `codacy`, `sonarqube` and `junit` are not known.",
		apply: text1(func(s *Settings, v string) { s.Command.Format = v }),
	},
	{
		Key: hadolintPrefix + "no-color", Type: typeSwitch, Default: "false",
		Doc:   "Print without colours.",
		apply: truth(func(s *Settings, v bool) { s.Command.NoColor = v }),
	},
	{
		Key: "lint.rules", Type: typeMap, OfRules: true, Values: severityWords,
		Doc: "The severity of single rules, by code or by another name of theirs, whatever the case: `DL3008: off`.",
		apply: func(_ string, entries []entry) func(*Settings) {
			return func(s *Settings) {
				for _, e := range entries {
					s.setRule(e.name, severityOf[e.value])
				}
			}
		},
	},
}

func profileNames() []string {
	var names []string
	for _, p := range Profiles {
		names = append(names, p.Name)
	}
	return names
}

func profileDocs() string {
	var doc string
	for i, p := range Profiles {
		if i > 0 {
			doc += "; "
		}
		doc += "`" + p.Name + "`, " + p.Doc
	}
	return doc + "."
}

func text1(set func(*Settings, string)) func(string, []entry) func(*Settings) {
	return func(v string, _ []entry) func(*Settings) { return func(s *Settings) { set(s, v) } }
}

func truth(set func(*Settings, bool)) func(string, []entry) func(*Settings) {
	return text1(func(s *Settings, v string) { set(s, v == "true") })
}

func texts(set func(*Settings, []string)) func(string, []entry) func(*Settings) {
	return func(_ string, entries []entry) func(*Settings) {
		var values []string
		for _, e := range entries {
			values = append(values, e.name)
		}
		return func(s *Settings) { set(s, slices.Clone(values)) }
	}
}

func override(severity Severity) func(string, []entry) func(*Settings) {
	return func(_ string, entries []entry) func(*Settings) {
		return func(s *Settings) {
			for _, e := range entries {
				s.setRule(e.name, severity)
			}
		}
	}
}

// setRule sets the severity of all rules that a name means.
func (s *Settings) setRule(name string, severity Severity) {
	s.Rules = maps.Clone(s.Rules)
	if s.Rules == nil {
		s.Rules = map[string]Severity{}
	}
	for _, r := range Lookup(name) {
		if !r.refusal() {
			s.Rules[r.Code] = severity
		}
	}
}
