package lint

import (
	"path"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/shell"
)

var serviceRules = []*Rule{
	{
		Code: "SeveralServices", Category: Maintainability, Severity: Hint,
		URL:   "https://docs.docker.com/engine/containers/multi-service_container/",
		Title: "One container starts several services",
		Why: "Docker watches the process that it has started, and no other: where a second service dies the container goes on without it, " +
			"and neither gets signals, logs and limits of its own. Give each service a container, and join them with Compose.\n\n" +
			"Reported where `CMD` or `ENTRYPOINT` start two programs that are known to be services. What scripts start is not seen.",
		Bad:   "FROM debian:13\nCMD service cron start && nginx -g 'daemon off;'\n",
		Good:  "FROM debian:13\nCMD [\"nginx\", \"-g\", \"daemon off;\"]\n",
		Stage: severalServices,
	},
	{
		Code: "ServiceSupervisor", Category: Maintainability, Severity: Off,
		URL:   "https://docs.docker.com/engine/containers/multi-service_container/",
		Title: "A supervisor runs in the container",
		Why: "`supervisord`, `s6`, `runit` and `systemd` run several services in one container. Docker and Kubernetes are supervisors themselves: " +
			"with one service in each container they see which one has died, and start it anew.",
		Bad:  "FROM debian:13\nCMD [\"supervisord\", \"-n\"]\n",
		Good: "FROM debian:13\nCMD [\"nginx\", \"-g\", \"daemon off;\"]\n",
		File: inFinal("ServiceSupervisor", serviceSupervisor),
	},
	{
		Code: "ServiceStartedInBuild", Category: Correctness, Severity: Info,
		URL:   "https://docs.docker.com/build/building/best-practices/#decouple-applications",
		Title: "A service that RUN starts does not run in the container",
		Why: "An image is files; processes are no part of it. What a `RUN` starts ends with it, and `systemctl` has no system to talk to. " +
			"Start the program with `CMD` or `ENTRYPOINT`.\n\n" +
			"Reported where starting a service is the last thing that the `RUN` does; with commands behind it, which may need the service, it is fine. " +
			"`service` is reported by DL3001.",
		Bad:   "FROM debian:13\nRUN systemctl start nginx\n",
		Good:  "FROM debian:13\nCMD [\"nginx\", \"-g\", \"daemon off;\"]\n",
		Stage: perRun(startsService),
	},
	{
		Code: "CommandInBackground", Category: Correctness, Severity: Warning,
		URL:   "https://docs.docker.com/reference/dockerfile/#cmd",
		Title: "The container's command ends at once",
		Why: "With `&` at its end the shell starts the program in the background and has nothing left to do: it ends, and the container with it. " +
			"Leave the `&` out; the container runs in the background by `docker run -d`. In a JSON array `&` is an argument like any other.",
		Bad:   "FROM debian:13\nCMD nginx -g 'daemon off;' &\n",
		Good:  "FROM debian:13\nCMD [\"nginx\", \"-g\", \"daemon off;\"]\n",
		Stage: inBackground,
	},
}

// daemons are programs that serve and do not end by themselves.
const daemons = "nginx httpd apache2 apachectl apache2ctl apache2-foreground lighttpd haproxy caddy php-fpm mysqld mysqld_safe mariadbd postgres redis-server " +
	"mongod memcached rabbitmq-server sshd dropbear cron crond anacron rsyslogd syslogd syslog-ng dockerd containerd vsftpd proftpd smbd nmbd named unbound dnsmasq " +
	"dovecot postfix exim4 opendkim tor squid varnishd gunicorn uwsgi uvicorn celery elasticsearch etcd consul chronyd ntpd dbus-daemon Xvfb x11vnc"

// supervisors are programs that run others.
const supervisors = "supervisord s6-svscan runsvdir runit monit circusd systemd"

