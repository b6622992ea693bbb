package lint

import (
	"path"
	"strconv"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/text"
)

var exposeRules = []*Rule{
	{
		Code: "ExposeUnservedPort", Category: Correctness, Severity: Hint,
		URL:   "https://docs.docker.com/reference/dockerfile/#expose",
		Title: "EXPOSE names a port on which the server does not listen",
		Why: "`EXPOSE` tells people, `docker run -P` and many platforms which port the container listens on; it does not make the server listen there. " +
			"With another number published ports lead nowhere.\n\n" +
			"Reported for official images of servers whose default ports are known, and only where nothing in the file can have changed the port: no `RUN`, `ENV`, `CMD`, `ENTRYPOINT` or `USER`, and only contents are copied, no configuration.",
		Bad:   "FROM nginx:1.29\nCOPY site /usr/share/nginx/html\nEXPOSE 8080\n",
		Good:  "FROM nginx:1.29\nCOPY site /usr/share/nginx/html\nEXPOSE 80\n",
		Stage: exposeUnservedPort,
	},
}

// served is what an official image listens on by default, and the folder for what it
// serves, "" where there is none.
type served struct{ ports, content string }

// servers are official images by name. The ports are those of EXPOSE in their
// Dockerfiles.
var servers = map[string]served{
	"caddy":     {"80 443 2019", "/usr/share/caddy"},
	"httpd":     {"80", "/usr/local/apache2/htdocs"},
	"influxdb":  {"8086 8088", ""},
	"mariadb":   {"3306", ""},
	"memcached": {"11211", ""},
	"mongo":     {"27017", ""},
	"mysql":     {"3306 33060", ""},
	"nginx":     {"80", "/usr/share/nginx/html"},
	"postgres":  {"5432", ""},
	"rabbitmq":  {"4369 5671 5672 15671 15672 15691 15692 25672", ""},
	"redis":     {"6379", ""},
	"registry":  {"5000", ""},
	"tomcat":    {"8080", "/usr/local/tomcat/webapps"},
}

func exposeUnservedPort(st *analysis.Facts, report Report) {
	name, ok := official(st)
	server, known := servers[name]
	if !ok || !known || st.Base() != nil || !server.asItIs(st) {
		return
	}
	eachPort(st, func(n int, s text.Span, raw string) {
		p := splitPort(raw)
		if _, err := strconv.Atoi(p.container); err != nil || p.ip+p.host != "" || listed(server.ports, p.container) {
			return
		}
		ports := strings.Join(strings.Fields(server.ports), ", ")
		report(Note{Step: n, Span: s, Message: name + " listens on " + ports + ", and nothing here tells it to listen on " + p.container})
	})
}

// asItIs tells that a stage cannot have changed where the server listens.
func (v served) asItIs(st *analysis.Facts) bool {
	for n, s := range steps(st) {
		switch s.In.Kind() {
		case command.Expose, command.Label, command.Maintainer, command.StopSignal, command.Healthcheck, command.Volume, command.Arg:
		case command.Copy, command.Add:
			dest := path.Clean(lastArg(s.In))
			if n < 0 || v.content == "" || dest != v.content && !strings.HasPrefix(dest, v.content+"/") || strings.Contains(dest, "$") {
				return false
			}
		default:
			return false
		}
	}
	return true
}
