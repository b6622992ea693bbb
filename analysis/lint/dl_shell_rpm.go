package lint

import (
	"regexp"
	"strings"
)

const (
	yumImage = "FROM centos:7\n"
	dnfImage = "FROM fedora:41\n"
)

var rpmRules = []*Rule{
	{
		Code: "DL3030", URL: hadolintPage("DL3030"), Category: Correctness, Severity: Warning,
		Title: "yum install asks before it goes on",
		Why:   "During a build nobody can answer `Is this ok [y/d/N]:`, and the build fails. `-y` says yes beforehand.",
		Bad:   yumImage + "RUN yum install httpd && yum clean all\n",
		Good:  yumImage + "RUN yum install -y httpd && yum clean all\n",
		Stage: perRun(rpmAsks("yum")),
	},
	{
		Code: "DL3032", URL: hadolintPage("DL3032"), Category: Performance, Severity: Info,
		Title: "yum leaves its caches in the image",
		Why: "yum keeps the metadata of its repositories, often more than a hundred megabytes. Drop it with `yum clean all` or " +
			"`rm -rf /var/cache/yum` in the same `RUN`: a later one cannot make the layer smaller. " +
			"A cache mounted on `/var/cache/yum` keeps it out as well.",
		Bad:   yumImage + "RUN yum install -y httpd\n",
		Good:  yumImage + "RUN yum install -y httpd && yum clean all\n",
		Stage: perLayer(rpmLeaves("yum")),
	},
	{
		Code: "DL3033", URL: hadolintPage("DL3033"), Category: Maintainability, Severity: Off,
		Title: "Pin the versions of packages that yum installs",
		Why:   "`yum install httpd` takes the version that the repository has on the day of the build; `httpd-2.4.6` names one. Groups, files and addresses are taken as pinned.",
		Bad:   yumImage + "RUN yum install -y httpd && yum clean all\n",
		Good:  yumImage + "RUN yum install -y httpd-2.4.6 && yum clean all\n",
		Stage: perRun(unpinned{managers: "yum", exempt: rpmPinned, loose: looseRPM, message: "pin the versions in yum install"}.check),
	},
	{
		Code: "DL3038", URL: hadolintPage("DL3038"), Category: Correctness, Severity: Warning,
		Title: "dnf install asks before it goes on",
		Why:   "During a build nobody can answer `Is this ok [y/N]:`, and the build fails. `-y` says yes beforehand.",
		Bad:   dnfImage + "RUN dnf install httpd && dnf clean all\n",
		Good:  dnfImage + "RUN dnf install -y httpd && dnf clean all\n",
		Stage: perRun(rpmAsks("dnf")),
	},
	{
		Code: "DL3040", URL: hadolintPage("DL3040"), Category: Performance, Severity: Info,
		Title: "dnf leaves its caches in the image",
		Why: "dnf keeps the metadata of its repositories, often more than a hundred megabytes. Drop it with `dnf clean all` or " +
			"`rm -rf /var/cache/dnf` in the same `RUN`: a later one cannot make the layer smaller. " +
			"A cache mounted on `/var/cache/dnf` (`/var/cache/libdnf5` for dnf 5) keeps it out as well.",
		Bad:   dnfImage + "RUN dnf install -y httpd\n",
		Good:  dnfImage + "RUN dnf install -y httpd && dnf clean all\n",
		Stage: perLayer(rpmLeaves("dnf")),
	},
	{
		Code: "DL3041", URL: hadolintPage("DL3041"), Category: Maintainability, Severity: Off,
		Title: "Pin the versions of packages that dnf installs",
		Why:   "`dnf install httpd` takes the version that the repository has on the day of the build; `httpd-2.4.62` names one. Groups, files and addresses are taken as pinned.",
		Bad:   dnfImage + "RUN dnf install -y httpd && dnf clean all\n",
		Good:  dnfImage + "RUN dnf install -y httpd-2.4.62 && dnf clean all\n",
		Stage: perRun(unpinned{managers: "dnf", exempt: rpmPinned, loose: looseRPM, message: "pin the versions in dnf install"}.check),
	},
}

// rpmAsks checks yum or dnf, which take the same options.
func rpmAsks(name string) func(*runStep, Report) {
	return lacking{
		managers: name, does: installs, option: "-y",
		message: name + " install asks for a confirmation that nobody can give; add -y",
		has: func(r *runStep, c *runCommand, call *call) bool {
			// microdnf never asks; on Fedora it is a link to dnf 5, which does.
			neverAsks := programOf(call.Program) == "microdnf" && !strings.Contains(r.facts.Root(), "fedora")
			return neverAsks || call.has("-y --assumeyes --assumeno -c --config -h --help") || c.Before == "|" || r.unclear(c) || r.configured("assumeyes=", "assumeyes =")
		},
	}.check
}

// rpmLeaves checks yum or dnf. They share their caches: each may drop the other's.
func rpmLeaves(name string) func(*runStep, Report) {
	return func(r *runStep, report Report) {
		program := name
		l := leftover{managers: name, does: installs, cleaners: "yum dnf tdnf", dirs: dnfCaches}
		for _, call := range r.calls(name, installs) {
			program = call.Program.Value
		}
		l.cleanup = program + " clean all"
		l.message = program + " leaves its caches in this layer; run " + l.cleanup + " in the same RUN"
		l.check(r, report)
	}
}

// rpmPinned tells that no version can be given: for groups there is none.
func rpmPinned(_ *runStep, c *call) bool {
	return c.has("--downloadonly --assumeno --help -h") || c.Verb.Value == "groupinstall"
}

// rpmVersion is what makes a package's name one with a version: name-1.2.
var rpmVersion = regexp.MustCompile(`-v?[0-9]`)

func looseRPM(name string) bool {
	return name != "" && !strings.ContainsAny(name, "/*=<>@?[$") && !strings.HasSuffix(name, ".rpm") && !rpmVersion.MatchString(name)
}