// daemonOf is the service that a command starts, or "".
func daemonOf(c *runCommand) string {
	if started := startedService(c); started != "" {
		return started
	}
	if name := strings.TrimRight(c.name(), "0123456789."); listed(daemons, c.name()) || listed(daemons, name) {
		return strings.TrimRight(name, ".")
	}
	return ""
}

// startedService is the service that "service NAME start" and its like start.
func startedService(c *runCommand) string {
	words := make([]string, 0, 3)
	for _, w := range c.program {
		if !strings.HasPrefix(w.Value, "-") {
			words = append(words, w.Value)
		}
	}
	if len(words) < 2 {
		return ""
	}
	starts := func(verb string) bool { return listed("start restart reload", verb) }
	switch name := path.Base(words[0]); {
	case listed("service rc-service invoke-rc.d", name) && len(words) > 2 && starts(words[2]):
		return words[1]
	case name == "systemctl" && len(words) > 2 && starts(words[1]):
		return strings.TrimSuffix(words[2], ".service")
	case path.Dir(words[0]) == "/etc/init.d" && starts(words[1]):
		return name
	}
	return ""
}

func severalServices(st *analysis.Facts, report Report) {
	for n, s := range steps(st) {
		if kind := s.In.Kind(); n < 0 || kind != command.Cmd && kind != command.Entrypoint {
			continue
		}
		commands, _ := startedBy(st, s)
		var names []string
		for i := range commands {
			c := &commands[i]
			name := daemonOf(c)
			if name == "" || slices.Contains(names, name) || c.In&(shell.InBranch|shell.InFunction|shell.InCondition|shell.InSubstitution) != 0 || c.Before == "||" {
				continue
			}
			if names = append(names, name); len(names) == 2 {
				report(Note{Step: n, Span: c.place(c.program[0].Span), Message: "a second service besides " + names[0] + "; give " + name + " a container of its own"})
			}
		}
	}
}

func serviceSupervisor(x final, report func(int, Note)) {
	if !x.starts(supervisors) {
		return
	}
	s, depth, n := x.last(command.Entrypoint)
	if s == nil {
		s, depth, n = x.last(command.Cmd)
	}
	report(depth, Note{Step: n, Span: s.In.Head(), Message: "Docker sees the supervisor alone, and not the services that it runs; give each of them a container"})
}

// startsService looks at the last command of a run.
func startsService(r *runStep, report Report) {
	if len(r.commands) == 0 || len(r.scripts) != 1 && len(r.scripts) != 0 {
		return
	}
	c := &r.commands[len(r.commands)-1]
	for i := len(r.commands) - 2; i >= 0 && c.Before == "||"; i-- {
		c = &r.commands[i] // behind "|| true" is nothing that matters
	}
	name := startedService(c)
	if name == "" || c.name() == "service" || c.In&(shell.InFunction|shell.InBranch|shell.InSubstitution) != 0 {
		return
	}
	message := name + " runs until the end of this RUN, and not in the container; start it with CMD"
	if c.name() == "systemctl" {
		message = "no systemd runs in a build, so that this does not start " + name + "; start it with CMD"
	}
	report(r.note(c.place(c.program[0].Span), message, nil))
}

func inBackground(st *analysis.Facts, report Report) {
	for n, s := range steps(st) {
		if kind := s.In.Kind(); n < 0 || kind != command.Cmd && kind != command.Entrypoint {
			continue
		}
		if args := s.In.Args; s.In.JSON && len(args) > 1 && args[len(args)-1].Value == "&" {
			report(Note{Step: n, Span: args[len(args)-1].Span, Message: "& is an argument here: no shell reads it"})
			continue
		}
		commands, ok := startedBy(st, s)
		if !ok || len(commands) == 0 {
			continue
		}
		c := &commands[len(commands)-1]
		if c.After == "&" && c.In == 0 {
			report(Note{Step: n, Span: c.place(c.program[0].Span), Message: "the shell starts this in the background and ends, and the container with it; leave & out"})
		}
	}
}
