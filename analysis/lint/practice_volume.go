package lint

import (
	"path"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis"
)

var volumeRules = []*Rule{
	{
		Code: "ChangeAfterVolume", Category: Correctness, Severity: Hint,
		URL:   "https://docs.docker.com/reference/dockerfile/#notes-about-specifying-volumes",
		Title: "A RUN changes what is in a VOLUME already",
		Why: "BuildKit keeps what a `RUN` writes below a path that an earlier `VOLUME` names. The legacy builder of Docker, and other tools that build like it, throw it away. " +
			"With the `VOLUME` behind the `RUN` all of them make the same image.",
		Bad:   "FROM debian:13\nVOLUME /data\nRUN mkdir -p /data/cache\n",
		Good:  "FROM debian:13\nRUN mkdir -p /data/cache\nVOLUME /data\n",
		Stage: changeAfterVolume,
	},
	{
		Code: "DatabaseWithoutVolume", Category: Maintainability, Severity: Hint,
		URL:   "https://docs.docker.com/build/building/best-practices/#create-ephemeral-containers",
		Title: "A database, and no VOLUME for its data",
		Why: "A container can be thrown away at any time, and with it what was written to its own file system, which is slow besides. " +
			"A `VOLUME` on the folder of the data has Docker keep it outside, also where nobody thinks of `-v`.\n\n" +
			"Reported where the container starts a known database server, and neither the file nor an official image of the database declares a volume.",
		Bad:  "FROM debian:13\nRUN apt-get update && apt-get install -y --no-install-recommends redis-server && rm -rf /var/lib/apt/lists/*\nCMD [\"redis-server\"]\n",
		Good: "FROM debian:13\nRUN apt-get update && apt-get install -y --no-install-recommends redis-server && rm -rf /var/lib/apt/lists/*\nVOLUME /var/lib/redis\nCMD [\"redis-server\"]\n",
		File: inFinal("DatabaseWithoutVolume", databaseWithoutVolume),
	},
}

// writers are programs whose operands are paths that they change.
const writers = "mkdir touch chown chmod chgrp cp mv ln install rm tee unzip rsync"

func changeAfterVolume(st *analysis.Facts, report Report) {
	var volumes []string
	runs := runSteps(st)
	for n, s := range steps(st) {
		if c, ok := s.Command.(*instructions.VolumeCommand); ok && n >= 0 {
			for _, v := range c.Volumes {
				if path.IsAbs(v) {
					volumes = append(volumes, path.Clean(v))
				}
			}
		}
		if len(volumes) == 0 || s.In.Kind() != command.Run {
			continue
		}
		for _, r := range runs {
			if r.step == n {
				changesVolume(r, volumes, report)
			}
		}
	}
}

func changesVolume(r *runStep, volumes []string, report Report) {
	for i := range r.commands {
		c := &r.commands[i]
		if !listed(writers, c.name()) {
			continue
		}
		for _, w := range c.program[1:] {
			under := func(v string) bool { return w.Value == v || strings.HasPrefix(w.Value, v+"/") }
			if w.Static && slices.ContainsFunc(volumes, under) && !r.mounted(w.Value) {
				report(r.note(c.place(w.Span), "builders other than BuildKit throw away what changes here behind VOLUME; put the VOLUME behind this RUN", nil))
				return
			}
		}
	}
}

// databases are servers that keep data, with the folder that they keep it in by
// default.
var databases = map[string]string{
	"mysqld": "/var/lib/mysql", "mysqld_safe": "/var/lib/mysql", "mariadbd": "/var/lib/mysql", "postgres": "/var/lib/postgresql",
	"mongod": "/var/lib/mongodb", "redis-server": "/var/lib/redis", "influxd": "/var/lib/influxdb", "couchdb": "/opt/couchdb/data", "neo4j": "/data",
}

func databaseWithoutVolume(x final, report func(int, Note)) {
	if !x.ownsRoot() || x.has(command.Volume) {
		return
	}
	for _, kind := range []string{command.Entrypoint, command.Cmd} {
		s, depth, n := x.last(kind)
		if s == nil {
			continue
		}
		for _, name := range x.programs() {
			if folder, ok := databases[name]; ok && strings.Contains(s.In.Rest.Value, name) {
				report(depth, Note{Step: n, Span: s.In.Head(), Message: "the data of " + name + " goes with the container; declare a VOLUME, such as " + folder})
				return
			}
		}
	}
}

// ownsRoot tells whether the image is made on one of the images of a system, which
// declare no volumes.
func (x final) ownsRoot() bool {
	name, ok := official(x[0])
	return ok && listed(systems, name)
}

// systems are official images of Linux distributions: no ENTRYPOINT, no VOLUME,
// and root as their user.
const systems = "alpine debian ubuntu fedora centos rockylinux almalinux amazonlinux archlinux busybox oraclelinux photon opensuse buildpack-deps"
