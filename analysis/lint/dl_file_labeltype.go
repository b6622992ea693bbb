package lint

import (
	"net/mail"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/slipway-dev/slipway/analysis"
)

// labelTypeRules hold labels against the types that a schema gives them.
var labelTypeRules = []*Rule{
	labelType("DL3052", "url", "a URL", "https://example.com/docs", "example dot com", isURL,
		"An address has a scheme: `https://example.com`, not `example.com` (RFC 3986)."),
	labelType("DL3053", "rfc3339", "a time as in RFC 3339", "2026-11-01T08:30:00Z", "1 November", isTime,
		"A time is written as `2026-11-01T08:30:00Z`, with the date, the time and the offset."),
	labelType("DL3054", "spdx", "an SPDX licence identifier", "Apache-2.0", "Apache License", isLicence,
		"The identifiers are those of https://spdx.org/licenses/, such as `MIT` or `Apache-2.0`; they may be joined with `AND`, `OR` and `WITH`."),
	labelType("DL3055", "hash", "a Git hash", "8622fbbd2f1dc3bc2e5b3bc3b9c4b2e0e3b8c1aa", "main", isHash,
		"A hash is written out, or shortened to its first seven or more digits."),
	labelType("DL3056", "semver", "a semantic version", "1.2.3-rc.1", "v1.2", isSemver,
		"A semantic version has three numbers, and nothing in front of them: `1.2.3`, `1.2.3-rc.1` (https://semver.org)."),
	labelType("DL3058", "email", "an email address", "ada@example.com", "Ada at example", isEmail,
		"An address is written as in a mail: `ada@example.com` (RFC 5322)."),
}

// labelType is the rule that labels of a type have values for which valid holds.
func labelType(code, kind, what, good, bad string, valid func(string) bool, why string) *Rule {
	return dl(Rule{
		Code: code, Title: "A label is not " + what, Category: Maintainability, Severity: Warning,
		Why: why + " The rule looks at labels that the setting `label-schema` gives the type `" + kind +
			"`. Variables are not put in: a label that gets its value from one needs the type `text`.",
		Bad:  "FROM alpine:3.22\nLABEL a-" + kind + "=\"" + bad + "\"\n",
		Good: "FROM alpine:3.22\nLABEL a-" + kind + "=\"" + good + "\"\n",
		File: func(f *analysis.File, c Config, report Report) {
			schemaLabels(f, c, func(l label, type_ string) {
				switch {
				case type_ != kind:
				case l.variable:
					report(Note{Step: l.item, Span: l.place, Message: "the schema wants " + what + " in the label " + l.key + ", written out; for a variable give it the type text"})
				case strings.TrimSpace(l.value) != "" && !valid(l.value):
					report(Note{Step: l.item, Span: l.place, Message: "the label " + l.key + " is not " + what})
				}
			})
		},
	})
}

func isURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme != "" && (u.Host != "" || u.Opaque != "" || u.Path != "")
}

func isTime(s string) bool {
	_, err := time.Parse(time.RFC3339, strings.ToUpper(s))
	return err == nil
}

func isEmail(s string) bool {
	_, err := mail.ParseAddress(s)
	return err == nil
}

var (
	hash = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[0-9a-fA-F]{7,64}$`) })
	// semver has no leading zeros in numbers: https://semver.org, points 2, 9 and 10.
	semver = sync.OnceValue(func() *regexp.Regexp {
		const number, pre, ids = `(?:0|[1-9][0-9]*)`, `(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)`, `[0-9A-Za-z-]+`
		return regexp.MustCompile(`^` + number + `\.` + number + `\.` + number +
			`(?:-` + pre + `(?:\.` + pre + `)*)?(?:\+` + ids + `(?:\.` + ids + `)*)?$`)
	})
)

func isHash(s string) bool   { return hash().MatchString(s) }
func isSemver(s string) bool { return semver().MatchString(s) }

// isLicence takes identifiers of the SPDX list, in any case, and expressions of
// them. What follows WITH, and references such as LicenseRef-x, are taken as they
// are.
func isLicence(s string) bool {
	s = strings.NewReplacer("(", " ", ")", " ").Replace(s)
	words := strings.Fields(s)
	for i, w := range words {
		if lower := strings.ToLower(w); i%2 == 1 {
			if lower != "and" && lower != "or" && lower != "with" {
				return false
			}
		} else if !licences()[strings.TrimSuffix(lower, "+")] && !strings.Contains(lower, "licenseref-") &&
			(i == 0 || !strings.EqualFold(words[i-1], "with")) {
			return false
		}
	}
	return len(words)%2 == 1
}
