package lint

import (
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/linter"

	"github.com/slipway-dev/slipway/analysis"
	"github.com/slipway-dev/slipway/analysis/syntax"
	"github.com/slipway-dev/slipway/analysis/text"
)

// port is an argument of EXPOSE in its parts: [[ip:]host:]container[/proto], as
// BuildKit divides it (dockerfile2llb/convert_expose.go).
type port struct{ ip, host, container, proto string }

func splitPort(raw string) port {
	parts := strings.Split(raw, ":")
	n := len(parts)
	var p port
	p.container, p.proto, _ = strings.Cut(parts[n-1], "/")
	if n > 1 {
		p.host = parts[n-2]
	}
	if n > 2 {
		p.ip = strings.Join(parts[:n-2], ":")
	}
	return p
}

func exposeProtoCasing(st *analysis.Facts, report Report) {
	eachPort(st, func(n int, s text.Span, raw string) {
		if p := splitPort(raw); p.protoErr() == nil && p.proto != strings.ToLower(p.proto) {
			report(Note{Step: n, Span: s, Message: linter.RuleExposeProtoCasing.Format(raw)})
		}
	})
}

func exposeInvalidFormat(st *analysis.Facts, report Report) {
	eachPort(st, func(n int, s text.Span, raw string) {
		if p := splitPort(raw); p.protoErr() == nil && (p.ip != "" || p.host != "") {
			report(Note{Step: n, Span: s, Message: linter.RuleExposeInvalidFormat.Format(raw)})
		}
	})
}

// eachPort yields the ports of all EXPOSE, after their variables were put in.
func eachPort(st *analysis.Facts, yield func(n int, s text.Span, raw string)) {
	for n, s := range steps(st) {
		if c, ok := s.Command.(*instructions.ExposeCommand); ok && s.Err == nil {
			for _, raw := range c.Ports {
				yield(n, argOf(s.In, func(w syntax.Word) bool { return w.Value == raw }), raw)
			}
		}
	}
}

// protoErr is what BuildKit says before it looks at the casing.
func (p port) protoErr() error {
	if p.container == "" {
		return errors.New("no port specified")
	}
	switch strings.ToLower(p.proto) {
	case "", "tcp", "udp", "sctp":
		return nil
	}
	return errors.New("invalid proto: " + p.proto)
}

// err is why BuildKit refuses the port, or nil.
func (p port) err() error {
	if err := p.protoErr(); err != nil {
		return err
	}
	ip := p.ip
	if strings.HasPrefix(ip, "[") {
		host, _, err := net.SplitHostPort(ip + ":")
		if err != nil {
			return fmt.Errorf("invalid IP address %v: %w", ip, err)
		}
		ip = host
	}
	if ip != "" && net.ParseIP(ip) == nil {
		return errors.New("invalid IP address: " + ip)
	}
	first, last, ok := portRange(p.container)
	if !ok {
		return errors.New("invalid containerPort: " + p.container)
	}
	if p.host == "" {
		return nil
	}
	hostFirst, hostLast, ok := portRange(p.host)
	if !ok {
		return errors.New("invalid hostPort: " + p.host)
	}
	if first != last && last-first != hostLast-hostFirst {
		return fmt.Errorf("invalid ranges specified for container and host Ports: %s and %s", p.container, p.host)
	}
	return nil
}

// portRange reads "80" or "8000-8010".
func portRange(s string) (first, last int, ok bool) {
	from, to, isRange := strings.Cut(s, "-")
	first, ok = portNumber(from)
	if !ok || !isRange || from == to {
		return first, first, ok
	}
	last, ok = portNumber(to)
	return first, last, ok && last >= first
}

func portNumber(s string) (int, bool) {
	n, err := strconv.ParseInt(s, 10, 0)
	return int(n), err == nil && n >= 0 && n <= 65535
}
