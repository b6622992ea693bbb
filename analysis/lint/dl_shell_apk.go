package lint

import (
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/analysis/shell"
)

var apkRules = []*Rule{
	{
		Code: "DL3018", URL: hadolintPage("DL3018"), Category: Maintainability, Severity: Off,
		Title: "Pin the versions of packages that apk adds",
		Why: "`apk add curl` takes the version that the repository has on the day of the build. `curl=8.5.0-r0` names one, " +
			"`curl~=8.5` a range.\n\nAlpine keeps only the newest version of a package in each release, so exact pins break with the next update.",
		Bad:  "FROM alpine:3.20\nRUN apk add --no-cache curl\n",
		Good: "FROM alpine:3.20\nRUN apk add --no-cache curl~=8.9\n",
		Stage: perRun(unpinned{
			managers: "apk", message: "pin the versions in apk add",
			exempt: func(_ *runStep, c *call) bool { return c.has("-s --simulate") },
			loose: func(name string) bool {
				return name != "" && !strings.ContainsAny(name, "=<>~@/") && !strings.HasPrefix(name, "!") && !strings.HasSuffix(name, ".apk")
			},
		}.check),
	},
	{
		Code: "DL3019", URL: hadolintPage("DL3019"), Category: Performance, Severity: Info,
		Title: "apk leaves its index in the image",
		Why: "`apk add --no-cache` fetches the index, uses it and keeps nothing: `apk update` or `--update` before and " +
			"`rm -rf /var/cache/apk/*` behind are needless then.\n\nA cache mounted on `/var/cache/apk` does as well.",
		Bad:  "FROM alpine:3.20\nRUN apk update && apk add curl && rm -rf /var/cache/apk/*\n",
		Good: "FROM alpine:3.20\nRUN apk add --no-cache curl\n",
		Stage: perLayer(lacking{
			managers: "apk", does: installs, has: apkWithoutCache, option: "--no-cache",
			message: "use apk add --no-cache, which leaves no index behind", breaks: removesIndex,
		}.check),
	},
}

func apkWithoutCache(r *runStep, c *runCommand, call *call) bool {
	return call.has("--no-cache -s --simulate --cache-dir --no-network") || r.unclear(c) || r.mounted(call.Caches...) || fromFiles(call)
}

// fromFiles tells of packages that all are files, for which apk needs no index.
func fromFiles(call *call) bool {
	return len(call.Operands) > 0 && !call.has("-U --update --update-cache") &&
		!slices.ContainsFunc(call.Operands, func(w shell.Word) bool { return !strings.HasSuffix(written(w), ".apk") })
}

// removesIndex tells of an rm without -f that counts on an index being there.
func removesIndex(r *runStep) bool {
	for i := range r.commands {
		c := &r.commands[i]
		if c.name() != "rm" || readArguments(c.program[1:], "", false).has("-f --force") {
			continue
		}
		for _, w := range c.program[1:] {
			if strings.Contains(w.Raw, "/var/cache/apk") {
				return true
			}
		}
	}
	return false
}
