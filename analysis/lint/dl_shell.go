package lint

import "slices"

// hadolintShellRules are the rules that hadolint made known and that look into the
// commands of RUN, also behind ONBUILD, in exec form and in heredocs. Text for
// PowerShell, cmd or an unknown shell, and text that cannot be read to its end, is
// left alone.
//
// Their meaning is that of hadolint's documentation. Their severity is slipway's:
// an opinion is off, a matter of taste a hint, a waste an info, a mistake a warning.
var hadolintShellRules = slices.Concat(aptRules, apkRules, rpmRules, zypperRules, pipRules, languageRules, commandRules, shellRules)

// hadolintShellLevels are the levels at which hadolint reports them.
var hadolintShellLevels = map[string]Severity{
	"DL3001": Info,
	"DL3003": Warning,
	"DL3004": Error,
	"DL3008": Warning,
	"DL3009": Info,
	"DL3013": Warning,
	"DL3014": Warning,
	"DL3015": Info,
	"DL3016": Warning,
	"DL3018": Warning,
	"DL3019": Info,
	"DL3027": Warning,
	"DL3028": Warning,
	"DL3030": Warning,
	"DL3032": Warning,
	"DL3033": Warning,
	"DL3034": Warning,
	"DL3035": Warning,
	"DL3036": Warning,
	"DL3037": Warning,
	"DL3038": Warning,
	"DL3040": Warning,
	"DL3041": Warning,
	"DL3042": Warning,
	"DL3046": Warning,
	"DL3047": Info,
	"DL3060": Info,
	"DL3062": Warning,
	"DL4001": Warning,
	"DL4005": Warning,
	"DL4006": Warning,
}

// hadolintPage is the address of hadolint's page about a rule.
func hadolintPage(code string) string { return "https://github.com/hadolint/hadolint/wiki/" + code }
