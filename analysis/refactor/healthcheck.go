package refactor

import (
	"slices"
	"strconv"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/command"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/reference"
	"github.com/slipway-dev/slipway/analysis/shell"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// healthcheck offers a HEALTHCHECK in the last stage, at its FROM, at EXPOSE and at
// what it starts, which asks the one port that it exposes for a page: with the wget
// that Alpine has, or the curl that the stage installs.
func healthcheck(p place) []offer {
	from := p
	if p.it().Kind() == command.Expose && p.stage() != nil {
		from = p.other(p.stage().First)
	}
	at, ok := from.start()
	if !ok || !at.linux() || at.inherited(command.Healthcheck) {
		return nil
	}
	port, ok := at.port()
	if !ok || at.step().Before.Shell != nil {
		return nil
	}
	var asks string
	switch family := reference.SystemOf(at.stage().Root()).Family; {
	case at.installs("curl"):
		asks = "curl -fsS -o /dev/null"
	case family == reference.Alpine || family == reference.BusyBox:
		asks = "wget -q --spider"
	default:
		return nil
	}
	url := " http://127.0.0.1:" + port + "/"
	edit, ok := at.above(alike("HEALTHCHECK", at.it().Keyword.Value) + " " + alike("CMD", at.it().Keyword.Value) + " " + asks + url + " || exit 1")
	if !ok {
		return nil
	}
	return []offer{{title: "Add a HEALTHCHECK that asks" + url, edits: []text.Edit{edit}}}
}

// inherited tells whether the stage, or one that it is built on, has an instruction
// of the kind.
func (p place) inherited(kind string) bool {
	for st := p.stage(); ; st = &p.Stages[st.Base] {
		if p.has(st, kind) {
			return true
		}
		if st.Base < 0 {
			return false
		}
	}
}

// port is the one that the stage exposes, if it may be of HTTP.
func (p place) port() (string, bool) {
	var ports []string
	for st := p.stage(); ; st = &p.Stages[st.Base] {
		for i := st.First; i < st.End; i++ {
			if c, ok := p.expanded(i).(*instructions.ExposeCommand); ok {
				ports = append(ports, c.Ports...)
			}
		}
		if st.Base < 0 {
			break
		}
	}
	if len(ports) != 1 {
		return "", false
	}
	port, protocol, _ := strings.Cut(ports[0], "/")
	n, err := strconv.Atoi(port)
	return port, err == nil && (protocol == "" || strings.EqualFold(protocol, "tcp")) && slices.Contains(httpPorts, n)
}

// httpPorts are those that hardly anything but servers of HTTP listens on.
var httpPorts = []int{
	80, 1313, 3000, 3001, 3333, 4000, 4200, 4321, 5000, 5001, 5173, 7860, 8000, 8001, 8008, 8080, 8081, 8082, 8083, 8084, 8085, 8088, 8090,
	8181, 8501, 8787, 8888, 9090,
}

// installs tells whether a package manager of a system puts a program of that name
// into the stage.
func (p place) installs(name string) bool {
	for st := p.stage(); ; st = &p.Stages[st.Base] {
		for i := st.First; i < st.End; i++ {
			for _, s := range p.Scripts(i) {
				for _, cmd := range s.Commands() {
					if slices.ContainsFunc(packages(cmd), func(w shell.Word) bool { return w.Value == name }) && p.Items.At(i).Kind() == command.Run {
						return !p.removes(st)
					}
				}
			}
		}
		if st.Base < 0 {
			return false
		}
	}
}

// removes tells whether packages may be removed again in the stage.
func (p place) removes(st *analysis.Stage) bool {
	return p.Items.Slice(st.First, st.End).Any(func(it syntax.Item) bool {
		return slices.ContainsFunc([]string{"purge", "remove", "apk del", "--virtual"}, func(word string) bool { return strings.Contains(it.Raw, word) })
	})
}
